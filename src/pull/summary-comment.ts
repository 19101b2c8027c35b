/** The one comment that stands on a pull request and is written anew with every push. */
import { blocks } from "../markdown/document.js";
import { introduced } from "./introduced.js";
import { markSummary, signOf } from "./markers.js";
import { characters, cut } from "./cut.js";
import { findingLine, footer, leftOut, ledger, overview } from "./overview.js";
import type { Message } from "./standing.js";

/** Addresses of the comments that findings have on their lines, by sign, and which of these comments are open. */
export interface Commented {
  readonly addresses: ReadonlyMap<string, string>;
  readonly open: ReadonlySet<string>;
}

/** True when there is something that somebody should read. */
export function isWorthTelling({ review }: Message): boolean {
  return introduced(review).length > 0 || !review.isComplete;
}

/** At most as many characters as the limits say, cut between two findings. */
export function summaryComment(message: Message, commented: Commented): string {
  const { review, at, key, limits } = message;
  const found = introduced(review);
  const open = found.map(({ id }) => signOf(id)).filter((sign) => commented.open.has(sign));
  return cut(
    {
      head: `${markSummary(key, open)}\n${overview(message)}`,
      entries: found.map((finding) =>
        findingLine(finding, at, commented.addresses.get(signOf(finding.id)) ?? null),
      ),
      tail: (left) => blocks(leftOut(left, at), ledger(review), footer(message)),
      between: "\n",
    },
    characters(limits.characters),
  );
}
