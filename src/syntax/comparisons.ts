/** Finds what is compared for equality, in the same shape for every language. */
import type { Matchers, Hit } from "../model/rule.js";
import type { Span } from "../model/source.js";
import type { GrammarTree, TypeScriptTree } from "../model/tree.js";
import type { Code } from "./in-families.js";
import { spanOf, textOf } from "./typescript/ask.js";
import { writtenCalls } from "./written-calls.js";

export interface Comparison {
  readonly at: Span;
  /** Both sides as written. */
  readonly left: string;
  readonly right: string;
}

/** Matchers that look at each `==`, `!=` and their like, or `.equals(…)` in Java, of files the filter lets through. */
export function comparisonMatchers(
  isWorthReading: (text: string) => boolean,
  judge: (code: Code, comparison: Comparison) => Iterable<Hit>,
): Matchers {
  const each = function* <T extends Code>(code: T, find: (code: T) => Iterable<Comparison>): Iterable<Hit> {
    if (!isWorthReading(code.source.text)) return;
    for (const comparison of find(code)) yield* judge(code, comparison);
  };
  return {
    typescript: (subject) => each(subject, ({ tree }) => inTypeScript(tree)),
    python: (subject) => each(subject, ({ tree }) => inGrammar(tree, "comparison_operator")),
    go: (subject) => each(subject, ({ tree }) => inGrammar(tree, "binary_expression")),
    java: (subject) => each(subject, inJava),
  };
}

function* inTypeScript(tree: TypeScriptTree): Iterable<Comparison> {
  const { EqualsEqualsToken, EqualsEqualsEqualsToken, ExclamationEqualsToken, ExclamationEqualsEqualsToken } =
    tree.ts.SyntaxKind;
  const kinds: readonly number[] = [
    EqualsEqualsToken,
    EqualsEqualsEqualsToken,
    ExclamationEqualsToken,
    ExclamationEqualsEqualsToken,
  ];
  for (const node of tree.nodes(tree.ts.SyntaxKind.BinaryExpression)) {
    if (!kinds.includes(node.operatorToken.kind)) continue;
    yield { at: spanOf(tree, node), left: textOf(tree, node.left), right: textOf(tree, node.right) };
  }
}

function* inGrammar(tree: GrammarTree, kind: string): Iterable<Comparison> {
  for (const node of tree.nodes(kind)) {
    const [left, operator, right] = node.children();
    if (!left || !right || !/^[!=]=$/.test(operator?.text() ?? "")) continue;
    const { start, end } = node.range();
    yield { at: { start: start.index, end: end.index }, left: left.text(), right: right.text() };
  }
}

function* inJava(code: Code): Iterable<Comparison> {
  const isEqual = /\.equals\(([\s\S]*)\)$/;
  for (const { call, text, arguments: given } of writtenCalls(code, ({ callee }) =>
    /(?:\.equals|^<expression>)$/.test(callee),
  )) {
    const [right] = given;
    const at = isEqual.exec(text)?.index;
    if (right !== undefined && at !== undefined) yield { at: call.span, left: text.slice(0, at), right };
  }
}
