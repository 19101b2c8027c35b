/** `session-review explain ID`: what a rule, practice, reviewer or finding means. */
import { loadReviewers } from "../catalog/load-pages.js";
import { loadPractices, loadRules } from "../catalog/load-shelves.js";
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import type { Finding } from "../model/finding.js";
import type { Reviewer } from "../model/reviewer.js";
import type { Example, PracticeRule, Rule } from "../model/rule.js";
import { explainOptionsSchema } from "./options.js";
import { readReview } from "./report-command.js";
import { ownReviewers } from "./review-command.js";
import type { World } from "./world.js";
import { writeStream } from "./write.js";
import { languagesOf } from "./list-commands.js";

/** @throws UserError unknown-rule with the nearest known id */
export async function explainCommand(id: string, rawOptions: unknown, world: World): Promise<number> {
  const { review } = explainOptionsSchema.parse(rawOptions);
  const [rules, practices, reviewers] = await Promise.all([
    loadRules(),
    loadPractices(),
    loadReviewers([ownReviewers(world.cwd)]),
  ]);
  const name = id.replace(/^.*\//, "");
  const text =
    explainRule(
      rules.find((rule) => rule.id === name),
      reviewers,
    ) ??
    explainPractice(practices.find((practice) => practice.id === name)) ??
    explainReviewer(reviewers.find((reviewer) => reviewer.id === name)) ??
    (await explainFinding(name, { review, rules, reviewers, world }));
  if (text === undefined) {
    const known = [...rules, ...practices, ...reviewers].map((entry) => entry.id);
    throw new UserError("unknown-rule", { name: id, nearest: nearest(name, known) ?? "" });
  }
  await writeStream(world.stdout, text);
  return 0;
}

function explainRule(rule: Rule | undefined, reviewers: readonly Reviewer[]): string | undefined {
  if (!rule) return undefined;
  const owners = reviewers.filter(({ categories }) => categories.includes(rule.category)).map(({ id }) => id);
  return paragraphs([
    `${rule.id}: ${rule.title}`,
    [
      `severity    ${rule.severity} unless the place says otherwise`,
      `category    ${rule.category}${cweText(rule)}`,
      `reviewers   ${owners.join(", ")}`,
      `languages   ${languagesOf(rule)}`,
      `confidence  ${rule.confidence}`,
    ].join("\n"),
    `Risk\n  ${rule.risk}`,
    `Fix\n  ${rule.fix}`,
    ...rule.examples.map((example) => explainExample(example, ["Found", "Not found"])),
    `To accept one place, say why in a comment on the line before it:\n  session-review-ignore-next-line ${rule.id} -- the reason`,
  ]);
}

function cweText({ cwe }: Rule): string {
  return cwe ? ` (${cwe.map((number) => `CWE-${number}`).join(", ")})` : "";
}

function explainPractice(practice: PracticeRule | undefined): string | undefined {
  if (!practice) return undefined;
  return paragraphs([
    `${practice.id}: ${practice.title}`,
    `Why it is good\n  ${practice.reason}`,
    ...practice.examples.map((example) => explainExample(example, ["Noticed", "Not noticed"])),
  ]);
}

function explainReviewer(reviewer: Reviewer | undefined): string | undefined {
  return reviewer && `${reviewer.page}\n`;
}

interface FindingContext {
  readonly review: string;
  readonly rules: readonly Rule[];
  readonly reviewers: readonly Reviewer[];
  readonly world: World;
}

async function explainFinding(
  id: string,
  { review, rules, reviewers, world }: FindingContext,
): Promise<string | undefined> {
  if (!/^[0-9a-f]{12}$/.test(id)) return undefined;
  const { findings } = await readReview(review, world.cwd);
  const finding = findings.find((candidate) => candidate.id === id);
  if (!finding) return undefined;
  const rule = explainRule(
    rules.find((candidate) => candidate.id === finding.rule),
    reviewers,
  );
  return describeFinding(finding) + (rule === undefined ? "" : `\n${rule}`);
}

function describeFinding(finding: Finding): string {
  const place = finding.lines ? `${finding.path}:${finding.lines.start}-${finding.lines.end}` : finding.path;
  return paragraphs([
    `${finding.severity.toUpperCase()}: ${finding.title}`,
    `${place}\n${indent(finding.quote)}`,
    finding.issue,
    ...finding.proof.map(({ evidence }) => `Proof: ${evidence}`),
  ]);
}

function explainExample(
  { language, path, bad, good }: Example,
  [yes, no]: readonly [string, string],
): string {
  const where = path === undefined ? language : `${language}, ${path}`;
  return `${yes} (${where})\n${exampleCode(bad)}\n\n${no} (${where})\n${exampleCode(good)}`;
}

function exampleCode(code: Example["bad"]): string {
  if (typeof code === "string") return indent(code.trimEnd());
  return Object.entries(code)
    .map(([path, text]) => indent(`${path}:\n${text.trimEnd()}`))
    .join("\n");
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
