/** SARIF: what the standard and GitHub's limits demand, and what a reader needs to know an alert again. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import { sarifSchema } from "../../src/model/sarif.js";
import { severities } from "../../src/model/severity.js";
import sarif from "../../src/reports/sarif.js";
import sarifGithub from "../../src/reports/sarif-github.js";
import { accepted, changedReview, introduced, mild, preExisting } from "../formats/changed-review.js";
import { publishedDemands } from "../formats/schemas/published.js";
import { sarifDemands } from "../formats/schemas/sarif.js";
import { emptyReview, finding, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const demands = new Ajv({ strict: false, allErrors: true }).compile(sarifDemands);
const againstPublished = publishedDemands("sarif-schema-2.1.0.json");

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { level: string; message: { text: string } }[];
    },
  ];
  readonly results: readonly (Record<string, unknown> & {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly message: { readonly text: string };
    readonly locations: readonly [{ readonly physicalLocation: Record<string, unknown> }];
  })[];
}

function runOf(text: string): Run {
  const { runs } = JSON.parse(text) as { readonly runs: readonly [Run] };
  return runs[0];
}

const resultOf = (review: Review, id: string) =>
  runOf(sarif.render(review)).results.find(
    ({ partialFingerprints }) =>
      (partialFingerprints as Record<string, string> | undefined)?.["sessionReview/v1"] === id,
  );

const cases: readonly (readonly [string, Review])[] = [
  ["sample", sampleReview()],
  ["incomplete", incompleteReview()],
  ["empty", emptyReview()],
  ["hostile", hostileReview()],
  ["changed", changedReview()],
];

describe.each(cases)("%s", (name, review) => {
  test.each([
    ["sarif", sarif],
    ["sarif-github", sarifGithub],
  ])("%s keeps the standard and GitHub's limits", (_, report) => {
    const log: unknown = JSON.parse(report.render(review));
    demands(log);
    expect(demands.errors).toBeNull();
    expect(againstPublished(log)).toEqual([]);
  });

  test("golden", async () => {
    await expect(sarif.render(review)).toMatchFileSnapshot(`../golden/sarif-${name}.sarif`);
  });

  test("every result names its rule by id and by place", () => {
    const { results, tool } = runOf(sarif.render(review));
    expect(
      results.filter(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.["id"] !== ruleId),
    ).toEqual([]);
  });

  test("a follow-up can read it back", () => {
    const [run] = sarifSchema.parse(JSON.parse(sarifGithub.render(review))).runs;
    const { findings, preExisting = [] } = review;
    expect(run?.results).toHaveLength(findings.length + preExisting.length);
  });
});

test("the demands refuse what the standard refuses", () => {
  const log = (result: object) => ({
    ...JSON.parse(sarif.render(emptyReview())),
    runs: [{ ...runOf(sarif.render(emptyReview())), results: [result] }],
  });
  const [sound] = runOf(sarif.render(sampleReview())).results;
  expect(demands(log({ ...sound }))).toBe(true);
  expect(demands(log({ ...sound, level: "fatal" }))).toBe(false);
  expect(demands(log({ ...sound, message: {} }))).toBe(false);
  expect(demands(log({ ...sound, invented: 1 }))).toBe(false);
});

describe("a result", () => {
  test("its message begins with the title as a sentence", () => {
    expect(resultOf(changedReview(), introduced.id)?.message.text).toMatch(
      /^A name of the request reaches the shell\. Something is wrong here\. .* Fix: Mend it\.$/,
    );
  });

  test("its place is a percent-encoded path with lines, and columns where the quote shows whole lines", () => {
    const placeOf = (fields: Parameters<typeof finding>[0]) =>
      runOf(sarif.render(sampleReview({ findings: [finding(fields)] }))).results[0]?.locations[0]
        .physicalLocation;
    const place = { id: "a", title: "A", lines: { start: 2, end: 3 } };
    expect(placeOf({ ...place, path: "a b/ü#?%20:[x].ts", quote: "\t if (x)\n\t\treturn" })).toEqual({
      artifactLocation: { uri: "a%20b/%C3%BC%23%3F%2520%3A%5Bx%5D.ts", uriBaseId: "%SRCROOT%" },
      region: {
        startLine: 2,
        startColumn: 3,
        endLine: 3,
        endColumn: 9,
        snippet: { text: "\t if (x)\n\t\treturn" },
      },
    });
    expect(
      placeOf({ ...place, quote: "only the first line of a long place" })?.["region"],
    ).not.toHaveProperty("startColumn");
    expect(placeOf({ ...place, quote: "a =\n[secret removed]" })?.["region"]).not.toHaveProperty("endColumn");
    expect(placeOf({ ...place, lines: null })).not.toHaveProperty("region");
  });

  test("a way ends where it does harm", () => {
    const text = JSON.stringify(resultOf(changedReview(), introduced.id)?.["codeFlows"]);
    expect(text.match(/"executionOrder":\d/g)).toHaveLength(3);
    expect(text).toMatch(/app\/routes\.py.*app\/run%20it\.py.*app\/run%20it\.py.*It does harm here\./);
  });

  test("fingerprints: GitHub's and our own", () => {
    expect(resultOf(changedReview(), introduced.id)?.["partialFingerprints"]).toEqual({
      primaryLocationLineHash: "39fa2ee980eb94b0:1",
      "sessionReview/v1": "aaaaaaaaaaa1",
    });
  });

  test("a whole fix is a replacement; lines that go take their line end with them", () => {
    const fixOf = (id: string) => JSON.stringify(resultOf(changedReview(), id)?.["fixes"]);
    expect(fixOf(introduced.id)).toContain(
      '"deletedRegion":{"startLine":12,"endLine":12},"insertedContent":{"text":"    subprocess.run([\'ls\', name])"}',
    );
    expect(fixOf(mild.id)).toContain(
      '"deletedRegion":{"startLine":30,"startColumn":1,"endLine":32,"endColumn":1}}',
    );
    expect(fixOf(preExisting.id)).toBe(undefined);
  });

  test("what looks like a link or a placeholder of SARIF is none", () => {
    const review = sampleReview({ findings: [finding({ id: "a", title: "[x](1) of {0} and [y]" })] });
    expect(resultOf(review, "a")?.message.text).toContain("\\[x](1) of {{0}} and [y].");
  });
});

describe("a rule", () => {
  test("has its page's texts, its weaknesses and points, because it is about security", () => {
    const [rule] = runOf(sarif.render(changedReview())).tool.driver.rules;
    expect(rule).toEqual({
      id: "shell-from-outside",
      shortDescription: { text: "A value from outside in a shell" },
      fullDescription: { text: "Whoever sends it runs commands." },
      help: {
        text: "Whoever sends it runs commands.\n\nWhat to do: Pass a list of arguments.",
        markdown:
          "**Risk.** Whoever sends it runs commands.\n\n**What to do.** Pass a list of arguments.\n\n" +
          "[CWE-78](https://cwe.mitre.org/data/definitions/78.html), [CWE-88](https://cwe.mitre.org/data/definitions/88.html)",
      },
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["security", "external/cwe/cwe-078", "external/cwe/cwe-088"],
        precision: "high",
        "problem.severity": "error",
        "security-severity": "9.5",
      },
    });
  });

  test("outside security it has no points, whatever its severity", () => {
    const findings = severities.map((severity) =>
      finding({ id: severity, title: severity, severity, rule: severity, category: "design" }),
    );
    const { rules } = runOf(sarifGithub.render(sampleReview({ findings }))).tool.driver;
    expect(JSON.stringify(rules)).not.toContain("security-severity");
    expect(rules.map((rule) => (rule["defaultConfiguration"] as { level: string }).level)).toEqual([
      "error",
      "error",
      "warning",
      "note",
      "note",
    ]);
  });

  test.each([
    [0.95, "very-high"],
    [0.75, "high"],
    [0.6, "medium"],
    [0.3, "low"],
  ])(
    "a confidence of %d is a precision of %s, and the least sure finding decides",
    (confidence, precision) => {
      const findings = [1, confidence].map((sure, i) =>
        finding({ id: `a${i}`, title: "A", confidence: sure }),
      );
      const [rule] = runOf(sarif.render(sampleReview({ findings }))).tool.driver.rules;
      expect(rule?.["properties"]).toMatchObject({ precision });
    },
  );

  test("what no rule found goes by who did", () => {
    const findings = [
      finding({ id: "a", title: "A", rule: undefined, origin: "model" }),
      finding({ id: "b", title: "B", rule: undefined, tools: [{ name: "eslint", rule: "no-eval" }] }),
    ];
    const { rules } = runOf(sarifGithub.render(sampleReview({ findings }))).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(["model/design", "eslint/no-eval"]);
  });
});

describe("a change and what a team has accepted", () => {
  test("a log of a change is another category than one of whole files, whose alerts it must not close", () => {
    const categoryOf = (review: Review) =>
      /"id": "(session-review\/[^"]*)"/.exec(sarifGithub.render(review))?.[1];
    expect(categoryOf(sampleReview())).toBe("session-review/batch/");
    expect(categoryOf(changedReview())).toBe("session-review/change/");
  });

  test("every finding says whether the change brought it in", () => {
    const states = runOf(sarif.render(changedReview())).results.map(({ ruleId, baselineState }) => [
      ruleId,
      baselineState,
    ]);
    expect(states.slice(0, 3)).toEqual([
      ["shell-from-outside", "new"],
      ["dead-code", "new"],
      ["old-rule", "unchanged"],
    ]);
  });

  test("accepted and silenced ones are suppressed, with the reason; all others say that they are not", () => {
    const suppressions = runOf(sarif.render(changedReview())).results.map((result) => result["suppressions"]);
    expect(suppressions).toEqual([
      [],
      [],
      [],
      [
        {
          kind: "external",
          status: "accepted",
          justification: "behind the firewall",
          properties: { until: "2027-05-20", owner: "ops" },
        },
      ],
      [{ kind: "inSource", status: "accepted", justification: "the outermost handler of the process" }],
    ]);
  });

  test("GitHub, which would open an alert for each, gets none of them", () => {
    const text = sarifGithub.render(changedReview());
    expect(runOf(text).results).toHaveLength(3);
    expect(text).not.toContain(accepted.title);
    expect(text).not.toContain("suppressions");
  });
});

describe("what was not looked at", () => {
  test("an incomplete run did not succeed, and says why", () => {
    const [invocation] = runOf(sarif.render(incompleteReview())).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications.filter(({ level }) => level === "error")).toMatchObject([
      {
        message: {
          text: "The review is incomplete: the run did not finish: interrupted; this is what was known by then",
        },
      },
      {
        message: { text: "The review is incomplete: qa did not finish: the model's answer was cut off" },
        locations: { length: 3 },
      },
    ]);
  });

  test("files left out are told by reason", () => {
    const [invocation] = runOf(sarif.render(sampleReview())).invocations;
    expect(invocation.executionSuccessful).toBe(true);
    expect(invocation.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      "2 files not reviewed: minified.",
      "1 file not reviewed: lock file.",
      "1 file not reviewed: binary.",
      "1 file not reviewed by every reviewer: no parser for this language, and this reviewer has no text rules.",
    ]);
  });

  test("beyond the limit a change's own findings come before worse ones that are older", () => {
    const preExisting = Array.from({ length: 5_000 }, (_, i) =>
      finding({ id: `f${i}`, title: "T", severity: "critical", change: "pre-existing" }),
    );
    const own = finding({ id: "own", title: "T", severity: "low", change: "introduced" });
    const { results } = runOf(sarifGithub.render(changedReview({ findings: [own], preExisting })));
    expect(results).toHaveLength(5_000);
    expect(results[0]).toMatchObject({ level: "note", baselineState: "new" });
  });

  test("25,000 findings: the 5,000 that GitHub keeps, worst first, and the rest told", () => {
    const findings = Array.from({ length: 25_000 }, (_, i) =>
      finding({ id: `f${i}`, title: `T${i}`, severity: severities[4 - (i % 5)] ?? "info" }),
    );
    const { results, invocations } = runOf(sarifGithub.render(sampleReview({ findings })));
    expect(results).toHaveLength(5_000);
    expect(new Set(results.map(({ properties }) => (properties as { severity: string }).severity))).toEqual(
      new Set(["critical"]),
    );
    expect(invocations[0].toolExecutionNotifications[0]).toMatchObject({
      level: "warning",
      message: {
        text: expect.stringMatching(/^20,000 results left out, because GitHub keeps 5,000 results/),
      },
    });
  });

  test("100 places of a result, 1,000 steps of a way, and the rest told", () => {
    const place = (i: number) => ({
      path: `a/${i}.py`,
      lines: { start: 1, end: 1 },
      quote: "x",
      note: `step ${i}`,
    });
    const many = finding({
      id: "a",
      title: "A",
      also: Array.from({ length: 150 }, (_, i) => place(i)),
      steps: Array.from({ length: 1_200 }, (_, i) => place(i)),
    });
    const { results, invocations } = runOf(sarif.render(sampleReview({ findings: [many] })));
    expect(results[0]?.["relatedLocations"]).toHaveLength(99);
    const flow = JSON.stringify(results[0]?.["codeFlows"]);
    expect(flow.match(/"executionOrder"/g)).toHaveLength(1_000);
    expect(flow).toContain("It does harm here.");
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).toBe(
      "252 further places of results left out, beyond GitHub's limits.",
    );
  });
});
