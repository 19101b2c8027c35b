/** The grade, against examples computed by hand. */
import { describe, expect, test } from "vitest";
import { type GradeInput, grade } from "../../src/judge/grade.js";
import type { Category } from "../../src/model/category.js";
import type { MeasuredSignal, Rubric } from "../../src/model/rubric.js";
import type { Severity } from "../../src/model/severity.js";
import { makeFinding } from "../review-parts.js";

const rubric: Rubric = {
  id: "example",
  title: "Example",
  scale: 100,
  criteria: [
    { id: "safe", weight: 60, categories: ["security", "correctness"], signals: {}, levels: [] },
    { id: "tested", weight: 40, categories: ["testing"], signals: {}, levels: [] },
  ],
  penalties: { critical: 1, high: 0.5, medium: 0.2, low: 0.05, info: 0 },
  floor: 0,
  exponent: 1,
  caps: { critical: 40, high: 75 },
  bands: [
    { min: 90, grade: "A", stars: 5, verdict: "good" },
    { min: 50, grade: "B", stars: 3, verdict: "fair" },
    { min: 0, grade: "C", stars: 1, verdict: "poor" },
  ],
  sections: {},
};

const levelled: Rubric["criteria"][number]["levels"] = [
  { min: 0.5, word: "good", says: "half and more" },
  { min: 0, word: "poor", says: "less" },
];

function input(
  found: readonly (readonly [Category, Severity])[],
  part: Partial<GradeInput> = {},
): GradeInput {
  return {
    subject: "Subject",
    findings: found.map(([category, severity], i) => makeFinding({ id: `f${i}`, category, severity })),
    lines: 1000,
    assessed: new Set<Category>(["security", "correctness", "testing"]),
    whyNotAssessed: (category) => `nobody looked at ${category}`,
    ...part,
  };
}

test.each<
  [
    name: string,
    found: [Category, Severity][],
    lines: number,
    points: number[],
    total: number,
    letter: string,
  ]
>([
  ["nothing found", [], 1000, [60, 40], 100, "A"],
  ["one medium: 60 × 0.8", [["security", "medium"]], 1000, [48, 40], 88, "B"],
  [
    "in either category of a criterion",
    [
      ["security", "low"],
      ["correctness", "low"],
    ],
    1000,
    [54, 40],
    94,
    "A",
  ],
  ["never below zero", Array(9).fill(["testing", "medium"]), 1000, [60, 0], 60, "B"],
  ["no criterion of that category", [["design", "medium"]], 1000, [60, 40], 100, "A"],
  ["small code counts as a thousand lines", [["security", "medium"]], 10, [48, 40], 88, "B"],
  ["4,000 lines halve it: 60 × 0.9", [["security", "medium"]], 4000, [54, 40], 94, "A"],
  ["2,000 lines: 60 × (1 − 0.2 ÷ √2)", [["security", "medium"]], 2000, [51.5, 40], 91.5, "A"],
  ["information costs nothing", [["testing", "info"]], 1000, [60, 40], 100, "A"],
  ["capped by high: 60 × 0.75 + 40", [["security", "high"]], 4000, [45, 40], 75, "B"],
  ["capped by critical", [["testing", "critical"]], 4000, [60, 20], 40, "C"],
  [
    "below the cap it stands: 0 + 40",
    [
      ["security", "critical"],
      ["testing", "low"],
    ],
    1000,
    [0, 38],
    38,
    "C",
  ],
])("%s", (...row) => {
  const [, found, lines, points, total, letter] = row;
  const card = grade(rubric, input(found, { lines }));
  expect(card.criteria.map((criterion) => criterion.points)).toEqual(points);
  expect([card.total, card.grade]).toEqual([total, letter]);
});

describe("what could not be looked at", () => {
  test("has no points, and its weight is shared out", () => {
    const card = grade(rubric, input([["security", "medium"]], { assessed: new Set(["security"]) }));
    expect(card.criteria[1]).toEqual({
      id: "tested",
      points: null,
      max: 40,
      reasons: ["not scored: nobody looked at testing"],
      findings: [],
    });
    // 48 of 60 is 80 of 100.
    expect([card.total, card.grade]).toEqual([80, "B"]);
    expect(card.formula.at(-1)).toBe("total = 48 ÷ 60 × 100 = 80");
  });

  test("one category of a criterion is enough to score it", () => {
    expect(grade(rubric, input([], { assessed: new Set(["correctness"]) })).criteria[0]?.points).toBe(60);
  });

  test("nothing at all: no total, no stars, no grade, no verdict", () => {
    const card = grade(rubric, input([], { assessed: new Set() }));
    expect(card).toMatchObject({ total: null, stars: null, grade: null, verdict: null });
    expect(card.formula.at(-1)).toBe("total: not scored, as only 0 of 100 points could be looked at");
  });

  test("less than half of the weight gives points but no total", () => {
    const card = grade(rubric, input([], { assessed: new Set(["testing"]) }));
    expect(card.criteria.map(({ points }) => points)).toEqual([null, 40]);
    expect(card.total).toBeNull();
    expect(card.formula.at(-1)).toBe("total: not scored, as only 40 of 100 points could be looked at");
  });

  test("what nobody was asked for is no part of the half", () => {
    const [first, second] = rubric.criteria;
    if (!first || !second) throw new Error("no criteria");
    const task = { ...first, categories: [], signals: { "requirements-met": 1 } };
    const asking = { ...rubric, criteria: [task, second] };
    const given = input([], { assessed: new Set(["testing"]) });
    expect(grade(asking, given).total).toBeNull();
    expect(grade(asking, { ...given, unasked: new Set(["requirements-met"]) }).total).toBe(100);
  });
});

