/** Data from elsewhere is turned into objects by a format that can carry code. */
import type { SgNode } from "@ast-grep/napi";
import type { Call, Outline } from "../../model/outline.js";
import { type Edit, type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Severity } from "../../model/severity.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import type { CalledNode } from "../../syntax/called-nodes.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { callsWhere as typescriptCalls } from "../../syntax/typescript/calls.js";
import {
  enclosingFunction,
  keywordArgument,
  literalText,
  positionalArguments,
  enclosingClass,
} from "../../syntax/python/ask.js";
import { literalText as typescriptLiteral } from "../../syntax/typescript/ask.js";
import { elixir, elixirExamples } from "./unsafe-deserialization/elixir.js";
import { java, javaExamples } from "./unsafe-deserialization/java.js";
import { spanOf } from "../../syntax/nodes.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

/** Readers that call what the data names; the value is the advice for each. */
const pythonReaders: readonly { readonly origin: RegExp; readonly advice: string }[] = [
  {
    origin: /^(?:pickle|cPickle|_pickle|dill|cloudpickle)\.(?:loads?|Unpickler)$|^pandas\.read_pickle$/,
    advice:
      "Exchange data as JSON (or msgpack, protobuf) and check it against a schema; if it must stay pickle, sign it with HMAC and check the signature before loading.",
  },
  { origin: /^marshal\.loads?$/, advice: "" },
  {
    origin: /^shelve\.open$/,
    advice: "A shelf is a file of pickles: keep the data in SQLite or JSON instead.",
  },
  {
    origin: /^(?:ruamel\.)?yaml\.(?:unsafe_)?load(?:_all)?$/,
    advice: "Use yaml.safe_load(…), or pass Loader=yaml.SafeLoader.",
  },
  {
    origin: /^jsonpickle\.(?:decode|loads)$/,
    advice: "Use json.loads(…) and build the objects from the checked fields.",
  },
];

const typescriptReaders =
  /^(?:node-serialize(?:\.default)?\.unserialize|funcster(?:\.default)?\.deepDeserialize)$/;

export default defineRule({
  // Medium: what a request is not seen to reach: five hits read on unseen projects, none true (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Five hits on 33 TypeScript, JavaScript and Python projects, 3 true, 2 arguable by their class name and low now; who can write the data stays open.
  // In Elixir by its examples only; no hit met there on 34 real projects.
  confidence: 0.75,
  judged: { right: 10, arguable: 8, wrong: 1, projects: 0 },
  title: "Deserialisation that can run code",
  risk: "Whoever can write the data decides what runs in this process: loading it is enough, nothing has to be called afterwards.",
  fix: "Read a format that holds only data (JSON, YAML with the safe loader) and check it against a schema.",
  trial: {
    name: "data that would build another object",
    arrange: "data that calls a harmless function of the test when it is loaded",
    act: "hand the data to {it}",
    assert: "the data is refused, and the function was not called",
  },
  cwe: [502],
  match: besideFlows("deserialization", {
    typescript: inTypeScript,
    *python(subject) {
      const isReader = ({ origin }: Call): boolean =>
        origin !== null && pythonReaders.some((reader) => reader.origin.test(origin));
      for (const found of pythonCalls(subject, isReader)) {
        if (!isHarmless(found, subject)) yield describe(found);
      }
    },
    elixir,
    java,
  }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "deserialization",
    worst: "critical",
    earns: () => true,
    effect: "what it describes is built, and with it functions that run",
  }),
  examples: [
    {
      language: "javascript",
      bad: 'const serialize = require("node-serialize");\nexports.profile = (req, res) => res.json(serialize.unserialize(req.cookies.profile));\n',
      good: "exports.profile = (req, res) => res.json(JSON.parse(req.cookies.profile));\n",
    },
    {
      language: "python",
      bad: "import pickle\nimport redis\n\nr = redis.Redis()\n\ndef load_session(sid):\n    return pickle.loads(r.get(sid))\n",
      good: "import json\nimport pickle\nfrom copyreg import pickle as register\n\ndef clone(value):\n    return pickle.loads(pickle.dumps(value))\n\ndef load_session(raw):\n    return json.loads(raw)\n",
    },
    {
      language: "python",
      bad: "import yaml\n\ndef read(path):\n    with open(path) as f:\n        return yaml.load(f)\n",
      good: "import yaml\nfrom yaml import CSafeLoader as Loader\n\nclass TagLoader(yaml.SafeLoader):\n    pass\n\ndef read(f):\n    return [yaml.load(f, Loader=yaml.SafeLoader), yaml.load(f, TagLoader), yaml.load(f, Loader), yaml.safe_load(f)]\n",
    },
    {
      language: "python",
      bad: "import yaml\n\ndef read(text):\n    return yaml.load(text, Loader=yaml.UnsafeLoader)\n",
      good: 'import jsonpickle\nimport shelve\nfrom ruamel.yaml import YAML\n\nyaml = YAML(typ="safe")\nopinions = shelve.open("opinions.db")\n\ndef read(text):\n    return yaml.load(text), jsonpickle.encode(text)\n',
    },
    {
      language: "python",
      bad: "import jsonpickle\nfrom flask import request\n\ndef restore():\n    return jsonpickle.decode(request.data)\n",
      good: 'import pickle\n\nSEED = pickle.loads(b"cos\\n.")\n',
    },
    ...elixirExamples,
    ...javaExamples,
  ],
});

