/** What becomes a result of a SARIF log: findings that stand, findings a team has accepted, and what comments in the code silence. */
import type { Dropped, Finding } from "../../model/finding.js";
import type { Review } from "../../model/review.js";
import { mostUrgentFirst } from "../selection.js";

export type Entry =
  | { readonly is: "open"; readonly finding: Finding }
  | { readonly is: "accepted"; readonly finding: Finding; readonly suppression: object }
  | { readonly is: "silenced"; readonly dropped: Dropped; readonly suppression: object };

/** More results than GitHub keeps of one upload are refused or cut there; then the choice is better made here. */
export const mostResults = 5_000;

export interface Entries {
  readonly shown: readonly Entry[];
  /** Results beyond the limit. */
  readonly left: number;
}

/** What a change brought in first, each part with the worst first; what is silenced last. */
export function entriesOf(review: Review, hasSuppressed: boolean): Entries {
  const open = mostUrgentFirst(review).map((finding): Entry => ({ is: "open", finding }));
  const all = hasSuppressed ? [...open, ...acceptedOnes(review), ...silencedOnes(review)] : open;
  return { shown: all.slice(0, mostResults), left: Math.max(0, all.length - mostResults) };
}

function acceptedOnes({ baseline }: Review): readonly Entry[] {
  return (baseline?.accepted ?? []).map(({ finding, entry: { reason, owner, until } }) => ({
    is: "accepted",
    finding,
    suppression: {
      kind: "external",
      status: "accepted",
      justification: reason,
      properties: { until, ...(owner === null ? {} : { owner }) },
    },
  }));
}

function silencedOnes({ dropped }: Review): readonly Entry[] {
  return dropped
    .filter(({ stage }) => stage === "suppress")
    .map((each) => ({
      is: "silenced",
      dropped: each,
      suppression: { kind: "inSource", status: "accepted", justification: justificationOf(each) },
    }));
}

/** The author's words, without "suppressed at line 3: " before them. */
function justificationOf({ reason }: Dropped): string {
  return reason.replace(/^suppressed at line \d+: /, "");
}
