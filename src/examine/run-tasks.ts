/** Fans the tasks out to an engine; a task that throws is a failure, never the end of the run. */
import PQueue from "p-queue";
import { Pace } from "../lib/pace.js";
import type { Listen, ReviewEvent } from "../model/event.js";
import type { Engine, Leads, Notes, Task } from "../model/plan.js";

export interface TaskFailure {
  readonly task: Task;
  readonly reason: string;
}

export interface TaskResults {
  /** In the order of the tasks, whatever the order they finished in. */
  readonly notes: readonly Notes[];
  readonly failures: readonly TaskFailure[];
}

export interface RunOptions {
  readonly concurrency: number;
  readonly listen: Listen;
  readonly signal: AbortSignal;
}

/** Tasks not begun when the signal aborts are failures with the reason "interrupted". */
export async function runTasks(
  tasks: readonly Task[],
  leads: Leads,
  engine: Engine,
  { concurrency, listen, signal }: RunOptions,
): Promise<TaskResults> {
  const queue = new PQueue({ concurrency });
  const pace = new Pace();
  const outcomes = await Promise.all(
    tasks.map((task) =>
      queue.add(async () => {
        await pace.rest();
        return attempt(task, leads, engine, { listen, signal });
      }),
    ),
  );
  const failures: TaskFailure[] = [];
  const notes: Notes[] = [];
  for (const outcome of outcomes) {
    if ("reason" in outcome) failures.push(outcome);
    else notes.push(outcome);
  }
  return { notes, failures };
}

async function attempt(
  task: Task,
  leads: Leads,
  engine: Engine,
  { listen, signal }: Omit<RunOptions, "concurrency">,
): Promise<Notes | TaskFailure> {
  const { id, reviewer } = task;
  if (signal.aborted) return { task, reason: "interrupted before it began" };
  listen({ type: "started", task: id, reviewer });
  try {
    const notes = await engine(task, leads, signal);
    listen(finished(task, notes));
    return notes;
  } catch (error) {
    const reason = signal.aborted ? "interrupted" : error instanceof Error ? error.message : String(error);
    listen({ type: "failed", task: id, reviewer, reason });
    return { task, reason };
  }
}

function finished({ id, reviewer }: Task, { claims, failed = [], isReused }: Notes): ReviewEvent {
  return {
    type: "finished",
    task: id,
    reviewer,
    claims: claims.length,
    severities: claims.map(({ severity, opinion }) => opinion ?? severity),
    ...(failed.length > 0 ? { isFailed: true } : {}),
    ...(isReused ? { isReused } : {}),
  };
}
