/** What the headers of an answer say of the server's limits: how much is left, and how long to wait. */
import type { Allowance, RateLimits } from "../model/completion.js";

/** Names of the two headers of one allowance: what is left, and when it is full again. */
type Names = readonly [remaining: string, reset: string];

/** The most telling first: Anthropic's `tokens` is whichever of its token limits is closest. */
const requestNames: readonly Names[] = [
  ["anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"],
  ["x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"],
  ["x-ratelimit-remaining", "x-ratelimit-reset"],
];
const tokenNames: readonly Names[] = [
  ["anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"],
  ["anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"],
  ["x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"],
];

/** @param clock milliseconds since 1970, used where the server does not send its own `date` */
export function rateLimits(headers: Headers, clock: number): RateLimits {
  const now = serverTime(headers) ?? clock;
  return { requests: allowance(headers, requestNames, now), tokens: allowance(headers, tokenNames, now) };
}

function allowance(headers: Headers, names: readonly Names[], now: number): Allowance | null {
  for (const [remainingName, resetName] of names) {
    const remaining = numeral(headers.get(remainingName));
    const resetsIn = untilReset(headers.get(resetName), now);
    if (remaining !== undefined && resetsIn !== undefined) return { remaining, resetsIn };
  }
  return null;
}

/**
 * Milliseconds the server asks to wait, however absurd; undefined where it does not say. A refusal for rate without
 * that header, but with nothing left, asks to wait until something is.
 */
export function retryAfter(headers: Headers, clock: number): number | undefined {
  const milliseconds = numeral(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const asked = headers.get("retry-after");
  const now = serverTime(headers) ?? clock;
  if (asked !== null) return waitOf(asked, now);
  const { requests, tokens } = rateLimits(headers, clock);
  const empty = [requests, tokens].flatMap((left) => (left?.remaining === 0 ? [left.resetsIn] : []));
  return empty.length > 0 ? Math.max(...empty) : undefined;
}

/** RFC 9110, 10.2.3: a number of seconds or a date; a date that has passed asks for no wait. */
function waitOf(asked: string, now: number): number | undefined {
  const seconds = numeral(asked);
  if (seconds !== undefined) return wholeMilliseconds(seconds * 1000);
  const date = dateOf(asked);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** A moment (RFC 3339), a length of time (`6m0s`, `120ms`), seconds, or milliseconds since 1970. */
function untilReset(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const number = numeral(text);
  if (number !== undefined)
    return number > 1e11 ? Math.max(0, number - now) : wholeMilliseconds(number * 1000);
  const length = duration(text);
  if (length !== undefined) return length;
  const date = dateOf(text);
  return date === undefined ? undefined : Math.max(0, date - now);
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** A length of time as Go prints it, in milliseconds: `1h2m3.5s`, `120ms`. */
export function duration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text)) return undefined;
  const pieces = text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g);
  return wholeMilliseconds(
    [...pieces].reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * (unitMilliseconds[unit ?? ""] ?? 0),
      0,
    ),
  );
}

function serverTime(headers: Headers): number | undefined {
  return dateOf(headers.get("date") ?? "");
}

/** Only what looks like a date of a server: `Date.parse` would also make one of `-5` and of `soon 1`. */
function dateOf(text: string): number | undefined {
  if (!/^(?:[A-Z][a-z]{2}, \d|\d{4}-\d\d-\d\d[T ])/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

function numeral(text: string | null): number | undefined {
  return text !== null && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

function wholeMilliseconds(milliseconds: number): number {
  return Math.min(Math.ceil(milliseconds), Number.MAX_SAFE_INTEGER);
}
