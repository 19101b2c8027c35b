/** Reviews code: gather, survey, trace, examine, judge. Read it top to bottom; it holds only the order of things. */
import type { Catalog } from "./catalog/catalog.js";
import type { Guidance } from "./examine/guidance.js";
import { offlineEngine } from "./examine/offline-engine.js";
import { runRules } from "./examine/run-rules.js";
import { runTasks } from "./examine/run-tasks.js";
import { type JudgeInput, judge } from "./judge/judge.js";
import type { Refutation } from "./judge/refuted.js";
import { redactor } from "./judge/redact.js";
import type { Exemptions } from "./model/baseline.js";
import type { ChangeScope } from "./model/change.js";
import { UserError } from "./model/errors.js";
import type { Finding } from "./model/finding.js";
import type { Listen } from "./model/event.js";
import type { Kind } from "./model/kind.js";
import type { Memory } from "./model/memory.js";
import type { Engine, Leads, Plan, Task } from "./model/plan.js";
import type { Consultation, Review } from "./model/review.js";
import type { Reviewer } from "./model/reviewer.js";
import type { Rubric } from "./model/rubric.js";
import { isAtLeast, leastAttacked } from "./model/severity.js";
import type { Gathered, UnreadableFile } from "./model/source.js";
import type { Limit } from "./model/profile.js";
import type { Survey } from "./model/survey.js";
import type { TestRun } from "./model/test-run.js";
import type { ToolLog } from "./model/tool-log.js";
import { plural } from "./lib/text.js";
import { borrow, joinLeads, withBorrowed } from "./review/borrow.js";
import { type Entered, withinRun } from "./review/change.js";
import { type Document, holdAgainst, redactorOf } from "./review/documents.js";
import { chooseReviewers } from "./review/choose-reviewers.js";
import { gatherFiles, limitIn, planReview, withReach } from "./review/prepare.js";
import { AnswerKeeper } from "./survey/answer-keeper.js";
import { toldPages } from "./trace/told-pages.js";
import { trace } from "./trace/trace.js";

export interface ReviewRequest extends Exemptions {
  /** Folder the paths are relative to. */
  readonly cwd: string;
  /** Only this change of what the paths hold; all of it when absent. */
  readonly change?: ChangeScope;
  /** Files, folders or patterns. */
  readonly paths: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Which Markdown report is the review's own; `batch` when absent. */
  readonly kind?: Kind;
  /** Heading of the report; made from the paths when absent. */
  readonly title?: string;
  /** Commit that the project's notes for those who work on it are read from; where the branch began when absent. */
  readonly ref?: string;
  /** Ids; all when absent. */
  readonly reviewers?: readonly string[];
  readonly skipReviewers?: readonly string[];
  /** Documents that the code is held against. */
  readonly plans?: readonly string[];
  /** SARIF logs of other tools; what they hold becomes leads. */
  readonly sarif?: readonly string[];
  /** Id of the rubric that gives the grade. */
  readonly rubric?: string;
  /** Claims less sure than this are listed as dropped; the standard profile when absent. */
  readonly limit?: Limit;
  /** Tasks at once. */
  readonly concurrency?: number;
}

export interface ReviewWorld {
  readonly catalog: Catalog;
  readonly toolVersion: string;
  /** Makes who answers for the reviewers, once it is known what there is to look at; offline when absent. */
  readonly thinker?: (prepared: Prepared, offline: Engine) => Thinker;
  /** Gets the results of tests, after the reviewers have looked; it answers for its own failures. */
  readonly testRuns?: () => Promise<readonly TestRun[]>;
  /** Runs the project's own tools; it answers for its own failures. */
  readonly tools?: () => Promise<readonly ToolLog[]>;
  readonly listen?: Listen;
  readonly signal?: AbortSignal;
  /** What earlier runs found out about single files; the review is the same without. */
  readonly memory?: Memory | undefined;
}

