/** Callers depend on an interface that several classes keep, not on one of them. */
import type { ts } from "ts-morph";
import { plural } from "../lib/text.js";
import { type ProjectHit, definePractice } from "../model/rule.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { GoTree, JavaTree, PythonTree, RustTree, TypeScriptTree } from "../model/tree.js";
import * as typescript from "../syntax/typescript/ask.js";
import { type ClassFact, goClasses, javaClasses, rustClasses } from "./abstract-interface/classes.js";
import { moreExamples } from "./abstract-interface/examples.js";
import { learn } from "../syntax/learn.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "design",
  // Interface and implementers are read from the class headers; the name must be defined once.
  confidence: 0.9,
  title: "One interface, several implementations",
  reason: "A new implementation can be added, or swapped in a test, without a change to the callers.",
  project: interfaces,
  examples: [
    {
      language: "python",
      bad: {
        "app/base.py":
          "from abc import ABC, abstractmethod\n\nclass Provider(ABC):\n    @abstractmethod\n    def ask(self, text):\n        ...\n",
        "app/near.py":
          "from app.base import Provider\n\nclass Near(Provider):\n    def ask(self, text):\n        return text\n",
        "app/far.py":
          "from app.base import Provider\n\nclass Far(Provider):\n    def ask(self, text):\n        return text\n",
      },
      good: {
        "app/base.py":
          "from abc import ABC, abstractmethod\n\nclass Provider(ABC):\n    @abstractmethod\n    def ask(self, text):\n        ...\n\nclass Shape:\n    pass\n",
        "app/near.py":
          "from app.base import Provider, Shape\n\nclass Near(Provider):\n    def ask(self, text):\n        return text\n\nclass Square(Shape):\n    pass\n\nclass Circle(Shape):\n    pass\n",
      },
    },
    {
      language: "typescript",
      bad: {
        "src/store.ts": "export interface Store {\n  get(key: string): string;\n}\n",
        "src/memory.ts":
          'import type { Store } from "./store.js";\nexport class Memory implements Store {\n  get = (key: string) => key;\n}\nexport class Disk implements Store {\n  get = (key: string) => key;\n}\n',
      },
      good: {
        "src/store.ts":
          "export interface Store {\n  get(key: string): string;\n}\nexport class Plain {}\nexport class A extends Plain {}\nexport class B extends Plain {}\n",
        "src/memory.ts":
          'import type { Store } from "./store.js";\nexport class Memory implements Store {\n  get = (key: string) => key;\n}\n',
      },
    },
    ...moreExamples,
  ],
});

const fewestImplementers = 2;
const mostNamed = 4;
/** The seams with the most behind them; a project may have dozens of pairs. */
const mostInterfaces = 3;

function* interfaces(survey: Survey): Iterable<ProjectHit> {
  const classes = [...survey.files.values()]
    .filter(({ source }) => !source.isTest)
    .flatMap((file) => learn(file, "abstract-interface", () => classesIn(file)));
  const best = new Map<string, { readonly fact: ClassFact; readonly users: readonly ClassFact[] }>();
  const implementers = byParent(classes);
  const declared = countBy(classes.filter(({ isPart }) => isPart !== true));
  for (const fact of classes) {
    if (!fact.isAbstract || (declared.get(fact.name) ?? 0) > 1) continue;
    const users = (implementers.get(fact.name) ?? []).filter((user) => !user.isAbstract);
    if (users.length < fewestImplementers || users.length <= (best.get(fact.path)?.users.length ?? 0))
      continue;
    best.set(fact.path, { fact, users });
  }
  const most = [...best.values()].sort((a, b) => b.users.length - a.users.length).slice(0, mostInterfaces);
  for (const { fact, users } of most) yield described(fact, users);
}

function classesIn({ source, tree, outline }: SurveyedFile): readonly ClassFact[] {
  switch (tree.family) {
    case "typescript":
      return typescriptClasses(source.path, tree as TypeScriptTree);
    case "python":
      return pythonClasses(source.path, tree as PythonTree);
    case "java":
      return javaClasses(source.path, tree as JavaTree);
    case "rust":
      return rustClasses(source.path, tree as RustTree, outline);
    case "go":
      return hasGoInterface.test(source.text) ? goClasses(source.path, tree as GoTree) : [];
    default:
      return [];
  }
}

function countBy(classes: readonly ClassFact[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function described({ path, name, at }: ClassFact, users: readonly ClassFact[]): ProjectHit {
  const named = users.slice(0, mostNamed).map((user) => `\`${user.name}\``);
  const more = users.length > mostNamed ? ` and ${String(users.length - mostNamed)} more` : "";
  return {
    path,
    at,
    issue: `\`${name}\` is implemented by ${plural(users.length, "type")}: ${named.join(", ")}${more}. Callers can take any of them.`,
  };
}

/** An interface, or a line that has the compiler check one: `var _ Store = (*Memory)(nil)`. */
const hasGoInterface = /\binterface\b|\bvar\s+_\s/;

function byParent(classes: readonly ClassFact[]): ReadonlyMap<string, readonly ClassFact[]> {
  const result = new Map<string, ClassFact[]>();
  for (const fact of classes) {
    for (const parent of fact.parents) {
      const users = result.get(parent);
      if (users) users.push(fact);
      else result.set(parent, [fact]);
    }
  }
  return result;
}

function typescriptClasses(path: string, tree: TypeScriptTree): readonly ClassFact[] {
  const { ts } = tree;
  const nodes = tree.nodes<ts.SyntaxKind>(ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.InterfaceDeclaration);
  return nodes.flatMap((node) => {
    if (!(ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) || !node.name) return [];
    const isInterface = ts.isInterfaceDeclaration(node);
    const clauses = node.heritageClauses?.flatMap((clause) => clause.types) ?? [];
    return {
      path,
      name: node.name.text,
      at: { start: node.getStart(tree.root), end: node.name.end },
      isAbstract: isInterface || typescript.hasModifier(tree, node, ts.SyntaxKind.AbstractKeyword),
      parents: clauses.flatMap((type) => typescript.dottedName(tree, type.expression) ?? []),
    };
  });
}

function pythonClasses(path: string, tree: PythonTree): readonly ClassFact[] {
  return tree.nodes("class_definition").flatMap((node) => {
    const name = node.field("name");
    if (!name) return [];
    const parents = (node.field("superclasses")?.children() ?? [])
      .filter((parent) => parent.isNamed())
      .map((parent) => parent.text().replace(/\[[\s\S]*$/, ""));
    const isDeclared = parents.some((parent) => /(?:^|\.|=\s*)(?:ABC|ABCMeta|Protocol)$/.test(parent));
    return {
      path,
      name: name.text(),
      at: { start: spanOf(node).start, end: spanOf(name).end },
      isAbstract: isDeclared && /@(?:abc\.)?abstract|Protocol/.test(node.text()),
      parents: parents.map((parent) => parent.slice(parent.lastIndexOf(".") + 1)),
    };
  });
}
