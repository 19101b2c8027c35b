/** An engine in front of a store, as small as the use of a store can be; what is killed here was about to be kept. */
import type { Usage } from "../../src/model/completion.js";
import { type Engine, type Leads, type Notes, type Task, notesSchema } from "../../src/model/plan.js";
import type { TaskKey } from "../../src/store/key.js";
import type { Store } from "../../src/store/store.js";

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
    const kept = notesSchema.safeParse(known?.answer);
    if (known !== null && kept.success && isWhole(kept.data, task)) {
      reused(task, known.usage);
      return { ...kept.data, task: task.id }; // the same work may have another number in this plan
    }
    const notes = await engine(task, leads, signal);
    if (isWhole(notes, task)) await store.keep(key, { answer: notes, usage: usageOf(task) });
    return notes;
  };
}

function isWhole({ reviewed }: Notes, { paths }: Task): boolean {
  const seen = new Set(reviewed);
  return paths.every((path) => seen.has(path));
}
