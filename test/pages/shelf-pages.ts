/** Writes the pages that list what stands on the shelves: pure functions from entries to Markdown. */
import { languagesOf } from "../../src/cli/list-commands.js";
import { judgedShortly } from "../../src/lib/judged.js";
import { plural } from "../../src/lib/text.js";
import { visibleCode } from "../../src/lib/visible.js";
import { code, prose } from "../../src/markdown/escape.js";
import { fence } from "../../src/markdown/fence.js";
import { table } from "../../src/markdown/table.js";
import { type Category, categories } from "../../src/model/category.js";
import { type Reviewer, owns } from "../../src/model/reviewer.js";
import { type PracticeRule, type Rule, parsedFamilies } from "../../src/model/rule.js";
import { type Family, families } from "../../src/model/tree.js";
import type { Rubric } from "../../src/model/rubric.js";
import type { Signal } from "../../src/model/signal.js";

const freshness =
  "<!-- Made from the shelf by test/shelf-pages.test.ts; after a change run: npx vitest run test/shelf-pages -u -->";

/** `reviewers/README.md`: who looks at what. */
export function reviewersPage(reviewers: readonly Reviewer[], rules: readonly Rule[]): string {
  const rows = reviewers.map((reviewer) => [
    `[${prose(reviewer.title)}](${reviewer.id}.md)`,
    prose(reviewer.lens),
    reviewer.categories.join(", "),
    String(answeredBy(reviewer, rules).length),
  ]);
  return page(
    "# Reviewers",
    "A reviewer is one way of looking at code: a question, the categories it owns, and a page that says what to look for, what not to flag, what evidence a finding needs and how bad it is. It answers for every rule of its categories and for single rules of others that its page lists. A reviewer of some languages joins when one of them is present.",
    table(["Reviewer", "Asks", "Owns", "Rules:"], rows),
    "## Who owns what",
    ownershipTable(reviewers, rules),
    "Your own reviewers lie in `.session-review/reviewers/` of the folder the command runs in and have the same form.",
  );
}

/** Every class of defect and every rule with those who answer for it; a language expert only for rules that read its language. */
function ownershipTable(reviewers: readonly Reviewer[], rules: readonly Rule[]): string {
  const rows = categories.flatMap((category) => {
    const owners = reviewers.filter((reviewer) => reviewer.categories.includes(category));
    const own = rulesOf([category], rules).map((rule) => [
      "",
      `[${rule.id}](../src/rules/${rule.category}/${rule.id}.ts)`,
      reviewers
        .filter((reviewer) => answeredBy(reviewer, [rule]).length > 0)
        .map(({ title }) => prose(title))
        .join(", "),
    ]);
    return [[category, "", owners.map(({ title }) => prose(title)).join(", ")], ...own];
  });
  return table(["Class of defect", "Rule", "Reviewers"], rows);
}

/** `rubrics/README.md`: what the grades are made of. */
export function rubricsPage(rubrics: readonly Rubric[]): string {
  const sections = rubrics.map(({ id, title, scale, criteria, bands }) => {
    const rows = criteria.map((criterion) => [
      criterion.id,
      String(criterion.weight),
      criterion.categories.join(", "),
      Object.entries(criterion.signals)
        .map(([signal, share]) => `${signal}${share === 1 ? "" : ` × ${share}`}`)
        .join(", "),
    ]);
    const grades = bands.map(({ grade, min }) => `${grade} from ${min}`).join(" · ");
    return [
      `## [${prose(title)}](${id}.md)`,
      table(["Criterion", `Weight of ${scale}:`, "Findings that cost points", "Signals"], rows),
      `Grades: ${grades}.`,
    ];
  });
  return page(
    "# Rubrics",
    "A rubric turns findings, and for comparisons [signals](../src/signals/README.md), into points. Nobody chooses a number: each lost point names its finding, and a criterion that nobody could look at is not scored.",
    ...sections.flat(),
  );
}

/** `src/signals/README.md`: what is measured of a candidate, and why. */
export function signalsPage(signals: readonly Signal[], rubrics: readonly Rubric[]): string {
  const rows = signals.map(({ id, title, why, sameFaults = [] }) => [
    `[${id}](${id}.ts)`,
    prose(title),
    sameFaults.length === 0 ? prose(why) : `${prose(why)} Counts once with ${sameFaults.join(", ")}.`,
    rubrics
      .filter(({ criteria }) => criteria.some(({ signals: own }) => own[id] !== undefined))
      .map((rubric) => rubric.id)
      .join(", "),
  ]);
  return page(
    "# Signals",
    "A signal measures one thing of a candidate, from 0 to 1, with the places that show it; where there is nothing to measure it says so, which costs nothing and earns nothing. [Rubrics](../../rubrics/README.md) weigh signals by id.",
    table(["Signal", "Title", "What and why", "In"], rows),
  );
}

