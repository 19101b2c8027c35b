/** What reports say of accepted findings and of whole fixes. */
import { describe, expect, test } from "vitest";
import { baselineSection } from "../../src/markdown/baseline.js";
import { leftOutSentence } from "../../src/markdown/left-out.js";
import { diffLines, patchBlocks } from "../../src/markdown/patch.js";
import type { Accepted, BaselineOutcome } from "../../src/model/baseline.js";
import type { Finding } from "../../src/model/finding.js";
import { makeFinding } from "../review-parts.js";
import { sampleReview } from "../reports/sample-review.js";

const entry: Accepted = {
  id: "0123456789ab",
  rule: "some-rule",
  path: "a.ts",
  title: "Title",
  reason: "Known",
  owner: "@me",
  until: "2027-01-01",
};
const finding = makeFinding({ id: entry.id });
const nothing: BaselineOutcome = { file: "b.yml", accepted: [], lapsed: [], unused: [] };

describe("the baseline in a report", () => {
  test.each<[string, Partial<BaselineOutcome>, string]>([
    [
      "accepted",
      { accepted: [{ finding, entry }] },
      "`a.ts:1` Title (medium, `some-rule`): Known. Owner: `@me`, until 2027-01-01.",
    ],
    [
      "nobody's",
      { accepted: [{ finding, entry: { ...entry, owner: null } }] },
      "Nobody is named as its owner, until",
    ],
    ["lapsed", { lapsed: [entry] }, "so they count again:"],
    ["unused", { unused: [entry] }, "`session-review baseline prune` takes them out"],
    ["moved", { moved: [{ entry, finding: "f", path: "b.ts" }] }, "`a.ts`, now `b.ts`: Title"],
    ["proposed", { proposed: [entry] }, "Added by this change itself"],
    ["hostile", { unused: [{ ...entry, title: "<img>", reason: "**x**\n# y" }] }, "&lt;img>"],
  ])("%s", (_, part, text) => {
    const section = baselineSection(sampleReview({ baseline: { ...nothing, ...part } }));
    if (part.unused?.[0]?.title === "<img>") {
      expect(section).not.toContain("<img>");
      expect(section).not.toMatch(/^# y/m);
    } else expect(section).toContain(text);
  });

  test("is not there without one, and short where it is long", () => {
    expect(baselineSection(sampleReview())).toBe("");
    const accepted = Array.from({ length: 30 }, () => ({ finding, entry }));
    expect(baselineSection(sampleReview({ baseline: { ...nothing, accepted } })).split("\n- ")).toHaveLength(
      22,
    );
  });

  test("what does not count is said in numbers", () => {
    const dropped = { title: "T", path: "a", lines: null, reviewers: [], reason: "r" };
    const review = sampleReview({
      baseline: { ...nothing, accepted: [{ finding, entry }] },
      dropped: [
        { ...dropped, stage: "suppress" },
        { ...dropped, stage: "pre-existing" },
      ],
      preExisting: [finding],
    });
    const text = "1 accepted in the baseline, 1 suppressed in the code and 2 there before the change";
    expect(leftOutSentence(review)).toBe(`Not counted: ${text}.`);
    expect(leftOutSentence(sampleReview({ dropped: [] }))).toBe("");
  });
});

describe("a whole fix as a diff", () => {
  const lines = { start: 1, end: 3 };
  const fixed = (patch: Finding["patch"]): Finding => ({ ...finding, ...(patch ? { patch } : {}) });

  test.each<[string, Finding["patch"], readonly string[]]>([
    ["a line changed between two", { lines, text: "a\nB\nc", before: "a\nb\nc" }, [" a", "-b", "+B", " c"]],
    ["lines go", { lines, text: "", before: "a\nb" }, ["-a", "-b"]],
    ["lines come", { lines, text: "a\nb", before: "a" }, [" a", "+b"]],
    ["the quote is what stands there", { lines: { start: 1, end: 1 }, text: "x" }, ["-const a = 1;", "+x"]],
    ["nobody knows what stands there", { lines, text: "x" }, ["+x"]],
    ["none", undefined, []],
  ])("%s", (_, patch, expected) => {
    expect(diffLines(fixed(patch))).toEqual(expected);
  });

  test("of many a few are shown, and the rest is counted", () => {
    const fix = fixed({ lines, text: "x", before: "a" });
    expect(patchBlocks([finding])).toBe("");
    expect(patchBlocks([fix])).toContain("**Whole fix** (lines 1-3):\n\n```diff\n-a\n+x\n```");
    expect(patchBlocks([fix, finding])).toContain("**Whole fixes** (1 of 2):");
    expect(patchBlocks(Array.from({ length: 5 }, () => fix))).toContain("And 2 more fixes");
  });
});
