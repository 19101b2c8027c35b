/** Prints how long a review by a model takes beside what its server needs, and what the program itself costs a task. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable } from "markdown-table";
import { beforeAll, expect, test } from "vitest";
import { type Review, reviewSchema } from "../src/model/review.js";
import { type Ended, build, runBin } from "../test/cli/built.js";
import { type Pace, about, atOnce } from "../test/double/delivery.js";
import { Double } from "../test/double/server.js";
import { fair } from "../test/models/fair.js";
import { callsOf, makePlace } from "../test/models/place.js";
import { seeded } from "../test/seeded.js";

/** As in src/consult/line.ts. */
const concurrency = 4;
const reviewers = [
  "concurrency",
  "consistency",
  "factual",
  "operations",
  "performance",
  "qa",
  "redundancy",
  "security",
  "senior-engineer",
  "python",
];

beforeAll(build, 300_000);

interface Run extends Ended {
  readonly review: Review;
  /** Milliseconds from the first question to the end of the process, judging and writing included. */
  readonly asking: number;
  readonly tasks: number;
  readonly batches: number;
  readonly refutations: number;
  /** Milliseconds that all answers together took the server. */
  readonly answering: number;
  readonly firstContent: number;
  /** Milliseconds of processor time, megabytes at the peak. */
  readonly cpu: number;
  readonly memory: number;
}

const probe = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage();" +
    " process.stderr.write('\\nprobe ' + (user + system) / 1000 + ' ' + process.resourceUsage().maxRSS / 1024 + '\\n') })",
)}`;

interface Wish {
  readonly files: number;
  readonly pace: () => Pace;
  readonly more?: readonly string[];
  /** All ten unless told. */
  readonly reviewers?: number;
}

/** A file of about 1,500 tokens, different from all others. */
function fileOf(number: number): string {
  const functions = Array.from(
    { length: 40 },
    (_, i) =>
      `def step_${number}_${i}(order, rate):\n    total = order.amount_${i} * rate + ${number * i}\n    return total\n`,
  );
  return `"""Part ${number} of a made-up program."""\n\n\n${functions.join("\n\n")}`;
}

async function measure(wish: Wish): Promise<Run> {
  const { files, pace, more = [] } = wish;
  const joining = reviewers.slice(0, wish.reviewers ?? reviewers.length).join(",");
  const cwd = await mkdtemp(join(tmpdir(), "session-review-time-"));
  const times: { readonly from: number; readonly pace: Pace }[] = [];
  const double = await Double.start({
    script: fair,
    pace: () => {
      const chosen = pace();
      times.push({ from: performance.now(), pace: chosen });
      return chosen;
    },
  });
  try {
    const code = Object.fromEntries(Array.from({ length: files }, (_, i) => [`src/part_${i}.py`, fileOf(i)]));
    const place = await makePlace(cwd, code, { wire: "anthropic", url: double.url });
    const args = ["src", "--reviewers", joining, "--fail-on", "none", "-f", "json=out.json"];
    const ended = await runBin([...args, ...more], { ...place, node: ["--import", probe] });
    const end = performance.now();
    const text = await readFile(join(cwd, "out.json"), "utf8").catch(() => {
      throw new Error(`no report: ${ended.stderr}`);
    });
    const review = reviewSchema.parse(JSON.parse(text));
    expect(review.isComplete).toBe(true);
    const [, cpu = "NaN", memory = "NaN"] = /probe (\S+) (\S+)/.exec(ended.stderr) ?? [];
    const lengths = times.map(({ pace: { headers, content, rest } }) => headers + content + rest);
    return {
      ...ended,
      review,
      asking: end - (times[0]?.from ?? end),
      tasks: review.plan.tasks,
      batches: review.plan.batches.length,
      refutations: callsOf(double).refutations,
      answering: lengths.reduce((sum, length) => sum + length, 0),
      firstContent: times[0]?.pace.content ?? 0,
      cpu: Number(cpu),
      memory: Number(memory),
    };
  } finally {
    await double.close();
    await rm(cwd, { recursive: true, force: true });
  }
}

test("wall time with a server that needs 2 s ± 30 % for an answer", async () => {
  const rows: string[][] = [];
  for (const files of [15, 90]) {
    const dice = seeded(files);
    const run = await measure({ files, pace: about(2_000, 0.3, () => dice.below(1_000) / 1_000) });
    const bound = run.answering / concurrency + run.firstContent;
    rows.push([
      String(run.tasks),
      String(run.batches),
      String(run.refutations),
      (run.asking / 1_000).toFixed(1),
      (bound / 1_000).toFixed(1),
      (run.asking / bound).toFixed(3),
    ]);
  }
  const heads = ["tasks", "batches", "refutations", "s from first question to end", "s at least", "×"];
  process.stdout.write(`\n${markdownTable([heads, ...rows], { align: "r" })}\n`);
});

test("own processor time and memory", async () => {
  const rows: string[][] = [];
  for (const files of [10, 100, 250, 500]) {
    const offline = await measure({ files, pace: () => atOnce, more: ["--offline"] });
    const run = await measure({ files, pace: () => atOnce });
    const again = run.cpu - offline.cpu;
    rows.push([
      String(files),
      String(run.tasks),
      String(run.batches),
      run.cpu.toFixed(0),
      offline.cpu.toFixed(0),
      (again / run.tasks).toFixed(1),
      run.memory.toFixed(0),
      offline.memory.toFixed(0),
    ]);
  }
  const heads = [
    "files",
    "tasks",
    "batches",
    "ms CPU",
    "ms CPU offline",
    "ms more a task",
    "peak MB",
    "MB offline",
  ];
  process.stdout.write(`\n${markdownTable([heads, ...rows], { align: "r" })}\n`);
});

test("peak memory as tasks grow over the same code", async () => {
  const rows: string[][] = [];
  for (const count of [1, 5, 10]) {
    const { tasks, memory } = await measure({ files: 400, pace: () => atOnce, reviewers: count });
    rows.push(["400", String(count), String(tasks), memory.toFixed(0)]);
  }
  process.stdout.write(
    `\n${markdownTable([["files", "reviewers", "tasks", "peak MB"], ...rows], { align: "r" })}\n`,
  );
});
