/** A run of 20 tasks with a slow engine over a store; writes a line for each thing that happens, at once. */
import { writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { runTasks } from "../../../src/examine/run-tasks.js";
import type { Engine } from "../../../src/model/plan.js";
import { type Disk, realDisk } from "../../../src/store/disk.js";
import { openStore } from "../../../src/store/store.js";
import { storedEngine } from "../stored-engine.js";
import { keyOf, notes, owner, task } from "../sample.js";

/** When the process kills itself: at the n-th write, before or after one of its steps; never when absent. */
const [folder = "", milliseconds = "0", step = "", writes = "1"] = process.argv.slice(2);

const tasks = Array.from({ length: 20 }, (_, i) => task(`t${i}`, `reviewer-${i}`));

// Synchronous: a line that is written has happened, whenever the process is killed.
function tell(what: string, id: string): void {
  writeSync(1, `${what} ${id}\n`);
}

const slow: Engine = async ({ id }) => {
  tell("begun", id);
  await wait(Number(milliseconds) * (0.5 + Math.random()));
  tell("answered", id);
  return { ...notes(id, `Found by ${id}`), task: id };
};

let countdown = Number(writes);

function dieAt(now: string): void {
  if (step === now && --countdown === 0) process.kill(process.pid, "SIGKILL");
}

const disk: Disk = {
  ...realDisk,
  create: async (path, text) => {
    dieAt("before-create");
    if (step === "half-created" && countdown === 1)
      await realDisk.create(path, text.slice(0, text.length / 2));
    dieAt("half-created");
    await realDisk.create(path, text);
    dieAt("created");
  },
  rename: async (from, to) => {
    await realDisk.rename(from, to);
    dieAt("renamed");
  },
};

const place = { folder, owner };
const warn = (line: string): void => void process.stderr.write(`${line}\n`);
const store = openStore({ place, warn, now: () => Date.now(), disk });
const stored = storedEngine(slow, store, ({ reviewer }) => keyOf(reviewer));
const told: Engine = async (one, leads, signal) => {
  const result = await stored(one, leads, signal);
  tell("handed-back", one.id);
  return result;
};
const leads = { claims: [], practices: [], examined: [], failures: [] };
const options = { concurrency: 4, listen: () => undefined, signal: new AbortController().signal };
const { notes: all } = await runTasks(tasks, leads, told, options);
for (const { task: id, claims } of all) if (claims[0]?.title === `Found by ${id}`) tell("correct", id);
