/** What judges' words are worth: medians, both looks, near-ties, and strengths from pairs. */
import { describe, expect, test } from "vitest";
import { bradleyTerry } from "../../src/judge/bradley-terry.js";
import { isConsistent, nearTies, outcomeOf, settleTies } from "../../src/judge/pairwise.js";
import { hear, median, scoresThatCount, withHeard } from "../../src/judge/scores.js";
import { shareOfLevel } from "../../src/lib/level-share.js";
import type { Judgement, Pairwise, Ranking } from "../../src/model/comparison.js";
import type { RubricCriterion } from "../../src/model/rubric.js";

const levels = [
  { min: 0.8, word: "Good", says: "" },
  { min: 0.4, word: "Fair", says: "" },
  { min: 0, word: "Poor", says: "" },
];
const criterion: RubricCriterion = { id: "testing", weight: 10, categories: [], signals: {}, levels };

const judgement = (part: Partial<Judgement>): Judgement => ({
  judge: "one",
  candidate: "a",
  criterion: "testing",
  level: "Good",
  points: 9,
  evidence: [],
  discarded: null,
  look: "as written",
  ...part,
});

test.each([
  ["Good", 0.9],
  ["Fair", 0.6],
  ["Poor", 0.2],
  ["Splendid", null],
])("a level is the middle of its range: %s", (word, share) => {
  const found = shareOfLevel(levels, word);
  expect(found === null ? null : Math.round(found * 1000) / 1000).toBe(share);
});

