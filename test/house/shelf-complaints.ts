/** What the house rules object to in a shelf entry; each complaint is one line. */
import type { Language } from "../../src/model/language.js";
import type { Report } from "../../src/model/report.js";
import { type Reviewer, reviewerSections } from "../../src/model/reviewer.js";
import type { Rubric } from "../../src/model/rubric.js";
import type { PracticeRule, Rule } from "../../src/model/rule.js";
import type { Signal } from "../../src/model/signal.js";

/** Longest question that fits one line of a report. */
const questionLength = 140;

/** Ids stand in suppressions, reports and file names. */
export function badIds(entries: readonly { readonly id: string }[]): readonly string[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }) => {
    const isTwice = seen.has(id);
    seen.add(id);
    return [
      ...(isTwice ? [`${id} is there twice`] : []),
      ...(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) ? [] : [`${id} is not kebab-case`]),
    ];
  });
}

export function complaintsAboutRule(rule: Rule, languages: readonly Language[]): readonly string[] {
  return [
    ...complaintsAboutIdea(rule, languages),
    ...(isSentence(rule.risk) ? [] : ["its risk is not a sentence"]),
    ...(isSentence(rule.fix) ? [] : ["its fix is not a sentence"]),
  ].map((complaint) => `${rule.id}: ${complaint}`);
}

export function complaintsAboutPractice(
  practice: PracticeRule,
  languages: readonly Language[],
): readonly string[] {
  return [
    ...complaintsAboutIdea(practice, languages),
    ...(isSentence(practice.reason) ? [] : ["its reason is not a sentence"]),
  ].map((complaint) => `${practice.id}: ${complaint}`);
}

function complaintsAboutIdea(idea: Rule | PracticeRule, languages: readonly Language[]): readonly string[] {
  const { title, confidence, examples, match = {}, project } = idea;
  const shown = examples.map(
    ({ language }) => languages.find(({ id }) => id === language)?.family ?? language,
  );
  const families = Object.keys(match);
  return [
    ...(/^[^a-z].*[^.\s]$/.test(title) ? [] : [`"${title}" is no title: a capital, and no dot at the end`]),
    ...(confidence > 0 && confidence <= 1
      ? []
      : [`the confidence ${confidence} is not above 0 and at most 1`]),
    ...(families.length > 0 || project ? [] : ["it matches nothing"]),
    ...(examples.length > 0 ? [] : ["it has no example"]),
    ...examples
      .filter(isHalf)
      .map(({ language }) => `an example in ${language} lacks its bad or its good half`),
    ...families.filter((family) => !shown.includes(family)).map((family) => `it has no example in ${family}`),
    ...shown
      .filter((family) => !project && !families.includes("text") && !families.includes(family))
      .map((f) => `it has an example in ${f} and no matcher`),
  ];
}

function isHalf({ bad, good }: Rule["examples"][number]): boolean {
  return [bad, good].some(
    (code) => (typeof code === "string" ? code.trim() : Object.keys(code).join("")) === "",
  );
}

function isSentence(text: string): boolean {
  return /^[^a-z\s].*[.!?]$/s.test(text);
}

export function complaintsAboutReviewer(reviewer: Reviewer): readonly string[] {
  const { id, page, questions, lens } = reviewer;
  const headings = Array.from(page.matchAll(/^## (.+)$/gm), (match) => match[1] ?? "");
  return [
    ...(headings.join(" · ") === reviewerSections.join(" · ")
      ? []
      : [`its sections are ${headings.join(" · ")}`]),
    ...(lens.endsWith("?") ? [] : ["its lens is not a question"]),
    ...(questions.length > 0 ? [] : ["it leaves the reader no question"]),
    ...questions
      .filter((text) => text.length > questionLength || !text.endsWith("?"))
      .map((text) => `"${text}" is not a question of at most ${questionLength} characters`),
  ].map((complaint) => `${id}: ${complaint}`);
}

export function complaintsAboutRubric({ id, scale, criteria, sections, bands }: Rubric): readonly string[] {
  const sum = criteria.reduce((total, { weight }) => total + weight, 0);
  const bare = criteria.filter((criterion) => !sections[criterion.id]);
  const rising = bands.filter(({ min }, i) => i > 0 && min >= (bands[i - 1]?.min ?? 0));
  return [
    ...(sum === scale ? [] : [`its weights sum to ${sum}, not to ${scale}`]),
    ...bare.map((criterion) => `${criterion.id} has no section`),
    ...rising.map(({ grade }) => `the band ${grade} is not below the one before it`),
  ].map((complaint) => `${id}: ${complaint}`);
}

/** A golden is a whole report in test/golden: `batch-sample.md`. A format for programs is held to its schema instead. */
export function hasGolden({ id, extension, audience }: Report, goldens: readonly string[]): boolean {
  if (audience === "program") return true;
  return goldens.some((name) => name.startsWith(`${id}-`) && name.endsWith(extension));
}

/** Every signal says what it measures and why, and some rubric weighs it. */
export function complaintsAboutSignal(
  { id, title, why, advice, sameFaults = [] }: Signal,
  rubrics: readonly Rubric[],
  rules: readonly string[],
): readonly string[] {
  const isWeighed = rubrics.some(({ criteria }) => criteria.some(({ signals }) => signals[id] !== undefined));
  return [
    ...(title.trim() === "" || title.endsWith(".") ? ["its title is no title"] : []),
    ...(isSentence(why) ? [] : ["its why is not a sentence"]),
    ...(isSentence(`${advice}.`) ? [] : ["its advice is not an imperative sentence"]),
    ...(isWeighed ? [] : ["no rubric weighs it"]),
    ...sameFaults.filter((rule) => !rules.includes(rule)).map((rule) => `there is no rule ${rule}`),
  ].map((complaint) => `${id}: ${complaint}`);
}
