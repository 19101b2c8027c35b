/** Orders in disguise: letters apart, in Base64, or as a piece of the conversation between this program and a model. */
import type { Span } from "../../../model/source.js";
import { phrase } from "./phrase.js";

/** A word whose letters may stand apart. */
function apart(word: string): string {
  return [...word].join("[ .*_-]{0,2}");
}

/** Words with their letters apart are no accident. */
export const spreadOverride = `(?:${apart("ignore")}|${apart("disregard")})[ .*_-]+(?:${apart("all")}[ .*_-]+)?(?:${apart("the")}[ .*_-]+)?(?:${apart("previous")}|${apart("prior")}|${apart("above")})[ .*_-]+(?:${apart("instructions")}|${apart("rules")})`;

/** What only this program and its models say to each other. */
export const forged = [
  phrase('the token for "?canary"? is'),
  phrase("markers in this message hold the word"),
  phrase("leads? L\\d+ (?:has been|is|was) (?:withdrawn|refuted|dismissed|cleared)"),
  phrase(
    "^[\\s*#/\"'<!-]*(?:assistant|AI|model): I (?:have )?(?:looked|reviewed|checked|read|found|see)\\b[^\\n]{0,60}?\\b(?:no|zero|0) (?:issues?|findings?|problems?|defects?)",
  ),
];

/** An answer in the form of this program's, wherever it stands. */
export const forgedAnswer = '\\\\?"canary\\\\?"\\s{0,4}:[^{}\\[\\]]{0,80}\\\\?"findings\\\\?"\\s{0,4}:';

/** A cheap first look. */
export const signsOfDisguise = `${apart("instr")}|${apart("rules")}|canary|markers in this|withdrawn|^\\W*assistant:`;

const encoded = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{24,2000}={0,2}(?![A-Za-z0-9+/=])/g;

/** Stretches of Base64 that hold the order as plain text. */
export function* decodedOrders(text: string, order: RegExp): Iterable<Span> {
  for (const { 0: run, index } of text.matchAll(encoded)) {
    const plain = decoded(run);
    if (plain !== null && order.test(plain)) yield { start: index, end: index + run.length };
  }
}

function decoded(run: string): string | null {
  try {
    const plain = atob(run);
    return /^[\x20-\x7e\s]+$/.test(plain) ? plain : null;
  } catch {
    return null; // of a length that Base64 does not have
  }
}