/** `src/rules/README.md`: the catalogue of rules and practices. */
export function rulesPage(rules: readonly Rule[], practices: readonly PracticeRule[]): string {
  const sections = categories.flatMap((category) => {
    const own = rulesOf([category], rules);
    return own.length === 0 ? [] : [`## ${heading(category)}`, table(ruleColumns, own.map(ruleRow))];
  });
  const spoken = families
    .filter((family) => family !== "text")
    .map((family) => {
      const own = rules.filter((rule) => looksAt(rule, family));
      const links = own.map(({ id, category }) => `[${id}](${category}/README.md#${id})`);
      return [familyTitles[family], String(own.length), links.join(", ")];
    });
  const praised = practices.map((practice) => [
    `[${practice.id}](../practices/${practice.id}.ts)`,
    practice.category,
    languagesOf(practice),
    prose(practice.title),
  ]);
  return page(
    "# Rules",
    `${plural(rules.length, "rule")} and ${plural(practices.length, "practice")}. Each file holds what is wrong, why it matters, what to do and the examples that are its tests; \`session-review explain ID\` prints them. The severity is where a rule begins: the facts of a place may lower or raise it. Of its hits in other people's code so many were judged right by whoever read them; what was arguable, and in how many projects, \`explain\` says.`,
    ...sections,
    "## By language",
    "Rules that read any text look at every language besides.",
    table(["Language", "Rules:", "Which"], spoken),
    "## Good practices",
    table(["Practice", "Category", "Languages", "Title"], praised),
  );
}

const ruleColumns = ["Rule", "Severity", "Judged right", "Languages", "CWE", "Title"];

function ruleRow(rule: Rule): readonly string[] {
  return [
    `[${rule.id}](${rule.category}/README.md#${rule.id})`,
    rule.severity,
    judgedShortly(rule.judged),
    languagesOf(rule),
    (rule.cwe ?? []).join(", "),
    prose(rule.title),
  ];
}

/** `src/rules/<category>/README.md`: what each rule finds and leaves alone, with its examples. */
export function categoryPage(category: Category, rules: readonly Rule[]): string {
  const blocks = rulesOf([category], rules).flatMap((rule) => [
    `## ${rule.id}`,
    `**${prose(rule.title)}.** ${rule.severity}; ${languagesOf(rule)}. [Source](${rule.id}.ts)`,
    `${prose(rule.risk)} ${prose(rule.fix)}`,
    ...firstExamples(rule).flatMap(({ language, bad, good }) => [
      `Found (${language}):`,
      shown(bad, language),
      "Not found:",
      shown(good, language),
    ]),
  ]);
  return page(`# ${heading(category)} rules`, ...blocks);
}

/** Their examples would set them off on the page that shows them; credentials are made only when the tests run. */
const unshown = ["conflict-marker", "hardcoded-secret", "hidden-text", "instruction-to-reviewer"];

/** One example a language is enough to see what is meant; the source has them all. */
function firstExamples({ id, examples }: Rule): Rule["examples"] {
  if (unshown.includes(id)) return [];
  return examples.filter(
    ({ language }, i) => examples.findIndex((other) => other.language === language) === i,
  );
}

/** An example of an oversized file is one. */
const mostExampleLines = 30;

function shown(example: Rule["examples"][number]["bad"], language: string): string {
  const text =
    typeof example === "string"
      ? example
      : Object.entries(example)
          .map(([path, code]) => `${path}\n\n${code}`)
          .join("\n\n");
  const lines = visibleCode(text).trimEnd().split("\n");
  const more = lines.length - mostExampleLines;
  return fence(
    more > 0 ? [...lines.slice(0, mostExampleLines), `… ${more} more lines`] : lines,
    language === "text" ? "" : language,
  );
}

/** Part of README.md: how many rules look for what. */
export function categoriesTable(rules: readonly Rule[], reviewers: readonly Reviewer[]): string {
  const rows = categories.map((category) => {
    const own = rulesOf([category], rules);
    const owners = reviewers.filter((reviewer) => reviewer.categories.includes(category));
    const inFamily = (family: Family): string => String(own.filter((rule) => looksAt(rule, family)).length);
    return [
      category,
      String(own.length),
      ...families.map(inFamily),
      owners.map(({ title }) => prose(title)).join(", "),
    ];
  });
  const titles = families.map((family) => `${familyTitles[family]}:`);
  return table(["Category", "Rules:", ...titles, "Reviewers"], rows);
}

const familyTitles: Readonly<Record<Family, string>> = {
  typescript: "TypeScript, JavaScript",
  python: "Python",
  go: "Go",
  rust: "Rust",
  java: "Java",
  elixir: "Elixir",
  text: "any text",
};

function looksAt(rule: Rule, family: Family): boolean {
  return family === "text" ? rule.match?.text !== undefined : parsedFamilies(rule).includes(family);
}

/** Part of README.md: report formats by the name `-f` takes. */
export function formatsTable(
  reports: readonly { readonly id: string; readonly title: string; readonly audience: string }[],
): string {
  return table(
    ["Format", "What it is", "For a"],
    reports.map(({ id, title, audience }) => [code(id), prose(title), audience]),
  );
}

/** Rules a reviewer answers for; an expert answers in its languages only. */
function answeredBy(reviewer: Reviewer, rules: readonly Rule[]): readonly Rule[] {
  const spoken = reviewer.languages;
  return rules.filter(
    (rule) =>
      owns(reviewer, { category: rule.category, rule: rule.id }) &&
      (!spoken || spoken.some((id) => looksAt(rule, familyOf(id)))),
  );
}

/** JavaScript is read by TypeScript's parser; the others are families of their own. */
function familyOf(language: string): Family {
  return families.find((family) => family === language) ?? "typescript";
}

function rulesOf(own: readonly Category[], rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ category }) => own.includes(category));
}

function heading(category: Category): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}

function page(title: string, ...blocks: readonly string[]): string {
  return `${[title, freshness, ...blocks].join("\n\n")}\n`;
}
