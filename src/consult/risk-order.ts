/** Puts the riskiest work first, so that a budget that runs out has been spent where it mattered. */
import { groupBy } from "../lib/group.js";
import type { Claim } from "../model/finding.js";
import type { Leads, Task } from "../model/plan.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import { severityRank } from "../model/severity.js";
import type { Survey } from "../model/survey.js";

export interface RiskInput {
  readonly survey: Survey;
  readonly leads: Leads;
  readonly reviewers: readonly Reviewer[];
  /** Paths the change touches; all are equal when absent. */
  readonly changed?: ReadonlySet<string>;
}

/** Names that stand where something can be stolen, broken into or lost. */
const dangerous =
  /auth|login|passw|secret|token|crypt|cipher|signature|session|cookie|permission|admin|payment|invoice|sql|query|exec|spawn|eval|deserial|unsafe|upload|webhook/i;

/** A file full of one such word is not riskier than one that has it a few times. */
const mostWords = 10;
/** A change outweighs any list of words, as what is new is what nobody has looked at. */
const changeWeight = 50;

/**
 * Batches by risk, their tasks together (one cached text serves them all); within a batch, reviewers with static hits
 * of their own first. Equal risk keeps the order of the plan.
 */
export function riskiestFirst(tasks: readonly Task[], input: RiskInput): readonly Task[] {
  const batches = [...groupBy(tasks, ({ batch }) => batch).values()].map((group) => ({
    group,
    risk: riskOf([...new Set(group.flatMap(({ paths }) => paths))], input),
  }));
  return batches
    .toSorted((a, b) => b.risk - a.risk)
    .flatMap(({ group }) => {
      const keyed = group.map((task) => ({ task, weight: ownWeight(task, input) }));
      return keyed.toSorted((a, b) => b.weight - a.weight).map(({ task }) => task);
    });
}

function riskOf(paths: readonly string[], { survey, leads, changed }: RiskInput): number {
  const inside = new Set(paths);
  const hits = weightOf(leads.claims.filter(({ path }) => inside.has(path)));
  const words = paths.map((path) => wordsIn(path, survey));
  const changes = paths.filter((path) => changed?.has(path)).length * changeWeight;
  return changes + hits + words.reduce((a, b) => a + b, 0);
}

function wordsIn(path: string, { files }: Survey): number {
  const file = files.get(path);
  if (!file || file.source.isTest) return 0;
  const names = [path, ...file.outline.mentions.keys()];
  return Math.min(mostWords, names.filter((name) => dangerous.test(name)).length);
}

function ownWeight({ reviewer: id, paths }: Task, { leads, reviewers }: RiskInput): number {
  const reviewer = reviewers.find((candidate) => candidate.id === id);
  if (!reviewer) return 0;
  return weightOf(leads.claims.filter((claim) => paths.includes(claim.path) && owns(reviewer, claim)));
}

/** Critical 16, high 8, medium 4, low 2, info 1: one severe hit before several mild ones. */
function weightOf(claims: readonly Claim[]): number {
  return claims.reduce((sum, { severity }) => sum + 2 ** (4 - severityRank(severity)), 0);
}
