/** A call over the network says how long it may take. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { definePractice } from "../model/rule.js";
import type { Call } from "../model/outline.js";
import type { TypeScriptTree } from "../model/tree.js";
import * as python from "../syntax/python/ask.js";
import * as typescript from "../syntax/typescript/ask.js";
import { mostTelling } from "./explicit-timeout/telling.js";
import { written, writtenExamples } from "./explicit-timeout/written.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "operations",
  // Callees are told by where they are imported from, and the limit stands in the call itself.
  confidence: 0.95,
  title: "Network calls with a time limit",
  reason: "A peer that never answers costs a bounded wait instead of a hanging task.",
  match: {
    ...written,
    typescript({ tree, outline }) {
      const starts = startsOf(outline.calls, ({ callee, origin }) => callee === "fetch" || isAxios(origin));
      const found = tree
        .nodes(tree.ts.SyntaxKind.CallExpression)
        .filter((call) => starts.has(call.getStart(tree.root)) && isLimited(tree, call));
      return mostTelling(found.map((call) => typescript.spanOf(tree, call)));
    },
    python({ tree, outline }) {
      const starts = startsOf(outline.calls, ({ origin }) => origin !== null && pythonClients.test(origin));
      if (starts.size === 0) return [];
      const found = tree.nodes("call").filter((call) => starts.has(spanOf(call).start) && hasLimit(call));
      return mostTelling(found.map(spanOf));
    },
  },
  examples: [
    {
      language: "typescript",
      bad: "export const load = (url: string) => fetch(url, { signal: AbortSignal.timeout(5000) });\n",
      good: 'import axios from "axios";\nexport const load = (url: string) => fetch(url, { method: "POST" });\nexport const other = (url: string) => axios.get(url, { timeout: 0 });\n',
    },
    {
      language: "python",
      bad: "import requests\n\ndef load(url):\n    return requests.get(url, timeout=10)\n",
      good: "import requests\n\ndef load(url, cache):\n    cache.get(url, timeout=10)\n    return requests.get(url, timeout=None)\n",
    },
    ...writtenExamples,
  ],
});

const pythonClients =
  /^(?:requests\.(?:get|post|put|patch|delete|head|request)|httpx\.(?:get|post|put|patch|delete|head|request|stream|Client|AsyncClient)|aiohttp\.ClientTimeout|urllib\.request\.urlopen|websockets\.connect|redis(?:\.asyncio)?\.(?:Redis|from_url))$/;

function isAxios(origin: string | null): boolean {
  return (
    origin !== null && /^axios\.default(?:\.(?:get|post|put|patch|delete|head|request|create))?$/.test(origin)
  );
}

function startsOf(calls: readonly Call[], accepts: (call: Call) => boolean): ReadonlySet<number> {
  return new Set(calls.filter(accepts).map(({ span }) => span.start));
}

function isLimited(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  return call.arguments.some((argument) => {
    const signal = typescript.propertyValue(tree, argument, "signal");
    if (signal && typescript.textOf(tree, signal).includes("AbortSignal.timeout(")) return true;
    const limit = typescript.propertyValue(tree, argument, "timeout");
    return limit !== undefined && !/^(?:0|undefined|Infinity)$/.test(typescript.textOf(tree, limit));
  });
}

function hasLimit(call: SgNode): boolean {
  // A client that trusts anybody is not shown as an example.
  if (/^False$/.test(python.keywordArgument(call, "verify")?.text() ?? "")) return false;
  return ["timeout", "total", "open_timeout", "socket_timeout"].some((name) => {
    const value = python.keywordArgument(call, name);
    return value !== null && value.text() !== "None";
  });
}
