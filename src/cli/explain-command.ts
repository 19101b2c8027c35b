/** `session-review explain ID`: what a rule, practice, reviewer, signal, rubric or finding means. */
import { loadReviewers, loadRubrics } from "../catalog/load-pages.js";
import { loadPractices, loadRules, loadSignals } from "../catalog/load-shelves.js";
import { groupBy } from "../lib/group.js";
import { judgedInFull } from "../lib/judged.js";
import { nearest } from "../lib/nearest.js";
import { plural } from "../lib/text.js";
import { diffLines } from "../markdown/patch.js";
import { placeText } from "../markdown/wording.js";
import type { Accepted } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import type { Finding, Question } from "../model/finding.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import type { Review } from "../model/review.js";
import type { Rubric } from "../model/rubric.js";
import type { Example, PracticeRule, Rule } from "../model/rule.js";
import { itsName } from "../model/trial.js";
import { explainGrading, nearestGrading } from "./explain-grading.js";
import { indent, paragraphs } from "./explained.js";
import { explainOptionsSchema } from "./options.js";
import { readReview } from "./report-command.js";
import { ownPages } from "./own-pages.js";
import type { World } from "./world.js";
import { forTerminal } from "./write.js";
import { writeGuarded } from "./write-guarded.js";
import { languagesOf } from "./list-commands.js";

/** @throws UserError unknown-rule with the nearest known id */
export async function explainCommand(id: string, rawOptions: unknown, world: World): Promise<number> {
  const { review, all } = explainOptionsSchema.parse(rawOptions);
  const own = ownPages(world.cwd);
  const [rules, practices, reviewers, signals, rubrics] = await Promise.all([
    loadRules(),
    loadPractices(),
    loadReviewers(own.reviewers),
    loadSignals(),
    loadRubrics(own.rubrics),
  ]);
  const grading = { signals, rubrics };
  const name = id.replace(/^.*\//, "");
  const context: Context = { rules, reviewers, withAll: all };
  const text =
    (isCriterion(id, rubrics) ? explainGrading(id, grading) : undefined) ??
    explainRule(name, context) ??
    explainPractice(
      practices.find((practice) => practice.id === name),
      context,
    ) ??
    explainReviewer(reviewers.find((reviewer) => reviewer.id === name)) ??
    explainGrading(name, grading) ??
    (isFindingId(name) ? explainFinding(name, await readReview(review, world.cwd), context) : undefined);
  if (text === undefined) {
    const known = [...rules, ...practices, ...reviewers].map((entry) => entry.id);
    const meant =
      nearest(name, known) ??
      nearestGrading(id, grading) ??
      known.find((other) => name.length > 2 && other.includes(name));
    throw new UserError("unknown-rule", { name: id, nearest: meant ?? "" });
  }
  await writeGuarded(forTerminal(text), world);
  return 0;
}

/** A rubric before the slash says that no rule of that name is meant. */
function isCriterion(id: string, rubrics: readonly Rubric[]): boolean {
  return rubrics.some((rubric) => id.startsWith(`${rubric.id}/`));
}

interface Context {
  readonly rules: readonly Rule[];
  readonly reviewers: readonly Reviewer[];
  /** Every example, whole. */
  readonly withAll: boolean;
}

function explainRule(id: string | undefined, context: Context): string | undefined {
  const { rules, reviewers } = context;
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) return undefined;
  const { category } = rule;
  const owners = reviewers.filter((reviewer) => owns(reviewer, { category, rule: rule.id }));
  return paragraphs([
    `${rule.id}: ${rule.title}`,
    [
      `severity    ${rule.asks ? "none: it asks, and never counts as a finding" : `${rule.severity} unless the place says otherwise`}`,
      `category    ${rule.category}${cweText(rule)}`,
      `reviewers   ${owners.map((owner) => owner.id).join(", ")}`,
      `languages   ${languagesOf(rule)}`,
      `confidence  ${rule.confidence}`,
      `judged      ${judgedInFull(rule.judged)}`,
    ].join("\n"),
    `Risk\n  ${rule.risk}`,
    `Fix\n  ${rule.fix}`,
    ...explainTrial(rule),
    ...explainExamples(rule, ["Found", "Not found"], context),
    `To accept one place, say why in a comment on the line before it:\n  session-review-ignore-next-line ${rule.id} -- the reason`,
  ]);
}

/** The test that its page suggests, with a name for the code under test. */
function explainTrial({ trial }: Rule): readonly string[] {
  if (!trial) return [];
  const steps = Object.entries({ arrange: trial.arrange, act: trial.act, assert: trial.assert });
  const lines = steps.map(([step, text]) => `  ${step.padEnd(8)}${text.replaceAll(itsName, "the function")}`);
  return [`Test: ${trial.name}\n${lines.join("\n")}`];
}

function cweText({ cwe }: Rule): string {
  return cwe ? ` (${cwe.map((number) => `CWE-${number}`).join(", ")})` : "";
}

