/** One experiment each: the whole program against a server that goes wrong in one way, on one wire format. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usualWaits } from "../../src/cli/waits.js";
import { type Review, reviewSchema } from "../../src/model/review.js";
import { runBin } from "../cli/built.js";
import { run } from "../cli/fake-world.js";
import type { WireId } from "../double/asked.js";
import { type FaultName, faults } from "../double/faults.js";
import { always } from "../double/script.js";
import { Double, nobody } from "../double/server.js";
import { fair } from "./fair.js";
import { type Place, callsOf, makePlace, textsIn } from "./place.js";

/** The faults of the double, and a port at which nobody listens. */
export type Trouble = FaultName | "refused";

export interface Observed {
  readonly trouble: Trouble;
  readonly wire: WireId;
  readonly exit: number | null;
  readonly review: Review;
  /** The report that people read. */
  readonly report: string;
  /** All the program said, wrote and stored. */
  readonly everything: string;
  readonly reviews: number;
  readonly refutations: number;
}

/** One file, one batch, one reviewer: one question, about code in which a rule and the double each see something. */
const code = {
  "src/pay.py":
    "import os\n\n\ndef pay(order):\n    try:\n        charge(order)\n    except Exception:\n        pass\n\n\ndef run(name):\n    return eval(name)\n",
};
const command = ["src", "--reviewers", "senior-engineer", "--fail-on", "none", "-f", "json=out.json"];
const args = [...command, "-f", "personas=out.md"];

/** The server falls silent; the usual patience of minutes would be no test. */
const silences: ReadonlySet<Trouble> = new Set<Trouble>(["stall", "stall-before-headers"]);

/** The built program in a process of its own; silences in this one, with less patience and retries at once. */
export async function observe(trouble: Trouble, wire: WireId): Promise<Observed> {
  const cwd = await mkdtemp(join(tmpdir(), "session-review-fault-"));
  const double = await Double.start();
  try {
    if (trouble !== "refused") double.follow(always(faults[trouble], fair));
    const url = trouble === "refused" ? await nobody() : double.url;
    const place = await makePlace(cwd, code, { wire, url });
    const { exit, said } = silences.has(trouble) ? await impatiently(place) : await asUsersDo(place);
    const report = await readFile(join(cwd, "out.md"), "utf8").catch(() => `no report: ${said}`);
    const written = await textsIn(cwd);
    const review = await readReview(cwd, said);
    return { trouble, wire, exit, review, report, everything: said + written, ...callsOf(double) };
  } finally {
    await double.close();
    await rm(cwd, { recursive: true, force: true });
  }
}

interface Said {
  readonly exit: number | null;
  readonly said: string;
}

async function asUsersDo({ cwd, env, args: own }: Place): Promise<Said> {
  const { code: exit, stdout, stderr } = await runBin([...args, ...own], { cwd, env });
  return { exit, said: stdout + stderr };
}

async function impatiently({ cwd, env, args: own }: Place): Promise<Said> {
  const patience = { idleMs: 1_000, firstMs: 1_000, deadlineMs: 60_000 };
  const timing = { ...usualWaits.timing, sleep: async () => Promise.resolve() };
  const ran = await run([...args, ...own], { cwd, env, waits: { patience, timing } });
  return { exit: ran.code, said: ran.stdout + ran.stderr };
}

async function readReview(cwd: string, said: string): Promise<Review> {
  const text = await readFile(join(cwd, "out.json"), "utf8").catch(() => {
    throw new Error(`no report: ${said}`);
  });
  return reviewSchema.parse(JSON.parse(text));
}

/** What the rules find without any model. */
export async function offlineReview(): Promise<Review> {
  const cwd = await mkdtemp(join(tmpdir(), "session-review-fault-"));
  try {
    const { env } = await makePlace(cwd, code, { wire: "anthropic", url: "" });
    const { stdout, stderr } = await runBin([...args, "--offline"], { cwd, env });
    return await readReview(cwd, stdout + stderr);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
