/** What is known of a run while it goes, built from its events; pure. */
import type { ReviewEvent, Stretch } from "../../model/event.js";
import type { Consultation } from "../../model/review.js";
import { type Severity, severities } from "../../model/severity.js";

/** A reviewer's share of the tasks, and what came out of it before anything was checked. */
export interface ReviewerState {
  readonly id: string;
  readonly tasks: number;
  readonly done: number;
  readonly failed: number;
  readonly claims: Readonly<Partial<Record<Severity, number>>>;
}

/** Work that can be counted, since when it goes on. */
export interface Progress {
  readonly on: Stretch | "reviewing";
  readonly done: number;
  readonly of: number;
  /** Of `done`, those that took no time, because an earlier run had done them. */
  readonly reused: number;
  /** Milliseconds of the run's clock. */
  readonly since: number;
}

export interface LiveState {
  /** Milliseconds of the run's clock. */
  readonly began: number;
  /** Whether rules are all that answers for the reviewers; then their rows move while rules run. */
  readonly isOffline: boolean;
  /** Of a comparison, whose turn it is; all else but the bill is about this one. */
  readonly candidate: { readonly id: string; readonly number: number; readonly of: number } | null;
  /** Of a comparison, that all have had their turn and judges are asked. */
  readonly isJudging: boolean;
  readonly files: number | null;
  readonly leftOut: number;
  readonly lines: number | null;
  readonly languages: readonly string[];
  readonly batches: number;
  readonly reviewers: readonly ReviewerState[];
  readonly progress: Progress | null;
  /** First path of each task. */
  readonly paths: ReadonlyMap<string, string>;
  /** Tasks under way, the latest first, and no more than a few of them. */
  readonly running: readonly string[];
  /** Whether a model says which tasks are under way; then "started" only means that they wait. */
  readonly isAsking: boolean;
  readonly consultations: readonly Consultation[];
}

/** Nobody reads more of what runs at once. */
const mostRunning = 16;

export function beginning(now: number, isOffline = false): LiveState {
  return {
    began: now,
    isOffline,
    candidate: null,
    isJudging: false,
    files: null,
    leftOut: 0,
    lines: null,
    languages: [],
    batches: 0,
    reviewers: [],
    progress: null,
    paths: new Map(),
    running: [],
    isAsking: false,
    consultations: [],
  };
}

/** The state after an event. @param now milliseconds of the same clock as in `beginning` */
export function next(state: LiveState, event: ReviewEvent, now: number): LiveState {
  switch (event.type) {
    case "candidate":
      return turned(state, event);
    case "judging":
      return {
        ...beginning(state.began, state.isOffline),
        consultations: state.consultations,
        candidate: state.candidate,
        isJudging: true,
      };
    case "gathered":
      return { ...state, files: event.sources, leftOut: event.skipped };
    case "surveyed":
      return { ...state, files: event.files, lines: event.lines, languages: event.languages };
    case "working":
      return { ...state, progress: working(state, event, now) };
    case "planned":
      return planned(state, event.plan);
    case "started":
      return state.isAsking ? state : begun(state, event.task, now);
    case "asking":
      return begun(
        { ...state, isAsking: true, running: state.isAsking ? state.running : [] },
        event.task,
        now,
      );
    case "finished":
      return ended(state, event, { claims: event.severities ?? [], isReused: event.isReused ?? false, now });
    case "failed":
      return ended(state, event, { claims: [], isReused: false, now });
    case "consulted":
      return { ...state, consultations: event.consultations };
    case "judged":
      return { ...state, progress: null, running: [] };
  }
}

function turned({ began, isOffline, consultations }: LiveState, event: Event<"candidate">): LiveState {
  const { id, number, of } = event;
  return { ...beginning(began, isOffline), consultations, candidate: { id, number, of } };
}

type Event<Type> = Extract<ReviewEvent, { readonly type: Type }>;

function working({ progress }: LiveState, { on, done, of }: Event<"working">, now: number): Progress {
  return { on, done, of, reused: 0, since: progress?.on === on ? progress.since : now };
}

function planned(state: LiveState, { batches, reviewers, tasks }: Event<"planned">["plan"]): LiveState {
  const shares = new Map<string, number>();
  for (const { reviewer } of tasks) shares.set(reviewer, (shares.get(reviewer) ?? 0) + 1);
  return {
    ...state,
    batches: batches.length,
    reviewers: reviewers
      .map((id) => ({ id, tasks: shares.get(id) ?? 0, done: 0, failed: 0, claims: {} }))
      .filter((reviewer) => reviewer.tasks > 0),
    paths: new Map(tasks.map(({ id, paths: [first = ""] }) => [id, first])),
  };
}

function begun(state: LiveState, task: string, now: number): LiveState {
  const running = [task, ...state.running.filter((other) => other !== task)].slice(0, mostRunning);
  return { ...state, running, progress: reviewing(state, now) };
}

function reviewing({ progress, paths }: LiveState, now: number): Progress {
  if (progress?.on === "reviewing") return progress;
  return { on: "reviewing", done: 0, of: paths.size, reused: 0, since: now };
}

interface Ending {
  readonly claims: readonly Severity[];
  readonly isReused: boolean;
  readonly now: number;
}

function ended(state: LiveState, event: Event<"finished" | "failed">, ending: Ending): LiveState {
  const progress = reviewing(state, ending.now);
  return {
    ...state,
    running: state.running.filter((task) => task !== event.task),
    progress: {
      ...progress,
      done: progress.done + 1,
      reused: progress.reused + (ending.isReused ? 1 : 0),
    },
    reviewers: state.reviewers.map((reviewer) =>
      reviewer.id === event.reviewer ? advanced(reviewer, hasFailed(event), ending.claims) : reviewer,
    ),
  };
}

function hasFailed(event: Event<"finished" | "failed">): boolean {
  return event.type === "failed" || event.isFailed === true;
}

function advanced(reviewer: ReviewerState, isFailed: boolean, claims: readonly Severity[]): ReviewerState {
  const counts = { ...reviewer.claims };
  for (const severity of claims) counts[severity] = (counts[severity] ?? 0) + 1;
  return {
    ...reviewer,
    done: reviewer.done + 1,
    failed: reviewer.failed + (isFailed ? 1 : 0),
    claims: counts,
  };
}

/** `2 high 1 medium`, worst first; empty where nothing was claimed. */
export function claimsText({ claims }: ReviewerState): string {
  return severities
    .flatMap((severity) => (claims[severity] ? [`${claims[severity]} ${severity}`] : []))
    .join(" ");
}

/**
 * Milliseconds that the counted work will still take at the pace it had so far; null as long as that is a guess.
 * What was reused took no time and says nothing about the rest.
 */
export function remaining({ done, of, reused, since }: Progress, now: number): number | null {
  const worked = done - reused;
  const took = now - since;
  if (worked < 3 || took < leastMeasured || of <= done) return null;
  return Math.round((took / worked) * (of - done));
}

/** A pace measured over less than this is mostly noise. */
const leastMeasured = 1_000;
