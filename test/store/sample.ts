/** Finished tasks, keys and places for the tests of the store. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Usage } from "../../src/model/completion.js";
import type { Claim } from "../../src/model/finding.js";
import type { Notes, Task } from "../../src/model/plan.js";
import type { FinishedTask } from "../../src/store/entry.js";
import type { StorePlace } from "../../src/store/folder.js";
import { type KeyParts, type TaskKey, taskKey } from "../../src/store/key.js";
import { type Store, type StoreOptions, openStore } from "../../src/store/store.js";

export const parts: KeyParts = {
  batch: "1| const a = 1;",
  paths: ["src/a.ts"],
  page: "Look for defects.",
  leads: "L1",
  model: "model-1",
  destination: "api.example.org",
  effort: null,
  schemaVersion: 1,
  promptVersion: 1,
};

export function keyOf(page: string): TaskKey {
  return taskKey({ ...parts, page });
}

export const usage: Usage = { input: 10, cacheRead: null, cacheWrite: 0, output: 3 };

export function claim(title: string, quote = "const a = 1;"): Claim {
  return {
    category: "correctness",
    path: "src/a.ts",
    lines: null,
    quote,
    title,
    confidence: 0.7,
    origin: "model",
    severity: "high",
    issue: "It is wrong – “really” \u2028 \u{1f600} \ud800.",
    risk: "It breaks.",
    recommendation: "Mend it.",
  };
}

export function notes(task = "t1", title = "Wrong"): Notes {
  return { task, reviewed: ["src/a.ts"], claims: [claim(title)], practices: [] };
}

export function finishedTask(title = "Wrong"): FinishedTask {
  return { answer: notes("t1", title), usage };
}

export function task(id: string, reviewer = "security"): Task {
  return { id, batch: "b1", reviewer, paths: ["src/a.ts"] };
}

export const owner = process.getuid?.() ?? null;

/** A place in a temporary folder that is not there yet; gone when the work is done. */
export async function inPlace<T>(work: (place: StorePlace) => Promise<T>): Promise<T> {
  const top = await mkdtemp(join(tmpdir(), "session-review-store-"));
  try {
    return await work({ folder: join(top, "cache", "session-review"), owner });
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

export interface Opened {
  readonly store: Store;
  /** What it warned of. */
  readonly warnings: readonly string[];
}

export function open(place: StorePlace | null, options: Partial<StoreOptions> = {}): Opened {
  const warnings: string[] = [];
  const warn = (line: string): void => void warnings.push(line);
  return { store: openStore({ place, warn, now: () => Date.now(), ...options }), warnings };
}
