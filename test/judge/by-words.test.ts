/** What is made of a task in plain words: whose code has them, compared with what the others have. */
import { describe, expect, test } from "vitest";
import { judgeByWords, spokenOf } from "../../src/judge/by-words.js";
import { conform, settle } from "../../src/judge/conform.js";
import type { Conformance, Verdict } from "../../src/model/statement.js";
import { surveyCode } from "../survey-code.js";

/** Verdicts on the statements, one list for each candidate's code. */
async function judged(texts: readonly string[], codes: readonly string[]): Promise<readonly Conformance[]> {
  const statements = texts.map((text, i) => ({ id: `R${i + 1}`, line: i + 1, section: null, text }));
  const surveys = await Promise.all(codes.map((code) => surveyCode({ "sim/main.py": code })));
  const all = surveys.map((one) => ({ path: "task.md", statements: [...conform(statements, one)] }));
  return judgeByWords(
    settle(all),
    surveys.map((one) => spokenOf(statements, one)),
  );
}

async function verdicts(
  text: string,
  ...codes: readonly string[]
): Promise<readonly (Verdict | undefined)[]> {
  return (await judged([text], codes)).map(({ statements: [first] }) => first?.verdict);
}

const disease = "Simulate diseases and how they spread.";

describe("a statement of plain words", () => {
  test.each([
    ["both have them", "class Disease:\n    spread = 1\n", "def spread(disease): pass\n", ["met", "met"]],
    ["one has half of them", "disease, spread = 1, 2\n", "disease = 1\n", ["met", "partly"]],
    ["one has none of them", "disease, spread = 1, 2\n", "weather = 1\n", ["met", "missing"]],
    ["nobody has them", "weather = 1\n", "plant = 1\n", ["not assessed", "not assessed"]],
    ["a comment is no code", "disease, spread = 1, 2\n", "# disease, spread\nx = 1\n", ["met", "missing"]],
    [
      "a documentation string is no code",
      "disease, spread = 1, 2\n",
      '"""Models disease and its spread."""\nx = 1\n',
      ["met", "missing"],
    ],
    [
      "texts for people are code",
      "disease, spread = 1, 2\n",
      'print("the disease spreads")\n',
      ["met", "met"],
    ],
  ])("%s", async (_, one, other, expected) => {
    expect(await verdicts(disease, one, other)).toEqual(expected);
  });

  test.each([
    ["one of two words is there", disease, "disease = 1\n", "met"],
    ["none of two", disease, "weather = 1\n", undefined],
    [
      "two of three",
      "Simulate diseases, weather and how they spread.",
      "disease, weather = 1, 2\n",
      undefined,
    ],
  ])("a verdict that hangs on one word is bounded: %s", async (_, text, code, atMost) => {
    const [, other] = await judged([text], ["disease, weather, spread = 1, 2, 3\n", code]);
    expect(other?.statements[0]?.atMost).toBe(atMost);
  });

  test("forms of a word are one word", async () => {
    const code = ["simulator, spinning = 1, 2\n", "simulation, spin = 1, 2\n"];
    expect(await verdicts("Simulates how it spins", ...code)).toEqual(["met", "met"]);
  });

  test("what is allowed or forbidden is not asked for", async () => {
    const text =
      "The balls fall with friction. The following libraries are allowed: tkinter, numpy. Do not use pygame.";
    const code = ["import tkinter, numpy\nball, friction = 1, 2\n", "ball, friction = 1, 2\n"];
    expect(await verdicts(text, ...code)).toEqual(["met", "met"]);
  });

  test("the reason names what was found, and what only others have", async () => {
    const [, other] = await judged([disease], ["disease, spread = 1, 2\n", "disease = 1\n"]);
    expect(other?.statements[0]).toMatchObject({
      reason: "by its words alone; found “diseas…”; not found “spread…”, which others have",
      evidence: [{ path: "sim/main.py", lines: { start: 1, end: 1 }, quote: "disease = 1" }],
    });
  });
});

test("words are silent where most of the task has names to look up", async () => {
  const task = [disease, "`minRuns` is asked for", "`maxRuns` bounds it"];
  const [one] = await judged(task, ["disease, spread, minRuns, maxRuns = 1, 2, 3, 4\n", "x = 1\n"]);
  expect(one?.statements.map(({ verdict }) => verdict)).toEqual(["not assessed", "met", "met"]);
});

test("a number that is not there is at most forgotten in part where the words are", async () => {
  const task = [disease, "Plants grow in spring.", "The sickness of an animal ends after 90 minutes."];
  const codes = [
    "disease, spread, plant, grow, spring = 1, 2, 3, 4, 5\nsickness_of_animal_ends = 90 * 60\n",
    "disease, spread, plant, grow, spring = 1, 2, 3, 4, 5\nsickness_of_animal_ends = 1\n",
    "disease, spread, plant, grow, spring = 1, 2, 3, 4, 5\n",
  ];
  const all = await judged(task, codes);
  expect(all.map(({ statements }) => statements[2]?.verdict)).toEqual(["met", "partly", "missing"]);
});

test("one candidate alone is compared with nobody", async () => {
  expect(await verdicts(disease, "disease, spread = 1, 2\n")).toEqual(["not assessed"]);
});
