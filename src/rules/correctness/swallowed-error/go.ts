/** Errors dropped in Go: an empty `if err != nil`, and a `recover` whose answer nobody looks at. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { enclosingFunction } from "../../../syntax/go/ask.js";
import { callsWhere } from "../../../syntax/go/calls.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const go: Matcher<"go"> = function* (subject) {
  for (const node of subject.tree.nodes("if_statement")) {
    if (!isEmptyCheck(node)) continue;
    yield {
      at: spanOf(node),
      issue: `\`${node.field("condition")?.text() ?? ""}\` is checked and nothing is done about it: nothing is logged or returned, and no comment says why.`,
      recommendation: "Return or log the error; if dropping it is right, say why in a comment.",
    };
  }
  for (const { node } of callsWhere(subject, ({ callee }) => callee === "recover")) {
    const literal = enclosingFunction(node);
    if (!isDropped(node) || literal?.kind() !== "func_literal" || /\/[/*]/.test(literal.text())) continue;
    if (isExplained(subject.source.text, literal)) continue;
    yield {
      at: spanOf(node),
      issue:
        "`recover` stops the panic and throws its reason away: nothing is logged, and no comment says why.",
      recommendation: "Log what `recover` returns, with the stack, or let the panic go on.",
    };
  }
};

/** `if err != nil {}`, without a comment inside; an `else` may hold the case that matters. */
function isEmptyCheck(node: SgNode): boolean {
  if (!/^\w*[eE]rr\w* != nil$/.test(node.field("condition")?.text() ?? "")) return false;
  return /^\{\s*\}$/.test(node.field("consequence")?.text() ?? "") && node.field("alternative") === null;
}

/** The call stands alone, is given to `_`, or is compared only to do nothing. */
function isDropped(call: SgNode): boolean {
  const around = call.parent();
  if (around?.kind() === "expression_statement") return true;
  const statement = ancestor(call, "assignment_statement", "if_statement");
  if (statement?.kind() === "assignment_statement") return statement.field("left")?.text() === "_";
  return statement !== undefined && /^\{\s*\}$/.test(statement.field("consequence")?.text() ?? "");
}

/** A comment on the line of the literal, or on the one above. */
function isExplained(text: string, literal: SgNode): boolean {
  const { start, end } = spanOf(literal);
  const above = text.slice(0, start).split("\n").slice(-2).join("\n");
  const after = text.slice(end).split("\n", 1)[0] ?? "";
  return /\/[/*]/.test(above + after);
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package a\n\nfunc pay(order Order) {\n\tif err := charge(order); err != nil {\n\t}\n}\n",
    good: "package a\n\nfunc pay(order Order) error {\n\tif err := charge(order); err != nil {\n\t\t// The queue retries it in a minute.\n\t}\n\tif err := charge(order); err != nil {\n\t\treturn err\n\t}\n\t_ = file.Close()\n\treturn nil\n}\n",
  },
  {
    language: "go",
    bad: "package a\n\nfunc work(job Job) {\n\tdefer func() {\n\t\t_ = recover()\n\t}()\n\tjob.Run()\n}\n",
    good: "package a\n\nfunc work(job Job) {\n\tdefer func() {\n\t\tif reason := recover(); reason != nil {\n\t\t\tlog.Print(reason)\n\t\t}\n\t}()\n\tjob.Run()\n}\n\nfunc send(out chan int) {\n\t// The receiver may have closed the channel.\n\tdefer func() { recover() }()\n\tout <- 1\n}\n",
  },
];
