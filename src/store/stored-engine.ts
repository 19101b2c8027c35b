/** An engine that asks the store first and keeps what it had to ask the other engine for. */
import type { Usage } from "../model/completion.js";
import type { Engine, Leads, Notes, Task } from "../model/plan.js";
import type { TaskKey } from "./key.js";
import type { Store } from "./store.js";

/** What tasks cost: notes do not say it, so whoever counts it does. */
export interface Accounts {
  /** Asked when a task has ended well. */
  readonly usageOf: (task: Task) => Usage;
  /** Told of a task that was answered from the store, with what it had cost when it was asked. */
  readonly reused: (task: Task, usage: Usage) => void;
}

const unknownUsage: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

const noAccounts: Accounts = { usageOf: () => unknownUsage, reused: () => undefined };

/**
 * A task that is in the store is answered from it, without a call; one that ends well is kept before it is handed
 * back. What failed, or left a file out, is not kept: the next run tries again. The notes are kept as the engine gives
 * them, so placeholders for secrets must still be in them here and be replaced by whoever calls this engine.
 */
export function storedEngine(
  engine: Engine,
  store: Store,
  keyOf: (task: Task, leads: Leads) => TaskKey,
  { usageOf, reused }: Accounts = noAccounts,
): Engine {
  return async (task, leads, signal) => {
    const key = keyOf(task, leads);
    const known = await store.read(key);
    if (known !== null && isWhole(known.notes, task)) {
      reused(task, known.usage);
      return { ...known.notes, task: task.id }; // the same work may have another number in this plan
    }
    const notes = await engine(task, leads, signal);
    if (isWhole(notes, task)) await store.keep(key, { notes, usage: usageOf(task) });
    return notes;
  };
}

function isWhole({ reviewed }: Notes, { paths }: Task): boolean {
  const seen = new Set(reviewed);
  return paths.every((path) => seen.has(path));
}
