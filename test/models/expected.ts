/** What each trouble must come to: whether the code counts as reviewed, and what is asked of the server meanwhile. */
import type { WireId } from "../double/asked.js";
import type { Trouble } from "./fault-lab.js";

export interface Expected {
  readonly isReviewed: boolean;
  /** Questions about the one batch that the server got. */
  readonly reviews: number | Readonly<Record<WireId, number>>;
}

function reviewed(reviews: Expected["reviews"]): Expected {
  return { isReviewed: true, reviews };
}

function notReviewed(reviews: number): Expected {
  return { isReviewed: false, reviews };
}

/** Trouble that may pass is met with four calls in all, an answer without form with two, a final no with one. */
export const expected: Readonly<Record<Trouble, Expected>> = {
  refused: notReviewed(0),
  reset: notReviewed(4),
  "stall-before-headers": notReviewed(4),
  stall: notReviewed(4),
  cut: notReviewed(4),
  "ends-early": notReviewed(4),
  "error-event": notReviewed(4),
  "invalid-utf8": notReviewed(1),
  crumbs: reviewed(1),
  "bad-gateway-page": notReviewed(4),
  "login-page": notReviewed(4),

  "unsupported-parameter": reviewed(2),
  "unsupported-schema": reviewed(2),
  // Both forms hang on one parameter of Anthropic's; the others take JSON without a schema, or nothing.
  "unsupported-json": reviewed({ anthropic: 2, openai: 3 }),
  unauthorized: notReviewed(1),
  payment: notReviewed(1),
  forbidden: notReviewed(1),
  "unknown-model": notReviewed(1),
  "too-large": notReviewed(1),
  "context-length": notReviewed(1),
  "rate-limit-seconds": notReviewed(4),
  "rate-limit-date": notReviewed(4),
  "rate-limit-absurd": notReviewed(1),
  "rate-limit-silent": notReviewed(4),
  "spend-limit": notReviewed(1),
  "server-error": notReviewed(4),
  overloaded: notReviewed(4),

  // A second turn is asked for, because nothing could be kept of the first.
  "truncated-json": notReviewed(2),
  "max-tokens": notReviewed(2),
  refusal: notReviewed(1),
  "content-filter": notReviewed(1),
  empty: notReviewed(2),
  blank: notReviewed(2),
  prose: reviewed(1),
  fenced: reviewed(1),
  "no-json": notReviewed(2),
  "wrong-case": reviewed(1),
  "out-of-range": reviewed(1),
  "wrong-types": reviewed(2),
  "invented-quote": reviewed(1),
  "invented-path": notReviewed(1),
  huge: notReviewed(4),
  "duplicate-ids": reviewed(1),
  "leads-unanswered": reviewed(1),
  "wrong-canary": notReviewed(1),
  "obeys-injection": notReviewed(1),
  // Nobody can tell it from a reviewer who disagrees; what the rules found stays all the same.
  "obeys-quietly": reviewed(1),
  markup: reviewed(1),
  "usage-untold": reviewed(1),
};

/** They say no for good: nobody goes on to ask the same server about findings. */
export const final: ReadonlySet<Trouble> = new Set<Trouble>([
  "unauthorized",
  "payment",
  "forbidden",
  "unknown-model",
  "spend-limit",
]);
