/** Hidden first lines by which our own comments are found again on the next push. */
import { hash } from "../lib/hash.js";

/**
 * Marks are read on the first lines of a comment and nowhere else. Text of reviewed code never stands there, so
 * nothing that it says can pass for a mark.
 */
const summaryMark = /^<!-- session-review:summary:v1 key=(\S+) -->$/u;
const stateMark = /^<!-- session-review:state:v1((?: [\w-]+)*) -->$/u;
const findingMark = /^<!-- session-review:finding:v1 key=(\S+) id=(\S+) -->$/u;

/** Letters that can neither end a hidden line nor stand for two things. */
const plain = /^[\w-]{1,40}$/u;

/** A name as marks hold it: ids of findings and keys that are not plain letters are hashed. */
export function signOf(name: string): string {
  return plain.test(name) ? name : hash(name);
}

/** The first two lines of a summary comment. @param open signs of the findings that have a comment of their own now */
export function markSummary(key: string, open: readonly string[]): string {
  const state = open.map((sign) => ` ${signOf(sign)}`).join("");
  return `<!-- session-review:summary:v1 key=${signOf(key)} -->\n<!-- session-review:state:v1${state} -->`;
}

export function isSummaryOf(key: string, body: string): boolean {
  return summaryMark.exec(lineOf(body, 0))?.[1] === signOf(key);
}

/** Signs of the findings that had a comment when the summary was written; null for a body that does not say. */
export function openIn(body: string): ReadonlySet<string> | null {
  const signs = stateMark.exec(lineOf(body, 1))?.[1];
  return signs === undefined ? null : new Set(signs.split(" ").filter((sign) => sign !== ""));
}

/** The first line of a comment on one finding. */
export function markFinding(key: string, id: string): string {
  return `<!-- session-review:finding:v1 key=${signOf(key)} id=${signOf(id)} -->`;
}

/** Sign of the finding that a comment is about; null for any other comment. */
export function findingOf(key: string, body: string): string | null {
  const [, of, sign] = findingMark.exec(lineOf(body, 0)) ?? [];
  return of === signOf(key) ? (sign ?? null) : null;
}

function lineOf(body: string, number: number): string {
  return (body.split("\n", 2)[number] ?? "").trimEnd();
}
