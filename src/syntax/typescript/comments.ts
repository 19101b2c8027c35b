/** Finds the comments of a TypeScript or JavaScript file. */
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { spanOf } from "./ask.js";

/**
 * Comment spans in source order. Only comments can hold `//` or `/*` outside the tree's literals, so it is
 * enough to search the text between those; that is faster than scanning every token again.
 */
export function findComments(tree: TypeScriptTree): readonly Span[] {
  const text = tree.root.text;
  const literals = literalSpans(tree);
  const comments: Span[] = [];
  let next = 0;
  let from = 0;
  for (;;) {
    const start = text.indexOf("/", from);
    if (start === -1) return comments;
    while ((literals[next]?.end ?? Infinity) <= start) next++;
    const literal = literals[next];
    if (literal && literal.start <= start) {
      from = literal.end;
      continue;
    }
    const end = commentEnd(text, start);
    if (end === null) {
      from = start + 1;
    } else {
      comments.push({ start, end });
      from = end;
    }
  }
}

function commentEnd(text: string, start: number): number | null {
  if (text[start + 1] === "/") {
    const end = /[\r\n\u2028\u2029]/g;
    end.lastIndex = start;
    return end.exec(text)?.index ?? text.length;
  }
  if (text[start + 1] !== "*") return null;
  const end = text.indexOf("*/", start + 2);
  return end === -1 ? text.length : end + 2;
}

function literalSpans(tree: TypeScriptTree): readonly Span[] {
  const { SyntaxKind } = tree.ts;
  return tree
    .nodes<ts.SyntaxKind>(
      SyntaxKind.StringLiteral,
      SyntaxKind.NoSubstitutionTemplateLiteral,
      SyntaxKind.TemplateHead,
      SyntaxKind.TemplateMiddle,
      SyntaxKind.TemplateTail,
      SyntaxKind.RegularExpressionLiteral,
      SyntaxKind.JsxText,
    )
    .map((node) =>
      node.kind === SyntaxKind.JsxText ? { start: node.pos, end: node.end } : spanOf(tree, node),
    );
}
