/** Reviewed text gives a build runner no orders, in any report; and what we order ourselves arrives as it was meant. */
import { describe, expect, test } from "vitest";
import { loadReports } from "../../src/catalog/load-shelves.js";
import type { Review } from "../../src/model/review.js";
import github from "../../src/reports/github.js";
import { emptyReview, finding, hostileReview, sampleReview } from "../reports/sample-review.js";
import { changedReview } from "./changed-review.js";
import { hostileTexts } from "./hostile-texts.js";
import { obeyed } from "./runner.js";

const reports = await loadReports();

test("the runner of these tests obeys what a runner obeys", () => {
  const names = (text: string): readonly string[] => obeyed(text).map(({ name }) => name);
  expect(names("  ::error file=a,line=2::x\n##[warning]y\nz ##[group]\n::nothing::x")).toEqual([
    "error",
    "warning",
    "group",
  ]);
  expect(names("::stop-commands::w\n::error::x\n::w::\n::error::y")).toEqual(["stop-commands", "error"]);
  expect(obeyed("::error file=a%2Cb,title=c%3Ad::e%0Af%250A")).toEqual([
    { name: "error", properties: { file: "a,b", title: "c:d" }, data: "e\nf%0A" },
  ]);
});

/** A review that says the text wherever reviewed code can put it. */
function saying(text: string): Review {
  const said = finding({
    id: "aa00000000aa",
    severity: "high",
    title: text,
    issue: text,
    risk: text,
    scenario: text,
    recommendation: text,
    path: text,
    quote: text,
    within: text,
    also: [{ path: text, lines: { start: 2, end: 2 }, quote: text, note: text }],
    steps: [{ path: text, lines: { start: 1, end: 1 }, quote: text, note: text }],
    patch: { lines: { start: 1, end: 2 }, text },
    tools: [{ name: text, rule: text }],
    doubt: text,
  });
  const mild = {
    ...said,
    id: "aa00000000ab",
    severity: "medium" as const,
    rule: undefined,
    origin: "tool" as const,
  };
  return sampleReview({
    title: text,
    isComplete: false,
    dropped: [],
    findings: [said, mild],
    failures: [{ what: "qa", reason: text, paths: [text] }],
    skippedFiles: [{ path: text, reason: "binary", proof: text }],
  });
}

test("there are fifty tries and more", () => {
  expect(new Set(hostileTexts).size).toBeGreaterThan(50);
});

describe.each(reports.map((report) => [report.id, report] as const))("%s", (id, report) => {
  test("obeys nothing that reviewed text says", () => {
    const wanted = id === "github" ? ["warning", "error", "warning"] : [];
    const wrong = hostileTexts.flatMap((text) => {
      const names = obeyed(report.render(saying(text))).map(({ name }) => name);
      return JSON.stringify([...names].sort()) === JSON.stringify([...wanted].sort())
        ? []
        : [{ text, names }];
    });
    expect(wrong).toEqual([]);
  });

  test("writes no character that steers a terminal", () => {
    const steering = /(?!\n|\t)\p{Cc}/u;
    expect(hostileTexts.filter((text) => steering.test(report.render(saying(text))))).toEqual([]);
  });
});

describe("annotations", () => {
  const shown = (review: Review) => obeyed(github.render(review));

  test.each(hostileTexts)("say what was said: %j", (text) => {
    const error = shown(saying(text)).find(({ name }) => name === "error");
    expect(error?.properties["title"]).toMatch(/^high: /);
    expect(Object.keys(error?.properties ?? {})).toEqual(
      error?.properties["file"] === undefined ? ["title"] : ["file", "line", "endLine", "title"],
    );
    if (error?.properties["file"] !== undefined) expect(error.properties["file"]).toBe(text);
  });

  test("golden", async () => {
    await expect(github.render(sampleReview())).toMatchFileSnapshot("../golden/github-sample.txt");
    await expect(github.render(hostileReview())).toMatchFileSnapshot("../golden/github-hostile.txt");
  });

  test("nothing found is nothing said", () => {
    expect(github.render(emptyReview())).toBe("");
  });

  const many = (severity: "critical" | "medium" | "low", count: number) =>
    Array.from({ length: count }, (_, i) =>
      finding({ id: `${severity}${i}`, title: `${severity} ${i}`, severity }),
    );

  test.each([
    ["ten of each are shown", [10, 10, 10], [10, 10, 10], null],
    ["eleven errors: ten, and a notice that tells", [11, 0, 0], [10, 0, 1], "1 more finding in the report"],
    ["the notice that tells is one of the ten", [0, 0, 11], [0, 0, 10], "2 more findings in the report"],
    ["a notice gives way", [11, 0, 10], [10, 0, 10], "2 more findings in the report"],
    ["thousands", [3000, 2000, 1000], [10, 10, 10], "5,971 more findings in the report"],
  ] as const)("%s", (_, [critical, medium, low], [errors, warnings, notices], last) => {
    const findings = [...many("low", low), ...many("medium", medium), ...many("critical", critical)];
    const commands = shown(sampleReview({ findings, dropped: [] }));
    const count = (wanted: string): number => commands.filter(({ name }) => name === wanted).length;
    expect([count("error"), count("warning"), count("notice")]).toEqual([errors, warnings, notices]);
    if (last === null) expect(commands.at(-1)?.properties["file"]).toBeDefined();
    else expect(commands.at(-1)).toMatchObject({ name: "notice", data: expect.stringContaining(last) });
  });

  test("an incomplete review warns first, whatever else is shown", () => {
    const review = sampleReview({
      isComplete: false,
      findings: many("medium", 12),
      failures: [{ what: "qa", reason: "the model's answer was cut off", paths: ["a.py", "b.py"] }],
    });
    const warnings = shown(review).filter(({ name }) => name === "warning");
    expect(warnings).toHaveLength(10);
    expect(warnings[0]?.data).toBe(
      "The review is incomplete: qa did not finish: the model's answer was cut off (2 files).",
    );
  });

  test("what the change did not bring in, what is accepted and what is asked is not annotated", () => {
    const commands = shown(changedReview());
    expect(commands.map(({ name, properties }) => [name, properties["file"]])).toEqual([
      ["error", "app/run it.py"],
      ["warning", "app/old.py"],
      ["notice", undefined],
    ]);
    expect(commands.at(-1)?.data).toBe(
      "1 finding that this change did not bring in; 1 accepted in the baseline; 1 suppressed in the code.",
    );
  });

  test("a finding about a file as a whole has no line", () => {
    const findings = [finding({ id: "a", title: "A", lines: null })];
    const commands = shown(sampleReview({ findings, dropped: [] }));
    expect(commands.map(({ properties }) => Object.keys(properties))).toEqual([["file", "title"]]);
  });
});
