/** The verdict on production readiness: by a stated rule, from what the report lists and from what it does not. */
import { plural } from "../../lib/text.js";
import type { Review } from "../../model/review.js";
import { bullets, blocks, section } from "../document.js";
import { prose } from "../escape.js";
import { reviewedFiles } from "../files.js";
import { gapsOf } from "../gaps.js";
import { nameOf } from "../verdict.js";
import { enumerate } from "../wording.js";
import { type Issue, areSevere, blocking, numberText, numbersText } from "./issues.js";
import { type Rating, ratingTable } from "./ratings.js";
import { type Case, casesFor } from "./trials.js";

/** All that the verdict rests on. */
export interface Grounds {
  readonly review: Review;
  readonly issues: readonly Issue[];
  readonly cases: readonly Case[];
  readonly ratings: readonly Rating[];
}

export interface Readiness {
  readonly word: "Ready" | "Ready with conditions" | "Not ready";
  /** `high`, `at least medium`, `unknown`. */
  readonly risk: string;
  /** Why it is not ready, beside its issues. */
  readonly obstacles: readonly string[];
  readonly blockers: readonly Issue[];
  readonly conditions: readonly string[];
}

const rule =
  "By rule: not ready with a critical or high finding, with tests that did not pass, with a statement of the plan that the code contradicts, or where part of the review is missing. Ready with conditions when none of these holds and any condition below is open. Ready only when nothing is left. The risk is the worst severity found, and “at least” that where part of the review or an aspect is missing.";

export function readinessOf(grounds: Grounds): Readiness {
  const { review, issues } = grounds;
  const blockers = issues.filter((issue) => areSevere(issue, blocking));
  const obstacles = obstaclesOf(review);
  const conditions = conditionsOf(grounds);
  const isBlocked = blockers.length > 0 || obstacles.length > 0;
  return {
    word: isBlocked ? "Not ready" : conditions.length > 0 ? "Ready with conditions" : "Ready",
    risk: riskOf(grounds),
    obstacles,
    blockers,
    conditions,
  };
}

function riskOf({ review, issues: [worst], ratings }: Grounds): string {
  if (reviewedFiles(review).length === 0) return "unknown";
  const severity = worst?.first.severity ?? "info";
  const word = severity === "info" ? "low" : severity;
  const isPart = gapsOf(review) !== null || ratings.some((rating) => rating.word === "Not assessed");
  return isPart ? `at least ${word}` : word;
}

function obstaclesOf(review: Review): readonly string[] {
  const bad = (review.testRuns ?? []).filter(({ outcome }) => outcome !== "passed");
  const contradicted = statements(review, "contradicted");
  const gaps = gapsOf(review);
  return [
    ...(gaps ? [`The review is incomplete. ${gaps.headline}`] : []),
    ...bad.map(({ source, outcome }) => `Tests: \`${source}\` ended as “${outcome}”.`),
    ...(contradicted.length === 0 ? [] : [`The code contradicts the plan in ${enumerate(contradicted)}.`]),
  ];
}

function statements({ conformance = [] }: Review, wanted: string): readonly string[] {
  return conformance.flatMap(({ statements: all }) =>
    all.filter(({ verdict }) => verdict === wanted).map(({ id }) => id),
  );
}

function conditionsOf({ review, issues, ratings }: Grounds): readonly string[] {
  const important = issues.filter((issue) => areSevere(issue, ["medium"]));
  const unassessed = ratings.filter(({ word }) => word === "Not assessed").map(({ aspect }) => aspect.title);
  const unread = unreadCode(review);
  const open = review.notAssessed.length;
  const asked = (review.questions ?? []).length;
  const missing = [...statements(review, "missing"), ...statements(review, "partly")];
  return [
    ...(important.length === 0
      ? []
      : [`Mend or accept, with a reason, ${numbersText(important)} (important).`]),
    ...(unassessed.length === 0
      ? []
      : [`Have somebody assess what nobody looked at here: ${enumerate(unassessed)}.`]),
    ...(unread.length === 0
      ? []
      : [`Have somebody read the code that only text rules looked at: ${unread.join(", ")}.`]),
    ...(missing.length === 0
      ? []
      : [`Finish or drop what the plan asks for and the code lacks: ${enumerate(missing)}.`]),
    ...(asked === 0 ? [] : [`Have the author answer the ${plural(asked, "question")} under “Questions”.`]),
    ...(open === 0 ? [] : [`Answer the ${plural(open, "question")} under “Not assessed”, security first.`]),
    ...((review.testRuns ?? []).length > 0 ? [] : ["Run the tests: none were run for this review."]),
  ];
}

