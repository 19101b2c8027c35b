/** Reads the texts that a Java file spells out. */
import type { SgNode } from "@ast-grep/napi";
import { withoutBrackets } from "./ask.js";

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  s: " ",
  "0": "\0",
};

/** The value of a string or text block, escapes resolved; null for any other node. */
export function literalText(node: SgNode | null | undefined): string | null {
  const inner = withoutBrackets(node ?? null);
  if (inner?.kind() !== "string_literal") return null;
  const text = inner.text();
  const written = text.startsWith('"""') ? text.slice(3, -3) : text.slice(1, -1);
  return written.replace(/\\(?:u+([\da-fA-F]{4})|([\s\S]))/g, (_, code?: string, letter = "") =>
    code === undefined
      ? (escapes[String(letter)] ?? String(letter))
      : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Literals, and literals joined with `+`; null as soon as anything else takes part. */
export function constantText(node: SgNode | null | undefined): string | null {
  const inner = withoutBrackets(node ?? null);
  if (inner?.kind() !== "binary_expression") return literalText(inner);
  if (inner.field("operator")?.text() !== "+") return null;
  const [left, right] = [constantText(inner.field("left")), constantText(inner.field("right"))];
  return left === null || right === null ? null : left + right;
}
