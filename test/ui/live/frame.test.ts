/** The rows of the live view at every size: they fit, they say what is known, and nothing in them can move a cursor. */
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../../src/lib/width.js";
import type { ReviewEvent } from "../../../src/model/event.js";
import type { Consultation } from "../../../src/model/review.js";
import { clock, closingRow, frame } from "../../../src/ui/live/frame.js";
import { type LiveState, beginning, next } from "../../../src/ui/live/state.js";
import { sizeOr80x24, textOf } from "../../../src/ui/rows.js";
import { finished, planOf, started } from "./events.js";

function stateAfter(events: readonly ReviewEvent[], isOffline = false): LiveState {
  return events.reduce((state, event) => next(state, event, 0), beginning(0, isOffline));
}

function shown(
  events: readonly ReviewEvent[],
  columns = 80,
  rows = 24,
  isOffline = false,
): readonly string[] {
  return frame(stateAfter(events, isOffline), 12_000, { columns, rows }).map(textOf);
}

const gathered: ReviewEvent = { type: "gathered", sources: 2, skipped: 3 };
const surveyed: ReviewEvent = { type: "surveyed", files: 2, lines: 1234, languages: ["go"], hasTests: false };
const consultation: Consultation = {
  destination: "one.example",
  model: "m",
  calls: 2,
  tasks: { reviewed: 2, reused: 0, failed: 0 },
  input: 1000,
  cacheRead: 200,
  cacheWrite: null,
  output: 300,
  dollars: 0.125,
};
const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `reviewer-${i + 1}`);

test("before anything is known", () => {
  expect(shown([])).toEqual([
    "reading the folder",
    "  finding files                                                    0:12 elapsed",
  ]);
});

test("while files are parsed", () => {
  expect(shown([gathered, { type: "working", on: "parsing", done: 1, of: 2 }])).toEqual([
    "2 files (3 left out)",
    "  parsing 1 of 2 files                                             0:12 elapsed",
  ]);
});

test("of a comparison: whose turn it is, and how many have been looked at", () => {
  const turn = (number: number): ReviewEvent => ({ type: "candidate", id: "a\u001b[2Jb", number, of: 3 });
  const events: readonly ReviewEvent[] = [
    turn(1),
    gathered,
    surveyed,
    { type: "planned", plan: planOf(["qa"], ["a.ts"]) },
    { type: "consulted", consultations: [consultation] },
    turn(2),
  ];
  expect(shown(events)).toEqual([
    "a\\x1b[2Jb (2 of 3) · reading the folder",
    "  finding files                                                    0:12 elapsed",
    "  2 calls · 1,200 tokens in, 300 out · $0.13",
  ]);
  expect(shown([...events, gathered])[0]).toBe("a\\x1b[2Jb (2 of 3) · 2 files (3 left out)");
  expect(shown([...events, turn(3), gathered, { type: "judging", of: 3 }])).toEqual([
    "judging 3 candidates",
    "  asking the judges                                                0:12 elapsed",
    "  2 calls · 1,200 tokens in, 300 out · $0.13",
  ]);
  const closed = (...all: readonly ReviewEvent[]): string => textOf(closingRow(stateAfter(all), 12_000));
  expect(closed(...events)).toBe("candidate 2 of 3 · 0:12");
  expect(closed(...events, turn(3))).toBe("3 candidates · 0:12");
});

test("while a model is asked", () => {
  const plan = planOf(["qa", "security"], ["src/a.ts", "src/b.ts"]);
  const events: readonly ReviewEvent[] = [
    gathered,
    surveyed,
    { type: "planned", plan },
    started("batch-1/qa"),
    finished("batch-1/qa", ["high", "low"]),
    { type: "failed", task: "batch-1/security", reviewer: "security", reason: "no" },
    { type: "asking", task: "batch-2/qa" },
    { type: "asking", task: "batch-2/security" },
    { type: "consulted", consultations: [consultation] },
  ];
  expect(shown(events)).toEqual([
    "2 files (3 left out) · 1,234 lines · 2 batches × 2 reviewers · go",
    "  qa       ████████░░░░░░░░ 1/2  1 high 1 low",
    "  security ████████░░░░░░░░ 1/2 1 failed",
    "  now: security · src/b.ts, and 1 more                             0:12 elapsed",
    "  2 calls · 1,200 tokens in, 300 out · $0.13",
  ]);
});

