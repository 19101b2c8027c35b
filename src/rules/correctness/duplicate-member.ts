/** A member stands twice in one object, class or dictionary; the later one silently replaces the earlier. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { groupBy } from "../../lib/group.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { GoTree, JavaTree, PythonTree, TypeScriptTree } from "../../model/tree.js";
import { spanOf } from "../../syntax/nodes.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // By the definition of each language; what says the same twice is told more lightly.
  confidence: 0.9,
  judged: { right: 24, arguable: 3, wrong: 0, projects: 20 },
  title: "Member defined twice",
  risk: "Only one of the two counts; what the other says is dropped without a word.",
  fix: "Delete the one that is out of date, or give it the name that was meant.",
  match: { typescript: inTypeScript, python: inPython, go: inGo, java: inJava },
  examples: [
    {
      language: "javascript",
      bad: "exports.options = { retries: 3, timeout: 100, retries: 5 };\n",
      good: "exports.options = { retries: 3, 'timeout': 100, [retries]: 5, ...more, get size() { return 1; }, set size(n) {} };\nexports.again = { ...{ retries: 1 }, retries: 2 };\nlet board;\nlet id;\n({ item: board, item: { id } } = exports.options);\nfor ({ item: board, item: { id } } of exports.all) exports.show(board, id);\n",
    },
    {
      language: "javascript",
      bad: "class Store {\n  load(id) {\n    return this.rows[id];\n  }\n  load(id, fallback) {\n    return this.rows[id] ?? fallback;\n  }\n}\n",
      good: "class Store {\n  static load(id) {\n    return new Store(id);\n  }\n  load(id) {\n    return this.rows[id];\n  }\n  get size() {\n    return 1;\n  }\n  set size(n) {\n    this.rows.length = n;\n  }\n}\n",
    },
    {
      language: "typescript",
      bad: "export class Store {\n  load(id: string): string {\n    return id;\n  }\n  load(id: number): string {\n    return String(id);\n  }\n}\n",
      good: 'export enum Size {\n  Small = "h-4",\n  Tiny = "h-4",\n}\nexport class Store {\n  load(id: string): string;\n  load(id: number): string;\n  load(id: unknown): string {\n    return String(id);\n  }\n}\n',
    },
    {
      language: "python",
      bad: "OPTIONS = {\n    'retries': 3,\n    'timeout': 100,\n    'retries': 5,\n}\n",
      good: "OPTIONS = {\n    'retries': 3,\n    'timeout': 100,\n    **more,\n    1: 'a',\n    '1': 'b',\n}\n",
    },
    {
      language: "python",
      bad: "class Store:\n    def load(self, id):\n        return self.rows[id]\n\n    def save(self, id):\n        self.rows[id] = id\n\n    def load(self, id, fallback):\n        return self.rows.get(id, fallback)\n",
      good: "class Store:\n    @property\n    def size(self):\n        return 1\n\n    @size.setter\n    def size(self, n):\n        self.n = n\n\n    if POSIX:\n        def load(self):\n            return 1\n    else:\n        def load(self):\n            return 2\n\n    @overload\n    def get(self, id: int): ...\n    def get(self, id):\n        return id\n",
    },
    {
      language: "go",
      bad: 'package shop\n\ntype Item struct {\n\tName  string `json:"name"`\n\tTitle string `json:"name"`\n}\n',
      good: 'package shop\n\ntype Item struct {\n\tName  string `json:"name" xml:"name"`\n\tTitle string `json:"title"`\n\tOwn   string `json:"-"`\n\tOther string `json:"-"`\n\tInner struct {\n\t\tName string `json:"name"`\n\t} `json:"inner,omitempty"`\n\ttitle string `json:"title"`\n}\n',
    },
    {
      language: "java",
      bad: 'class Limits {\n  static final Map<String, Integer> ALL = Map.of("small", 1, "large", 2, "small", 3);\n}\n',
      good: 'class Limits {\n  static final Map<String, Integer> ALL = Map.of("small", 1, "large", 1);\n  static final List<String> LIST = List.of("small", "small");\n}\n',
    },
  ],
});

interface Member {
  readonly name: string;
  readonly at: Span;
  /** The whole member; two of the same text say the same twice. */
  readonly text?: string;
}

/** One hit for each name that stands there twice, at the later place. */
function* repeated(members: readonly Member[], holder: string, keeps: string): Iterable<Hit> {
  for (const [name, same] of groupBy(members, (member) => member.name)) {
    const [first, ...rest] = same;
    const last = rest.at(-1);
    if (!first || !last) continue;
    const times = same.length === 2 ? "twice" : `${same.length.toString()} times`;
    const isSame = first.text !== undefined && rest.every(({ text }) => text === first.text);
    yield {
      at: last.at,
      also: [first.at],
      ...(isSame
        ? {
            severity: "low",
            issue: `\`${name}\` stands ${times} in this ${holder}, each time the same; one is enough.`,
          }
        : { issue: `\`${name}\` stands ${times} in this ${holder}; ${keeps}.` }),
    };
  }
}

const lastCounts = "only the last one counts";

function* inTypeScript({ tree }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { SyntaxKind } = tree.ts;
  for (const node of tree.nodes<ts.SyntaxKind>(
    SyntaxKind.ObjectLiteralExpression,
    SyntaxKind.ClassDeclaration,
    SyntaxKind.ClassExpression,
  )) {
    const { ts } = tree;
    if (ts.isObjectLiteralExpression(node)) {
      const properties = propertiesOf(tree, node);
      if (!isTakenApart(tree, node)) yield* repeated(properties, "object", lastCounts);
    } else if (ts.isClassLike(node)) yield* repeated(methodsOf(tree, node), "class", lastCounts);
  }
}

