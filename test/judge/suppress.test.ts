/** Inline suppressions: what they silence, and what is said of those that silence nothing. */
import { describe, expect, test } from "vitest";
import { suppress } from "../../src/judge/suppress.js";
import { makeClaim } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

/** Assembled, so that this file suppresses nothing itself. */
const mark = ["session", "review", "ignore"].join("-");
const known = new Set(["some-rule", "other-rule"]);

/** Puts a claim of `some-rule` at the given line of the text, which writes `@` for the mark. */
async function judgeLine(path: string, text: string, line: number) {
  const survey = await surveyCode({ [path]: text.replaceAll("@", mark) });
  return suppress([makeClaim({ path, lines: { start: line, end: line } })], survey, known);
}

describe("which line is meant", () => {
  test.each<[name: string, path: string, text: string, line: number, isSilent: boolean]>([
    ["same line", "a.ts", "bad(); // @ some-rule -- why\n", 1, true],
    ["line above", "a.ts", "// @ some-rule -- why\nbad();\n", 2, true],
    ["line above, indented", "a.ts", "f(() => {\n  // @ some-rule -- why\n  bad();\n});\n", 3, true],
    ["two lines above", "a.ts", "// @ some-rule -- why\ngood();\nbad();\n", 3, false],
    ["a blank line between", "a.ts", "// @ some-rule -- why\n\nbad();\n", 3, false],
    ["line below", "a.ts", "bad();\n// @ some-rule -- why\n", 1, false],
    ["beside code means that line", "a.ts", "good(); // @ some-rule -- why\nbad();\n", 2, false],
    ["next line, beside code", "a.ts", "good(); // @-next-line some-rule -- why\nbad();\n", 2, true],
    ["next line, alone", "a.ts", "// @-next-line some-rule -- why\nbad();\n", 2, true],
    ["next line is not this line", "a.ts", "bad(); // @-next-line some-rule -- why\n", 1, false],
    ["file", "a.ts", "good();\nbad();\n// @-file some-rule -- why\n", 2, true],
    ["block before code", "a.ts", "/* @ some-rule -- why */ bad();\n", 1, true],
    ["block above", "a.ts", "/* @ some-rule -- why */\nbad();\n", 2, true],
    ["block over lines", "a.ts", "/*\n * @ some-rule -- why\n */\nbad();\n", 4, true],
    ["below each other", "a.ts", "// @ some-rule -- why\n// @ other-rule -- why\nbad();\n", 3, true],
    ["several rules", "a.ts", "bad(); // @ other-rule, some-rule -- why\n", 1, true],
    ["another rule", "a.ts", "bad(); // @ other-rule -- why\n", 1, false],
    ["no reason", "a.ts", "bad(); // @ some-rule\n", 1, false],
    ["empty reason", "a.ts", "bad(); // @ some-rule --\n", 1, false],
    ["in a string", "a.ts", 'bad("// @ some-rule -- why");\n', 1, false],
    ["in a template", "a.ts", "bad(`\n// @ some-rule -- why\n`);\n", 3, false],
    ["CRLF", "a.ts", "// @ some-rule -- why\r\nbad();\r\n", 2, true],
    ["Python", "a.py", "bad()  # @ some-rule -- why\n", 1, true],
    ["Python, in a string", "a.py", 'bad("# @ some-rule -- why")\n', 1, false],
    ["Python, in a docstring", "a.py", '"""\n# @ some-rule -- why\n"""\nbad()\n', 3, false],
    ["text, hash", "a.yml", "# @ some-rule -- why\nbad: 1\n", 2, true],
    ["text, same line", "a.yml", "bad: 1 # @ some-rule -- why\n", 1, true],
    ["text, dashes", "a.sql", "-- @ some-rule -- why\nBAD;\n", 2, true],
    ["HTML comment above", "a.html", "<!-- @ some-rule -- why -->\n<bad>\n", 2, true],
    ["HTML comment before code", "a.html", "<!-- @ some-rule -- why --> <bad>\n", 1, true],
    ["text without a comment", "a.md", "Write @ some-rule -- why\nbad\n", 2, false],
  ])("%s", async (...row) => {
    const [, path, text, line, isSilent] = row;
    const { kept, dropped } = await judgeLine(path, text, line);
    expect(kept).toHaveLength(isSilent ? 0 : 1);
    expect(dropped).toHaveLength(isSilent ? 1 : 0);
  });
});

test("what is silenced is listed with the reason", async () => {
  const { dropped, suppressions } = await judgeLine(
    "a.ts",
    "bad(); // @ some-rule -- the input is ours\n",
    1,
  );
  expect(dropped).toEqual([
    {
      title: "Title",
      path: "a.ts",
      lines: { start: 1, end: 1 },
      rule: "some-rule",
      reviewers: ["security"],
      stage: "suppress",
      reason: "suppressed at line 1: the input is ours",
    },
  ]);
  expect(suppressions).toEqual([
    {
      path: "a.ts",
      line: 1,
      rules: ["some-rule"],
      reason: "the input is ours",
      status: "used",
      findings: ["some-rule, line 1"],
    },
  ]);
});

test.each<[comment: string, rules: string[], reason: string | null, status: string]>([
  ["// @ some-rule -- why", ["some-rule"], "why", "unused"],
  ["// @ some-rule", ["some-rule"], null, "no reason"],
  ["// @ sme-rule -- why", ["sme-rule"], "why", "unknown rule"],
  ["// @ -- why", [], null, "unknown rule"],
  ["// @ some-rule, sme-rule -- why", ["some-rule", "sme-rule"], "why", "unknown rule"],
  ["/* @-file some-rule -- why */", ["some-rule"], "why", "unused"],
  ["/* @ some-rule -- a -- b */", ["some-rule"], "a -- b", "unused"],
])("%s", async (comment, rules, reason, status) => {
  const survey = await surveyCode({ "a.ts": `good();\n${comment.replace("@", mark)}\n` });
  const { suppressions } = suppress([], survey, known);
  expect(suppressions).toEqual([{ path: "a.ts", line: 2, rules, reason, status, findings: [] }]);
});

test("a claim without a rule is silenced by none", async () => {
  const survey = await surveyCode({ "a.ts": `bad(); // ${mark} some-rule -- why\n` });
  expect(suppress([makeClaim({ origin: "model" })], survey, known).kept).toHaveLength(1);
});

test("one inside a long place silences it", async () => {
  const survey = await surveyCode({ "a.ts": `a();\nb(); // ${mark} some-rule -- why\nc();\n` });
  expect(suppress([makeClaim({ lines: { start: 1, end: 3 } })], survey, known).kept).toEqual([]);
});
