/** Finds what Python itself would refuse to read, also where the grammar mends it in silence. */
import type { SgNode } from "@ast-grep/napi";
import type { ParseError } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { PythonTree } from "../../model/tree.js";
import { findIndentError } from "./indentation.js";
import { spanOf } from "../nodes.js";

/**
 * In source order; errors of scope (`return` outside a function) leave the tree sound and are not among them.
 * @param opaque strings and comments: line ends and brackets inside them mean nothing
 */
export function readParseErrors(
  tree: PythonTree,
  text: string,
  opaque: readonly Span[],
): readonly ParseError[] {
  const errors = [
    ...brokenNodes(tree, text),
    ...missingNodes(tree),
    ...lonelyTries(tree),
    ...oldStatements(tree),
    ...oldTokens(tree, text),
    ...bareAssignmentExpressions(tree),
  ];
  // Indentation is read between strings and comments, which only a whole tree knows.
  const wrongIndent = errors.length === 0 ? findIndentError(text, opaque) : undefined;
  return wrongIndent ? [wrongIndent] : errors.sort((a, b) => a.at - b.at);
}

function brokenNodes(tree: PythonTree, text: string): readonly ParseError[] {
  return tree.nodes("ERROR").map((node) => {
    const { start } = spanOf(node);
    const near = text.slice(start).trimStart().split(/\s/, 1)[0] ?? "";
    // The ellipsis tells whoever removes credentials that one may have been cut.
    const shown = near.length > 30 ? `${near.slice(0, 30)}…` : near;
    return { at: start, message: `not valid Python near \`${shown}\`` };
  });
}

/** The grammar puts a node of no width where it expected one; nothing a person wrote is empty but an empty file. */
function missingNodes(tree: PythonTree): readonly ParseError[] {
  return tree.root
    .findAll({ rule: { regex: "^$" } })
    .filter((node) => node.kind() !== "module")
    .map((node) => ({ at: spanOf(node).start, message: `${nameOfMissing(node)} is missing` }));
}

function nameOfMissing(node: SgNode): string {
  if (node.kind() === "block") return "an indented block";
  return node.isNamed() ? "an expression" : `\`${String(node.kind())}\``;
}

function lonelyTries(tree: PythonTree): readonly ParseError[] {
  return tree
    .nodes("try_statement")
    .filter((node) => !node.children().some((child) => /^(?:except|finally)/.test(String(child.kind()))))
    .map((node) => ({ at: spanOf(node).start, message: "`try` without `except` or `finally`" }));
}

/**
 * `print x`, `exec code` and `raise E, text` of Python 2. `print >>file, x` can be read as an expression, and
 * Python 3.14 knows `except A, B:` again (PEP 758), so both are left alone.
 */
function oldStatements(tree: PythonTree): readonly ParseError[] {
  const raises = tree.nodes("raise_statement").filter((node) => node.child(1)?.kind() === "expression_list");
  const calls = [...tree.nodes("print_statement"), ...tree.nodes("exec_statement")].filter(
    (node) => node.child(1)?.kind() !== "chevron",
  );
  return [
    ...calls.map((node) => pythonTwo(node, `the \`${node.child(0)?.text() ?? ""}\` statement`)),
    ...raises.map((node) => pythonTwo(node, "`raise` with a comma")),
  ];
}

/** Spellings only Python 2 knew; the text is asked first, because hardly any file has one. */
function oldTokens(tree: PythonTree, text: string): readonly ParseError[] {
  const old: ParseError[] = [];
  if (text.includes("<>")) {
    const found = tree.nodes("comparison_operator").filter(hasOldOperator);
    old.push(...found.map((node) => pythonTwo(node, "the operator `<>`")));
  }
  if (/[`]|\b[uU][rR]["']/.test(text)) {
    const found = tree.nodes("string_start").filter((node) => /^(?:`|[uU][rR])/.test(node.text()));
    old.push(...found.map((node) => pythonTwo(node, `\`${node.text()}\``)));
  }
  if (/\b\d+[lL]\b|\b0\d/.test(text)) {
    const found = tree.nodes("integer").filter((node) => /^(?:0[\d_]*[1-9]|\d[\d_]*[lL]$)/.test(node.text()));
    old.push(...found.map((node) => pythonTwo(node, `the number \`${node.text()}\``)));
  }
  return old;
}

function hasOldOperator(node: SgNode): boolean {
  return node.children().some((child) => child.text() === "<>");
}

function pythonTwo(node: SgNode, what: string): ParseError {
  return { at: spanOf(node).start, message: `${what} is Python 2` };
}

function bareAssignmentExpressions(tree: PythonTree): readonly ParseError[] {
  return tree
    .nodes("named_expression")
    .filter((node) => node.parent()?.kind() === "expression_statement")
    .map((node) => ({ at: spanOf(node).start, message: "`:=` as a statement needs parentheses" }));
}
