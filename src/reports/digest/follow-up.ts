/** The digest of a follow-up: what became of the earlier findings, above what is found now. */
import { plural } from "../../lib/text.js";
import { visible } from "../../lib/visible.js";
import { statusCounts } from "../../markdown/follow-up-summary.js";
import { placeText } from "../../markdown/wording.js";
import type { Review } from "../../model/review.js";

const mostRegressed = 3;

/** One block, or none for a review that follows nothing. */
export function followUpLines({ followUp }: Review): readonly string[] {
  if (!followUp) return [];
  const { findings, introduced } = followUp;
  const back = findings.filter(({ status }) => status === "regressed");
  const lines = [
    `${plural(findings.length, "earlier finding")}: ${statusCounts(followUp).join(", ") || "nothing to follow"}; ${introduced.length} new`,
    ...back
      .slice(0, mostRegressed)
      .map(
        ({ title, after, before }) =>
          `it is back: ${visible(title)} (${visible(placeText(after ?? before))})`,
      ),
    ...(back.length > mostRegressed ? [`and ${back.length - mostRegressed} more that are back`] : []),
  ];
  return [lines.join("\n")];
}