describe("a fault that a signal and a finding both show counts once", () => {
  const [first, second] = rubric.criteria;
  if (!first || !second) throw new Error("no criteria");
  const weighing: Rubric = {
    ...rubric,
    caps: {},
    criteria: [
      { ...first, signals: { guards: 1, input: 1 }, levels: levelled },
      { ...second, signals: { "real-tests": 1 }, levels: levelled },
    ],
  };
  const signal = (id: string, value: number, sameFaults?: string[]): readonly [string, MeasuredSignal] => [
    id,
    { id, title: id, value, says: id, places: [], ...(sameFaults ? { sameFaults } : {}) },
  ];
  const graded = (
    signals: readonly (readonly [string, MeasuredSignal])[],
    ...found: readonly (readonly [Category, Severity, string])[]
  ) => {
    const findings = found.map(([category, severity, rule], i) =>
      makeFinding({ id: `f${i}`, category, severity, rule }),
    );
    return grade(weighing, input([], { findings, signals: new Map(signals) })).criteria.map(
      ({ points, level, reasons }) => ({ points, level, reasons: reasons.slice(-1) }),
    );
  };
  const open = [signal("guards", 0.5, ["key"]), signal("input", 1), signal("real-tests", 1)] as const;

  test.each<[name: string, found: [Category, Severity, string][], points: number[]]>([
    // guards at 0.5 is a mean of 0.75: 15 of 60 points are gone.
    ["nothing found: 60 × 0.75", [], [45, 40]],
    ["another rule costs all of its 30", [["security", "high", "other"]], [15, 40]],
    ["of 30 points 15 are gone already", [["security", "high", "key"]], [30, 40]],
    ["of 12 points all are gone already", [["security", "medium", "key"]], [45, 40]],
    [
      "two of the rule together: 60 less 15",
      [
        ["security", "high", "key"],
        ["security", "high", "key"],
      ],
      [0, 40],
    ],
    ["in a criterion of its own: of 20 points 15", [["testing", "high", "key"]], [45, 35]],
  ])("%s", (...row) => {
    const [, found, points] = row;
    expect(graded(open, ...found).map((each) => each.points)).toEqual(points);
  });

  test("a signal that took nothing spares nothing", () => {
    const whole = [signal("guards", 1, ["key"]), signal("input", 0.5), signal("real-tests", 1)] as const;
    expect(graded(whole, ["security", "high", "key"]).map(({ points }) => points)).toEqual([15, 40]);
  });

  test("no finding raises points, and the word goes by all that was found", () => {
    for (const severity of ["critical", "high", "medium", "low"] as const)
      for (const rule of ["key", "other"]) {
        const [safe] = graded(open, ["security", severity, rule]);
        expect(safe?.points).toBeLessThanOrEqual(45);
      }
    expect(graded(open, ["security", "high", "key"])[0]?.level).toBe("poor");
    expect(graded(open, ["security", "high", "other"])[0]?.level).toBe("poor");
    expect(graded(open)[0]?.level).toBe("good");
  });

  test("what was taken already is said", () => {
    expect(graded(open, ["security", "high", "key"])[0]?.reasons).toEqual([
      "of the 30 points that findings cost, 15 were taken already by the signal for the same fault (guards)",
    ]);
    expect(graded(open, ["security", "high", "other"])[0]?.reasons).toEqual(["1 high"]);
  });
});

test("each lost point is named", () => {
  const card = grade(
    rubric,
    input([
      ["security", "low"],
      ["security", "medium"],
      ["correctness", "low"],
    ]),
  );
  expect(card.criteria.map(({ reasons, findings }) => [reasons, findings])).toEqual([
    [["1 medium, 2 low"], ["f0", "f1", "f2"]],
    [["no findings"], []],
  ]);
});

test("the arithmetic is printed", () => {
  expect(grade(rubric, input([["security", "high"]], { lines: 4000 })).formula).toEqual([
    "size = max(1, √(4000 lines ÷ 1000)) = 2",
    "points of a criterion = weight × max(0, 1 − Σ penalty ÷ size)",
    "penalties: critical 1, high 0.5, medium 0.2, low 0.05, info 0",
    "total = 85 ÷ 100 × 100 = 85",
    "capped at 75, because there is a high finding",
  ]);
});

test("the cap is explained by the severity it belongs to", () => {
  const onlyHigh = { ...rubric, caps: { high: 70 } };
  const card = grade(
    onlyHigh,
    input(
      [
        ["testing", "critical"],
        ["testing", "high"],
      ],
      { lines: 100_000 },
    ),
  );
  expect(card.formula.at(-1)).toBe("capped at 70, because there is a high finding");
});
