/** Decides who looks at what before anything is looked at. */
import { plural } from "../lib/text.js";
import type { Batch, Plan } from "../model/plan.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import { type Rule, parsedFamilies } from "../model/rule.js";
import type { UnreadableFile } from "../model/source.js";
import { type Survey, type SurveyedFile, filesInFocus } from "../model/survey.js";
import { type Family, families } from "../model/tree.js";

type Pair = Plan["skipped"][number];

export interface PlanInput {
  readonly survey: Survey;
  readonly batches: readonly Batch[];
  readonly reviewers: readonly Reviewer[];
  readonly rules: readonly Rule[];
  /** Whether the engine can look where no rule does, as a model can. */
  readonly readsAnything?: boolean;
  /** Files that should have been reviewed and could not be read or surveyed. */
  readonly lost: readonly UnreadableFile[];
}

/** One task a batch and reviewer; pairs nobody will look at are listed with the reason. */
export function makePlan(input: PlanInput): Plan {
  const { survey, batches, reviewers, rules, lost, readsAnything = false } = input;
  const files = [...filesInFocus(survey).values()];
  const rulesFor = rulesByFamily(rules);
  return {
    reviewers: reviewers.map(({ id }) => id),
    batches: [...batches],
    tasks: batches.flatMap((batch) => reviewers.flatMap((reviewer) => taskFor(batch, reviewer, survey))),
    skipped: files.flatMap((file) => skippedPairs(file, reviewers, readsAnything ? null : rulesFor)),
    failed: [
      ...lost.flatMap(({ path, reason }) =>
        reviewers.map(({ id: reviewer }) => ({ path, reviewer, reason })),
      ),
      ...files
        .filter((file) => isBroken(file) && !isDeliberatelyBroken(file))
        .flatMap((file) => brokenPairs(file, reviewers)),
    ],
  };
}

/** A reviewer of some languages is not shown files of others; a task without files is none. */
function taskFor({ id: batch, paths }: Batch, reviewer: Reviewer, { files }: Survey): Plan["tasks"] {
  const own = paths.filter((path) => {
    const file = files.get(path);
    return file !== undefined && readsLanguage(reviewer, file);
  });
  return own.length === 0
    ? []
    : [{ id: `${batch}/${reviewer.id}`, batch, reviewer: reviewer.id, paths: own }];
}

function readsLanguage({ languages }: Reviewer, { source }: SurveyedFile): boolean {
  return languages?.includes(source.language) ?? true;
}

/** @param rulesFor null for an engine that looks without rules as well */
function skippedPairs(
  file: SurveyedFile,
  reviewers: readonly Reviewer[],
  rulesFor: RulesByFamily | null,
): Pair[] {
  return reviewers.flatMap((reviewer) => {
    const reason = skipReason(file, reviewer, rulesFor);
    return reason === undefined ? [] : { path: file.source.path, reviewer: reviewer.id, reason };
  });
}

function skipReason(
  file: SurveyedFile,
  reviewer: Reviewer,
  rulesFor: RulesByFamily | null,
): string | undefined {
  if (!readsLanguage(reviewer, file)) {
    return `this reviewer looks at ${(reviewer.languages ?? []).join(", ")} only`;
  }
  if (isBroken(file) && isDeliberatelyBroken(file))
    return `${parseProblem(file)}; broken on purpose as a fixture`;
  const { family } = file.tree;
  if (!rulesFor || rulesFor.get(family)?.some(({ id: rule, category }) => owns(reviewer, { category, rule })))
    return undefined;
  return family === "text"
    ? "no parser for this language, and this reviewer has no text rules"
    : "this reviewer has no rules for the language yet";
}

type RulesByFamily = ReadonlyMap<Family, readonly Rule[]>;

/** Rules that look at files of the family, alone or in the whole project. */
function rulesByFamily(rules: readonly Rule[]): RulesByFamily {
  const looksAt = (rule: Rule, family: Family): boolean =>
    rule.match?.text !== undefined || parsedFamilies(rule).includes(family);
  return new Map(families.map((family) => [family, rules.filter((rule) => looksAt(rule, family))]));
}

function isBroken({ outline }: SurveyedFile): boolean {
  return outline.parseErrors.length > 0;
}

/** Files in fixture folders are often wrong on purpose: they are inputs of tests, not code that runs. */
function isDeliberatelyBroken({ source }: SurveyedFile): boolean {
  return /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test-data|snapshots|__snapshots__)\//i.test(source.path);
}

function brokenPairs(file: SurveyedFile, reviewers: readonly Reviewer[]): Pair[] {
  const reason = `${parseProblem(file)}; only the text rules looked at it`;
  return reviewers
    .filter((reviewer) => readsLanguage(reviewer, file))
    .map(({ id: reviewer }) => ({ path: file.source.path, reviewer, reason }));
}

function parseProblem({ source, outline }: SurveyedFile): string {
  const [first] = outline.parseErrors;
  const line = source.text.slice(0, first?.at ?? 0).split(/\r\n|\r|\n/).length;
  const others = outline.parseErrors.length - 1;
  return `does not parse (line ${line}: ${first?.message ?? "unknown"}${others > 0 ? `, and ${plural(others, "more problem")}` : ""})`;
}
