/** Entries that are copies of what lies elsewhere: read first, and filled with what was loaded when there was nothing. */
import type { Span } from "../../../model/source.js";
import { familyOf } from "../../../syntax/key-families.js";
import { type KeyValueCall, assignmentsIn, expandKey, mentions } from "../../../syntax/key-value-calls.js";

/**
 * Whether a function that looks under the key, and leaves when something is there, writes there what it got in another way.
 * Deleting such an entry refreshes the copy; it does not end one that is never asked for again.
 */
export function isCopy(text: string, reads: readonly KeyValueCall[], write: KeyValueCall): boolean {
  return write.verb === "set" && reads.some((read) => isFilledAfter(text, read, write));
}

function isFilledAfter(text: string, read: KeyValueCall, write: KeyValueCall): boolean {
  const { bodySpan } = read.holder;
  if (!holds(bodySpan, write.span) || read.span.start > write.span.start || !isSameEntry(text, read, write))
    return false;
  const assigned = assignmentsIn(text, bodySpan).filter(({ at }) => at < write.span.start);
  const found = assigned.find(({ at, value }) => at <= read.span.start && read.span.end <= at + value.length);
  const [name] = found?.names ?? [];
  if (name === undefined) return false;
  const [, written = ""] = write.arguments;
  const loaded = assigned.filter(
    ({ at, names, value }) =>
      at > read.span.end && names.some((one) => mentions(written, one)) && !mentions(value, name),
  );
  const isRenewed = loaded.some(({ names }) => names.includes(name));
  return (
    loaded.length > 0 &&
    (isRenewed || !mentions(written, name)) &&
    leavesWith(text.slice(read.span.end, write.span.start), name)
  );
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isSameEntry(text: string, read: KeyValueCall, write: KeyValueCall): boolean {
  const [one, other] = [read, write].map((call) => expandKey(text, call.arguments[0] ?? "", call.holder));
  if (one === undefined || other === undefined) return false;
  return one === other || (familyOf(one) !== undefined && familyOf(one) === familyOf(other));
}

/** `if (cached) return JSON.parse(cached)`, `return cached`. */
function leavesWith(code: string, name: string): boolean {
  const word = `(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`;
  return new RegExp(`\\breturn\\b[^;\\n]*${word}|\\bif\\b[^\\n]*${word}[^\\n]*\\n?[^\\n]*\\breturn\\b`).test(
    code,
  );
}
