/** Compares implementations: the same review and the same measures for each, then who is ahead and what to build on. */
import { type Entrant, enterCandidates, shownPath } from "./gather/enter-candidates.js";
import { type TaskFile, readTaskFile, separateTask } from "./gather/find-task.js";
import { type Assessment, assess } from "./judge/assess.js";
import { type SpokenOfTask, judgeByWords, spokenOf } from "./judge/by-words.js";
import { conform, settle } from "./judge/conform.js";
import { type Entry, findGrafts } from "./judge/graft.js";
import { grade } from "./judge/grade.js";
import { nearTies, settleTies } from "./judge/pairwise.js";
import { type Portrait, portray } from "./judge/portrait.js";
import { type Scored, rankCandidates } from "./judge/rank-candidates.js";
import { recommend } from "./judge/recommend.js";
import { redactor } from "./judge/redact.js";
import { remarkOn } from "./judge/remark-on.js";
import { type HeardByCriterion, hear } from "./judge/scores.js";
import { nearest } from "./lib/nearest.js";
import type { Candidate, Comparison, Ranking } from "./model/comparison.js";
import { UserError } from "./model/errors.js";
import type { Jury, Question } from "./model/jury.js";
import type { Finding } from "./model/finding.js";
import type { Review } from "./model/review.js";
import type { MeasuredSignal, Rubric } from "./model/rubric.js";
import { measureCode, measureTask } from "./model/signal.js";
import type { Conformance } from "./model/statement.js";
import type { TestRun } from "./model/test-run.js";
import { type ReviewRequest, type ReviewWorld, reviewAndSurvey } from "./review.js";
import type { Survey } from "./model/survey.js";
import { builtIn } from "./survey/built.js";
import { splitStatements } from "./survey/statements.js";
import { survey as makeSurvey } from "./survey/survey.js";

export interface CompareRequest extends Omit<ReviewRequest, "paths" | "kind" | "plans"> {
  /** Folders or files, one candidate each. */
  readonly candidates: readonly string[];
  /** What they were to do: a Markdown file. When absent it is looked for beside the candidates; false for none. */
  readonly task?: string | false;
}

export interface CompareWorld extends ReviewWorld {
  /** Runs the candidate's tests in a copy of the folder; nothing is run when absent. */
  readonly tryOut?: (folder: string) => Promise<TestRun>;
  /** Models that judge beside what is measured; nobody when absent. */
  readonly jury?: Jury;
  /** Told which file is the task, before anything of it is used. */
  readonly taskFound?: (task: TaskFile) => void;
  /** Told when a candidate has been looked at, or why it takes no part. */
  readonly studied?: (id: string, problem: string | null) => void;
}

/** What is held against every candidate. */
interface Measure {
  readonly rubric: Rubric;
  readonly task: Comparison["task"];
  readonly request: CompareRequest;
  readonly world: CompareWorld;
  /** Ids of all candidates. */
  readonly names: readonly string[];
}

/**
 * Reviews and measures each candidate, ranks them by the rubric and says what to build on. A candidate that cannot be
 * reviewed is named with its problem; the others are ranked all the same.
 * @throws UserError too-few-candidates, unknown-rubric, path-missing, several-tasks, document-unreadable
 */
export async function compare(request: CompareRequest, world: CompareWorld): Promise<Comparison> {
  const rubric = findRubric(world.catalog.rubrics, request.rubric);
  const { candidates, task, unused } = await separateTask(request.cwd, request.candidates, request.task);
  for (const path of unused) world.studied?.(path, "it is a task");
  const entrants = await enterCandidates(request.cwd, candidates);
  const names = entrants.map(({ id }) => id);
  if (task) world.taskFound?.(task);
  const measure: Measure = {
    rubric,
    task: task && (await readTask(request.cwd, task)),
    request,
    world,
    names,
  };
  const studies: Study[] = [];
  for (const [i, entrant] of entrants.entries()) {
    world.listen?.({ type: "candidate", id: entrant.id, number: i + 1, of: entrants.length });
    const known = await study(entrant, measure);
    world.studied?.(known.id, known.problem);
    studies.push(known);
  }
  const measured = scoreAll(studies, measure);
  const { jury } = world;
  return jury ? judged(studies, measured, { ...measure, jury }) : conclude(measured, measure);
}