test("offline the rows move while rules run", () => {
  const events: readonly ReviewEvent[] = [
    gathered,
    { type: "planned", plan: planOf(["qa"], ["a.ts"]) },
    { type: "working", on: "running rules", done: 1, of: 2 },
  ];
  expect(shown(events, 80, 24, true)[1]).toBe("  qa ████████░░░░░░░░ 1/2");
  expect(shown(events, 80, 24, false)[1]).toBe("  qa ░░░░░░░░░░░░░░░░ 0/1");
});

test.each<[name: string, change: Partial<Consultation>, said: string]>([
  ["no price", { dollars: null }, "2 calls · 1,200 tokens in, 300 out · price not known"],
  ["no usage", { input: null, dollars: null }, "2 calls · tokens not told · price not known"],
])("unknown is unknown: %s", (_, change, said) => {
  const rows = shown([{ type: "consulted", consultations: [{ ...consultation, ...change }] }]);
  expect(rows.at(-1)).toBe(`  ${said}`);
});

describe("many reviewers", () => {
  const plan = planOf(names(12), ["a.ts"]);
  const rows = (events: readonly ReviewEvent[]): readonly string[] =>
    shown([{ type: "planned", plan }, ...events]).filter(
      (row) => /reviewer-|\+/.test(row) && !row.includes("now"),
    );

  test("eight rows, and how many more there are", () => {
    expect(rows([]).map((row) => row.trim().split(" ")[0])).toEqual([...names(8), "+4"]);
  });

  test("those that are done make room", () => {
    const done = names(5).map((name) => finished(`batch-1/${name}`));
    const first = rows(done).map((row) => row.trim().split(" ")[0]);
    expect(first).toEqual(["reviewer-1", ...names(12).slice(5), "+4"]);
    expect(rows(done).at(-1)).toBe("  +4 more, 4 of them done");
  });
});

const busy: readonly ReviewEvent[] = [
  gathered,
  surveyed,
  { type: "planned", plan: planOf(names(12), [`src/${"deep/".repeat(30)}a.ts`, "漢字".repeat(40)]) },
  started("batch-1/reviewer-1"),
  started("batch-2/reviewer-2"),
  { type: "consulted", consultations: [consultation] },
];

const sizes = [1, 2, 10, 39, 40, 41, 60, 80, 200].flatMap((columns) =>
  [1, 2, 3, 5, 6, 8, 12, 24, 100].map((rows) => [columns, rows] as const),
);

test.each(sizes)("%i × %i: the rows fit, and ink has no reason to wipe the screen", (columns, rows) => {
  const lines = shown(busy, columns, rows);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(Math.max(1, Math.min(rows - 2, 14)));
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(1, columns - 1));
});

test.each<[columns: number | undefined, rows: number | undefined, size: readonly [number, number]]>([
  [0, 0, [80, 24]],
  [undefined, undefined, [80, 24]],
  [100, 0, [100, 24]],
])("a terminal that says %s × %s", (columns, rows, [width, height]) => {
  expect(sizeOr80x24(columns, rows)).toEqual({ columns: width, rows: height });
});

test("names of reviewed files cannot move the cursor", () => {
  const plan = planOf(["qa"], ["src/\u001b[2J\n\u202egnp.ts"]);
  const text = shown([{ type: "planned", plan }, started("batch-1/qa")]).join("");
  expect(text).toContain("src/\\x1b[2J\\n\\u{202e}gnp.ts");
});

test.each([
  [0, "0:00"],
  [4_900, "0:04"],
  [750_000, "12:30"],
  [3_750_000, "1:02:30"],
])("%i ms are %s", (milliseconds, text) => {
  expect(clock(milliseconds)).toBe(text);
});

test("what stays behind", () => {
  const state = stateAfter([gathered, surveyed, { type: "planned", plan: planOf(["qa"], ["a.ts"]) }]);
  expect(textOf(closingRow(state, 4000))).toBe("2 files · 1,234 lines · 1 reviewer · 0:04");
  expect(textOf(closingRow(beginning(0), 4000))).toBe("reading the folder · 0:04");
});
