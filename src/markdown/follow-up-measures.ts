/** What a follow-up counts: before and after, and over time. */
import { grouped, plural } from "../lib/text.js";
import { type FollowUp, type Measures, followUpStatuses } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import type { Facts } from "../model/survey.js";
import { severities } from "../model/severity.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose } from "./escape.js";
import { table } from "./table.js";
import { scaleOf } from "./verdict.js";
import { enumerate, inWords } from "./wording.js";

type Row = readonly [name: string, before: number | null, after: number | null];

export function measuresSection(review: Review, followUp: FollowUp): string {
  const { measures } = followUp.earlier;
  const now = { facts: review.facts, findings: review.findings, quality: qualityOf(review) };
  const rows: readonly Row[] = [
    ...severities.map((severity): Row => [
      `Findings, ${severity}`,
      measures ? (measures.severities[severity] ?? 0) : null,
      now.findings.filter((finding) => finding.severity === severity).length,
    ]),
    ["Quality, points", measures?.quality?.total ?? null, now.quality],
    ...factRows(measures?.facts ?? null, now.facts),
  ];
  const categories = comparison(categoryRows(review, measures));
  return section(
    "## Measures",
    measures ? "" : "The earlier document holds no measures.",
    comparison(rows),
    categories === "" ? "" : blocks("Findings by kind of defect:", categories),
    caveats(followUp),
  );
}

/** A number that went down because nobody looked is no progress. */
function caveats({ findings }: FollowUp): string {
  const count = (status: string): number => findings.filter((finding) => finding.status === status).length;
  const [unseen, accepted] = [count("not reviewed"), count("accepted")];
  const missing = [
    ...(unseen === 0 ? [] : [`${plural(unseen, "earlier finding")} that nobody looked at again`]),
    ...(accepted === 0 ? [] : [`${plural(accepted, "accepted one")}`]),
  ];
  const less = missing.length === 0 ? "" : `The counts after may be without ${enumerate(missing)}. `;
  return `${less}Nothing was run for this table: what the changes cost in time and memory is not measured.`;
}

function qualityOf({ scorecards: [card] }: Review): number | null {
  return card && scaleOf(card) > 0 ? card.total : null;
}

function categoryRows({ findings }: Review, measures: Measures | undefined): readonly Row[] {
  const names = [
    ...new Set([...Object.keys(measures?.categories ?? {}), ...findings.map(({ category }) => category)]),
  ];
  return names.map((name): Row => [
    name,
    measures ? (measures.categories[name] ?? 0) : null,
    findings.filter(({ category }) => category === name).length,
  ]);
}

function factRows(before: Facts | null, after: Facts): readonly Row[] {
  const row = (name: string, read: (facts: Facts) => number | null): Row => [
    name,
    before && read(before),
    read(after),
  ];
  return [
    row("Files", ({ files }) => files),
    row("Lines", ({ lines }) => lines),
    row("Functions", ({ functions }) => functions),
    row("Longest function, lines", (facts) => facts.longestFunctionLines),
    row("Median function, lines", (facts) => facts.medianFunctionLines),
    row("Highest complexity", (facts) => facts.highestComplexity),
    row("Deepest nesting", (facts) => facts.deepestNesting),
    row("Groups of copied code", ({ cloneGroups }) => cloneGroups),
    row("Lines with a comment, %", ({ commentRatio }) => percent(commentRatio)),
    row("Types annotated, %", ({ annotationRatio }) => percent(annotationRatio)),
    row("Tests", casesOf),
    row("Lines of test for each of code", (facts) => facts.testLinesPerCodeLine),
  ];
}

function casesOf({ tests }: Facts): number {
  return tests.reduce((sum, { cases }) => sum + cases, 0);
}

function percent(ratio: number | null): number | null {
  return ratio === null ? null : Math.round(ratio * 100);
}

/** Rows that are nothing on both sides say nothing. */
function comparison(rows: readonly Row[]): string {
  const telling = rows.filter(([, before, after]) => before || after);
  if (telling.length === 0) return "";
  return table(
    ["", "Before:", "After:", "Change:"],
    telling.map(([name, before, after]) => [prose(name), shown(before), shown(after), change(before, after)]),
  );
}

function shown(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? grouped(value) : String(Math.round(value * 100) / 100);
}

function change(before: number | null, after: number | null): string {
  if (before === null || after === null) return "–";
  const difference = Math.round((after - before) * 100) / 100;
  if (difference === 0) return "0";
  return difference > 0 ? `+${shown(difference)}` : `−${shown(-difference)}`;
}

export function historySection({ history }: FollowUp): string {
  const used = followUpStatuses.filter((status) => history.some(({ statuses }) => statuses[status]));
  const rows = history.map(({ title, findings, statuses, introduced }, i) => [
    String(i + 1),
    prose(title),
    ...used.map((status) => String(statuses[status] ?? 0)),
    introduced === undefined ? "–" : String(introduced),
    String(findings),
  ]);
  return section(
    "## Counts over time",
    table(["", "Review", ...used.map((status) => `${inWords(status)}:`), "New:", "Found in all:"], rows),
  );
}

/** Tests that are written down, beside those of before. */
export function testCoverageSection(review: Review, { earlier: { measures } }: FollowUp): string {
  const { tests } = review.facts;
  const before = measures?.facts?.tests ?? null;
  if (tests.length === 0 && !before?.length)
    return section("## Test coverage", "No tests are among the reviewed files.");
  const known = new Map(before?.map(({ path, cases }) => [path, cases]));
  const total = casesOf(review.facts);
  const was = before === null ? "" : `, ${before.reduce((sum, { cases }) => sum + cases, 0)} before`;
  const changed = tests.filter(({ path, cases }) => before !== null && known.get(path) !== cases);
  const gone = [...known].filter(([path]) => !tests.some((test) => test.path === path));
  return section(
    "## Test coverage",
    `${plural(total, "test")} in ${plural(tests.length, "file")}${was}, counted and not run.`,
    bullets([
      ...changed.map(
        ({ path, cases }) =>
          `${code(path)}: ${plural(cases, "test")}${known.has(path) ? `, ${known.get(path)} before` : ", new"}`,
      ),
      ...gone.map(
        ([path, cases]) =>
          `${code(path)}: not among the reviewed files any more, ${plural(cases, "test")} before`,
      ),
    ]),
    runs(review),
  );
}

function runs({ testRuns = [] }: Review): string {
  return bullets(
    testRuns.map(({ outcome, passed, failed }) => {
      const counts = passed === null || failed === null ? "" : `: ${passed} passed, ${failed} failed`;
      return `Test run ${prose(outcome)}${counts}`;
    }),
  );
}
