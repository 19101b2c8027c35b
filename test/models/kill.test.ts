/** The program is killed at random moments and started again: no answer that was kept is ever asked for a second time. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import { beforeAll, describe, expect, test } from "vitest";
import { type Review, reviewSchema } from "../../src/model/review.js";
import { build, runBin, start } from "../cli/built.js";
import { filesIn } from "../cli/fake-world.js";
import { about } from "../double/delivery.js";
import { Double, type Script } from "../double/server.js";
import { seeded } from "../seeded.js";
import { fair } from "./fair.js";
import { type Place, callsOf, makePlace, wires } from "./place.js";

/** One finding is worth an attempt to prove it wrong, which the double ends with its first answer. */
const refutations = 1;

/** Calls under way at once, as in src/consult/line.ts. */
const concurrency = 4;

const reviewers =
  "concurrency,consistency,factual,operations,performance,qa,redundancy,security,senior-engineer,python";
const tasks = reviewers.split(",").length;
const plan = tasks + refutations;
const args = ["src", "--reviewers", reviewers, "--fail-on", "none", "-f", "json=out.json"];
const code = { "src/pay.py": "import os\n\n\ndef run(name):\n    return eval(name)\n" };

interface Moment {
  readonly number: number;
  /** The question at whose arrival the killer wakes up; then so many milliseconds. */
  readonly question: number;
  readonly after: number;
}

const random = seeded(20261121);
const thousand = 1_000;
const milliseconds = 120;
const moments: readonly Moment[] = Array.from({ length: 20 }, (_, i) => ({
  number: i + 1,
  question: 1 + random.below(plan),
  after: random.below(milliseconds),
}));

interface Lives {
  /** Answers that the server had sent to their end when the program was dead. */
  readonly answered: number;
  /** Answers and verdicts in the store at that time. */
  readonly kept: number;
  /** Questions of the second run. */
  readonly askedAgain: number;
  readonly code: number | null;
  readonly review: Review;
}

const lives = new Map<Moment, Lives>();

beforeAll(async () => {
  await build();
  const queue = new PQueue({ concurrency: 4 });
  await Promise.all(
    moments.map(async (moment) => queue.add(async () => lives.set(moment, await live(moment)))),
  );
}, 600_000);

async function live(moment: Moment): Promise<Lives> {
  const cwd = await mkdtemp(join(tmpdir(), "session-review-kill-"));
  const jitter = seeded(moment.number);
  const pace = about(milliseconds, 0.5, () => jitter.below(thousand) / thousand);
  const alarm = new AbortController();
  const double = await Double.start({ pace, script: wakeAt(moment.question, alarm) });
  try {
    const wire = wires[moment.number % wires.length] ?? "anthropic";
    const place = await makePlace(cwd, code, { wire, url: double.url });
    await killed(place, moment, alarm.signal);
    const answered = double.recorder.answered.length;
    const kept = (await filesIn(cwd)).filter((path) => /\/tasks\/[0-9a-f]{64}\.json$/.test(path)).length;
    const before = questionsTo(double);
    const { code: exit } = await runBin([...args, ...place.args], place);
    const review = reviewSchema.parse(JSON.parse(await readFile(join(cwd, "out.json"), "utf8")));
    return { answered, kept, askedAgain: questionsTo(double) - before, code: exit, review };
  } finally {
    await double.close();
    await rm(cwd, { recursive: true, force: true });
  }
}

function wakeAt(question: number, alarm: AbortController): Script {
  return (asked) => {
    if (asked.number === question) alarm.abort();
    return fair(asked);
  };
}

/** SIGKILL leaves the program no moment to tidy up. */
async function killed(place: Place, { after }: Moment, alarm: AbortSignal): Promise<void> {
  const child = start([...args, ...place.args], place);
  child.stdout?.resume();
  child.stderr?.resume();
  const closed = once(child, "close");
  if (!alarm.aborted) await Promise.race([once(alarm, "abort"), closed]);
  await sleep(after);
  child.kill("SIGKILL");
  await closed;
}

function questionsTo(double: Double): number {
  const { reviews, refutations: attempts } = callsOf(double);
  return reviews + attempts;
}

function livesOf(moment: Moment): Lives {
  const found = lives.get(moment);
  if (!found) throw new Error(`the moment ${moment.number} was not lived`);
  return found;
}

describe.each(moments)("killed $after ms after question $question ($number)", (moment) => {
  test("what was kept is not asked again, everything else is", () => {
    const { kept, askedAgain, review } = livesOf(moment);
    expect(askedAgain).toBe(plan - kept);
    expect(review.coverage).toMatchObject({ planned: tasks, reused: Math.min(kept, tasks), failed: 0 });
  });

  test("at most the calls under way are lost", () => {
    const { answered, kept, askedAgain } = livesOf(moment);
    expect(kept).toBeLessThanOrEqual(answered);
    expect(answered - kept).toBeLessThanOrEqual(concurrency);
    expect(answered + askedAgain).toBeLessThanOrEqual(plan + concurrency);
  });

  test("the second run is whole", () => {
    const { code: exit, review } = livesOf(moment);
    expect(exit).toBe(0);
    expect(review.isComplete).toBe(true);
  });
});

test("the moments are worth something: before, between and after answers", () => {
  const kept = moments.map((moment) => livesOf(moment).kept);
  expect(Math.min(...kept)).toBe(0);
  expect(Math.max(...kept)).toBeGreaterThan(tasks / 2);
  expect(new Set(kept).size).toBeGreaterThan(3);
});

test.each(wires)("%s: a run that came to its end leaves nothing to ask", async (wire) => {
  const cwd = await mkdtemp(join(tmpdir(), "session-review-kill-"));
  const double = await Double.start({ script: fair });
  try {
    const place = await makePlace(cwd, code, { wire, url: double.url });
    await runBin([...args, ...place.args], place);
    expect(questionsTo(double)).toBe(plan);
    await runBin([...args, ...place.args], place);
    expect(questionsTo(double)).toBe(plan);
  } finally {
    await double.close();
    await rm(cwd, { recursive: true, force: true });
  }
});
