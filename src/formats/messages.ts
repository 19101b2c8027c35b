/** What formats for other programs say of a finding, as plain text that holds nothing unseen. */
import { visible, visibleCode } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";

/** The rule; for what no rule found the other program's name and its rule, or that a model said so. */
export function ruleIdOf({ rule, tools = [], category }: Finding): string {
  const [tool] = tools;
  if (rule !== undefined) return rule;
  return tool ? visible(`${tool.name}/${tool.rule ?? category}`) : `model/${category}`;
}

/** The title without a full stop, in one line. */
export function titleOf({ title }: Pick<Finding, "title">): string {
  return visible(title.trim().replaceAll(/\s+/g, " ").replace(/\.$/, ""));
}

/** What is wrong and what comes of it. */
export function explanationOf({ issue, risk }: Finding): string {
  return visibleCode(`${issue.trim()} ${risk.trim()}`);
}

export function fixOf({ recommendation }: Pick<Finding, "recommendation">): string {
  return visibleCode(recommendation.trim());
}

/** Everything in one text, whose first sentence is the title. */
export function messageOf(finding: Finding): string {
  return `${titleOf(finding)}. ${explanationOf(finding)} Fix: ${fixOf(finding)}`;
}

/** The text in one line, or its beginning and an ellipsis, in at most `limit` characters. */
export function cutLine(text: string, limit: number): string {
  return cut(text.replaceAll(/\s+/g, " ").trim(), limit);
}

/** The text, or its beginning and an ellipsis, in at most `limit` UTF-16 units; never ends in half a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
