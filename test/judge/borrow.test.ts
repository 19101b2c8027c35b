/** What other tools said, as leads: where it stands, what it is worth, and what is left out with its reason. */
import { describe, expect, test } from "vitest";
import { borrowLeads } from "../../src/judge/borrow.js";
import { sarifLogs } from "../../src/judge/sarif-logs.js";
import { type SarifResult, sarifSchema } from "../../src/model/sarif.js";
import { surveyCode } from "../survey-code.js";

const code = "export function run(text) {\n  return eval(text);\n}\n";
const survey = await surveyCode({ "src/a.js": code, "src/b.js": "export const b = 1;\n" });

interface Region {
  readonly startLine?: number;
  readonly endLine?: number;
  readonly snippet?: { text: string };
}

function at(uri: string, region: Region = { startLine: 2 }): Pick<SarifResult, "locations"> {
  return { locations: [{ physicalLocation: { artifactLocation: { uri }, region } }] };
}

const rules = [
  {
    id: "sure",
    properties: {
      "security-severity": "9.1",
      precision: "very-high",
      tags: ["security", "external/cwe/cwe-095"],
    },
    help: { text: "Text becomes code. And more." },
  },
  { id: "race", properties: { tags: ["CWE-362: Race"] } },
  { id: "slow", properties: { tags: ["performance"] }, defaultConfiguration: { level: "error" } },
  { id: "plain" },
];

function borrow(results: readonly SarifResult[], invocations: readonly unknown[] = []) {
  const driver = { name: "Scanner", version: "3", rules };
  const log = sarifSchema.parse({ version: "2.1.0", runs: [{ tool: { driver }, invocations, results }] });
  return borrowLeads(sarifLogs(log, "log.sarif"), survey);
}

describe("a result at a place of a reviewed file is a lead", () => {
  test.each([
    [
      "all that a rule may say",
      "sure",
      { category: "security", severity: "critical", confidence: 0.9, cwe: [95] },
    ],
    ["a race", "race", { category: "concurrency", severity: "low", confidence: 0.6, cwe: [362] }],
    ["a word of ours as a tag", "slow", { category: "performance", severity: "medium", confidence: 0.6 }],
    ["a rule that says nothing", "plain", { category: "correctness", severity: "low", confidence: 0.6 }],
  ])("%s", (_what, ruleId, expected) => {
    const { claims } = borrow([{ ruleId, message: { text: "Bad. Very." }, ...at("src/a.js") }]);
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({
      origin: "tool",
      tool: { name: "Scanner", rule: ruleId },
      path: "src/a.js",
      lines: { start: 2, end: 2 },
      quote: "  return eval(text);",
      title: "Bad",
      issue: "Bad. Very.",
      ...expected,
    });
    expect(Object.hasOwn(claims[0] ?? {}, "cwe")).toBe("cwe" in expected);
  });

  test("without a line it is about the file", () => {
    const { claims } = borrow([{ message: { text: "Bad." }, ...at("src/a.js", {}) }]);
    expect(claims).toMatchObject([{ lines: null, quote: "" }]);
  });

  test("a log made in another folder means the same files", () => {
    const { claims } = borrow([{ message: { text: "Bad." }, ...at("file:///builds/shop/src/a.js") }]);
    expect(claims).toMatchObject([{ path: "src/a.js" }]);
  });
});

describe("what is left out is counted with its reason", () => {
  const bad = { ruleId: "plain", message: { text: "Bad." } };
  test.each([
    ["a file that is not reviewed", at("src/none.js"), "it is about no reviewed file"],
    ["a line past the end", at("src/a.js", { startLine: 99 }), /^the file does not hold what it is about/],
    [
      "a quote that is not there",
      at("src/a.js", { startLine: 1, snippet: { text: "eval(text)" } }),
      /^the file does not hold what it is about/,
    ],
  ])("%s", (_what, where, reason) => {
    const good = { ...bad, ...at("src/b.js", { startLine: 1 }) };
    const { claims, borrowed } = borrow([good, { ...bad, ...where }]);
    expect(claims).toHaveLength(1);
    expect(borrowed).toEqual([
      {
        tool: "Scanner",
        version: "3",
        source: "log.sarif",
        results: 2,
        used: 1,
        leftOut: [{ reason: expect.stringMatching(reason), results: 1 }],
        problem: null,
      },
    ]);
  });

  test("what passed or was accepted is no result", () => {
    const { borrowed } = borrow([
      { ...bad, ...at("src/a.js"), kind: "pass" },
      { ...bad, ...at("src/a.js"), suppressions: [{ kind: "external" }] },
      { ...bad, ...at("src/a.js"), suppressions: [{ kind: "external", status: "rejected" }] },
    ]);
    expect(borrowed).toMatchObject([{ results: 1, used: 1 }]);
  });

  test("a tool that did not run to its end has a problem", () => {
    expect(borrow([], [{ executionSuccessful: false }]).borrowed[0]?.problem).toMatch(/did not run/);
  });
});
