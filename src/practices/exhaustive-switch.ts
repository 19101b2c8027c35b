/** A branch over a union that stops compiling when the union grows. */
import type { ts } from "ts-morph";
import { definePractice } from "../model/rule.js";
import type { TypeScriptTree } from "../model/tree.js";
import * as typescript from "../syntax/typescript/ask.js";

export default definePractice({
  category: "correctness",
  // `never` is written only to make the compiler prove that nothing is left.
  confidence: 0.95,
  title: "The compiler checks that every case is handled",
  reason: "Whoever adds a member to the union is led to each place that has to decide about it.",
  match: {
    *typescript({ tree, source }) {
      if (!/\bnever\b|assertNever|exhaustive/i.test(source.text)) return;
      for (const check of checksIn(tree)) {
        const { value, at } = check;
        yield {
          at: typescript.spanOf(tree, at),
          issue: `\`${value}\` must have no case left here, or the code does not compile: a new member of its type cannot be forgotten.`,
        };
        return;
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: 'export function nameOf(kind: "a" | "b"): string {\n  switch (kind) {\n    case "a":\n      return "first";\n    case "b":\n      return "second";\n    default: {\n      const left: never = kind;\n      throw new Error(String(left));\n    }\n  }\n}\n',
      good: 'export function nameOf(kind: "a" | "b"): string {\n  switch (kind) {\n    case "a":\n      return "first";\n    default:\n      return "second";\n  }\n}\nexport const list: never[] = [];\nexport function fail(): never {\n  throw new Error("never");\n}\n',
    },
    {
      language: "typescript",
      bad: 'export function nameOf(kind: "a" | "b"): string {\n  if (kind === "a") return "first";\n  if (kind === "b") return "second";\n  kind satisfies never;\n  return "";\n}\n',
      good: 'export function nameOf(kind: "a" | "b") {\n  return { a: "first", b: "second" }[kind] satisfies string;\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { assertNever } from "./assert.js";\nexport function nameOf(kind: "a" | "b"): string {\n  switch (kind) {\n    case "a":\n      return "first";\n    case "b":\n      return "second";\n    default:\n      return assertNever(kind);\n  }\n}\n',
      good: "export function assertNever(value: never): never {\n  throw new Error(String(value));\n}\n",
    },
  ],
});

interface Check {
  readonly value: string;
  readonly at: ts.Node;
}

function* checksIn(tree: TypeScriptTree): Iterable<Check> {
  const { ts } = tree;
  for (const { type, initializer, parent } of tree.nodes(ts.SyntaxKind.VariableDeclaration)) {
    const isChecked = type?.kind === ts.SyntaxKind.NeverKeyword && initializer;
    if (isChecked && ts.isIdentifier(initializer)) yield { value: initializer.text, at: parent };
  }
  for (const node of tree.nodes(ts.SyntaxKind.SatisfiesExpression)) {
    if (ts.isSatisfiesExpression(node) && node.type.kind === ts.SyntaxKind.NeverKeyword)
      yield { value: typescript.textOf(tree, node.expression), at: node };
  }
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const name = typescript.calledName(tree, call) ?? "";
    const [value] = call.arguments;
    if (value && /^(?:assertNever|assertUnreachable|exhaustiveCheck|assertExhaustive)$/.test(name))
      yield { value: typescript.textOf(tree, value), at: call };
  }
}
