/** The engine that asks a model: same shape as the offline one, and never less than what the rules found. */
import { hash } from "../lib/hash.js";
import { CompletionError, type ShapeLevel } from "../model/completion.js";
import type { Batch, Engine, Leads, Notes, Task } from "../model/plan.js";
import type { Reviewer } from "../model/reviewer.js";
import type { Survey } from "../model/survey.js";
import { signOfObedience } from "./injection.js";
import { type Levels, NotReviewed, askDownTheLadder } from "./ladder.js";
import { Line, type LineOptions } from "./line.js";
import type { PrivateKind } from "./private-data.js";
import { type Lead, PromptWriter, type PromptRequest, type Tokens, makeTokens, noTokens } from "./prompt.js";
import { type Reading, readAnswer } from "./read-answer.js";
import { interrupted } from "./retry.js";
import { ShownSources } from "./shown-source.js";
import { type Memory, type StoredAnswer, storedAnswerSchema } from "./stored-answer.js";
import type { TaskReport } from "./task-report.js";
import { toClaims } from "./to-claims.js";
import type { Bill } from "./usage.js";
import { WarmUp } from "./warm-up.js";
import { weighLeads } from "./weigh-leads.js";
import { answerSchema, wireVersion } from "./wire.js";

export interface ModelEngineInput extends LineOptions {
  readonly survey: Survey;
  readonly batches: readonly Batch[];
  readonly reviewers: readonly Reviewer[];
  /** Answers with a reviewer's static hits; they are its leads, and stay whatever the model says. */
  readonly offline: Engine;
  /** Told when a task's turn has come, which may be long after it was handed in. */
  readonly onAsk?: (task: Task) => void;
  readonly onReport?: (report: TaskReport) => void;
  readonly guidance?: string;
  /** What is taken out of everything that is sent, besides credentials. */
  readonly redact?: readonly PrivateKind[];
  /** Tokens of an answer at most, thinking included. */
  readonly mostTokens?: number;
  readonly levels?: Levels;
  readonly memory?: Memory;
  /** Why a task may not begin, such as a budget that is used up; null when it may. */
  readonly refuse?: (task: Task) => string | null;
}

const mostTokens = 16_000;

const noEffort = "it takes no effort of that name and was asked without one";

const brokeOff = "partly reviewed: the answer broke off before its end; what it had said by then is kept";

/** More leads than these are not put to the model; they stay in the report as they are. */
const mostLeads = 60;

/**
 * Throws only when interrupted. A task that failed otherwise has its paths in `failed`, and the static hits in `claims`.
 * Calls wait for each other inside, so the engine may be handed all tasks at once.
 */
export function modelEngine(input: ModelEngineInput): Engine {
  const consultation = new Consultation(input);
  return (task, leads, signal) => consultation.take(task, leads, signal);
}

/** One task on its way. */
interface Work extends Bill {
  readonly task: Task;
  readonly request: PromptRequest;
  readonly leads: Leads;
  readonly signal: AbortSignal;
  readonly warnings: string[];
  level: ShapeLevel | null;
}

/** An answer with the reason why it does not count as a review, if any. */
interface Outcome extends Pick<Reading, "drops"> {
  readonly answer: Reading["answer"] | null;
  readonly reason?: string;
  readonly isReused?: boolean;
}

class Consultation {
  readonly #line: Line;
  readonly #warmUp = new WarmUp();
  readonly #shown: ShownSources;
  readonly #tokens: Tokens;
  readonly #writer: PromptWriter;
  readonly #keyWriter: PromptWriter;
  readonly #levels: Levels;
  #hasWarnedOfCache = false;