/** `({ item, item: { id } } = answer)` takes one member twice, which is no mistake. */
function isTakenApart(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const around = node.parent;
  if (ts.isBinaryExpression(around))
    return around.left === node && around.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (ts.isForOfStatement(around)) return around.initializer === node;
  const isPart =
    ts.isPropertyAssignment(around) ||
    ts.isObjectLiteralExpression(around) ||
    ts.isArrayLiteralExpression(around);
  return isPart && isTakenApart(tree, around);
}

function propertiesOf(tree: TypeScriptTree, node: ts.ObjectLiteralExpression): readonly Member[] {
  const { ts } = tree;
  return node.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ||
    ts.isShorthandPropertyAssignment(property) ||
    ts.isMethodDeclaration(property)
      ? namedMember(tree, property.name).map((member) => ({
          ...member,
          text: typescript.textOf(tree, property),
        }))
      : [],
  );
}

function namedMember(tree: TypeScriptTree, name: ts.PropertyName): readonly Member[] {
  const { ts } = tree;
  const isPlain = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
  // `__proto__` has rules of its own.
  return isPlain && name.text !== "__proto__" ? [{ name: name.text, at: typescript.spanOf(tree, name) }] : [];
}

function methodsOf(tree: TypeScriptTree, node: ts.ClassLikeDeclaration): readonly Member[] {
  const { ts } = tree;
  return node.members.flatMap((member) => {
    const isWritten = ts.isMethodDeclaration(member) && member.body !== undefined;
    if (!isWritten || typescript.hasModifier(tree, member, ts.SyntaxKind.StaticKeyword)) return [];
    return namedMember(tree, member.name).map((one) => ({ ...one, text: typescript.textOf(tree, member) }));
  });
}

function* inPython({ tree, source }: Subject<PythonTree>): Iterable<Hit> {
  for (const node of tree.nodes("dictionary")) {
    if (!hasTwice(node.text(), /["']([^"'\n]+)["']\s*:/g)) continue;
    const keys = node.children().flatMap((pair): readonly Member[] => {
      const key = pair.kind() === "pair" ? pair.field("key") : null;
      const isPlain = key?.kind() === "string" && !/^\w*[fF]["']|\{/.test(key.text());
      const name = key?.text().replace(/^["']|["']$/g, "");
      return key && isPlain && name !== undefined ? [{ name, at: spanOf(key), text: pair.text() }] : [];
    });
    yield* repeated(keys, "dictionary", lastCounts);
  }
  if (!hasTwice(source.text, /^([ \t]+(?:async )?def \w+)/gm)) return;
  for (const node of tree.nodes("class_definition")) {
    const body = node.field("body");
    if (body) yield* repeated(python.statementsOf(body).flatMap(methodOf), "class", lastCounts);
  }
}

/** Cheap: asking the parser for each key of each dictionary costs more than all other rules together. */
function hasTwice(text: string, pattern: RegExp): boolean {
  const found = Array.from(text.matchAll(pattern), ([, name]) => name);
  return new Set(found).size < found.length;
}

/** Decorated ones may belong together: a property and its setter, overloads, registered variants. */
function methodOf(statement: SgNode): readonly Member[] {
  const name = statement.kind() === "function_definition" ? statement.field("name") : null;
  return name && name.text() !== "_" ? [{ name: name.text(), at: spanOf(name), text: statement.text() }] : [];
}

function* inGo({ tree, source }: Subject<GoTree>): Iterable<Hit> {
  if (!source.text.includes('json:"')) return;
  for (const node of tree.nodes("field_declaration_list")) {
    const tags = node.children().flatMap((field): readonly Member[] => {
      const tag = field.kind() === "field_declaration" ? field.field("tag") : null;
      const name = /\bjson:"([^",]+)/.exec(tag?.text() ?? "")?.[1];
      // What begins with a small letter is not written by encoding/json at all.
      const isSeen = /^[A-Z]/.test(field.field("name")?.text() ?? "");
      return tag && isSeen && name !== undefined && name !== "-" ? [{ name, at: spanOf(tag) }] : [];
    });
    yield* repeated(
      tags,
      "struct's `json` tags",
      "encoding/json leaves out every field of a name it meets twice",
    );
  }
}

function* inJava({ tree, source }: Subject<JavaTree>): Iterable<Hit> {
  if (!/\b(?:Map|Set)\.of\(/.test(source.text)) return;
  for (const node of tree.nodes("method_invocation")) {
    const callee = /^(Map|Set)\.of\(/.exec(node.text())?.[1];
    if (callee === undefined) continue;
    const given =
      node
        .field("arguments")
        ?.children()
        .filter((child) => child.isNamed()) ?? [];
    const keys = callee === "Map" ? given.filter((_, i) => i % 2 === 0) : given;
    const members = keys
      .filter((key) => key.kind() === "string_literal")
      .map((key) => ({ name: key.text().slice(1, -1), at: spanOf(key) }));
    yield* repeated(
      members,
      `\`${callee}.of\``,
      "it throws an IllegalArgumentException as soon as the class is loaded or the line is reached",
    );
  }
}
