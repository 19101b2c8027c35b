/** Turns a model's findings into claims that code can check: known files, restored quotes, questions for the index. */
import type { Category } from "../model/category.js";
import type { Claim, PracticeClaim } from "../model/finding.js";
import type { Survey } from "../model/survey.js";
import { isUnaskable, queriesOf } from "./queries.js";
import type { Answer, AnsweredFinding, AnsweredPractice, Drop } from "./read-answer.js";
import type { ShownSources } from "./shown-source.js";
import type { Certainty } from "./wire.js";

/** Models' own figures cluster and overstate (research D6); "low" lies below the limit that reports use by default. */
const confidences: Readonly<Record<Certainty, number>> = { high: 0.85, medium: 0.65, low: 0.4 };

/** Praise is a matter of judgement: sure enough to show, never as sure as a rule. */
const practiceConfidence = 0.6;

export interface ClaimContext {
  readonly survey: Survey;
  readonly shown: ShownSources;
  readonly paths: readonly string[];
  /** For findings that name no category there is. */
  readonly category: Category;
}

export interface Converted {
  readonly claims: readonly Claim[];
  readonly practices: readonly PracticeClaim[];
  readonly drops: readonly Drop[];
}

/** Findings about other files, and claims to check that name nothing, are dropped and counted. */
export function toClaims({ findings, practices }: Answer, context: ClaimContext): Converted {
  const claims: Claim[] = [];
  const good: PracticeClaim[] = [];
  const reasons = new Map<string, Drop>();
  const count = (what: Drop["what"], reason: string): void => {
    const key = `${what} ${reason}`;
    reasons.set(key, { what, reason, count: (reasons.get(key)?.count ?? 0) + 1 });
  };
  for (const finding of findings) {
    const claim = toClaim(finding, context);
    if (typeof claim === "string") count("finding", claim);
    else claims.push(claim);
  }
  for (const practice of practices) {
    const claim = toPractice(practice, context);
    if (typeof claim === "string") count("practice", claim);
    else good.push(claim);
  }
  return { claims, practices: good, drops: [...reasons.values()] };
}

const outside = "it names a file outside the batch";

function toClaim(finding: AnsweredFinding, context: ClaimContext): Claim | string {
  const path = pathInBatch(finding.path, context);
  if (path === undefined) return outside;
  const { lines, title, severity, issue, risk, recommendation } = finding;
  const queries = queriesOf(finding, path, context.survey);
  if (!queries) return "it makes a claim that could be checked and does not name what it is about";
  return {
    category: finding.category ?? context.category,
    path,
    lines,
    quote: context.shown.restore(path, finding.quote, lines?.start ?? 1),
    title,
    confidence: isUnaskable(finding, path, context.survey)
      ? confidences.low
      : confidences[finding.confidence],
    origin: "model",
    severity,
    issue,
    risk,
    recommendation,
    ...(queries.length === 0 ? {} : { queries: [...queries] }),
  };
}

function toPractice(practice: AnsweredPractice, context: ClaimContext): PracticeClaim | string {
  const path = pathInBatch(practice.path, context);
  if (path === undefined) return outside;
  const { lines, title, reason } = practice;
  return {
    category: context.category,
    path,
    lines,
    quote: context.shown.restore(path, practice.quote, lines?.start ?? 1),
    title,
    confidence: practiceConfidence,
    practice: slugOf(title),
    reason,
  };
}

function pathInBatch(name: string, { shown, paths }: ClaimContext): string | undefined {
  const path = shown.pathOf(name);
  return path !== undefined && paths.includes(path) ? path : undefined;
}

/** No rule stands behind it; the title is what it is known by. */
function slugOf(title: string): string {
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `seen-by-a-model-${slug.replace(/^-|-$/g, "").slice(0, 60)}`;
}