/** Titles of languages that are no programs: what is wrong in them is rarely what stops a service. */
const noPrograms: readonly string[] = [
  "CSS",
  "HTML",
  "JSON",
  "Markdown",
  "Text",
  "TOML",
  "XML",
  "YAML",
  "other text",
];

/** `Vue 167`: code in languages that no parser here reads. */
function unreadCode({ facts }: Review): readonly string[] {
  return facts.languages
    .filter(({ title, isParsed }) => !isParsed && !noPrograms.includes(title))
    .map(({ title, files }) => `${prose(title)} ${plural(files, "file")}`);
}

/** One bold line for the head of the report, and what it hangs on. */
export function readinessLine({ word, risk, blockers, obstacles, conditions }: Readiness): string {
  const because =
    blockers.length > 0
      ? ` Blocked by ${numbersText(blockers)}.`
      : obstacles.length > 0
        ? ` ${prose(obstacles[0] ?? "")}`
        : conditions.length > 0
          ? ` ${plural(conditions.length, "condition")}, listed under “Verdict”.`
          : "";
  return `**Production readiness: ${word.toUpperCase()}. Risk level: ${risk}.**${because}`;
}

export function verdictSection(grounds: Grounds, readiness: Readiness): string {
  const { word, risk, blockers, obstacles, conditions } = readiness;
  const stops = [
    ...obstacles.map(prose),
    ...blockers.map((issue) => `${numberText(issue)} ${nameOf(issue)}`),
  ];
  return section(
    "## Verdict",
    ratingTable(grounds.ratings, grounds.review),
    blocks(`### Production readiness: ${word.toLowerCase()}, risk level ${risk}`, rule),
    stops.length === 0 ? "" : blocks("**Immediate blockers:**", numbered(stops)),
    conditions.length === 0
      ? ""
      : blocks("**Conditions before deployment:**", bullets(conditions.map((text) => `[ ] ${text}`))),
    blocks("**Next steps:**", numbered(nextSteps(grounds, readiness))),
  );
}

function numbered(items: readonly string[]): string {
  return items.map((item, i) => `${i + 1}. ${item}`).join("\n");
}

function nextSteps({ review, issues, cases }: Grounds, readiness: Readiness): readonly string[] {
  const { blockers } = readiness;
  const [first] = blockers.length > 0 ? blockers : issues;
  const tests = casesFor(blockers, cases);
  const important = issues.filter((issue) => areSevere(issue, ["medium"]));
  return [
    ...(gapsOf(review) ? ["Have the rest reviewed: the top of this report says what failed."] : []),
    ...(tests === "" ? [] : [`Write ${tests} and see ${/and|–/u.test(tests) ? "them" : "it"} fail.`]),
    ...(blockers.length > 0 && first
      ? [
          `Mend ${numbersText(blockers)}${blockers.length > 1 ? `, beginning with ${numberText(first)} (${prose(first.title)})` : ""}.`,
        ]
      : []),
    ...(important.length > 0 ? [`Mend ${numbersText(important)}${blockers.length > 0 ? " next" : ""}.`] : []),
    ...(review.notAssessed.length > 0
      ? ["Put the open questions to whoever knows the purpose of the code."]
      : []),
    issues.length === 0 && readiness.word === "Ready"
      ? "Deploy, and watch what no review can see: load, and use nobody thought of."
      : "Review again: the verdict changes when the list above does.",
  ];
}
