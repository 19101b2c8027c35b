/** Reading answers leniently: what is mended, what is dropped, and that every drop is counted. */
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../src/consult/read-answer.js";
import { answerText, finding, practice } from "./answers.js";

function read(part: Readonly<Record<string, unknown>>) {
  const reading = readAnswer(answerText(part));
  if (!reading) throw new Error("unreadable");
  return reading;
}

describe("a finding is mended", () => {
  test.each([
    [{ severity: "HIGH" }, { severity: "high" }],
    [{ severity: " Major " }, { severity: "high" }],
    [{ category: "Correctness" }, { category: "correctness" }],
    [{ category: "style" }, { category: null }],
    [{ confidence: "certain" }, { confidence: "low" }],
    [{ claim: "Unused" }, { claim: "unused" }],
    [
      { claim: undefined, name: undefined },
      { claim: "none", name: "" },
    ],
    [{ line_start: "7", line_end: "9" }, { lines: { start: 7, end: 9 } }],
    [{ line_start: 9, line_end: 7 }, { lines: { start: 9, end: 9 } }],
    [{ line_start: -3 }, { lines: null }],
    [{ line_start: 1e300 }, { lines: { start: 10_000_000, end: 10_000_000 } }],
    [{ title: "two\nlines" }, { title: "two lines" }],
    [{ quote: "   2| const b = 1;\n   3| const c = 2;" }, { quote: "const b = 1;\nconst c = 2;" }],
    [{ quote: "2| const b = 1;\nconst c = 2;" }, { quote: "2| const b = 1;\nconst c = 2;" }],
    [{ issue: `half \ud800 a character` }, { issue: "half \ufffd a character" }],
  ])("%j", (part, expected) => {
    const { answer, drops } = read({ findings: [{ ...finding, ...part }] });
    expect(answer.findings).toMatchObject([expected]);
    expect(drops).toEqual([]);
  });
});

describe("what cannot be mended is dropped alone, with the reason", () => {
  test.each([
    ["finding", { findings: [finding, { ...finding, path: "" }] }, "it names no file"],
    ["finding", { findings: [finding, { ...finding, quote: " \n" }] }, "it quotes nothing"],
    ["finding", { findings: [finding, { ...finding, title: 3 }] }, "it has no title"],
    ["finding", { findings: [finding, { ...finding, issue: null }] }, "it does not say what is wrong"],
    ["finding", { findings: [finding, { ...finding, severity: "toString" }] }, "the severity is none of"],
    ["finding", { findings: [finding, "text"] }, "it names no file"],
    ["lead", { leads: [{ id: "x", verdict: "confirm" }] }, "the id is not one of a lead"],
    ["lead", { leads: [{ id: "L1", verdict: "maybe" }] }, "the verdict is none of"],
    ["lead", { leads: [{ id: "L1", verdict: "refute", reason: "" }] }, "it is refuted without a reason"],
    ["practice", { practices: [{ ...practice, quote: "" }] }, "it quotes nothing"],
  ] as const)("%s %j", (what, part, reason) => {
    const { answer, drops, problems } = read(part);
    expect(drops).toEqual([{ what, reason: expect.stringContaining(reason), count: 1 }]);
    expect(problems).toHaveLength(1);
    expect(answer.findings).toHaveLength("findings" in part ? 1 : 0);
  });

  test("equal reasons are counted together", () => {
    expect(read({ findings: [null, 1, finding] }).drops).toEqual([
      { what: "finding", reason: "it names no file", count: 2 },
    ]);
  });
});

test.each([
  ["L7", "L7"],
  ["l07", "L7"],
  ["[L7]", "L7"],
  ["7", "L7"],
])("the id %s is read as %s", (id, expected) => {
  const { answer } = read({ leads: [{ id, verdict: "UNCLEAR", severity: "", reason: "" }] });
  expect(answer.leads).toEqual([{ id: expected, verdict: "unclear", severity: null, reason: "" }]);
});

test("a missing list is a problem to be mended, not an empty list", () => {
  expect(readAnswer('{"canary":"x","findings":[]}')?.problems).toEqual([
    expect.stringContaining('"leads" is missing'),
    expect.stringContaining('"practices" is missing'),
  ]);
});

test("endless fields are cut", () => {
  const { answer } = read({ findings: [{ ...finding, issue: "x".repeat(1_000_000) }] });
  expect(answer.findings[0]?.issue).toHaveLength(4_000);
});
