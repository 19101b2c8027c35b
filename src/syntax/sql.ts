/** Reads as much of a SQL text as it takes to tell where in it a value stands. */
import type { Piece } from "./pieces.js";

/** Where a value stands: as a value, as the name of a table or column, or as a part of the statement. */
export type Slot = "value" | "name" | "fragment";

const statement =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:EXPLAIN\s+(?:ANALYZE\s+)?)?\(?\s*(?:SELECT\b[\s\S]*?\bFROM\b|(?:INSERT|REPLACE)\b(?:\s+\w+){0,2}\s+INTO\b|UPDATE\b[\s\S]+?\bSET\b|DELETE\s+FROM\b|WITH\s+(?:RECURSIVE\s+)?[\w"]+[\s\S]*?\bAS\s*\()/i;
const definition =
  /^\s*(?:(?:CREATE|ALTER|DROP|TRUNCATE|COMMENT\s+ON|GRANT|REVOKE|VACUUM|REINDEX)\b[\s\S]*?\b(?:TABLE|INDEX|VIEW|DATABASE|SCHEMA|USER|ROLE|COLUMN|TRIGGER|FUNCTION|SEQUENCE|TYPE|ON)\b)/i;

/** `query` reads or changes rows, `definition` changes what tables there are; null when the text is no SQL. */
export function statementKind(pieces: readonly Piece[]): "query" | "definition" | null {
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : "_value_")).join("");
  if (statement.test(text)) return "query";
  return definition.test(text) ? "definition" : null;
}

const afterOperator =
  /(?:[=<>]|\b(?:LIKE|ILIKE|IN|LIMIT|OFFSET|BETWEEN|INTERVAL|MATCH|REGEXP|THEN|ELSE|AGAINST)|\bBETWEEN\s+\S+\s+AND)\s*\(?\s*$/i;
const insideValues = /\bVALUES\s*\([^;]*$|\bIN\s*\([^()]*$/i;
const afterNameWord =
  /(?:\b(?:FROM|JOIN|INTO|UPDATE|TABLE|EXISTS|INDEX|ON|VIEW|SCHEMA|DATABASE|BY|SELECT|DISTINCT|REFERENCES|COLUMN|SET)|\.|\bBY\b[^()]*,|\bSELECT\b(?:(?!\bFROM\b)[\s\S])*,)\s*$/i;

/** @param before the text of the statement up to the value, earlier values written as a word */
export function slotAfter(before: string): Slot {
  if (countOf(before, "'") % 2 === 1) return "value";
  // `:name`, `$1`, `@p1`, `%(name)s`: the value names a placeholder.
  if (/(?<![:\w]):$|[@$]$|%\($/.test(before)) return "name";
  const opened = /["`[]\s*%?$/.test(before);
  const bare = opened ? before.replace(/["`[]\s*%?$/, "") : before;
  if (afterOperator.test(bare) || insideValues.test(bare)) return "value";
  return opened || afterNameWord.test(bare) ? "name" : "fragment";
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1;
}