  constructor(private readonly input: ModelEngineInput) {
    const { survey, guidance, timing, redact } = input;
    this.#line = input.line ?? new Line(input);
    this.#shown = new ShownSources(survey, redact);
    this.#tokens = makeTokens(() => timing.random(), survey);
    const parts = { survey, shown: this.#shown, ...(guidance === undefined ? {} : { guidance }) };
    this.#writer = new PromptWriter({ ...parts, tokens: this.#tokens });
    this.#keyWriter = new PromptWriter({ ...parts, tokens: noTokens });
    this.#levels = input.levels ?? new Map<string, ShapeLevel>();
  }

  async take(task: Task, leads: Leads, signal: AbortSignal): Promise<Notes> {
    const offline = await this.input.offline(task, leads, signal);
    const named = offline.claims.map((claim, i) => ({ id: `L${i + 1}`, claim }));
    const request = this.#requestFor(task, named.slice(0, mostLeads));
    const work: Work = { task, request, leads, signal, warnings: [], calls: 0, usage: null, level: null };
    if (named.length > mostLeads)
      work.warnings.push(`${named.length - mostLeads} static hits were not put to the model`);
    const outcome = await this.#answer(work);
    return this.#write(work, offline, { named, outcome });
  }

  #requestFor(task: Task, leads: readonly Lead[]): PromptRequest {
    const batch = this.input.batches.find(({ id }) => id === task.batch);
    const reviewer = this.input.reviewers.find(({ id }) => id === task.reviewer);
    if (!batch || !reviewer) throw new Error(`the task ${task.id} is of an unknown batch or reviewer`);
    return { batch, task, reviewer, leads };
  }

