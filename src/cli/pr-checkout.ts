/** On which files of the checkout a comment may name a line: only where it is the line that the pull request shows. */
import { type Checkout, alteredSince, checkoutOf } from "../gather/checkout.js";
import { plural } from "../lib/text.js";
import { UserError } from "../model/errors.js";
import type { Review } from "../model/review.js";
import { fromTop } from "../pull/from-top.js";
import { introduced } from "../pull/introduced.js";
import type { Setting } from "./pr-options.js";
import type { Assignment } from "./pr-request.js";

/** @throws UserError not-the-change */
export async function checkoutFor(
  { pull, isForeign }: Assignment,
  { options, world }: Setting,
): Promise<Checkout> {
  if (isForeign) return { prefix: "", shifted: new Set(), holdsHead: false };
  const checkout = await checkoutOf(world.cwd, pull.head);
  if (options.from === undefined && !checkout.holdsHead)
    throw new UserError("not-the-change", { head: pull.head.slice(0, 12) });
  return checkout;
}

/**
 * The same with the files that a step before this one rewrote: what was reviewed is the work tree, and a suggestion
 * taken at its lines would replace others of the commit. Nothing is known of the folder that another run reviewed.
 */
export async function asLeft(
  checkout: Checkout,
  review: Review,
  { pull }: Assignment,
  { options, world }: Setting,
): Promise<Checkout> {
  const { prefix, shifted } = checkout;
  if (shifted === null || options.from !== undefined) return checkout;
  const paths = new Set(introduced(fromTop(review, prefix)).map(({ path }) => path));
  const altered = await alteredSince(world.cwd, pull.head, [...paths]);
  return { ...checkout, shifted: new Set([...shifted, ...altered]) };
}

/** What the log says of files that a step before this one rewrote. */
export function rewrittenLines(before: Checkout, after: Checkout): readonly string[] {
  const count = (after.shifted?.size ?? 0) - (before.shifted?.size ?? 0);
  if (count === 0) return [];
  return [
    `note     no comments on lines of ${plural(count, "file")}: what lies here is not what the commit has, as after a formatter`,
  ];
}