function* inTypeScript({ tree, outline }: Subject<TypeScriptTree>): Iterable<Hit> {
  const isReader = ({ origin }: Call): boolean => origin !== null && typescriptReaders.test(origin);
  for (const { node, call } of typescriptCalls({ tree, outline }, isReader)) {
    if (!node.arguments?.[0] || typescriptLiteral(tree, node.arguments[0]) !== null) continue;
    yield {
      at: call.span,
      issue: `\`${call.callee}\` rebuilds functions from its input and runs those marked as called at once.`,
      recommendation: "Use JSON.parse(…) and check the result against a schema.",
    };
  }
}

type PythonSubject = Subject<PythonTree>;

function describe({ call, node }: CalledNode): Hit {
  const data = dataOf(node);
  const reader = pythonReaders.find(({ origin }) => origin.test(call.origin ?? ""));
  const supplier = supplierOf(data, node);
  if (call.origin?.startsWith("marshal.")) return describeMarshal(call);
  return {
    at: call.span,
    issue: issueFor({ call, node }, data) + supplier.note,
    severity: supplier.severity,
    confidence: supplier.confidence,
    ...(reader ? { recommendation: reader.advice } : {}),
    edits: safelyLoaded({ call, node }),
  };
}

/** PyYAML's `yaml.load(text)` has a safe twin of the same arguments; the loader that is handed in has one of its own. */
function safelyLoaded({ call, node }: CalledNode): readonly Edit[] {
  const callee = node.field("function");
  if (!/^yaml\.(?:unsafe_)?load(?:_all)?$/.test(call.origin ?? "") || callee?.kind() !== "attribute")
    return [];
  const loader = loaderOf(node);
  const name = callee.field("attribute");
  if (!loader)
    return name ? [{ at: spanOf(name), text: name.text().replace(/^(?:unsafe_)?load/, "safe_load") }] : [];
  const module = callee.field("object")?.text() ?? "";
  const isOfModule = new RegExp(`^${module}\\.C?(?:Unsafe)?Loader$`).test(loader.text());
  return isOfModule ? [{ at: spanOf(loader), text: `${module}.SafeLoader` }] : [];
}

function issueFor({ call, node }: CalledNode, data: SgNode | undefined): string {
  const what = data ? `\`${shorten(data.text())}\`` : "its input";
  // PyYAML's change log: a full loader by default since 5.1, no default since 6.0.
  if (/yaml\.load/.test(call.origin ?? "") && !loaderOf(node))
    return `\`${call.callee}\` reads ${what} without a loader: before PyYAML 5.1 that builds any object the text asks for, and from 6.0 on the call fails.`;
  return `\`${call.callee}\` builds whatever objects ${what} asks for, including ones that run commands.`;
}

function loaderOf(call: SgNode): SgNode | null {
  return positionalArguments(call)[1] ?? keywordArgument(call, "Loader");
}

/** Marshal runs nothing while it loads, so it is the milder case. */
function describeMarshal({ callee, span }: Call): Hit {
  return {
    at: span,
    title: "Deserialisation of an unsafe format",
    severity: "medium",
    confidence: 0.6,
    issue: `\`${callee}\` reads a format that can hold code objects and that malformed input can crash.`,
    recommendation: "Exchange data as JSON; marshal is made for Python's own .pyc files.",
  };
}

