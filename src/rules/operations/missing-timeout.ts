/** A network call that waits for its answer without end. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { hasKeywordSplat, keywordArgument, positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { runsOnServer } from "../../syntax/typescript/server-code.js";
import { propertyValue, spanOf } from "../../syntax/typescript/ask.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { rust, rustExamples } from "./missing-timeout/rust.js";
import { java, javaExamples } from "./missing-timeout/java.js";
import { go, goExamples } from "./missing-timeout/go.js";

export default defineRule({
  severity: "medium",
  // The missing argument is a fact; what it costs depends on who waits for the answer: in a browser that is one person, who is left alone.
  confidence: 0.85,
  judged: { right: 50, arguable: 10, wrong: 4, projects: 0 },
  title: "Network call without a timeout",
  fold: "file",
  risk: "When the other side accepts the connection and never answers, this call waits for ever and keeps its thread, connection or request with it; enough of them stop the whole program.",
  fix: "Pass a timeout that fits the caller, and handle the error it raises.",
  trial: {
    name: "a peer that never answers",
    arrange: "a local server that accepts the connection and sends nothing",
    act: "send a request to that server as {it} does",
    assert: "it fails with a timeout within the limit that was chosen",
  },
  cwe: [1088],
  match: { typescript: unboundedAxiosClients, python: unboundedCalls, rust, java, go },
  examples: [
    {
      language: "python",
      bad: "import requests\n\ndef load(url):\n    return requests.get(url, headers={}).json()\n",
      good: "import requests\n\ndef load(url, session, **options):\n    requests.get(url, timeout=5)\n    requests.get(url, **options)\n    return session.get(url)\n",
    },
    {
      language: "python",
      bad: "from urllib.request import urlopen\n\ndef load(url):\n    return urlopen(url).read()\n",
      good: "from urllib.request import urlopen\nimport httpx\n\ndef load(url, data):\n    httpx.get(url)\n    return urlopen(url, data, 10).read()\n",
    },
    {
      language: "python",
      bad: "import httpx\n\nclient = httpx.AsyncClient(timeout=None)\n",
      good: "import httpx\nimport socket\n\nclient = httpx.AsyncClient(timeout=httpx.Timeout(10, read=None))\nlink = socket.create_connection(('db', 5432), 3)\n",
    },
    {
      language: "python",
      bad: "import socket\n\ndef dial(host):\n    return socket.create_connection((host, 80))\n",
      good: "import socket\nsocket.setdefaulttimeout(10)\n\ndef dial(host):\n    return socket.create_connection((host, 80))\n",
    },
    {
      language: "typescript",
      path: "server/api.ts",
      bad: 'import axios from "axios";\nexport const api = axios.create({ baseURL: "https://api.example.com" });\n',
      good: 'import axios from "axios";\nexport const api = axios.create({ baseURL: "https://api.example.com", timeout: 5000 });\nexport const other = (options: object) => axios.create({ ...options });\n',
    },
    {
      language: "javascript",
      bad: 'const fs = require("node:fs");\nconst axios = require("axios");\nmodule.exports = axios.create({ headers: fs.headers });\n',
      good: 'const axios = require("axios");\nmodule.exports = axios.create({ headers: {} });\n',
    },
    {
      language: "javascript",
      bad: 'const fs = require("node:fs");\nconst axios = require("axios");\nmodule.exports = axios.create({ headers: fs.headers });\n',
      good: 'const fs = require("node:fs");\nconst axios = require("axios");\naxios.defaults.timeout = 3000;\nmodule.exports = axios.create({ headers: {} });\n',
    },
    ...rustExamples,
    ...javaExamples,
    ...goExamples,
  ],
});

/** Position of `timeout` among the positional arguments, from each function's documentation. */
const waitsForEver: ReadonlyMap<string, number> = new Map([
  ...["get", "options", "head", "post", "put", "patch", "delete", "request"].map(
    // `requests` takes it by name only.
    (verb): [string, number] => [`requests.${verb}`, Number.POSITIVE_INFINITY],
  ),
  ["urllib.request.urlopen", 2],
  ["socket.create_connection", 1],
]);

/** Libraries that have a default timeout: only switching it off is a defect. */
const hasDefaultTimeout =
  /^(?:httpx\.(?:get|post|put|patch|delete|head|options|request|stream|Client|AsyncClient)|aiohttp\.(?:ClientSession|request))$/;

function* unboundedCalls(subject: Subject<PythonTree>): Iterable<Hit> {
  if (subject.source.text.includes("setdefaulttimeout(")) return;
  const calls = pythonCalls(
    subject,
    ({ origin }) => origin !== null && (waitsForEver.has(origin) || hasDefaultTimeout.test(origin)),
  );
  for (const { call, node } of calls) {
    const given = keywordArgument(node, "timeout");
    const isOff = given?.text() === "None";
    if (isOff) {
      yield {
        at: call.span,
        issue: `\`${call.callee}\` is called with \`timeout=None\`, which waits for ever.`,
      };
      continue;
    }
    const position = waitsForEver.get(call.origin ?? "");
    if (position === undefined || given || hasKeywordSplat(node)) continue;
    if (positionalArguments(node).length > position) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` is called without a timeout, and its default is to wait for ever.`,
      recommendation: `Pass \`timeout=\` to \`${call.callee}\` (seconds, chosen for this caller) and handle the error it raises.`,
    };
  }
}

function* unboundedAxiosClients(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (
    !source.text.includes("axios") ||
    !runsOnServer(subject) ||
    /\baxios\.defaults\.timeout\s*=/.test(source.text)
  )
    return;
  const created = callsWhere(
    subject,
    ({ origin }) => origin === "axios.create" || origin === "axios.default.create",
  );
  for (const { call, node } of created) {
    if (!isWithoutTimeout(tree, node.arguments?.[0])) continue;
    yield {
      at: spanOf(tree, node),
      issue: `The client made by \`${call.callee}\` has no timeout, and the default of axios is to wait for ever.`,
      recommendation:
        "Set `timeout` (milliseconds) in the options of the client, so that every call has one.",
    };
  }
}

/** False as soon as the options may come from elsewhere. */
function isWithoutTimeout(tree: TypeScriptTree, options: ts.Node | undefined): boolean {
  const { ts } = tree;
  if (options === undefined) return true;
  if (!ts.isObjectLiteralExpression(options)) return false;
  const names = options.properties.every((property) => !ts.isSpreadAssignment(property));
  const isNamed = options.properties.some((property) => property.name?.getText(tree.root) === "timeout");
  return names && !isNamed && propertyValue(tree, options, "signal") === undefined;
}
