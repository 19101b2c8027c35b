/** Makes one engine of several: every task goes to each model, and what they say stands under their names. */
import type { Claim } from "../model/finding.js";
import type { Engine, Notes, Task } from "../model/plan.js";

export interface NamedEngine {
  /** The model as reports name it; no two alike. */
  readonly name: string;
  readonly engine: Engine;
}

/**
 * A path counts as reviewed when one model reviewed it, and as failed when none did, with the reason of each. An
 * engine that throws is one that failed.
 * @throws what the first engine threw when all of them did
 */
export function severalEngines(consulted: readonly NamedEngine[]): Engine {
  return async (task, leads, signal) => {
    const settled = await Promise.allSettled(
      consulted.map(({ engine }) => Promise.resolve().then(() => engine(task, leads, signal))),
    );
    const voices = settled.map((result, i): Voice => {
      const name = consulted[i]?.name ?? "";
      return result.status === "fulfilled"
        ? { name, notes: result.value }
        : { name, notes: failedNotes(task, result.reason) };
    });
    const firstFailure = settled.find(({ status }) => status === "rejected");
    if (firstFailure?.status === "rejected" && settled.every(({ status }) => status === "rejected"))
      throw firstFailure.reason;
    return combine(task, voices);
  };
}

interface Voice {
  readonly name: string;
  readonly notes: Notes;
}

function failedNotes({ id, paths }: Task, error: unknown): Notes {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    task: id,
    reviewed: [],
    claims: [],
    practices: [],
    failed: paths.map((path) => ({ path, reason })),
  };
}

function combine({ id, paths }: Task, voices: readonly Voice[]): Notes {
  const reviewed = paths.filter((path) => voices.some(({ notes }) => notes.reviewed.includes(path)));
  const failed = paths
    .filter((path) => !reviewed.includes(path))
    .map((path) => ({ path, reason: reasonsFor(path, voices) }))
    .filter(({ reason }) => reason !== "");
  const workers = voices.filter(({ notes }) => notes.reviewed.length > 0);
  return {
    task: id,
    reviewed,
    claims: voices.flatMap(({ name, notes }) => notes.claims.map((claim) => signed(claim, name))),
    practices: voices.flatMap(({ notes }) => notes.practices),
    ...(failed.length === 0 ? {} : { failed }),
    // Something was paid for as soon as one of them had to be asked.
    ...(workers.length > 0 && workers.every(({ notes }) => notes.isReused) ? { isReused: true } : {}),
  };
}

function signed(claim: Claim, name: string): Claim {
  return { ...claim, models: [name] };
}

/** `NAME: why` for each model, or only why where there is one model. */
function reasonsFor(path: string, voices: readonly Voice[]): string {
  return voices
    .flatMap(({ name, notes }) =>
      (notes.failed ?? [])
        .filter((failure) => failure.path === path)
        .map(({ reason }) => (voices.length === 1 ? reason : `${name}: ${reason}`)),
    )
    .join("; ");
}

/**
 * Who should try to prove a finding wrong: the first that did not raise it, else the first of all.
 * @param names not empty
 */
export function opponentOf(models: readonly string[] = [], names: readonly [string, ...string[]]): string {
  return names.find((name) => !models.includes(name)) ?? names[0];
}
