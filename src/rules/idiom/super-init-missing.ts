/** A class with its own `__init__` never runs that of its base, whose attributes its methods read. */
import type { SgNode } from "@ast-grep/napi";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import type { PythonTree } from "../../model/tree.js";
import { statementsOf } from "../../syntax/python/ask.js";
import { codeFiles } from "../../syntax/habits.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The attribute is set only in the base's __init__ and read in a method both share; it may be set from outside.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Base class is not initialised",
  risk: "The first inherited method that reads the attribute raises AttributeError, often far from where the object was made.",
  fix: "Call `super().__init__(…)` first in `__init__`.",
  reads: ["python"],
  project: uninitialised,
  examples: [
    {
      language: "python",
      bad: "class Store:\n    def __init__(self, path):\n        self.path = path\n\n    def load(self):\n        return open(self.path)\n\nclass Cache(Store):\n    def __init__(self, size):\n        self.size = size\n",
      good: "class Store:\n    def __init__(self, path):\n        self.path = path\n\n    def load(self):\n        return open(self.path)\n\nclass Cache(Store):\n    def __init__(self, size):\n        super().__init__('cache')\n        self.size = size\n\nclass Disk(Store):\n    def __init__(self, path):\n        self.path = path\n\nclass Memory(Store):\n    path = 'memory'\n    def __init__(self):\n        self.rows = []\n\nclass Fixed(Store):\n    def __init__(self):\n        self.rows = []\n\n    def load(self):\n        return self.rows\n",
    },
    {
      language: "python",
      bad: {
        "app/store.py":
          "class Store:\n    def __init__(self):\n        self.rows = {}\n\n    def load(self, key):\n        return self.rows[key]\n",
        "app/cache.py":
          "from app.store import Store\n\nclass Cache(Store):\n    def __init__(self, size):\n        self.size = size\n",
      },
      good: {
        "app/store.py":
          "class Store:\n    def __init__(self):\n        self.rows = {}\n\n    def load(self, key):\n        return self.rows[key]\n",
        "app/cache.py":
          "from app.store import Store\n\nclass Cache(Store):\n    def __init__(self, size):\n        Store.__init__(self)\n        self.size = size\n\nclass Other(Store):\n    def __init__(self, size):\n        self._setup(size)\n",
      },
    },
  ],
});

interface Class {
  readonly path: string;
  readonly name: string;
  readonly base: string | undefined;
  readonly node: SgNode;
}

function* uninitialised(survey: Survey): Iterable<ProjectHit> {
  const classes = codeFiles(survey, "python").flatMap(({ source, tree }) =>
    source.text.includes("def __init__") ? classesOf(source.path, tree as PythonTree) : [],
  );
  const byName = new Map<string, Class | null>();
  for (const found of classes) byName.set(found.name, byName.has(found.name) ? null : found);
  for (const child of classes) {
    const base = child.base === undefined ? undefined : byName.get(child.base);
    // A base with bases of its own may get its attributes from there.
    if (!base || base === child || base.base !== undefined) continue;
    const isKnownHere =
      base.path === child.path ||
      survey.files
        .get(child.path)
        ?.outline.imports.some(({ names }) => names.some(({ local }) => local === base.name));
    const hit = isKnownHere ? examine(child, base) : undefined;
    if (hit) yield hit;
  }
}

function classesOf(path: string, tree: PythonTree): readonly Class[] {
  return tree.nodes("class_definition").flatMap((node) => {
    const bases = (node.field("superclasses")?.children() ?? []).filter((child) => child.isNamed());
    const [first] = bases;
    if (bases.length > 1 || (first && first.kind() !== "identifier")) return [];
    const base = first && first.text() !== "object" ? first.text() : undefined;
    return [{ path, name: node.field("name")?.text() ?? "", base, node }];
  });
}

interface Method {
  readonly name: string;
  readonly node: SgNode;
  readonly text: string;
}

/** Undecorated methods of the class itself. */
function methodsOf(node: SgNode): readonly Method[] {
  return statementsOf(node)
    .filter((statement) => statement.kind() === "function_definition")
    .map((method) => ({ name: method.field("name")?.text() ?? "", node: method, text: method.text() }));
}

function examine(child: Class, base: Class): ProjectHit | undefined {
  const own = methodsOf(child.node);
  const start = own.find(({ name }) => name === "__init__");
  const inherited = methodsOf(base.node);
  const baseStart = inherited.find(({ name }) => name === "__init__");
  if (!start || !baseStart || handsOver.test(start.text.replace(/^def __init__/, ""))) return undefined;
  const shared = inherited.filter(
    ({ name }) => name !== "__init__" && !own.some((other) => other.name === name),
  );
  const [childText, baseText] = [child.node.text(), base.node.text().replace(baseStart.text, "")];
  for (const name of attributesSet(baseStart.text)) {
    const isSetElsewhere = [childText, baseText].some((text) => isGiven(text, name));
    const reader = shared.find(({ text }) => new RegExp(`\\bself\\.${name}\\b(?!\\s*=[^=])`).test(text));
    if (isSetElsewhere || !reader) continue;
    return {
      path: child.path,
      at: { start: spanOf(start.node).start, end: spanOf(start.node.field("parameters") ?? start.node).end },
      issue: `\`${child.name}.__init__\` does not run \`${base.name}.__init__\`, which alone sets \`self.${name}\`; the inherited \`${reader.name}\` reads it.`,
    };
  }
  return undefined;
}

/** Runs the base's set-up, or work of its own that may set anything. */
const handsOver = /\bsuper\(|\.__init__\(|\bself\.\w+\(|__dict__|setattr\(|raise NotImplementedError/;

function attributesSet(text: string): readonly string[] {
  return [...text.matchAll(/^\s+self\.(\w+)(?:\s*:[^=\n]+)?\s*=(?!=)/gm)].map((match) => match[1] ?? "");
}

/** Assigned to the object or to the class, or defined as a property. */
function isGiven(text: string, name: string): boolean {
  return new RegExp(
    `\\bself\\.${name}(?:\\s*:[^=\\n]+)?\\s*=(?!=)|^\\s+${name}\\s*[:=]|\\bdef ${name}\\b|self\\.${name},`,
    "m",
  ).test(text);
}
