/** On which files of the checkout a comment may name a line: only where it is the line that the pull request shows. */
import { type Checkout, checkoutOf } from "../gather/checkout.js";
import { UserError } from "../model/errors.js";
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