function explainPractice(practice: PracticeRule | undefined, context: Context): string | undefined {
  if (!practice) return undefined;
  return paragraphs([
    `${practice.id}: ${practice.title}`,
    `Why it is good\n  ${practice.reason}`,
    ...explainExamples(practice, ["Noticed", "Not noticed"], context),
  ]);
}

function explainReviewer(reviewer: Reviewer | undefined): string | undefined {
  return reviewer && `${reviewer.page}\n`;
}

function isFindingId(name: string): boolean {
  return /^[0-9a-f]{12}$/.test(name);
}

function explainFinding(id: string, review: Review, context: Context): string | undefined {
  const { findings, preExisting = [], questions = [], baseline } = review;
  const accepted = baseline?.accepted.find((candidate) => candidate.finding.id === id);
  const finding = [...findings, ...preExisting].find((candidate) => candidate.id === id) ?? accepted?.finding;
  const question = questions.find((candidate) => candidate.id === id);
  const text = finding ? describeFinding(finding) : question && describeQuestion(question);
  const rule = explainRule((finding ?? question)?.rule, context);
  if (text === undefined) return undefined;
  return `${text}${acceptanceText(accepted?.entry)}${rule === undefined ? "" : `\n${rule}`}`;
}

function acceptanceText(entry: Accepted | undefined): string {
  if (!entry) return "";
  const who = entry.owner === null ? "" : ` by ${entry.owner}`;
  return `\nAccepted${who} until ${entry.until}\n  ${entry.reason}\n`;
}

function describeQuestion(question: Question): string {
  const { title, also, proof } = question;
  return paragraphs([
    `QUESTION: ${title}`,
    `${placeText(question)}\n${indent(question.quote)}`,
    question.question,
    `If the answer is no\n  ${question.recommendation}`,
    ...(also.length === 0 ? [] : [`Also at\n${also.map((place) => `  ${placeText(place)}`).join("\n")}`]),
    ...proof.map(({ evidence }) => `Proof: ${evidence}`),
  ]);
}

function describeFinding(finding: Finding): string {
  const { scenario, also, proof } = finding;
  return paragraphs([
    `${finding.severity.toUpperCase()}: ${finding.title}`,
    `${placeText(finding)}\n${indent(finding.quote)}`,
    finding.issue,
    ...(scenario === undefined ? [] : [`Scenario\n  ${scenario}`]),
    `Recommendation\n  ${finding.recommendation}`,
    ...(finding.patch ? [`Fix\n${indent(diffLines(finding).join("\n"))}`] : []),
    ...(also.length === 0 ? [] : [`Also at\n${also.map((place) => `  ${placeText(place)}`).join("\n")}`]),
    ...proof.map(({ evidence }) => `Proof: ${evidence}`),
  ]);
}

/** Enough to recognise what an example is about. */
const mostLines = 14;

/** Of an example that is a project. */
const mostFiles = 2;

/** Two languages show the idea; a third says the same again. */
const mostLanguages = 2;

/** The first example of the first languages, long ones cut; the rest is counted. */
function explainExamples(
  { id, examples }: Pick<Rule | PracticeRule, "id" | "examples">,
  words: readonly [string, string],
  { withAll }: Context,
): readonly string[] {
  const all = examples.map((example) => explainExample(example, words, Number.POSITIVE_INFINITY));
  if (withAll) return all;
  const firsts = [...groupBy(examples, ({ language }) => language).values()]
    .flatMap(([first]) => first ?? [])
    .slice(0, mostLanguages);
  const rest = examples.length - firsts.length;
  const some = [
    ...firsts.map((example) => explainExample(example, words, mostLines)),
    ...(rest > 0 ? [`${plural(rest, "more example")}: session-review explain ${id} --all`] : []),
  ];
  return some.join("").length < all.join("").length ? some : all;
}

function explainExample(
  { language, path, bad, good }: Example,
  [yes, no]: readonly [string, string],
  limit: number,
): string {
  const where = path === undefined ? language : `${language}, ${path}`;
  return `${yes} (${where})\n${exampleCode(bad, limit)}\n\n${no} (${where})\n${exampleCode(good, limit)}`;
}

function exampleCode(code: Example["bad"], limit: number): string {
  if (typeof code === "string") return indent(firstLines(code.trimEnd(), limit));
  const files = Object.entries(code).map(([path, text]) =>
    indent(`${path}:\n${firstLines(text.trimEnd(), limit)}`),
  );
  if (files.length <= mostFiles || limit === Number.POSITIVE_INFINITY) return files.join("\n");
  // Projects that show a habit begin with the files that have it and end with the one that has not.
  const more = `  (and ${plural(files.length - mostFiles, "file")} like the first)`;
  return [files[0], more, ...files.slice(1 - mostFiles)].join("\n");
}

function firstLines(text: string, limit: number): string {
  const lines = text.split("\n");
  if (lines.length <= limit) return text;
  return [...lines.slice(0, limit), `(and ${plural(lines.length - limit, "more line")})`].join("\n");
}
