/** `session-review rules`, `reviewers` and `rubrics`: what stands on the shelves. */
import { loadReviewers, loadRubrics } from "../catalog/load-pages.js";
import { loadPractices, loadRules, loadSignals } from "../catalog/load-shelves.js";
import { writeJson } from "../formats/write-json.js";
import { judgedShortly } from "../lib/judged.js";
import { plural } from "../lib/text.js";
import { categories } from "../model/category.js";
import type { PracticeRule, Rule } from "../model/rule.js";
import { listOptionsSchema } from "./options.js";
import { ownPages } from "./own-pages.js";
import type { World } from "./world.js";
import { forTerminal, writeStream } from "./write.js";

export async function rulesCommand(rawOptions: unknown, world: World): Promise<number> {
  const { json } = listOptionsSchema.parse(rawOptions);
  const [rules, practices] = await Promise.all([loadRules(), loadPractices()]);
  await writeStream(world.stdout, json ? rulesJson(rules, practices) : rulesTable(rules, practices));
  return 0;
}

function rulesTable(rules: readonly Rule[], practices: readonly PracticeRule[]): string {
  const groups = categories.map((category) => ({
    heading: category,
    rows: rules
      .filter((rule) => rule.category === category)
      .map((rule) => [
        rule.id,
        rule.asks ? "asks" : rule.severity,
        judgedShortly(rule.judged),
        languagesOf(rule),
        rule.title,
      ]),
  }));
  const practiceRows = practices.map((practice) => [
    practice.id,
    practice.category,
    "",
    languagesOf(practice),
    practice.title,
  ]);
  const all = [...groups, { heading: "good practices", rows: practiceRows }].filter(
    ({ rows }) => rows.length > 0,
  );
  const widths = columnWidths(all.flatMap(({ rows }) => rows));
  const blocks = all.map(({ heading, rows }) =>
    [heading, ...rows.map((row) => `  ${alignRow(row, widths)}`)].join("\n"),
  );
  const footer = `${plural(rules.length, "rule")}, ${plural(practices.length, "practice")}. session-review explain ID tells more.\nOf a rule's hits in other people's code so many were judged right by those who read them.`;
  return `${blocks.join("\n\n")}\n\n${footer}\n`;
}

/** "text" means every language. */
export function languagesOf({ match, project }: Pick<Rule, "match" | "project">): string {
  const families = Object.keys(match ?? {});
  if (families.includes("text")) return "all text";
  if (families.length === 0) return project ? "project" : "";
  return families.sort().join(", ");
}

function rulesJson(rules: readonly Rule[], practices: readonly PracticeRule[]): string {
  const describe = ({ id, category, title, match, project }: Rule | PracticeRule) => ({
    id,
    category,
    title,
    languages: languagesOf({ match, project }),
  });
  const shelves = {
    rules: rules.map((rule) => ({
      ...describe(rule),
      severity: rule.severity,
      ...(rule.asks ? { asks: true } : {}),
      risk: rule.risk,
      fix: rule.fix,
      cwe: rule.cwe ?? [],
      ...(rule.judged ? { judged: rule.judged } : {}),
    })),
    practices: practices.map((practice) => ({ ...describe(practice), reason: practice.reason })),
  };
  return `${writeJson(shelves)}\n`;
}

export async function reviewersCommand(rawOptions: unknown, world: World): Promise<number> {
  const { json } = listOptionsSchema.parse(rawOptions);
  const reviewers = await loadReviewers(ownPages(world.cwd).reviewers);
  if (json) {
    await writeStream(world.stdout, `${writeJson(reviewers)}\n`);
    return 0;
  }
  const rows = reviewers.map(({ id, categories: own, rules, lens }) => [
    id,
    own.join(", ") + (rules.length === 0 ? "" : ` and ${plural(rules.length, "rule")}`),
    lens,
  ]);
  const widths = columnWidths(rows);
  const lines = rows.map((row) => alignRow(row, widths));
  const table = forTerminal(lines.join("\n"));
  await writeStream(world.stdout, `${table}\n\nAdd your own: .session-review/reviewers/NAME.md\n`);
  return 0;
}

export async function rubricsCommand(rawOptions: unknown, world: World): Promise<number> {
  const { json } = listOptionsSchema.parse(rawOptions);
  const signals = await loadSignals();
  const rubrics = await loadRubrics(
    ownPages(world.cwd).rubrics,
    signals.map(({ id }) => id),
  );
  if (json) {
    await writeStream(world.stdout, `${writeJson(rubrics)}\n`);
    return 0;
  }
  const rows = rubrics.map(({ id, title, criteria }) => [
    id,
    title,
    criteria.map((criterion) => `${criterion.id} ${criterion.weight}`).join(", "),
  ]);
  const widths = columnWidths(rows);
  const table = forTerminal(rows.map((row) => alignRow(row, widths)).join("\n"));
  await writeStream(world.stdout, `${table}\n\nAdd your own: .session-review/rubrics/NAME.md\n`);
  return 0;
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
}

/** Pads all cells but the last. */
function alignRow(row: readonly string[], widths: readonly number[]): string {
  return row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join("  ");
}
