/** A list, dict or set that is made once as a default and then shared by all calls. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, defineRule } from "../../model/rule.js";
import { enclosingFunction } from "../../syntax/python/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Only defaults that the body changes or hands on are reported, so the sharing is visible in the code.
  confidence: 0.9,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Mutable default shared between calls",
  risk: "The default is made once, when the function is defined: what one call puts into it, every later call finds there.",
  fix: "Use None as the default and make the list, dict or set inside the function.",
  trial: {
    name: "two calls share nothing",
    arrange: "no arguments but those that must be given",
    act: "run {it} twice, and change what the first call kept",
    assert: "what the second call kept is unchanged",
  },
  match: {
    *python({ tree }) {
      for (const kind of ["default_parameter", "typed_default_parameter"]) {
        for (const parameter of tree.nodes(kind)) {
          const hit = examine(parameter);
          if (hit) yield hit;
        }
      }
    },
  },
  examples: [
    {
      language: "python",
      bad: "def add(item, items=[]):\n    items.append(item)\n    return items\n",
      good: "def add(item, items=None):\n    items = items or []\n    items.append(item)\n    return items\n\ndef total(values=[], names={}):\n    return sum(values) + len(names)\n",
    },
    {
      language: "python",
      bad: "class Client:\n    def __init__(self, headers: dict = {}):\n        self.headers = headers\n",
      good: "class Client:\n    def __init__(self, headers: dict = {}, tags=(), names=set()):\n        headers = dict(headers)\n        headers['a'] = 1\n        self.headers = headers\n        self.tags = list(tags)\n        self.names = [name for name in names]\n",
    },
    {
      language: "python",
      bad: "def count(word, seen: dict = dict()):\n    seen[word] = seen.get(word, 0) + 1\n    return len(seen)\n",
      good: "def fibonacci(n, _cache={}):\n    if n not in _cache:\n        _cache[n] = n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)\n    return _cache[n]\n\nhandlers = []\n\ndef on(event, name=None):\n    handlers.append(event)\n",
    },
  ],
});

const freshCollection = /^(?:list|dict|set|defaultdict|OrderedDict|Counter|deque|bytearray)\(/;
const collectionKinds = new Set(["list", "dictionary", "set"]);
/** A default that is meant to live on: the usual names for a memory inside a function. */
const meantToBeShared = /^_|cache|memo/i;

function examine(parameter: SgNode): Hit | null {
  const name = parameter.field("name");
  const value = parameter.field("value");
  if (!name || !value || !isMutable(value) || meantToBeShared.test(name.text())) return null;
  const definition = enclosingFunction(parameter);
  const body = definition?.kind() === "function_definition" ? definition.field("body") : null;
  const use = body ? sharingUse(body.text(), name.text()) : null;
  if (!use) return null;
  const owner = definition?.field("name")?.text() ?? "the function";
  return {
    at: spanOf(parameter),
    // Sharing that is only possible later is milder than sharing that happens here.
    ...(/^(?:hands|keeps)/.test(use) ? { severity: "low", confidence: 0.75 } : {}),
    issue: `\`${name.text()}\` of \`${owner}\` is one ${kindOf(value)} for all calls, and the body ${use}.`,
    recommendation: `Write \`${name.text()}=None\` and begin the body with \`if ${name.text()} is None: ${name.text()} = ${value.text().length < 30 ? value.text() : "…"}\`.`,
  };
}

function isMutable(value: SgNode): boolean {
  const kind = String(value.kind());
  return collectionKinds.has(kind) || (kind === "call" && freshCollection.test(value.text()));
}

function kindOf(value: SgNode): string {
  const kind = String(value.kind());
  if (kind === "call") return value.field("function")?.text() ?? "object";
  return kind === "dictionary" ? "dict" : kind;
}

const mutators =
  "append|appendleft|extend|insert|add|update|pop|popleft|popitem|remove|discard|clear|setdefault|sort|reverse|difference_update|intersection_update";

/** How the body changes the default or hands it on, in words; null when it only reads it or first makes its own. */
function sharingUse(body: string, name: string): string | null {
  const own = new RegExp(`^\\s*${name}(?:\\s*:[^=\\n]+)?\\s*=(?!=)`, "m").exec(body)?.index ?? Infinity;
  const uses: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`(?<![\\w.])${name}\\.(${mutators})\\(`, "m"), "changes it"],
    [
      new RegExp(`(?<![\\w.])${name}\\[[^\\n]*\\]\\s*(?:[+\\-*/|&]|\\/\\/|\\*\\*)?=(?!=)`, "m"),
      "writes into it",
    ],
    [new RegExp(`^\\s*(?:del\\s+${name}\\[|${name}\\s*[+|&-]=)`, "m"), "changes it"],
    [new RegExp(`^\\s*(?:return|yield)\\s+${name}\\s*$`, "m"), "hands it to the caller"],
    [
      new RegExp(`^\\s*self\\.\\w+(?:\\s*:[^=\\n]+)?\\s*=\\s*${name}\\s*(?:#.*)?$`, "m"),
      "keeps it in the object",
    ],
  ];
  const found = uses.find(([pattern]) => (pattern.exec(body)?.index ?? Infinity) < own);
  return found?.[1] ?? null;
}
