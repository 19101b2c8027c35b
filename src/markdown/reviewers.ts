/** Who looked: at how much, with which question in mind, and what each of them found. */
import { groupBy } from "../lib/group.js";
import { grouped, plural } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { tiersOf } from "./tiers.js";
import { severities } from "../model/severity.js";
import { blocks, section } from "./document.js";
import { prose } from "./escape.js";
import { pairCounts } from "./pair-counts.js";
import { table } from "./table.js";
import { countOf, enumerate, inWords, reviewerTitles } from "./wording.js";

/** `**Reviewers:** Security and QA (8 files), Factual (7 of 8 files)`; a reviewer looks at a file at most once. */
export function reviewersLine(review: Review): string {
  const titleOf = reviewerTitles(review);
  const reviewers = [...pairCounts(review)].map(([id, counts]) => {
    const seen = (counts.get("reviewed") ?? 0) + (counts.get("reused") ?? 0);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const share = seen === all ? plural(all, "file") : `${grouped(seen)} of ${plural(all, "file")}`;
    return { title: prose(titleOf(id)), share };
  });
  const names = [...groupBy(reviewers, ({ share }) => share)].map(
    ([share, same]) => `${enumerate(same.map(({ title }) => title))} (${share})`,
  );
  return names.length === 0 ? "" : `**Reviewers:** ${names.join(", ")}`;
}

/** What each reviewer asks and found; nothing for a review without findings, which names the questions elsewhere. */
export function reviewersSection(review: Review): string {
  if (review.findings.length === 0) return "";
  const titleOf = reviewerTitles(review);
  const numbers = numbersById(review);
  const lenses = new Map(review.reviewers.map(({ id, lens }) => [id, lens]));
  const met = severities.filter((severity) => countOf(review.findings, severity) > 0);
  const ids = new Set([...lenses.keys(), ...review.findings.flatMap(({ reviewers }) => reviewers)]);
  const rows = [...ids].map((id) => {
    const own = review.findings.filter(({ reviewers }) => reviewers.includes(id));
    return [
      prose(titleOf(id)),
      prose(lenses.get(id) ?? ""),
      ...met.map((severity) => grouped(countOf(own, severity))),
      String(review.notAssessed.filter(({ reviewer }) => reviewer === id).length),
      firstOf(review, id, numbers),
    ];
  });
  const columns = [
    "Reviewer",
    "Asks",
    ...met.map((severity) => `${inWords(severity)}:`),
    "Open questions:",
    "Would fix first",
  ];
  return section("## Reviewers", blocks(table(columns, rows), sharedNote(review.findings)));
}

/** The number under which a finding stands in the tiers. */
function numbersById(review: Review): ReadonlyMap<string, string> {
  const remarks = tiersOf(review).flatMap((tier) => tier.remarks);
  return new Map(remarks.flatMap(({ number, findings }) => findings.map(({ id }) => [id, number] as const)));
}

function firstOf({ reviewers }: Review, id: string, numbers: ReadonlyMap<string, string>): string {
  const first = reviewers.find((reviewer) => reviewer.id === id)?.first ?? [];
  return [...new Set(first.map((finding) => numbers.get(finding) ?? ""))].filter(Boolean).join(", ");
}

/** Without it the columns seem to hold more findings than there are. */
function sharedNote(findings: readonly Finding[]): string {
  const count = findings.filter(({ reviewers }) => reviewers.length > 1).length;
  if (count === 0) return "";
  return `${plural(count, "finding")} with more than one reviewer ${count === 1 ? "counts" : "count"} for each of them.`;
}
