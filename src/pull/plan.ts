/** What to do on a pull request, given what is to be told and what stands there already. */
import type { Review } from "../model/review.js";
import { type InlineComment, inlineComments } from "./inline-comment.js";
import { introduced } from "./introduced.js";
import { openIn, signOf } from "./markers.js";
import type { Message, Standing, StandingComment } from "./standing.js";
import { type Commented, isWorthTelling, summaryComment } from "./summary-comment.js";

export interface InlinePlan {
  /** Worst first; findings that nobody has commented on yet. */
  readonly post: readonly InlineComment[];
  /** Comments that we hid when their finding was gone, and that is back. */
  readonly restore: readonly StandingComment[];
}

/** @param refused signs of findings whose line the server did not take */
export function planInline(message: Message, standing: Standing, refused: ReadonlySet<string>): InlinePlan {
  const signs = new Set(standing.comments.map(({ sign }) => sign));
  const present = signsOf(message.review);
  const before = stateOf(standing);
  return {
    post: inlineComments(message, refused).filter(({ sign }) => !signs.has(sign)),
    // What was open when we last wrote and is hidden now was hidden by a person, who will have had a reason.
    restore: firstOfEach(standing.comments).filter(
      ({ sign, isHidden }) => isHidden && present.has(sign) && !before?.has(sign),
    ),
  };
}

export type Hiding = "OUTDATED" | "DUPLICATE";

/** Comments of ours to hide: those whose finding is gone, and those that say what an older one says. */
export function planHiding({ review }: Message, standing: Standing): ReadonlyMap<string, Hiding> {
  const present = signsOf(review);
  const first = new Set(firstOfEach(standing.comments));
  const hidden = new Map<string, Hiding>();
  for (const comment of standing.comments) {
    if (comment.isHidden) continue;
    if (!first.has(comment)) hidden.set(comment.node, "DUPLICATE");
    else if (!present.has(comment.sign) && wasLookedAt(comment.path, review))
      hidden.set(comment.node, "OUTDATED");
  }
  for (const { node } of standing.summaries.slice(1)) hidden.set(node, "DUPLICATE");
  return hidden;
}

export type SummaryStep =
  | { readonly kind: "nothing" }
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly body: string; readonly number: number };

/** When the summary comment is written: with every push, only where there is something to read, or never. */
export type Telling = "always" | "findings" | "off";

export function planSummary(message: Message, standing: Standing, telling: Telling): SummaryStep {
  const [first] = standing.summaries;
  if (telling === "off") return { kind: "nothing" };
  const body = summaryComment(message, commentedIn(standing));
  if (first)
    return first.body === body ? { kind: "nothing" } : { kind: "update", body, number: first.number };
  return telling === "always" || isWorthTelling(message) ? { kind: "create", body } : { kind: "nothing" };
}

/** What is open now, and what a person hid, which we must not forget to have left open. */
function commentedIn(standing: Standing): Commented {
  const before = stateOf(standing) ?? new Set();
  const comments = firstOfEach(standing.comments);
  return {
    addresses: new Map(comments.map(({ sign, address }) => [sign, address])),
    open: new Set(
      comments.filter(({ sign, isHidden }) => !isHidden || before.has(sign)).map(({ sign }) => sign),
    ),
  };
}

function stateOf({ summaries: [first] }: Standing): ReadonlySet<string> | null {
  return first ? openIn(first.body) : null;
}

function signsOf(review: Review): ReadonlySet<string> {
  return new Set([...introduced(review), ...(review.preExisting ?? [])].map(({ id }) => signOf(id)));
}

function firstOfEach(comments: readonly StandingComment[]): readonly StandingComment[] {
  const seen = new Set<string>();
  return comments.filter(({ sign }) => !seen.has(sign) && seen.add(sign));
}

/** A finding is gone only where somebody looked for it again. */
function wasLookedAt(path: string, review: Review): boolean {
  if (review.skippedFiles.some((file) => file.path === path)) return false;
  const file = review.coverage.files.find((each) => each.path === path);
  if (!file && mayLieOutside(path, review)) return false;
  if (review.isComplete) return true;
  return !review.isInterrupted && file !== undefined && file.pairs.every(({ status }) => status !== "failed");
}

/** The given paths left a part of the change out, and nothing says that this file was not in that part. */
function mayLieOutside(path: string, { change }: Review): boolean {
  return change !== undefined && change.outside > 0 && !change.files.some((file) => file.path === path);
}