/** What is loaded: the first argument, or the keyword that stands for it. */
function dataOf(call: SgNode): SgNode | undefined {
  return positionalArguments(call)[0] ?? keywordArgument(call, "stream") ?? undefined;
}

function isHarmless({ node, call }: CalledNode, { outline, tree }: PythonSubject): boolean {
  const data = dataOf(node);
  if (!data || isConstant(data)) return true;
  if (/\b(?:pickle|dill|cloudpickle|jsonpickle)\.(?:dumps|encode)\(/.test(data.text())) return true;
  if (!/yaml\.load/.test(call.origin ?? "")) return false;
  const loader = loaderOf(node);
  return loader !== null && !isUnsafeLoader(loader.text(), outline, tree);
}

function isConstant(node: SgNode): boolean {
  return literalText(node) !== null || (node.kind() === "string" && /^[rR]?[bB]/.test(node.text()));
}

/** Only PyYAML's own unsafe loaders; what the project derived from a safe one, or an unknown loader, is not judged. */
function isUnsafeLoader(loader: string, outline: Outline, tree: PythonTree): boolean {
  const name = loader.split(".").at(-1) ?? loader;
  const imported = outline.imports.flatMap(({ names }) => names).filter(({ local }) => local === loader);
  const names = imported.length > 0 ? imported.map((entry) => entry.imported) : [name];
  const isOwnClass = tree.nodes("class_definition").some((node) => node.field("name")?.text() === loader);
  return !isOwnClass && names.every((candidate) => /^(?:C?Loader|(?:C)?UnsafeLoader)$/.test(candidate));
}

interface Supplier {
  readonly severity: Severity;
  readonly confidence: number;
  /** A sentence for the issue, or nothing when the code does not show who supplies the data. */
  readonly note: string;
}

const remote = /\b(?:request|req|recv|response|urlopen|httpx|requests|cookies|socket|websocket)\b|\.recv/i;
/** What the sender of a request fills; the answer of a server that was asked is its owner's. */
const sent =
  /\brequest\.(?:data|body|form|args|cookies|GET|POST|COOKIES|FILES|files|get_data|read|values|headers)\b/;
/** What only programs with access to the same store can put there. */
const stored = /\b(?:redis|pubsub|kafka)\b|\.[hl]?get\(|\.[lr]pop\(/i;
const opened = /\bopen\(|read_bytes\(|read_text\(/;
const namesFile = /\bpath\b|_path\b|_file\b|file_?name/i;

/** Who supplies the data, as far as the function shows: its text, and what was assigned to its name before. */
function supplierOf(data: SgNode | undefined, call: SgNode): Supplier {
  // `PickleEncoder`: whoever picks the class by its name has picked the format.
  if (/pickle|marshal|dill/i.test(enclosingClass(call)?.field("name")?.text() ?? ""))
    return { severity: "low", confidence: 0.6, note: " The name of the class says so to its users." };
  const shown = [data?.text() ?? "", ...assignments(data, call)].join("\n");
  if (remote.test(shown) && !opened.test(shown))
    return {
      severity: sent.test(shown) ? "high" : "medium",
      confidence: 0.85,
      note: " It comes from outside this process.",
    };
  if (opened.test(shown) || namesFile.test(shown))
    return {
      severity: "medium",
      confidence: 0.6,
      note: " It comes from a file, so it is as safe as that file is.",
    };
  if (stored.test(shown))
    return { severity: "medium", confidence: 0.7, note: " It comes from a store outside this process." };
  // Who hands it in is not in sight: of five such hits on 32 unseen projects all loaded what the program had stored.
  return { severity: "medium", confidence: 0.7, note: "" };
}

/** Right sides of the assignments and `with` items that give the data its name. */
function assignments(data: SgNode | undefined, call: SgNode): readonly string[] {
  const name = /^[A-Za-z_]\w*/.exec(data?.text() ?? "")?.[0];
  const scope = enclosingFunction(call)?.text().slice(0, 10_000);
  if (name === undefined || scope === undefined) return [];
  const given = new RegExp(`\\b${name}\\s*(?::[^=\\n]+)?=(?!=)([^\\n]*)|([^\\n]*)\\bas ${name}\\b`, "g");
  return [...scope.matchAll(given)].map(([, assigned, opened]) => assigned ?? opened ?? "");
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