/** Who answers for the reviewers. */
export interface Thinker {
  /** As reports name it: `offline`, `claude-sonnet-5-5 at api.anthropic.com`. */
  readonly name: string;
  readonly run: Engine;
  /** Tasks it may be handed at once; the request's when absent. */
  readonly concurrency?: number;
  /** The order in which tasks begin; that of the plan when absent. */
  readonly order?: (tasks: readonly Task[], leads: Leads) => readonly Task[];
  /** Tries to prove merged findings wrong. @throws when the signal aborts */
  readonly refute?: (findings: readonly Finding[], signal: AbortSignal) => Promise<readonly Refutation[]>;
  /** What the calls took so far. */
  readonly consultations?: () => readonly Consultation[];
}

/** What is known before any reviewer looks: enough for `--dry-run`. */
export interface Prepared {
  readonly reviewers: readonly Reviewer[];
  readonly gathered: Gathered;
  readonly survey: Survey;
  readonly plan: Plan;
  /** What the code is held against. */
  readonly documents: readonly Document[];
  /** What other tools said before this run. */
  readonly logs: readonly ToolLog[];
  /** What the repository tells those who work on it; nothing where nobody will read it. */
  readonly guidance: Guidance;
  /** Files that should have been reviewed and could not be read or surveyed. */
  readonly lost: readonly UnreadableFile[];
  /** In the review of a change; the plan speaks of its files, and grows by those it reaches into. */
  readonly entered?: Entered;
}

const never = new AbortController().signal;
const concurrency = 4;

/**
 * Reviews the paths and returns the one result document. A reviewer, rule or file that fails is in its ledger.
 * @throws UserError for what the caller can mend: a missing path, an unknown reviewer, nothing to review
 */
export async function review(request: ReviewRequest, world: ReviewWorld): Promise<Review> {
  const { result } = await reviewAndSurvey(request, world);
  return result;
}

export interface Reviewed {
  readonly result: Review;
  /** What the result was drawn from, for those who measure more. */
  readonly survey: Survey;
}

/** As `review`, for callers who go on asking the survey. @throws as `review` */
export async function reviewAndSurvey(request: ReviewRequest, outer: ReviewWorld): Promise<Reviewed> {
  const world = request.change ? { ...outer, memory: withinRun(outer.memory) } : outer;
  const { catalog, listen = () => undefined, signal = never } = world;
  const chosen = chooseReviewers(catalog.reviewers, request);
  const found = await gatherFiles(request, world);
  if (!found.entered) refuseEmpty(found.gathered, request.paths);
  const prepared = await planReview(found, chosen, { request, world });
  const { memory } = world;
  const keeper = memory?.whole && new AnswerKeeper(memory.whole("now"), prepared.survey);
  const surveyed = { ...prepared, survey: await withFlows(prepared.survey, world, keeper) };

  const borrowed = await borrow(prepared, world);
  const { near: only } = prepared.entered ?? {};
  const own = await runRules(surveyed.survey, catalog, signal, { only, memory, listen });
  if (!signal.aborted) keeper?.save();
  const leads = joinLeads(own, borrowed);
  const { change, ...traced } = await withReach(surveyed, leads, { request, world });
  const { reviewers, survey, plan, documents, gathered } = traced;
  const offline = offlineEngine(reviewers);
  const thinker = world.thinker?.(traced, offline) ?? { name: "offline", run: offline };
  const atOnce = thinker.concurrency ?? request.concurrency ?? concurrency;
  const tasks = thinker.order?.(plan.tasks, leads) ?? plan.tasks;
  const results = await runTasks(tasks, leads, thinker.run, { concurrency: atOnce, listen, signal });

  const testRuns = await world.testRuns?.();

  const matter: JudgeInput = {
    kind: request.kind ?? "batch",
    title: request.title ?? titleOf(request),
    engine: thinker.name,
    toolVersion: world.toolVersion,
    catalog,
    rubric: findRubric(catalog.rubrics, request.rubric),
    reviewers,
    skippedFiles: gathered.skipped,
    survey,
    plan,
    leads,
    results,
    limit: limitIn(request),
    baseline: request.baseline,
    isNewOnly: request.isNewOnly,
    ...(change ? { change } : {}),
    isInterrupted: signal.aborted,
  };
  const judged = await hearBothSides(matter, thinker, signal);
  const result = {
    ...judged,
    ...(documents.length > 0 ? { conformance: await holdAgainst(documents, survey, world.catalog) } : {}),
    ...(testRuns ? { testRuns: await clean(testRuns, survey, world) } : {}),
    ...withBorrowed(judged, borrowed),
  };
  listen({ type: "judged", findings: result.findings.length, dropped: result.dropped.length });
  return { result, survey };
}

