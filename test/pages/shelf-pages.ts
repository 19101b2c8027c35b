/** Writes the pages that list what stands on the shelves: pure functions from entries to Markdown. */
import { languagesOf } from "../../src/cli/list-commands.js";
import { plural } from "../../src/lib/text.js";
import { code, prose } from "../../src/markdown/escape.js";
import { table } from "../../src/markdown/table.js";
import { type Category, categories } from "../../src/model/category.js";
import type { Reviewer } from "../../src/model/reviewer.js";
import { type PracticeRule, type Rule, parsedFamilies } from "../../src/model/rule.js";
import { type Family, families } from "../../src/model/tree.js";
import type { Rubric } from "../../src/model/rubric.js";

const freshness =
  "<!-- Made from the shelf by test/shelf-pages.test.ts; after a change run: npx vitest run test/shelf-pages -u -->";

/** `reviewers/README.md`: who looks at what. */
export function reviewersPage(reviewers: readonly Reviewer[], rules: readonly Rule[]): string {
  const rows = reviewers.map(({ id, title, lens, categories: own }) => [
    `[${prose(title)}](${id}.md)`,
    prose(lens),
    own.join(", "),
    String(rulesOf(own, rules).length),
  ]);
  return page(
    "# Reviewers",
    "A reviewer is one way of looking at code: a question, the categories it owns, and a page that says what to look for, what not to flag, what evidence a finding needs and how bad it is. A rule belongs to every reviewer who owns its category.",
    table(["Reviewer", "Asks", "Owns", "Rules:"], rows),
    "Your own reviewers lie in `.session-review/reviewers/` of the folder the command runs in and have the same form.",
  );
}

/** `rubrics/README.md`: what the grades are made of. */
export function rubricsPage(rubrics: readonly Rubric[]): string {
  const sections = rubrics.map(({ id, title, scale, criteria, bands }) => {
    const rows = criteria.map((criterion) => [
      criterion.id,
      String(criterion.weight),
      criterion.categories.join(", "),
    ]);
    const grades = bands.map(({ grade, min }) => `${grade} from ${min}`).join(" · ");
    return [
      `## [${prose(title)}](${id}.md)`,
      table(["Criterion", `Weight of ${scale}:`, "Findings that cost points"], rows),
      `Grades: ${grades}.`,
    ];
  });
  return page(
    "# Rubrics",
    "A rubric turns the findings of a report into points. Nobody chooses a number: each lost point names its finding, and a criterion that nobody could look at is not scored.",
    ...sections.flat(),
  );
}

/** `src/rules/README.md`: the catalogue of rules and practices. */
export function rulesPage(rules: readonly Rule[], practices: readonly PracticeRule[]): string {
  const sections = categories.flatMap((category) => {
    const own = rulesOf([category], rules);
    return own.length === 0 ? [] : [`## ${heading(category)}`, table(ruleColumns, own.map(ruleRow))];
  });
  const praised = practices.map((practice) => [
    `[${practice.id}](../practices/${practice.id}.ts)`,
    practice.category,
    languagesOf(practice),
    prose(practice.title),
  ]);
  return page(
    "# Rules",
    `${plural(rules.length, "rule")} and ${plural(practices.length, "practice")}. Each file holds what is wrong, why it matters, what to do and the examples that are its tests; \`session-review explain ID\` prints them. The severity is where a rule begins: the facts of a place may lower or raise it.`,
    ...sections,
    "## Good practices",
    table(["Practice", "Category", "Languages", "Title"], praised),
  );
}

const ruleColumns = ["Rule", "Severity", "Languages", "CWE", "Title"];

function ruleRow(rule: Rule): readonly string[] {
  return [
    `[${rule.id}](${rule.category}/${rule.id}.ts)`,
    rule.severity,
    languagesOf(rule),
    (rule.cwe ?? []).join(", "),
    prose(rule.title),
  ];
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

function rulesOf(own: readonly Category[], rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ category }) => own.includes(category));
}

function heading(category: Category): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}

function page(title: string, ...blocks: readonly string[]): string {
  return `${[title, freshness, ...blocks].join("\n\n")}\n`;
}
