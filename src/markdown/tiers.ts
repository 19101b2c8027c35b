/** Findings sorted by what they ask of the reader: blockers B1…, concerns C1…, suggestions S1…. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import type { Severity } from "../model/severity.js";
import { section } from "./document.js";
import { headingText } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { type BlockStyle, RemarkBlocks, unplacedText } from "./remark-block.js";
import { type Remark, remarksOf } from "./remarks.js";
import { enumerate, placeCode } from "./wording.js";

/** A remark with the number by which the rest of the report speaks of it. */
export interface NumberedRemark extends Remark {
  /** `B1`. */
  readonly number: string;
}

export interface Tier {
  readonly one: "blocker" | "concern" | "suggestion";
  readonly heading: string;
  readonly remarks: readonly NumberedRemark[];
}

const tiers: readonly (Omit<Tier, "remarks"> & { readonly severities: readonly Severity[] })[] = [
  { one: "blocker", heading: "## Blockers (must be fixed before merging)", severities: ["critical", "high"] },
  { one: "concern", heading: "## Concerns (should be addressed)", severities: ["medium"] },
  { one: "suggestion", heading: "## Suggestions (nice to have)", severities: ["low", "info"] },
];

/** Always the three tiers, worst first, numbered without gaps. */
export function tiersOf({ findings, rules }: Pick<Review, "findings" | "rules">): readonly Tier[] {
  return tiers.map(({ one, heading, severities }) => {
    const own = remarksOf({
      findings: findings.filter(({ severity }) => severities.includes(severity)),
      rules,
    });
    const letter = one.charAt(0).toUpperCase();
    return { one, heading, remarks: own.map((remark, i) => ({ ...remark, number: `${letter}${i + 1}` })) };
  });
}

/** `2 blockers and 1 concern`, without the tiers that are empty. */
export function tierCounts(all: readonly Tier[]): string {
  const filled = all.filter(({ remarks }) => remarks.length > 0);
  return enumerate(filled.map(({ one, remarks }) => plural(remarks.length, one)));
}

/** `B1`, `B1 and B2`, `B1–B3`; empty for an empty tier. */
export function numbersOf({ remarks }: Tier): string {
  const numbers = remarks.map(({ number }) => number);
  return numbers.length < 3 ? enumerate(numbers) : `${numbers[0] ?? ""}–${numbers.at(-1) ?? ""}`;
}

const style: BlockStyle = {
  place: (finding) => [
    `**Location:** ${placeCode(finding)}${finding.lines ? "" : ` (${unplacedText(finding)})`}`,
  ],
  labels: {
    severity: "Severity",
    places: "Locations",
    reviewers: "Raised by",
    evidence: "Evidence",
    risk: "Impact",
    recommendation: "Fix",
  },
};

/** One section a tier; an empty one says so, and a review without findings has one section for all. */
export function tierSections(review: Review, whenNone: string): readonly string[] {
  if (review.findings.length === 0) return [section("## Findings", whenNone)];
  const page = new RemarkBlocks(review, style);
  const none = gapsOf(review) ? "None in what was looked at." : "None.";
  return tiersOf(review).map(({ heading, remarks }) =>
    section(
      heading,
      ...(remarks.length === 0 ? [none] : remarks.map((remark) => page.block(headingOf(remark), remark))),
    ),
  );
}

function headingOf({ number, title }: NumberedRemark): string {
  return `${number}: ${headingText(title)}`;
}