/** Rules and reviewers ask for flows; whoever only plans does not. */
async function withFlows(survey: Survey, world: ReviewWorld, keeper?: AnswerKeeper): Promise<Survey> {
  const { catalog, listen = () => undefined, signal = never } = world;
  listen({ type: "working", on: "following values", done: 0, of: 0 });
  return { ...survey, flows: await trace(survey, toldPages(catalog.frameworks), signal, keeper) };
}

/** What tests print may hold credentials, those of the reviewed files and others. */
async function clean(runs: readonly TestRun[], survey: Survey, world: ReviewWorld): Promise<TestRun[]> {
  const said = runs.flatMap(({ failures }) => failures.flatMap(({ name, message }) => [name, message]));
  const texts = [...runs.flatMap(({ source, tail }) => [source, tail]), ...said];
  const redact = await redactorOf(texts.join("\n"), world.catalog);
  return redact(redactor(survey)([...runs]));
}

/** Judges, lets the thinker attack what came out, and judges again with what it could prove. */
async function hearBothSides(matter: JudgeInput, thinker: Thinker, signal: AbortSignal): Promise<Review> {
  const first = judge(matter);
  const refutations = await attempt(thinker, first.findings, signal);
  const consultations = thinker.consultations?.();
  if (refutations.length === 0 && !consultations) return first;
  const isInterrupted = signal.aborted;
  return judge({ ...matter, refutations, ...(consultations ? { consultations } : {}), isInterrupted });
}

/** An interruption before or while findings are attacked leaves them standing, and says so. */
async function attempt(
  { refute }: Thinker,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<readonly Refutation[]> {
  if (!refute) return [];
  try {
    if (!signal.aborted) return await refute(findings, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const reason = "the run was interrupted";
  return findings
    .filter(({ severity }) => isAtLeast(severity, leastAttacked))
    .map(({ id }) => ({ finding: id, outcome: "not examined", proof: null, reason }));
}

function findRubric(rubrics: readonly Rubric[], id = "batch-quality"): Rubric {
  const found = rubrics.find((rubric) => rubric.id === id);
  if (!found) throw new UserError("usage", { problem: `There is no rubric "${id}".` });
  return found;
}

/** A clean report about nothing would be a lie. Files that exist but could not be read are reported, not refused. */
function refuseEmpty({ sources, skipped, unreadable }: Gathered, paths: readonly string[]): void {
  if (sources.length > 0 || unreadable.length > 0) return;
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const skippedAs = [...counts].map(([reason, count]) => `${count} ${reason}`).join(", ");
  throw new UserError("nothing-to-review", {
    paths: paths.join(", "),
    skipped: skipped.length === 0 ? "" : `${plural(skipped.length, "file")} left out: ${skippedAs}`,
  });
}

function titleOf({ paths, change }: ReviewRequest): string {
  const shown = paths.slice(0, 3).map(pathInTitle).join(", ");
  const where = `${shown}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`;
  return change ? `Review of ${changeInTitle(change)} in ${where}` : `Code review of ${where}`;
}

function changeInTitle(change: ChangeScope): string {
  if (change.kind === "base" || change.kind === "commits") return `what changed since ${change.ref}`;
  if (change.kind === "diff") return `the change in ${change.name}`;
  return change.kind === "staged" ? "what is staged" : "what is not committed";
}

function pathInTitle(path: string): string {
  return /^\.\/?$/.test(path) ? "the current folder" : path;
}
