/** Every claim at its place: code, never the one who claims, decides the line. */
import { describe, expect, test } from "vitest";
import { anchor, anchorPractices } from "../../src/judge/anchor.js";
import type { AttributedClaim } from "../../src/judge/claims.js";
import { makeClaim, makePracticeClaim } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const text =
  "function one() {\n  start();\n  stop();\n}\n\nfunction two() {\n  start();\n  go();\n  go();\n}\nconst end = 1;\n";
const survey = await surveyCode({
  "a.ts": text,
  "crlf.ts": text.replaceAll("\n", "\r\n"),
  "b.ts": "go();\n",
});

function anchorOne(part: Partial<AttributedClaim>) {
  return anchor([makeClaim(part)], survey);
}

describe("a rule's claim", () => {
  test.each<[name: string, lines: [number, number] | null, quote: string, isKept: boolean]>([
    ["quote at its lines", [2, 3], "  start();\n  stop();", true],
    ["the first lines of a long place", [1, 4], "function one() {\n  start();", true],
    ["quote at other lines", [3, 3], "  start();", false],
    ["another indent", [2, 2], "start();", false],
    ["quote that is nowhere", [2, 2], "  begin();", false],
    ["no lines", null, "  start();", false],
  ])("%s", (_, lines, quote, isKept) => {
    const claim = makeClaim({ lines: lines && { start: lines[0], end: lines[1] }, quote });
    const { kept, dropped } = anchor([claim], survey);
    expect(kept).toEqual(isKept ? [claim] : []);
    expect(dropped.map(({ stage, reason }) => [stage, reason])).toEqual(
      isKept ? [] : [["anchor", "the quote does not stand at the lines the rule named"]],
    );
  });

  test("holds with CRLF", () => {
    const { kept } = anchorOne({
      path: "crlf.ts",
      lines: { start: 2, end: 3 },
      quote: "  start();\n  stop();",
    });
    expect(kept).toHaveLength(1);
  });
});

describe("a model's claim", () => {
  test.each<[name: string, quote: string, claimed: [number, number] | null, found: [number, number] | null]>([
    ["one place", "  stop();", [3, 3], [3, 3]],
    ["one place, claimed elsewhere", "  stop();", [9, 9], [3, 3]],
    ["one place, nothing claimed", "stop();", null, [3, 3]],
    ["another indent", "\t\tstop();", null, [3, 3]],
    ["CRLF in the quote", "start();\r\nstop();\r\n", null, [2, 3]],
    ["blank lines between", "}\nfunction two() {", null, [4, 6]],
    ["two places, claimed inside one function", "start();", [7, 8], [7, 7]],
    ["two places, claimed across functions", "start();", [3, 7], null],
    ["two places, nothing claimed", "start();", null, null],
    ["two places in the claimed function", "go();", [8, 8], null],
    ["part of a line", "stop", [3, 3], null],
    ["no place", "begin();", [2, 2], null],
    ["nothing quoted", " \n", [2, 2], null],
  ])("%s", (_, quote, claimed, found) => {
    const lines = claimed && { start: claimed[0], end: claimed[1] };
    const { kept, dropped } = anchorOne({ origin: "model", quote, lines });
    expect(dropped).toEqual([]);
    expect(kept[0]?.lines).toEqual(found && { start: found[0], end: found[1] });
  });

  test("is printed with the file's own words", () => {
    const { kept } = anchorOne({ origin: "model", quote: "start();\nstop();", path: "crlf.ts" });
    expect(kept[0]?.quote).toBe("  start();\n  stop();");
  });

  test("without a place keeps its own words", () => {
    expect(anchorOne({ origin: "model", quote: "begin();" }).kept[0]?.quote).toBe("begin();");
  });

  test("names other places only where their quotes stand", () => {
    const also = [
      { path: "b.ts", lines: { start: 9, end: 9 }, quote: "go();" },
      { path: "a.ts", lines: { start: 1, end: 1 }, quote: "go();", note: "twice" },
      { path: "none.ts", lines: { start: 1, end: 1 }, quote: "go();" },
    ];
    const { kept } = anchorOne({ origin: "model", quote: "stop();", also });
    expect(kept[0]?.also).toEqual([
      { path: "b.ts", lines: { start: 1, end: 1 }, quote: "go();" },
      { path: "a.ts", lines: null, quote: "go();", note: "twice" },
    ]);
  });
});

test.each(["rule", "model"] as const)(
  "a %s's claim about a file that was not reviewed is dropped",
  (origin) => {
    const { kept, dropped } = anchorOne({ origin, path: "none.ts" });
    expect(kept).toEqual([]);
    expect(dropped[0]).toMatchObject({ stage: "anchor", reason: "the file is not among the reviewed ones" });
  },
);

test("practices keep the same discipline", () => {
  const practice = { ...makePracticeClaim(), reviewers: ["qa"] };
  const right = { ...practice, lines: { start: 3, end: 3 }, quote: "  stop();" };
  const { kept, dropped } = anchorPractices(
    [
      right,
      { ...right, lines: { start: 1, end: 1 } },
      { ...right, quote: "begin();" },
      { ...right, path: "none.ts" },
    ],
    survey,
  );
  expect(kept.map(({ lines }) => lines)).toEqual([right.lines, right.lines, null]);
  expect(dropped).toEqual([
    {
      title: "Title",
      path: "none.ts",
      lines: null,
      reviewers: ["qa"],
      stage: "anchor",
      reason: expect.any(String),
    },
  ]);
});

test("the steps to a place are anchored like its other places", () => {
  const steps = [
    { path: "b.ts", lines: { start: 1, end: 1 }, quote: "go();", note: "comes in" },
    { path: "gone.ts", lines: { start: 1, end: 1 }, quote: "go();", note: "is not reviewed" },
    { path: "a.ts", lines: { start: 1, end: 1 }, quote: "  stop();", note: "is moved" },
  ];
  const { kept } = anchorOne({ lines: { start: 3, end: 3 }, quote: "  stop();", steps });
  expect(kept[0]?.steps).toEqual([
    { path: "b.ts", lines: { start: 1, end: 1 }, quote: "go();", note: "comes in" },
    { path: "a.ts", lines: { start: 3, end: 3 }, quote: "  stop();", note: "is moved" },
  ]);
});