  async #answer(work: Work): Promise<Outcome> {
    const key = this.#keyOf(work.request);
    const stored = await this.#recall(key, work);
    if (stored) return { answer: stored.answer, drops: stored.drops, isReused: true };
    try {
      return await this.#askWarm(work, key);
    } catch (error) {
      if (work.signal.aborted) throw interrupted(error);
      return this.#fromPartial(error, work);
    }
  }

  /** An answer that broke off has said something before; it is kept like a cut one. */
  #fromPartial(error: unknown, work: Work): Outcome {
    const partial = error instanceof CompletionError ? error.details.partial : undefined;
    const reading = partial === undefined ? null : readAnswer(partial);
    const said = reading && this.#judge(reading, work);
    const reason = error instanceof Error ? error.message : String(error);
    return { answer: said?.answer ?? null, drops: said?.drops ?? [], reason };
  }

  async #askWarm(work: Work, key: string): Promise<Outcome> {
    const turn = await this.#warmUp.enter(work.task.batch);
    // Kept before the next one is asked: a process that is killed loses no more answers than were under way.
    const askAndKeep = async (): Promise<Outcome> => {
      const outcome = await this.#ask(work, () => turn.done(true));
      await this.#keep(key, outcome, work);
      return outcome;
    };
    try {
      const outcome = await this.#line.inTurn(askAndKeep, !turn.isFirst);
      if (!turn.isFirst) this.#checkCache(work);
      return outcome;
    } finally {
      turn.done(false);
    }
  }

  async #ask(work: Work, onFirstContent: () => void): Promise<Outcome> {
    const { task, request, signal } = work;
    if (signal.aborted) throw interrupted();
    const refusal = this.input.refuse?.(task) ?? null;
    if (refusal !== null) throw new NotReviewed(refusal);
    this.input.onAsk?.(task);
    const prompt = this.#writer.write(request);
    const { reading, level } = await askDownTheLadder({
      levels: this.#levels,
      server: this.#line.server,
      ask: async (asked, turns) => {
        const question = { prompt: { ...prompt, turns }, level: asked, schema: answerSchema, onFirstContent };
        const most = this.input.mostTokens ?? mostTokens;
        const completion = await this.#line.ask({ ...question, mostTokens: most }, signal, work);
        if (completion.isWithoutEffort) work.warnings.push(noEffort);
        return completion;
      },
    });
    onFirstContent();
    work.level = level;
    return this.#judge(reading, work);
  }

  #judge({ answer, drops, isCut }: Reading, { request, leads }: Work): Outcome {
    const { paths } = request.batch;
    const isInside = (name: string): boolean => paths.includes(this.#shown.pathOf(name) ?? "");
    const hits = leads.claims.filter(({ path }) => request.task.paths.includes(path));
    const asked = { canary: this.#tokens.canary, isInside, leads: request.leads, hits, isCut };
    const sign = signOfObedience(answer, asked);
    if (sign !== null) return { answer: null, drops, reason: sign };
    // What a cut answer says is worth having; what it does not say means nothing.
    return isCut ? { answer, drops, reason: brokeOff } : { answer, drops };
  }

  #write(
    work: Work,
    offline: Notes,
    { named, outcome }: { readonly named: readonly Lead[]; readonly outcome: Outcome },
  ): Notes {
    const { task, request } = work;
    const { answer, reason, isReused = false } = outcome;
    const { survey } = this.input;
    const category = request.reviewer.categories[0] ?? "correctness";
    const weighed = weighLeads(named, answer?.leads ?? []);
    const found = answer
      ? toClaims(answer, { survey, shown: this.#shown, paths: request.batch.paths, category })
      : { claims: [], practices: [], drops: [] };
    this.#report(work, {
      outcome: reason === undefined ? (isReused ? "reused" : "reviewed") : "not reviewed",
      ...(reason === undefined ? {} : { reason }),
      drops: [...outcome.drops, ...found.drops],
      leads: weighed.outcomes,
    });
    return {
      task: task.id,
      reviewed: reason === undefined ? task.paths.filter((path) => survey.files.has(path)) : [],
      claims: [...weighed.claims, ...found.claims],
      practices: [...offline.practices, ...found.practices],
      ...(reason === undefined ? {} : { failed: task.paths.map((path) => ({ path, reason })) }),
      ...(isReused ? { isReused } : {}),
    };
  }

  #report(
    { task, calls, usage, level, warnings }: Work,
    report: Pick<TaskReport, "outcome" | "reason" | "drops" | "leads">,
  ): void {
    const { provider, model, onReport } = this.input;
    const { id, reviewer } = task;
    onReport?.({
      task: id,
      reviewer,
      destination: provider.destination,
      model,
      calls,
      usage,
      level,
      warnings,
      ...report,
    });
  }

  /** Everything that decides the answer, and nothing that changes from run to run. */
  #keyOf(request: PromptRequest): string {
    const { provider, model, effort = "" } = this.input;
    const { rules, shared, own } = this.#keyWriter.write(request);
    const asked = [provider.id, provider.destination, model, effort];
    return hash(JSON.stringify([wireVersion, ...asked, rules, shared, own]), 64);
  }

  /** A store that fails is a store without the answer: a review must not end because a disk is full. */
  async #recall(key: string, { warnings }: Work): Promise<StoredAnswer | null> {
    try {
      const stored = await this.input.memory?.recall(key);
      if (stored === undefined || stored === null) return null;
      const { success, data } = storedAnswerSchema.safeParse(stored);
      if (!success)
        warnings.push("a stored answer was not in the form it should have; the model was asked again");
      return success ? data : null;
    } catch (error) {
      warnings.push(
        `stored answers cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    }
  }

  /** Only what counts as a review; through JSON, so that what is kept is what a later run will read. */
  async #keep(key: string, { answer, drops, reason }: Outcome, work: Work): Promise<void> {
    if (!answer || reason !== undefined) return;
    const { model } = this.input;
    const { data } = storedAnswerSchema.safeParse({ answer, drops, model, usage: work.usage });
    try {
      if (data) await this.input.memory?.keep(key, data);
    } catch (error) {
      work.warnings.push(
        `the answer could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #checkCache({ usage, warnings }: Work): void {
    if (usage?.cacheRead !== 0 || this.#hasWarnedOfCache) return;
    this.#hasWarnedOfCache = true;
    warnings.push("the provider read nothing from its cache: reviewers of a batch pay for it each");
  }
}
