/** What several texts share is said once; what is each one's own stays with it. */
import { describe, expect, test } from "vitest";
import { alike } from "../../src/markdown/alike.js";

type Own = readonly (readonly string[])[];

describe("texts of one form", () => {
  test.each<[name: string, texts: readonly string[], shared: string, own: Own]>([
    ["the same text", ["`a` leaks.", "`a` leaks."], "`a` leaks.", [[], []]],
    ["two names", ["`a` leaks.", "`b` leaks."], "`a` or `b` leaks.", [["`a`"], ["`b`"]]],
    ["many names", ["`a` leaks.", "`b` leaks.", "`c` leaks."], "`…` leaks.", [["`a`"], ["`b`"], ["`c`"]]],
    ["code is no name", ["Use `a + 1`.", "Use `b[2]`."], "Use `…`.", [["`a + 1`"], ["`b[2]`"]]],
    [
      "numbers become a range with its unit",
      ["Nests 7 deep in 1 file.", "Nests 12 deep in 3 files."].map((text) =>
        text.replace("1 file.", "1 files."),
      ),
      "Nests 7–12 deep in 1–3 files.",
      [
        ["7 deep", "1 files"],
        ["12 deep", "3 files"],
      ],
    ],
    [
      "a list of places counts as one gap",
      ["Same as `x` in src/a.ts and the one in src/b.ts.", "Same as src/c.ts."],
      "Same as `…`.",
      [["`x` in src/a.ts and the one in src/b.ts"], ["src/c.ts"]],
    ],
    [
      "what stands in parentheses",
      ["Does not parse (line 3).", "Does not parse (line 9).", "Does not parse (line 10)."],
      "Does not parse (…).",
      [["(line 3)"], ["(line 9)"], ["(line 10)"]],
    ],
    [
      "the same sentence about several places of one file",
      ["`a` leaks. `b` leaks.", "`c` leaks.", "`c` leaks. `d` leaks. And 3 more in this file."],
      "`…` leaks.",
      [["`a`", "`b`"], ["`c`"], ["`c`", "`d`"]],
    ],
    ["one text is left as it is", ["`a` leaks 3 files (all)."], "`a` leaks 3 files (all).", [[]]],
    [
      "sentences of one text that differ in a name are put together",
      ["No use of `a` in src/a.ts. No use of `b` in src/a.ts."],
      "No use of `a` in src/a.ts and `b` in src/a.ts.",
      [[]],
    ],
  ])("%s", (_, texts, shared, own) => {
    const told = alike(texts, (text) => text);
    expect(told.map(({ text }) => text)).toEqual([shared]);
    expect(told[0]?.members.map((member) => member.own)).toEqual(own);
  });
});

test("texts of other words stay apart, in their order", () => {
  const told = alike(["`a` leaks.", "`b` bursts.", "`c` leaks."], (text) => text);
  expect(told.map(({ members }) => members.map(({ item }) => item))).toEqual([
    ["`a` leaks.", "`c` leaks."],
    ["`b` bursts."],
  ]);
});

test("no text has no form", () => {
  expect(alike([], String)).toEqual([]);
});
