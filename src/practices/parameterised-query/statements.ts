/** What makes a text a SQL statement with placeholders, and how such statements are praised. */
import { plural } from "../../lib/text.js";
import type { Hit } from "../../model/rule.js";
import type { Span } from "../../model/source.js";

const statementStart =
  /^\s*(?:SELECT\b[\s\S]*\bFROM\b|INSERT\s+INTO\b|UPDATE\b[\s\S]*\bSET\b|DELETE\s+FROM\b|WITH\b[\s\S]*\bAS\b)/i;
const placeholder = /(?:[=(,<>]|\bIN|\bLIKE)\s*(?:\?|\$\d+|%s|%\(\w+\)s|:\w+)/i;

export function isParameterised(text: string): boolean {
  return statementStart.test(text) && placeholder.test(text);
}

export function mostTelling(spans: readonly Span[]): readonly Hit[] {
  const [first] = spans;
  if (!first) return [];
  const issue = `${plural(spans.length, "statement")} in this file ${spans.length === 1 ? "takes its" : "take their"} values through placeholders, so input cannot change what the SQL does.`;
  return [{ at: first, issue }];
}
