/** Every fix that a rule gives, applied to the rule's own examples: the rule is silent there, and the file still parses. */
import { describe, expect, test } from "vitest";
import { loadRules } from "../src/catalog/load-shelves.js";
import { runRules } from "../src/examine/run-rules.js";
import { patchOf } from "../src/judge/patches.js";
import { applyPatch, wholeLines } from "../src/lib/patch.js";
import { Lines } from "../src/lib/text.js";
import type { Claim } from "../src/model/finding.js";
import type { Example, Rule } from "../src/model/rule.js";
import { makeClaim, never } from "./review-parts.js";
import { defaultPath, surveyCode } from "./survey-code.js";

const rules = await loadRules();

async function claimsOf(rule: Rule, files: Readonly<Record<string, string>>): Promise<readonly Claim[]> {
  const survey = await surveyCode(files);
  for (const file of survey.files.values())
    if (file.source.language !== "text") expect(file.outline.parseErrors, file.source.text).toEqual([]);
  const { claims, failures } = await runRules(survey, { rules: [rule], practices: [] }, never);
  expect(failures).toEqual([]);
  return claims.filter(({ queries = [] }) => queries.every((query) => survey.index.answer(query).holds));
}

function filesOf({ language, path, bad }: Example): Readonly<Record<string, string>> {
  return typeof bad === "string" ? { [path ?? defaultPath(language)]: bad } : bad;
}

/** Applies one fix after another until no rule offers any; each must silence something, and start nothing. */
async function mend(
  rule: Rule,
  example: Example,
): Promise<{ readonly fixes: number; readonly texts: string }> {
  let files = filesOf(example);
  let claims = await claimsOf(rule, files);
  for (let fixes = 0; ; fixes++) {
    const found = claims.find(({ patch }) => patch !== undefined);
    if (!found?.patch) return { fixes, texts: Object.values(files).join("\n") };
    const { patch, path } = found;
    const text = files[path] ?? "";
    expect(patch.before).toBe(new Lines(text).slice(patch.lines.start, patch.lines.end));
    files = { ...files, [path]: applyPatch(text, patch) };
    const left = await claimsOf(rule, files);
    expect(left.length, `${path} after the fix:\n${files[path] ?? ""}`).toBeLessThan(claims.length);
    claims = left;
  }
}

/** Rules that give a whole fix, with how many of their examples have one: a fix that is lost is noticed here. */
const counts: Record<string, number> = {};

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("its fixes silence it", async () => {
    for (const example of rule.examples) {
      const { fixes } = await mend(rule, example);
      if (fixes > 0) counts[id] = (counts[id] ?? 0) + 1;
    }
  });
});

test("which rules give fixes", () => {
  expect(counts).toMatchInlineSnapshot(`
    {
      "blocking-call-in-async": 1,
      "case-never-equal": 7,
      "coroutine-never-awaited": 2,
      "debug-in-production": 4,
      "error-not-wrapped": 1,
      "focused-test": 3,
      "identity-of-literal": 3,
      "sort-numbers-as-text": 3,
      "string-compared-by-identity": 2,
      "unsafe-deserialization": 2,
      "unused-import": 3,
      "wait-outside-loop": 1,
    }
  `);
});

describe("from edits to lines and back", () => {
  const text = "a = 1\r\nb = 2\r\nc = 3\r\n";
  const at = (found: string) => ({ start: text.indexOf(found), end: text.indexOf(found) + found.length });

  test.each<[string, readonly [found: string, by: string][], after: string]>([
    ["one word", [["2", "20"]], "a = 1\r\nb = 20\r\nc = 3\r\n"],
    [
      "two on one line",
      [
        ["b", "x"],
        ["2", "y"],
      ],
      "a = 1\r\nx = y\r\nc = 3\r\n",
    ],
    [
      "two lines apart",
      [
        ["1", "x"],
        ["3", "y"],
      ],
      "a = x\r\nb = 2\r\nc = y\r\n",
    ],
    ["a line goes", [["b = 2", ""]], "a = 1\r\nc = 3\r\n"],
    [
      "a line goes beside another edit",
      [
        ["1", "x"],
        ["b = 2", ""],
      ],
      "a = x\r\nc = 3\r\n",
    ],
    [
      "the last line goes beside another edit",
      [
        ["2", "x"],
        ["c = 3", ""],
      ],
      "a = 1\r\nb = x\r\n",
    ],
    [
      "two halves of a line go",
      [
        ["b =", ""],
        [" 2", ""],
      ],
      "a = 1\r\nc = 3\r\n",
    ],
    ["a line with its end goes", [["b = 2\r\n", ""]], "a = 1\r\nc = 3\r\n"],
    ["a line becomes two", [["b = 2", "b = 2\nd = 4"]], "a = 1\r\nb = 2\r\nd = 4\r\nc = 3\r\n"],
    ["the last line", [["3", "4"]], "a = 1\r\nb = 2\r\nc = 4\r\n"],
  ])("%s", (_, edits, after) => {
    const patch = wholeLines(
      edits.map(([found, by]) => ({ at: at(found), text: by })),
      new Lines(text),
    );
    expect(patch && applyPatch(text, patch)).toBe(after);
  });

  test("a last line without an end stays without", () => {
    const patch = wholeLines([{ at: { start: 4, end: 5 }, text: "2" }], new Lines("a = 1"));
    expect(patch && applyPatch("a = 1", patch)).toBe("a = 2");
  });

  test("edits that overlap are no fix, and none is none", () => {
    const overlapping = [
      { at: { start: 0, end: 4 }, text: "" },
      { at: { start: 3, end: 5 }, text: "" },
    ];
    expect(wholeLines(overlapping, new Lines(text))).toBeUndefined();
    expect(wholeLines([], new Lines(text))).toBeUndefined();
  });
});

describe("the fix of a finding", () => {
  const range = (start: number, end = start) => ({ start, end });
  const fix = (start: number, text = "x", end = start) => ({ lines: range(start, end), text, before: "b" });
  const claim = (line: number, patch?: Claim["patch"]) =>
    makeClaim({ lines: range(line), ...(patch ? { patch } : {}) });

  test.each<[string, readonly Claim[], Claim["patch"] | undefined]>([
    ["of one claim", [claim(3, fix(3))], fix(3)],
    ["none", [claim(3)], undefined],
    ["the same of two", [claim(3, fix(3)), claim(3, fix(3))], fix(3)],
    ["two that disagree", [claim(3, fix(3)), claim(3, fix(3, "y"))], undefined],
    ["one that has none", [claim(3, fix(3)), claim(3)], undefined],
    [
      "another tool's claim beside it",
      [claim(3, fix(3)), makeClaim({ lines: range(3), tool: { name: "t", rule: "r" } })],
      fix(3),
    ],
    ["beside its place", [claim(9, fix(3))], undefined],
    ["about the file as a whole", [makeClaim({ lines: null, patch: fix(3) })], undefined],
    ["with a secret covered in it", [claim(3, fix(3, 'k = "[secret removed]"'))], undefined],
    [
      "one line after the other",
      [claim(3, fix(3, "")), claim(4, fix(4, "y"))],
      { lines: range(3, 4), text: "y", before: "b\nb" },
    ],
    ["lines apart", [claim(3, fix(3)), claim(5, fix(5))], undefined],
  ])("%s", (_, claims, expected) => {
    expect(patchOf(claims).patch).toEqual(expected);
  });
});
