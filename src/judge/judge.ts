/** STEP 4, pure: from the reviewers' notes to the one result document. */
import { compareText } from "../lib/compare.js";
import type { Baseline, Exemptions } from "../model/baseline.js";
import type { Change } from "../model/change.js";
import type { Dropped, Finding, Practice } from "../model/finding.js";
import type { Kind } from "../model/kind.js";
import type { Limit } from "../model/profile.js";
import type { Leads, Notes, Plan, Task } from "../model/plan.js";
import type { Consultation, Coverage, Failure, Review } from "../model/review.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import type { Rubric, Scorecard } from "../model/rubric.js";
import { type PracticeRule, type Rule, parsedFamilies } from "../model/rule.js";
import type { SkippedFile } from "../model/source.js";
import { type ChecklistItem, type Survey, filesInFocus } from "../model/survey.js";
import { anchor, anchorPractices } from "./anchor.js";
import { type Looked, assess } from "./assess.js";
import { type Ground, settleBaseline, takeOutAccepted } from "./baseline.js";
import { collectClaims } from "./claims.js";
import { cover } from "./cover.js";
import { enclose } from "./enclose.js";
import { grade } from "./grade.js";
import { limit } from "./limit.js";
import { merge } from "./merge.js";
import { leaveOutOld } from "./new-only.js";
import { type Before, ownLines, tellApart } from "./introduced.js";
import { introduce } from "./priorities.js";
import { prove } from "./prove.js";
import { rankFindings, rankPractices } from "./rank.js";
import { type Refutation, countAttempts, takeOutRefuted } from "./refuted.js";
import { rankQuestions, splitQuestions } from "./questions.js";
import { redactor } from "./redact.js";
import { suppress } from "./suppress.js";
import { Texts } from "./texts.js";

export interface JudgeInput extends Exemptions {
  readonly kind: Kind;
  readonly title: string;
  readonly engine: string;
  readonly toolVersion: string;
  readonly catalog: { readonly rules: readonly Rule[]; readonly practices: readonly PracticeRule[] };
  readonly rubric: Rubric;
  readonly reviewers: readonly Reviewer[];
  readonly skippedFiles: readonly SkippedFile[];
  readonly survey: Survey;
  readonly plan: Plan;
  readonly leads: Leads;
  readonly results: {
    readonly notes: readonly Notes[];
    readonly failures: readonly { readonly task: Task; readonly reason: string }[];
  };
  /** Attempts to prove findings of an earlier judgement of the same results wrong. */
  readonly refutations?: readonly Refutation[];
  readonly consultations?: readonly Consultation[];
  /** Claims less sure than this are set aside. */
  readonly limit: Limit;
  /** In the review of a change. */
  readonly change?: ChangeInput;
  readonly isInterrupted: boolean;
}

export interface ChangeInput {
  readonly summary: Change;
  readonly before: Before;
  /** Whether what the change says of its own review counts, as its suppressions do; never where others decide on it. */
  readonly isTrusted: boolean;
}

/** Anchors, proves, limits, suppresses, merges, ranks and grades; everything left out is in `dropped` with its reason. */
export function judge(input: JudgeInput): Review {
  const { survey, plan, results } = input;
  const redact = redactor(survey);
  const reviewerOf = new Map(plan.tasks.map((task) => [task.id, task.reviewer]));
  const claims = collectClaims(results.notes, (task) => reviewerOf.get(task) ?? "");
  const anchored = anchor(claims, survey);
  const proven = prove(anchored.kept, survey.index);
  const sure = limit(proven.kept, input.limit);
  const ruleIds = new Set(input.catalog.rules.map(({ id }) => id));
  const settled = suppress(sure.kept, survey, ruleIds, ownLines(input.change));
  const { refutations = [] } = input;
  const { stated, asked } = splitQuestions(redact(settled.kept));
  const standing = takeOutRefuted(rankFindings(enclose(merge(stated), survey)), refutations);
  const raised = rankQuestions(enclose(merge(asked), survey), asked);
  const takenOut = takeOutAccepted(standing.kept, input.baseline);
  const { findings, preExisting, questions } = tellApart(takenOut.kept, raised, input.change);
  const old = leaveOutOld(preExisting, input.isNewOnly ?? false);
  const attempts = countAttempts(standing, refutations);

  const rules = listRules(input.catalog.rules, [...findings, ...preExisting, ...questions]);
  const practices = anchorPractices(collectPractices(results.notes, reviewerOf), survey);
  const coverage = cover({ plan, files: filesInFocus(survey), ...results, broken: brokenPairs(input) });
  const dropped = listDropped([anchored, proven, sure, settled, standing, old, practices]);
  const baseline = settleBaseline(inReach(input), { ...groundOf(input), takenOut, dropped, coverage, rules });
  return redact<Review>({
    version: 1,
    kind: input.kind,
    tool: { name: "session-review", version: input.toolVersion },
    title: input.title,
    engine: input.engine,
    isComplete: coverage.failed === 0 && !input.isInterrupted,
    isInterrupted: input.isInterrupted,
    reviewers: introduce(input.reviewers, findings),
    rules,
    plan: { batches: plan.batches, tasks: plan.tasks.length },
    coverage,
    skippedFiles: [...input.skippedFiles],
    facts: survey.facts,
    ...(survey.checklist.length === 0 ? {} : { checklist: survey.checklist.map(withoutSpan) }),
    ...(input.change ? { change: input.change.summary, preExisting: [...old.kept] } : {}),
    ...baseline,
    findings: [...findings],
    ...(questions.length === 0 ? {} : { questions }),
    practices: [...rankPractices(practices.kept)],
    practicesFound: practices.kept.length,
    limit: input.limit,
    dropped,
    suppressions: [...settled.suppressions],
    failures: listFailures(coverage, input),
    ...(input.consultations ? { consultations: [...input.consultations] } : {}),
    ...(attempts ? { attempts } : {}),
    scorecards: [scoreOf(input, { coverage, rules, findings })],
    notAssessed: input.reviewers.flatMap(({ id, questions }) =>
      questions.map((question) => ({ reviewer: id, question })),
    ),
  });
}

