/** Finds in a Markdown report where each finding is listed, with the number and the extra words it has there. */
import { code } from "../markdown/escape.js";
import { type Remark, remarksOf } from "../markdown/remarks.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { type Section, sectionsOf } from "./from-markdown.js";

/** A remark as the report lists it. */
export interface ListedRemark extends Remark {
  /** `B1`, `#1`; empty where the report has no numbers. */
  readonly number: string;
  /** Labelled lines of the report that the fields of a finding do not hold, in Markdown. */
  readonly extras: readonly (readonly [label: string, markdown: string])[];
}

export interface Listing {
  /** Markdown; empty for what no section lists. */
  readonly heading: string;
  /** What stands before the first finding, and blocks that are none. */
  readonly intro: readonly string[];
  readonly remarks: readonly ListedRemark[];
}

/** Sections that are lists of findings. One that is not named here is shown as it is, so none can be lost. */
const listsFindings =
  /^(?:Findings$|What is new$|Blockers \(|Concerns \(|Suggestions \(|Critical and high issues|Important issues|Minor issues)/u;

export function isListing({ heading }: Section): boolean {
  return listsFindings.test(heading);
}

/** All findings of the review: under the sections that list them, and under none what no section lists. */
export function listingsOf(review: Review, sections: readonly Section[]): readonly Listing[] {
  const waiting = new Waiting(review);
  const listed = sections.map(({ heading, lines }): Listing => {
    const [before, ...blocks] = sectionsOf(lines, "### ");
    const found = blocks.map((block) => ({ block, remark: waiting.take(block) }));
    const others = found.filter(({ remark }) => !remark).map(({ block }) => block);
    return {
      heading,
      intro: [
        ...(before?.lines ?? []),
        ...others.flatMap((block) => [`### ${block.heading}`, ...block.lines]),
      ],
      remarks: found.flatMap(({ block, remark }) => (remark ? [withWords(remark, block)] : [])),
    };
  });
  const rest = waiting.rest.map((remark) => ({ ...remark, number: "", extras: [] }));
  return rest.length === 0 ? listed : [...listed, { heading: "", intro: [], remarks: rest }];
}

/** Findings that no block of the report has been found for yet. */
class Waiting {
  readonly #review: Review;
  readonly #findings: Map<string, Finding>;
  readonly #groups: Set<Remark>;

  constructor(review: Review) {
    this.#review = review;
    this.#findings = new Map(review.findings.map((finding) => [`- **Id:** ${code(finding.id)}`, finding]));
    this.#groups = new Set(remarksOf(review).filter(({ findings }) => findings.length > 1));
  }

  get rest(): readonly Remark[] {
    return remarksOf({ findings: [...this.#findings.values()], rules: this.#review.rules });
  }

  take({ lines }: Section): Remark | undefined {
    const finding = lines.map((line) => this.#findings.get(line)).find((found) => found);
    if (!finding) return this.#takeGroup(lines);
    this.#settle([finding]);
    return { title: finding.title, first: finding, findings: [finding] };
  }

  /** A block for many places names their rule and no id; they come in the order of severity here and there. */
  #takeGroup(lines: readonly string[]): Remark | undefined {
    const line = lines.find((each) => each.startsWith("- **Rule:** "));
    if (line === undefined || !lines.some((each) => manyPlaces.test(each))) return undefined;
    const group = [...this.#groups].find(
      ({ first: { rule } }) => rule !== undefined && isRule(line, `- **Rule:** ${code(rule)}`),
    );
    if (!group) return undefined;
    this.#groups.delete(group);
    this.#settle(group.findings);
    return group;
  }

  #settle(findings: readonly Finding[]): void {
    for (const { id } of findings) this.#findings.delete(`- **Id:** ${code(id)}`);
  }
}

const manyPlaces = /^- \*\*(?:Places|Locations):\*\* \d/u;

function isRule(line: string, expected: string): boolean {
  return line === expected || line.startsWith(`${expected},`);
}

/** What a card shows from the fields of the finding; readers of both reports miss nothing. */
const known = new Set(
  (
    "Location,Locations,File,Files,Lines,Places,Severity,Category,Rule,Raised by,Reviewer,Reviewers,Id," +
    "Issue,Issues,Others,Scenario,Impact,Risk,Fix,Recommendation,Evidence,Proof,Also in,Disagreement," +
    "Why the disagreement,Questioned by a model,Not examined by a second look"
  ).split(","),
);

function withWords(remark: Remark, { heading, lines }: Section): ListedRemark {
  const number = /^(?:([A-Z]\d+)|`(#\d+)`):/u.exec(heading);
  const extras = lines.flatMap((line) => {
    const [, label = "", text = ""] = /^(?:- )?\*\*([^*]+):\*\* (.+)$/u.exec(line) ?? [];
    const isKnown = label === "" || known.has(label) || /^(?:\w+) in \d+ of them$/u.test(label);
    return isKnown ? [] : [[label, text] as const];
  });
  return { ...remark, number: number?.[1] ?? number?.[2] ?? "", extras };
}