test.each([
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe("which scores count", () => {
  test.each<[name: string, judgements: readonly Judgement[], points: readonly number[]]>([
    ["one look", [judgement({})], [9]],
    [
      "of two looks the one without praise",
      [judgement({}), judgement({ look: "without praise", points: 2 })],
      [2],
    ],
    [
      "none where the second look was discarded",
      [judgement({}), judgement({ look: "without praise", discarded: "x" })],
      [],
    ],
    ["no discarded one", [judgement({ discarded: "it cites no line" })], []],
    ["none without a level", [judgement({ points: null })], []],
    [
      "each judge's own",
      [judgement({}), judgement({ judge: "two", look: "without praise", points: 2 })],
      [9, 2],
    ],
  ])("%s", (_, judgements, points) => {
    expect(scoresThatCount(judgements).map((each) => each.points)).toEqual(points);
  });

  test("several judges are their median, with the spread", () => {
    const said = ["Good", "Poor", "Fair"].map((level, i) => judgement({ judge: String(i), level }));
    const heard = hear(said, [criterion]).get("a")?.get("testing");
    expect(heard?.levels).toEqual(["Good", "Poor", "Fair"]);
    expect([heard?.low, heard?.share, heard?.high].map((each) => each?.toFixed(2))).toEqual([
      "0.20",
      "0.60",
      "0.90",
    ]);
  });
});

describe("points are the mean of what was measured and what was judged", () => {
  const measured = { id: "testing", points: 4, max: 10, level: "Fair", reasons: ["counted"], findings: [] };
  const heard = { share: 0.9, low: 0.9, high: 0.9, levels: ["Good"] };

  test.each<[name: string, points: number | null, expected: number, level: string]>([
    ["both", 4, 6.5, "Fair"],
    ["judged alone", null, 9, "Good"],
    ["nothing measured is none of zero", 0, 4.5, "Fair"],
  ])("%s", (_, points, expected, level) => {
    const result = withHeard({ ...measured, points }, criterion, heard);
    expect(result).toMatchObject({ points: expected, level });
  });

  test("a floor holds for judges too, and levels are of what lies above it", () => {
    const floored = { ...criterion, signals: { some: 1 } };
    expect(withHeard({ ...measured, points: 9.5 }, floored, heard, 0.5)).toMatchObject({
      points: 9.5,
      level: "Good",
    });
  });

  test("both numbers are said, and what was measured stays as it is where nobody judged", () => {
    expect(withHeard(measured, criterion, heard).reasons).toEqual([
      "counted",
      "measured 4 of 10, judged Good = 9 of 10",
    ]);
    expect(withHeard(measured, criterion, undefined)).toBe(measured);
  });
});

type Verdicts = Pairwise["verdicts"];
const pair = (first: string, second: string, verdicts: Verdicts, judge = "one"): Pairwise => ({
  judge,
  first,
  second,
  verdicts,
  reason: "",
});

describe("both orders must agree", () => {
  test.each<[verdicts: Verdicts, outcome: string, agrees: boolean]>([
    [["first", "first"], "first", true],
    [["second", "second"], "second", true],
    [["tie", "tie"], "tie", true],
    [["first", "second"], "tie", false],
    [["first", "tie"], "tie", false],
    [["first"], "tie", false],
    [[], "tie", false],
  ])("%j is %s", (verdicts, outcome, agrees) => {
    expect(outcomeOf(pair("a", "b", verdicts))).toBe(outcome);
    expect(isConsistent(pair("a", "b", verdicts))).toBe(agrees);
  });
});

const ranking = (...places: string[][]): Ranking => ({
  places,
  margins: places
    .flat()
    .slice(1)
    .map((behind, i) => ({
      ahead: places.flat()[i] ?? "",
      behind,
      points: 1,
      isTie: places.some((ids) => ids.includes(behind) && ids.includes(places.flat()[i] ?? "")),
    })),
  sensitivity: { weightings: 0, sameOrder: 0, sameFirst: 0, turning: [] },
});
const totals = new Map([
  ["a", 80],
  ["b", 79],
  ["c", 78],
  ["d", 60],
]);

describe("ties", () => {
  test("those of one place meet, in a large one only neighbours", () => {
    expect(nearTies(ranking(["a", "b"], ["c"]))).toEqual([["a", "b"]]);
    const six = nearTies(ranking(["a", "b", "c", "d", "e", "f"])).map(([x, y]) => x + y);
    expect(six).toEqual(["ab", "ac", "ad", "bc", "bd", "be", "cd", "ce", "cf", "de", "df", "ef"]);
  });

  const first: Verdicts = ["first", "first"];
  const second: Verdicts = ["second", "second"];
  test.each<[name: string, before: Ranking, pairs: Pairwise[], after: string[][]]>([
    ["a judge turns it", ranking(["a", "b"], ["d"]), [pair("a", "b", second)], [["b"], ["a"], ["d"]]],
    [
      "two judges who differ leave it",
      ranking(["a", "b"]),
      [pair("a", "b", first), pair("a", "b", second, "two")],
      [["a", "b"]],
    ],
    ["orders that differ leave it", ranking(["a", "b"]), [pair("a", "b", ["first", "second"])], [["a", "b"]]],
    ["nobody judged", ranking(["a", "b"]), [], [["a", "b"]]],
    ["a pair is missing", ranking(["a", "b", "c"]), [pair("a", "b", second)], [["a", "b", "c"]]],
    [
      "by wins",
      ranking(["a", "b", "c"]),
      [pair("a", "b", second), pair("a", "c", second), pair("b", "c", second)],
      [["c"], ["b"], ["a"]],
    ],
    [
      "a circle",
      ranking(["a", "b", "c"]),
      [pair("a", "b", first), pair("b", "c", first), pair("a", "c", second)],
      [["a", "b", "c"]],
    ],
    [
      "by strengths from four on",
      ranking(["a", "b", "c"], ["d"]),
      [pair("a", "b", second), pair("a", "c", first), pair("b", "c", first)],
      [["b"], ["a"], ["c"], ["d"]],
    ],
  ])("%s", (_, before, pairs, after) => {
    expect(settleTies(before, pairs, totals).places).toEqual(after);
  });

  test("what decided is said, with the points as they are", () => {
    const { margins } = settleTies(ranking(["a", "b"], ["d"]), [pair("a", "b", second)], totals);
    expect(margins).toEqual([
      {
        ahead: "b",
        behind: "a",
        points: -1,
        isTie: false,
        decidedBy: "preferred by 1 of 1 judge in both orders",
      },
      { ahead: "a", behind: "d", points: 20, isTie: false },
    ]);
  });
});

describe("Bradley-Terry", () => {
  /** The worked example of the article "Bradley–Terry model" in the English Wikipedia, normalised to a sum of 1. */
  const meetings = [
    { first: "a", second: "b", wins: 2, losses: 3 },
    { first: "a", second: "c", wins: 0, losses: 0 },
    { first: "a", second: "d", wins: 1, losses: 4 },
    { first: "b", second: "c", wins: 5, losses: 3 },
    { first: "b", second: "d", wins: 0, losses: 0 },
    { first: "c", second: "d", wins: 1, losses: 3 },
  ];

  test("a worked example", () => {
    const strengths = bradleyTerry(["a", "b", "c", "d"], meetings, 0);
    expect(strengths.map((each) => each.toFixed(3))).toEqual(["0.139", "0.226", "0.143", "0.492"]);
  });

  test("two who met ten times: as their wins", () => {
    const met = [{ first: "a", second: "b", wins: 7, losses: 3 }];
    expect(bradleyTerry(["a", "b"], met, 0).map((each) => each.toFixed(3))).toEqual(["0.700", "0.300"]);
  });

  test("whoever always wins is strong and not infinitely so", () => {
    const [strong = 0, weak = 0] = bradleyTerry(
      ["a", "b"],
      [{ first: "a", second: "b", wins: 3, losses: 0 }],
    );
    expect(strong).toBeGreaterThan(weak);
    expect(weak).toBeGreaterThan(0.05);
  });

  test("nobody met: all alike; nobody there: nothing", () => {
    expect(bradleyTerry(["a", "b"], [])).toEqual([0.5, 0.5]);
    expect(bradleyTerry([], [])).toEqual([]);
  });
});
