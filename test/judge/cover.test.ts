/** The ledger: every (file × reviewer) pair ends in exactly one way, and the four sums equal the plan. */
import { describe, expect, test } from "vitest";
import { type CoverInput, cover } from "../../src/judge/cover.js";
import type { Notes, Plan } from "../../src/model/plan.js";
import { seeded } from "../seeded.js";
import { surveyCode } from "../survey-code.js";

const { files } = await surveyCode({
  "a.ts": "a();\nb();\n",
  "b.ts": "b();",
  "broken.ts": "f(",
  "notes.txt": "one\n",
});
const paths = [...files.keys()];

function plan(part: Partial<Plan> = {}): Plan {
  const reviewers = ["qa", "security"];
  const tasks = reviewers.map((reviewer) => ({
    id: `batch-1/${reviewer}`,
    batch: "batch-1",
    reviewer,
    paths,
  }));
  return {
    reviewers,
    batches: [{ id: "batch-1", paths, tokens: 1 }],
    tasks,
    skipped: [],
    failed: [],
    ...part,
  };
}

function notes(reviewer: string, reviewed: string[]): Notes {
  return { task: `batch-1/${reviewer}`, reviewed, claims: [], practices: [] };
}

function coverWith(part: Partial<CoverInput>) {
  return cover({ plan: plan(), files, notes: [], failures: [], broken: [], ...part });
}

describe("how a pair ends", () => {
  const task = { id: "batch-1/qa", batch: "batch-1", reviewer: "qa", paths };
  const pair = (reason: string) => ({ path: "a.ts", reviewer: "qa", reason });
  test.each<[name: string, input: Partial<CoverInput>, status: string, reason: string | undefined]>([
    ["reviewed", { notes: [notes("qa", ["a.ts"])] }, "reviewed", undefined],
    [
      "nobody spoke of it",
      { notes: [notes("qa", ["b.ts"])] },
      "failed",
      "the reviewer's answer did not mention the file",
    ],
    [
      "only another spoke of it",
      { notes: [notes("security", ["a.ts"])] },
      "failed",
      "the reviewer's answer did not mention the file",
    ],
    ["its task failed", { failures: [{ task, reason: "no answer" }] }, "failed", "no answer"],
    ["skipped", { plan: plan({ skipped: [pair("not mine")] }) }, "skipped", "not mine"],
    [
      "skipped, whatever the answer says",
      { plan: plan({ skipped: [pair("not mine")] }), notes: [notes("qa", ["a.ts"])] },
      "skipped",
      "not mine",
    ],
    [
      "failed beforehand, whatever the answer says",
      { plan: plan({ failed: [pair("does not parse")] }), notes: [notes("qa", ["a.ts"])] },
      "failed",
      "does not parse",
    ],
    [
      "a rule broke",
      { broken: [pair("the rule broke")], notes: [notes("qa", ["a.ts"])] },
      "failed",
      "the rule broke",
    ],
  ])("%s", (_, input, status, reason) => {
    const entry = coverWith(input).files.find(({ path }) => path === "a.ts");
    const own = entry?.pairs.filter(({ reviewers }) => reviewers.includes("qa"));
    expect(own).toHaveLength(1);
    expect([own?.[0]?.status, own?.[0]?.reason]).toEqual([status, reason]);
  });
});

test("a file's entry", () => {
  const { files: entries } = coverWith({
    plan: plan({ failed: [{ path: "z.ts", reviewer: "qa", reason: "EACCES" }] }),
    notes: [notes("qa", paths), notes("security", paths)],
  });
  expect(entries.map(({ path, language, lines, depth }) => [path, language, lines, depth])).toEqual([
    ["a.ts", "typescript", 2, "parsed"],
    ["b.ts", "typescript", 1, "parsed"],
    ["broken.ts", "typescript", 1, "text"],
    ["notes.txt", "text", 1, "text"],
    ["z.ts", "text", 0, "text"],
  ]);
  expect(entries[0]?.pairs).toEqual([{ status: "reviewed", reviewers: ["qa", "security"] }]);
});

test.each(Array.from({ length: 50 }, (_, i) => i))("the four sums equal the plan, seed %i", (seed) => {
  const random = seeded(seed);
  const reviewers = ["r1", "r2", "r3"].slice(0, 1 + random.below(3));
  const lost = ["x.ts", "y.ts"].slice(0, random.below(3));
  const some = (list: readonly string[]): string[] => list.filter(() => random.below(2) === 0);
  const pairsOf = (list: readonly string[], reason: string) =>
    list.flatMap((path) => some(reviewers).map((reviewer) => ({ path, reviewer, reason })));
  const tasks = reviewers.map((reviewer) => ({ id: reviewer, batch: "batch-1", reviewer, paths }));
  const random2: Plan = {
    reviewers,
    batches: [],
    tasks,
    skipped: pairsOf(some(paths), "skipped"),
    failed: [
      ...pairsOf(some(paths), "broken"),
      ...lost.flatMap((path) => reviewers.map((reviewer) => ({ path, reviewer, reason: "lost" }))),
    ],
  };
  const coverage = cover({
    plan: random2,
    files,
    notes: tasks
      .filter(() => random.below(2) === 0)
      .map(({ id }) => ({ task: id, reviewed: some([...paths, "stranger.ts"]), claims: [], practices: [] })),
    failures: tasks.filter(() => random.below(3) === 0).map((task) => ({ task, reason: "thrown" })),
    broken: pairsOf(some(paths), "rule"),
  });
  const { planned, reviewed, reused, skipped, failed } = coverage;
  expect(planned).toBe((paths.length + lost.length) * reviewers.length);
  expect(reviewed + reused + skipped + failed).toBe(planned);
  for (const { pairs } of coverage.files) {
    expect(pairs.flatMap((pair) => pair.reviewers).sort()).toEqual(reviewers);
  }
});
