/** What excuses a dropped error in any language: a word on why, a harmless attempt, a place where failing is expected. */
import type { Hit, Subject } from "../../../model/rule.js";
import type { Source, Span } from "../../../model/source.js";
import { isMeasuring, isPlain, isProbing, isTidying } from "../../../syntax/call-names.js";

/** True when nothing in the attempt can be a loss worth telling. */
export function isExcused(calls: readonly string[], { path }: Source): boolean {
  if (isMeasuring(path) || calls.some((callee) => isTidying(callee) || isMeasuring(callee))) return true;
  return calls.every((callee) => isProbing(callee) || isPlain(callee));
}

/** Verbs of calls that store, send or hand on something which is gone when they fail. */
const changes =
  /^_*a?(?:save|store|insert|update|upsert|delete|create|send|publish|enqueue|dispatch|commit|charge|pay|refund|transfer|upload|persist|migrate|post|put|patch|ack|nack|write_?(?:all|file|text|bytes|json)|writeFile(?:Sync)?|bulk_?(?:create|update|write)|emit_?event|notify)(?:$|(?=[A-Z_]))/;

/** What only looks something up, draws something or copies to a clipboard leaves nothing undone that anybody counts on. */
const ofTheScreen =
  /clipboard|editor|chart|player|video|camera|typing|presence|toast|cache|tooltip|reaction|focus|cursor|progress|send_?(?:json|text|ping|typing|\w*payload)|ping/i;

/** In a page `create`, `update` and their like mostly draw. */
const changesForSure =
  /^_*a?(?:save|send|publish|enqueue|commit|charge|pay|refund|transfer|upload|persist|post)(?:$|(?=[A-Z_]))/;

/** True when the attempt was to change something that others rely on. */
export function losesWork(calls: readonly string[], isPage = false): boolean {
  const verbs = isPage ? changesForSure : changes;
  return calls.some(
    (callee) => verbs.test(callee.slice(callee.lastIndexOf(".") + 1)) && !ofTheScreen.test(callee),
  );
}

/** `close`, `_try_connect`, `load_or_none`: the name says that failing is part of it. */
export function isExcusedFunction(name: string): boolean {
  return (
    isTidying(name) ||
    /^_*(?:try|maybe|safe|best_?effort|attempt)(?=[A-Z_])|(?:_or_(?:none|null)|OrNull|OrUndefined|_safe|Safely)$/.test(
      name,
    )
  );
}

export function makeHit(at: Span, calls: readonly string[], { path }: Source): Hit {
  const telling = calls.find((callee) => /^[\w$.]+$/.test(callee) && !isPlain(callee));
  const what = telling === undefined ? "Any error here" : `Any error of \`${telling}\``;
  return {
    at,
    issue: `${what} is caught and dropped: nothing is logged or thrown, and no comment says why.`,
    ...(/(?:^|\/)(?:scripts?|bin|tools?|examples?|docs|dev|benchmarks?)\//.test(path)
      ? { severity: "low" }
      : {}),
  };
}

/** A comment from the line above `start` to the end of the line that holds `end`. */
export function isExplained(
  { outline: { comments }, source: { text } }: Subject,
  start: number,
  end: number,
): boolean {
  const above = text.lastIndexOf("\n", text.lastIndexOf("\n", start) - 1);
  const lineEnd = text.indexOf("\n", end);
  const after = lineEnd === -1 ? text.length : lineEnd;
  return comments.some((comment) => comment.end > above && comment.start >= above && comment.start <= after);
}
