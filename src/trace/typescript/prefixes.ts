/** What stands before a value in a text: something fixed, or nothing that decides where it leads. */
import type { ts } from "ts-morph";
import { stringParts } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";

/** A scheme decides nothing: after `https://` the value still chooses the host. */
const onlyScheme = /^(?:(?:https?|\0):)?(?:\/\/)?$/;

/** Whether the text before fixes where it leads. What is unknown counts as fixed: a base from the configuration. */
export function textBefore(file: CodeFile, before: ts.Node): boolean {
  const { ts } = file.tree;
  if (ts.isTemplateSpan(before)) return !onlyScheme.test(templateBefore(file, before));
  const parts = stringParts(file.tree, before);
  if (!parts) return true;
  if (parts.expressions.length > 1) return true;
  return !onlyScheme.test(
    parts.expressions.length === 0 ? parts.literals.join("") : "\0" + parts.literals.join(""),
  );
}

function templateBefore({ tree }: CodeFile, span: ts.TemplateSpan): string {
  const { ts } = tree;
  const template = span.parent;
  if (!ts.isTemplateExpression(template)) return "x";
  let text = template.head.text;
  for (const each of template.templateSpans) {
    if (each === span) return text;
    text += `\0${each.literal.text}`;
  }
  return text;
}
