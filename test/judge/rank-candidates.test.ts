/** Who is ahead, and who cannot be told apart: by points, by other weights, and by what may be there in other words. */
import { describe, expect, test } from "vitest";
import { rankCandidates } from "../../src/judge/rank-candidates.js";
import type { Scorecard } from "../../src/model/rubric.js";

interface Part {
  readonly points: number;
  readonly atMost?: number;
}

/** Criteria of 50 points each. */
function scored(
  id: string,
  ...parts: readonly Part[]
): { readonly id: string; readonly scorecard: Scorecard } {
  const criteria = parts.map((part, i) => ({ id: `c${i}`, max: 50, reasons: [], findings: [], ...part }));
  const total = parts.reduce((sum, { points }) => sum + points, 0);
  const nothing = { stars: null, grade: null, verdict: null, formula: [] };
  return { id, scorecard: { subject: id, rubric: "r", criteria, total, ...nothing } };
}

const same: Part = { points: 40 };

describe("two candidates", () => {
  test.each<readonly [string, Part, Part, boolean]>([
    ["apart by two points", { points: 42 }, same, false],
    ["apart by half a point", { points: 40.5 }, same, true],
    ["apart only by what may be there in other words", { points: 42 }, { points: 40, atMost: 42 }, true],
    ["turned round by it", { points: 42 }, { points: 40, atMost: 45 }, true],
    ["apart by more than that", { points: 45 }, { points: 40, atMost: 42 }, false],
    ["apart, and both may have more", { points: 42, atMost: 44 }, { points: 40, atMost: 42 }, false],
    ["apart, and the one ahead may have more", { points: 42, atMost: 50 }, same, false],
  ])("%s", (_, first, second, isTie) => {
    const { ranking } = rankCandidates([scored("b", second, same), scored("a", first, same)]);
    expect(ranking.places).toEqual(isTie ? [["a", "b"]] : [["a"], ["b"]]);
    expect(ranking.margins).toMatchObject([{ ahead: "a", behind: "b", isTie }]);
  });

  test("a tie where other weights turn them round", () => {
    const first = scored("a", { points: 45 }, { points: 35 });
    const second = scored("b", { points: 34 }, { points: 45 });
    expect(rankCandidates([first, second]).ranking.places).toEqual([["a", "b"]]);
  });
});

test("an interval reaches up to what may be there", () => {
  const { intervals } = rankCandidates([
    scored("a", { points: 40, atMost: 45 }, same),
    scored("b", same, same),
  ]);
  const [a, b] = ["a", "b"].map((id) => intervals.get(id));
  expect(b).toEqual({ low: 80, high: 80 });
  expect(a?.low).toBe(80);
  expect(a?.high).toBeGreaterThan(85);
});

test("a capped total does not rise by what may be there", () => {
  const capped = scored("a", { points: 40, atMost: 50 }, same);
  const { intervals } = rankCandidates([{ ...capped, scorecard: { ...capped.scorecard, total: 50 } }]);
  expect(intervals.get("a")).toEqual({ low: 50, high: 50 });
});