/** Asks the judges, grades again with what they say, and lets them decide in pairs what the points leave open. */
async function judged(
  studies: readonly Study[],
  measured: readonly Entry[],
  measure: Measure & { readonly jury: Jury },
): Promise<Comparison> {
  const { jury, rubric, world, names } = measure;
  world.listen?.({ type: "judging", of: names.length });
  const question = await questionFor(measured, measure);
  const judgements = await jury.score(question);
  const entries = scoreAll(studies, measure, hear(judgements, rubric.criteria));
  const scored = scoredIn(entries);
  const { ranking } = rankCandidates(scored);
  const pairwise = await jury.decide(nearTies(ranking), question);
  const totals = new Map(scored.map(({ id, scorecard }) => [id, scorecard.total ?? 0]));
  const comparison = conclude(entries, measure, (ranked) => settleTies(ranked, pairwise, totals));
  const report = jury.report();
  return {
    ...comparison,
    isComplete: comparison.isComplete && report.notJudged.length === 0,
    isInterrupted: comparison.isInterrupted || question.signal.aborted,
    judgements: [...judgements],
    pairwise: [...pairwise],
    jury: report,
  };
}

/** Judges are asked what has levels, and what could be measured of somebody: for the rest there is nothing to hold it against. */
async function questionFor(entries: readonly Entry[], { rubric, task, world }: Measure): Promise<Question> {
  const { signal = new AbortController().signal, catalog } = world;
  const cards = entries.flatMap(({ candidate }) => candidate.scorecard ?? []);
  const isMeasured = (id: string): boolean =>
    cards.some(({ criteria }) => criteria.some((each) => each.id === id && each.points !== null));
  const criteria = rubric.criteria.filter(({ id, levels }) => levels.length > 0 && isMeasured(id));
  if (!task) return { criteria, task: [], signal };
  const text = task.statements.map((statement) => statement.text).join("\n");
  const source = { path: task.path, language: "text", text, isTest: false };
  const { survey } = await makeSurvey([source], catalog.languages, signal);
  return { criteria, task: redactor(survey)(task.statements), signal };
}

/** What is known of one candidate before it is known how the others did. */
interface Study {
  readonly id: string;
  readonly path: string;
  /** Null where there is nothing to compare; `problem` says why. */
  readonly known: Known | null;
  readonly problem: string | null;
}

interface Known {
  readonly review: Review;
  readonly testRun: TestRun | null;
  readonly conformance: Conformance | null;
  /** What the code has of the words of the task. */
  readonly spoken: SpokenOfTask;
  readonly signals: readonly MeasuredSignal[];
  readonly assessment: Assessment;
  /** Findings that count: not those in what tools wrote. */
  readonly findings: readonly Finding[];
  readonly portrait: Portrait;
}

async function study(entrant: Entrant, measure: Measure): Promise<Study> {
  const { id, problem } = entrant;
  const path = shownPath(measure.request.cwd, entrant);
  if (problem !== null) return { id, path, known: null, problem };
  try {
    return { id, path, known: await look(entrant, measure), problem };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "nothing-to-review") throw error;
    // The review was asked for "." in the candidate's folder, which tells nobody which one that is.
    const { message } = new UserError(error.code, { ...error.details, paths: path });
    return { id, path, known: null, problem: message };
  }
}

/** Everything that needs the parsed trees, so that they can go before the next candidate comes. */
async function look(
  { id, folder, within }: Entrant,
  { task, request, world, names }: Measure,
): Promise<Known> {
  const { tryOut } = world;
  const { result, survey } = await reviewAndSurvey(
    { ...request, rubric: "batch-quality", cwd: folder, paths: [within], title: id },
    // As part of the review, so that nothing secret that the tests print is shown.
    { ...world, ...(tryOut ? { testRuns: async () => [await tryOut(folder)] } : {}) },
  );
  world.jury?.show({ id, survey, review: result, names });
  const testRun = result.testRuns?.[0] ?? null;
  return {
    review: result,
    testRun,
    conformance: task && { path: task.path, statements: [...conform(task.statements, survey)] },
    spoken: spokenOf(task?.statements ?? [], survey),
    signals: world.catalog.signals.flatMap(
      (signal) => measureCode(signal, { survey, review: result, testRun }) ?? [],
    ),
    ...ownShare(result, survey),
    portrait: portray(survey),
  };
}

