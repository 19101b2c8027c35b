/** Formats of lines: JSON Lines for programs that read as they go, and one line a finding for coding agents. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { type ReportLine, reportLineSchema } from "../../src/model/report-line.js";
import type { Review } from "../../src/model/review.js";
import { severities } from "../../src/model/severity.js";
import agent from "../../src/reports/agent.js";
import jsonl from "../../src/reports/jsonl.js";
import { changedReview, introduced } from "../formats/changed-review.js";
import { emptyReview, finding, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const schema = JSON.parse(readFileSync(new URL("../../schema/jsonl.schema.json", import.meta.url), "utf8"));
const formats = { date: /^\d{4}-\d{2}-\d{2}$/ };
const isLine = new Ajv2020({ strict: true, allErrors: true, formats }).compile(schema);

const cases: readonly (readonly [string, Review])[] = [
  ["sample", sampleReview()],
  ["incomplete", incompleteReview()],
  ["empty", emptyReview()],
  ["hostile", hostileReview()],
  ["changed", changedReview()],
];

/** Those of a change and those from before it. */
const all = ({ findings, preExisting = [] }: Review) => [...findings, ...preExisting];

function readLines(text: string): readonly ReportLine[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => reportLineSchema.parse(JSON.parse(line)));
}

describe.each(cases)("jsonl, %s", (_, review) => {
  test("every line is valid by the published schema", () => {
    const lines = jsonl.render(review).split("\n").slice(0, -1);
    expect(lines.flatMap((line) => (isLine(JSON.parse(line)) ? [] : [isLine.errors]))).toEqual([]);
  });

  test("a run first, an end last, in between all that was found", () => {
    const lines = readLines(jsonl.render(review));
    const types = lines.map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(["run", "end"]);
    expect(lines.flatMap((line) => (line.type === "finding" ? [line.finding] : []))).toEqual(all(review));
    const end = lines.at(-1);
    expect(end).toMatchObject({ isComplete: review.isComplete, questions: review.questions?.length ?? 0 });
  });
});

describe("jsonl", () => {
  test("golden", async () => {
    await expect(jsonl.render(sampleReview())).toMatchFileSnapshot("../golden/jsonl-sample.jsonl");
  });

  test("what is accepted and what is asked is named as such, and in no count", () => {
    const lines = readLines(jsonl.render(changedReview()));
    expect(lines.map(({ type }) => type)).toEqual([
      ...["run", "finding", "finding", "finding", "accepted", "question", "end"],
    ]);
    expect(lines.at(-1)).toMatchObject({
      findings: { critical: 0, high: 1, medium: 1, low: 0, info: 0 },
      preExisting: 1,
      accepted: 1,
      suppressed: 1,
      questions: 1,
    });
    expect(lines[0]).toMatchObject({ change: { commit: null, to: "the work tree" } });
  });
});

describe("agent", () => {
  const lines = (review: Review): readonly string[] => agent.render(review).split("\n").slice(0, -1);

  test("golden", async () => {
    await expect(agent.render(sampleReview())).toMatchFileSnapshot("../golden/agent-sample.txt");
    await expect(agent.render(changedReview())).toMatchFileSnapshot("../golden/agent-changed.txt");
  });

  test.each(cases)("%s: one line a finding, and a last one", (_, review) => {
    expect(lines(review)).toHaveLength(all(review).length + 1);
    expect(lines(review).at(-1)).toMatch(
      /^session-review: .*\d+ findings?, all shown.*\. Everything: -f json$/,
    );
  });

  test("place, severity, rule, what and how to mend it", () => {
    expect(lines(changedReview())[0]).toBe(
      "app/run it.py:12 high shell-from-outside A name of the request reaches the shell: Something is wrong here. | fix: Mend it.",
    );
  });

  test("what the change brought in comes before what is worse and older", () => {
    expect(lines(changedReview()).map((line) => line.split(" ").slice(0, 5).join(" "))).toEqual([
      "app/run it.py:12 high shell-from-outside A",
      "app/old.py:30 medium dead-code Dead code:",
      "app/old.py:3 critical old-rule [pre-existing] Old",
      "session-review: 3 findings, all shown;",
    ]);
  });

  test("no more than 50, the worst, and the rest counted", () => {
    const findings = Array.from({ length: 120 }, (_, i) =>
      finding({ id: `f${i}`, title: `T${i}`, severity: severities[4 - (i % 5)] ?? "info" }),
    );
    const text = lines(sampleReview({ findings }));
    expect(text).toHaveLength(51);
    expect(text.filter((line) => / (?:critical|high) /.test(line))).toHaveLength(48);
    expect(text.at(-1)).toBe(
      "session-review: 50 of 120 findings shown, 70 more left out; 1 suppressed in the code. Everything: -f json",
    );
  });

  test("a line has an end, however much there is to say", () => {
    const long = finding({
      ...introduced,
      issue: "many words ".repeat(500),
      recommendation: "do it ".repeat(500),
    });
    const [line = ""] = lines(sampleReview({ findings: [long] }));
    expect(line.length).toBeLessThan(600);
    expect(line.match(/…/g)).toHaveLength(2);
  });

  test("an incomplete review says so", () => {
    expect(lines(incompleteReview()).at(-1)).toMatch(/^session-review: The review is incomplete: /);
  });
});