function scoreOf(
  { rubric, title, reviewers, survey }: JudgeInput,
  looked: Omit<Looked, "reviewers">,
): Scorecard {
  const assessment = assess({ ...looked, reviewers }, survey);
  return grade(rubric, { subject: title, findings: looked.findings, ...assessment });
}

/** A change and what it reaches into are never the whole project. */
function inReach({ baseline, change }: JudgeInput): Baseline | undefined {
  return baseline && change ? { ...baseline, isWhole: false } : baseline;
}

function groundOf({
  reviewers,
  survey,
  catalog,
}: JudgeInput): Pick<Ground, "reviewers" | "texts" | "across"> {
  const across = catalog.rules.filter(({ project }) => project !== undefined).map(({ id }) => id);
  return { reviewers, texts: new Texts(survey), across: new Set(across) };
}

function listRules(
  rules: readonly Rule[],
  findings: readonly Pick<Finding, "rule">[],
): NonNullable<Review["rules"]> {
  const found = new Set(findings.flatMap(({ rule }) => rule ?? []));
  return rules.map((rule) => describeRule(rule, found));
}

/** A rule that found nothing is named only: its page would make every review longer, and explain nothing in it. */
function describeRule(rule: Rule, found: ReadonlySet<string>): NonNullable<Review["rules"]>[number] {
  const { id, category, title, severity, risk, fix, cwe, trial } = rule;
  const about = {
    title,
    severity,
    risk,
    fix,
    ...(cwe ? { cwe: [...cwe] } : {}),
    ...(trial ? { trial } : {}),
  };
  return { id, category, languages: [...parsedFamilies(rule)], ...(found.has(id) ? { about } : {}) };
}

/** In the order of places: which step dropped a claim matters less than what it was about. */
function listDropped(steps: readonly { readonly dropped: readonly Dropped[] }[]): Dropped[] {
  return steps
    .flatMap(({ dropped }) => dropped)
    .sort(
      (a, b) =>
        compareText(a.path, b.path) ||
        (a.lines?.start ?? 0) - (b.lines?.start ?? 0) ||
        compareText(a.title, b.title),
    );
}

function withoutSpan({
  path,
  line,
  text,
  isDone,
  names,
}: ChecklistItem): NonNullable<Review["checklist"]>[number] {
  return { path, line, text, isDone, names };
}

function collectPractices(
  notes: readonly Notes[],
  reviewerOf: ReadonlyMap<string, string>,
): readonly Practice[] {
  const byText = new Map<string, Practice>();
  for (const note of notes) {
    for (const claim of note.practices) {
      const key = JSON.stringify(claim);
      const reviewers = [...(byText.get(key)?.reviewers ?? []), reviewerOf.get(note.task) ?? ""];
      byText.set(key, { ...claim, reviewers: [...new Set(reviewers)].sort() });
    }
  }
  return [...byText.values()];
}

/** A rule that threw on a file leaves its category's reviewers with a look that was not whole. */
function brokenPairs({ leads, catalog, reviewers, survey }: JudgeInput): Plan["failed"] {
  const categoryOf = new Map(
    [...catalog.rules, ...catalog.practices].map(({ id, category }) => [id, category]),
  );
  return leads.failures.flatMap(({ rule, path, message }) => {
    const category = categoryOf.get(rule);
    const paths = [...filesInFocus(survey).keys()].filter((one) => path === "" || path === one);
    return reviewers
      .filter((reviewer) => category !== undefined && owns(reviewer, { category, rule }))
      .flatMap(({ id }) =>
        paths.map((each) => ({ path: each, reviewer: id, reason: `the rule ${rule} broke: ${message}` })),
      );
  });
}

/** What did not happen, one line a reason, with the files it concerns. */
function listFailures({ files }: Coverage, { isInterrupted }: JudgeInput): Failure[] {
  const byReason = new Map<string, Failure>();
  for (const { path, pairs } of files) {
    for (const { status, reason = "", reviewers } of pairs) {
      if (status !== "failed") continue;
      const failure = byReason.get(`${reason}\u0000${reviewers.join()}`) ?? {
        what: reviewers.join(", "),
        reason,
        paths: [],
      };
      failure.paths.push(path);
      byReason.set(`${reason}\u0000${reviewers.join()}`, failure);
    }
  }
  const failures = [...byReason.values()];
  return isInterrupted
    ? [{ what: "the run", reason: "interrupted; this is what was known by then", paths: [] }, ...failures]
    : failures;
}