/** Bundles that were committed are reviewed, and neither their findings nor their size count. */
function ownShare(review: Review, survey: Survey): Pick<Known, "assessment" | "findings"> {
  const built = builtIn(survey);
  const findings = review.findings.filter(({ path }) => !built.paths.has(path));
  const assessment = assess({ ...review, findings, rules: review.rules ?? [] }, survey);
  return { findings, assessment: { ...assessment, lines: Math.max(0, assessment.lines - built.lines) } };
}

function scoreAll(
  studies: readonly Study[],
  { rubric, world }: Measure,
  heard?: ReadonlyMap<string, HeardByCriterion>,
): readonly Entry[] {
  const conformances = judgeByWords(
    settle(studies.flatMap(({ known }) => known?.conformance ?? [])),
    studies.flatMap(({ known }) => known?.spoken ?? []),
  );
  let next = 0;
  return studies.map(({ id, path, known, problem }): Entry => {
    if (!known) return { candidate: { ...nothing, id, path, problem }, portrait: none };
    const conformance = known.conformance && (conformances[next++] ?? null);
    const { review, testRun, portrait, assessment, findings } = known;
    const ofTask = world.catalog.signals.flatMap((signal) => measureTask(signal, conformance) ?? []);
    const unasked = new Set(conformance === null ? ofTask.map((signal) => signal.id) : []);
    const signals = new Map([...known.signals, ...ofTask].map((signal) => [signal.id, signal] as const));
    const said = heard?.get(id);
    const own = { subject: id, findings, signals, unasked, ...assessment };
    const scorecard = grade(rubric, said ? { ...own, heard: said } : own);
    const remarks = remarkOn({ scorecard, review, conformance }, rubric);
    const candidate = { ...nothing, id, path, problem, review, testRun, conformance, scorecard, ...remarks };
    return { candidate, portrait };
  });
}

const none: Portrait = { pieces: [], words: new Set() };

const nothing: Omit<Candidate, "id" | "path" | "problem"> = {
  review: null,
  conformance: null,
  testRun: null,
  scorecard: null,
  interval: null,
  strengths: [],
  weaknesses: [],
};

function scoredIn(entries: readonly Entry[]): readonly Scored[] {
  return entries.flatMap(({ candidate: { id, scorecard } }) =>
    scorecard === null || scorecard.total === null ? [] : [{ id, scorecard }],
  );
}

/** @param settle what is made of the ranking by those who know more */
function conclude(
  entries: readonly Entry[],
  { rubric, task, request, world }: Measure,
  settle = (ranking: Ranking): Ranking => ranking,
): Comparison {
  const ranked = rankCandidates(scoredIn(entries));
  const ranking = settle(ranked.ranking);
  const order = ranking.places.flat();
  const candidates = entries.map(({ candidate }) => ({
    ...candidate,
    interval: ranked.intervals.get(candidate.id) ?? null,
  }));
  const inOrder = order.flatMap((id) => entries.find(({ candidate }) => candidate.id === id) ?? []);
  const [base, ...others] = inOrder;
  const { id, title, scale, criteria } = rubric;
  return {
    version: 1,
    kind: "comparison",
    tool: { name: "session-review", version: world.toolVersion },
    title: request.title ?? `Comparison of ${candidates.map((each) => each.id).join(", ")}`,
    engine: entries.find(({ candidate }) => candidate.review)?.candidate.review?.engine ?? "offline",
    isComplete: candidates.every(({ problem, review }) => problem === null && review?.isComplete === true),
    isInterrupted: candidates.some(({ review }) => review?.isInterrupted === true),
    task,
    rubric: { id, title, scale, criteria },
    candidates,
    ranking,
    recommendation: recommend(base, base ? findGrafts(base, others, rubric) : [], ranking, rubric),
  };
}

async function readTask(cwd: string, task: TaskFile): Promise<Comparison["task"]> {
  const statements = [...splitStatements(await readTaskFile(cwd, task))];
  return { path: task.path, ...(task.isFound ? { isFound: true } : {}), statements };
}

function findRubric(rubrics: readonly Rubric[], id = "implementation"): Rubric {
  const found = rubrics.find((rubric) => rubric.id === id);
  if (found) return found;
  const ids = rubrics.map((rubric) => rubric.id);
  throw new UserError("unknown-rubric", { name: id, nearest: nearest(id, ids) ?? "" });
}
