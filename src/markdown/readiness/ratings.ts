/** A word for each aspect, by a formula that the report prints. */
import { groupBy } from "../../lib/group.js";
import { plural } from "../../lib/text.js";
import type { Review } from "../../model/review.js";
import type { Severity } from "../../model/severity.js";
import { blocks } from "../document.js";
import { prose } from "../escape.js";
import { table } from "../table.js";
import { type Aspect, aspectOf } from "./aspects.js";
import type { CheckedAspect } from "./checklist.js";
import { type Issue, areSevere, blocking, numbersText } from "./issues.js";

export type RatingWord = "Nothing found" | "Good" | "Fair" | "Poor" | "Not assessed";

export interface Rating {
  readonly aspect: Aspect;
  readonly word: RatingWord;
  /** 0–1; null where nobody looked. */
  readonly share: number | null;
  readonly issues: readonly Issue[];
  /** Why nobody looked. */
  readonly why: string;
}

/** As in the rubric `batch-quality`, whose page says why: each step weighs two to four of the next. */
const penalties: Readonly<Record<Severity, number>> = {
  critical: 1,
  high: 0.5,
  medium: 0.2,
  low: 0.05,
  info: 0,
};

/** A share from which the word holds. Five medium findings in a thousand lines leave nothing, so one or two are fair. */
const words: readonly (readonly [least: number, word: RatingWord])[] = [
  [0.85, "Good"],
  [0.5, "Fair"],
];

const formula =
  "By rule: share = max(0, 1 − Σ penalty ÷ size), penalty critical 1, high 0.5, medium 0.2, low 0.05, info 0, size = max(1, √(thousand lines that a parser and a reviewer read)). Good from 0.85, Fair from 0.5, Poor below; a critical finding makes it Poor, a high one Fair at best, and tests that failed make Testing Poor. “Nothing found” is no praise: see the checklist for what was looked at.";

export function ratingsOf(
  review: Review,
  checked: readonly CheckedAspect[],
  issues: readonly Issue[],
): readonly Rating[] {
  const size = Math.max(1, Math.sqrt(linesRead(review) / 1000));
  const hasFailedTests = (review.testRuns ?? []).some(({ outcome }) => outcome === "failed");
  return checked.map(({ aspect, isLookedAt, topics }) => {
    const own = issues.filter((issue) => issue.aspect === aspect);
    const isFailing = aspect.title === "Testing" && hasFailedTests;
    if (own.length === 0 && !isLookedAt && !isFailing)
      return { aspect, word: "Not assessed", share: null, issues: own, why: topics[0]?.why ?? "" };
    const penalty = review.findings
      .filter((finding) => aspectOf(finding) === aspect)
      .reduce((sum, { severity }) => sum + penalties[severity], 0);
    const share = Math.round(Math.max(0, 1 - penalty / size) * 100) / 100;
    return { aspect, word: isFailing ? "Poor" : wordFor(share, own), share, issues: own, why: "" };
  });
}

function linesRead({ coverage }: Review): number {
  return coverage.files
    .filter(
      ({ depth, pairs }) =>
        depth === "parsed" && pairs.some(({ status }) => status === "reviewed" || status === "reused"),
    )
    .reduce((sum, { lines }) => sum + lines, 0);
}

function wordFor(share: number, issues: readonly Issue[]): RatingWord {
  if (issues.length === 0) return "Nothing found";
  if (issues.some((issue) => areSevere(issue, ["critical"]))) return "Poor";
  const word = words.find(([least]) => share >= least)?.[1] ?? "Poor";
  return word === "Good" && issues.some((issue) => areSevere(issue, blocking)) ? "Fair" : word;
}

export function ratingTable(ratings: readonly Rating[], review: Review): string {
  const rows = ratings.map((rating) => [
    `**${rating.aspect.title}**`,
    rating.word,
    rating.share === null || rating.word === "Nothing found" ? "–" : rating.share.toFixed(2),
    notesOf(rating, review),
  ]);
  return blocks("### Assessment by aspect", table(["Aspect", "Rating", "Share:", "Notes"], rows), formula);
}

/** Titles that are named; the others keep their numbers. */
const mostTitles = 2;
const mostPractices = 2;

function notesOf({ aspect, issues, word, why }: Rating, review: Review): string {
  const kept = new Set(
    review.practices
      .filter(({ category }) => aspectOf({ category }) === aspect)
      .map(({ title }) => prose(title)),
  );
  const failed = (review.testRuns ?? []).filter(({ outcome }) => outcome === "failed");
  const notes = [
    word === "Not assessed" ? prose(why) : "",
    aspect.title === "Testing" && failed.length > 0 ? `${plural(failed.length, "run")} of tests failed` : "",
    namedIssues(issues),
    kept.size === 0 ? "" : `Done well: ${[...kept].slice(0, mostPractices).join("; ")}`,
  ];
  return notes.filter((note) => note !== "").join(". ");
}

/** One title for issues that differ in severity only. */
function namedIssues(issues: readonly Issue[]): string {
  const titles = [...groupBy(issues, ({ title }) => title)];
  const named = titles.slice(0, mostTitles).map(([title, own]) => `${numbersText(own)} ${prose(title)}`);
  const rest = titles.slice(mostTitles).flatMap(([, own]) => own);
  return [...named, ...(rest.length === 0 ? [] : [`also ${numbersText(byNumber(rest))}`])].join("; ");
}

function byNumber(issues: readonly Issue[]): readonly Issue[] {
  return [...issues].sort((a, b) => a.number - b.number);
}
