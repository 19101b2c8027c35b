/** Formats of build servers and merge requests: GitLab Code Quality, JUnit, Checkstyle and reviewdog's. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import checkstyle from "../../src/reports/checkstyle.js";
import gitlab from "../../src/reports/gitlab.js";
import junit from "../../src/reports/junit.js";
import rdjson from "../../src/reports/rdjson.js";
import rdjsonl from "../../src/reports/rdjsonl.js";
import { readJunit } from "../../src/trial/junit.js";
import { type Element, readXml } from "../../src/trial/xml.js";
import { accepted, changedReview, introduced, mild, preExisting } from "../formats/changed-review.js";
import { diagnosticDemands, gitlabDemands, rdjsonDemands } from "../formats/schemas/others.js";
import { publishedDemands } from "../formats/schemas/published.js";
import { emptyReview, finding, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const ajv = new Ajv({ strict: false, allErrors: true });
const isGitlab = ajv.compile(gitlabDemands);
const isRdjson = ajv.compile(rdjsonDemands);
const isDiagnostic = ajv.compile(diagnosticDemands);
const againstDocument = publishedDemands("DiagnosticResult.json");
const againstLine = publishedDemands("Diagnostic.json");

const cases: readonly (readonly [string, Review])[] = [
  ["sample", sampleReview()],
  ["incomplete", incompleteReview()],
  ["empty", emptyReview()],
  ["hostile", hostileReview()],
  ["changed", changedReview()],
];

describe.each(cases)("%s", (_, review) => {
  test("gitlab: as its documentation demands", () => {
    const entries: readonly { fingerprint: string }[] = JSON.parse(gitlab.render(review));
    isGitlab(entries);
    expect(isGitlab.errors).toBeNull();
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length);
  });

  test("rdjson and rdjsonl: as reviewdog's messages demand, and both the same", () => {
    const document = JSON.parse(rdjson.render(review));
    isRdjson(document);
    expect(isRdjson.errors).toBeNull();
    expect(againstDocument(document)).toEqual([]);
    const lines = linesOf(rdjsonl.render(review));
    for (const line of lines) expect([isDiagnostic(line), againstLine(line)]).toEqual([true, []]);
    expect(lines).toEqual(document.diagnostics.map((each: object) => ({ ...each, source: document.source })));
  });

  test("junit: as the schema that Jenkins publishes demands, counts included", () => {
    const root = readXml(junit.render(review));
    expect(root.name).toBe("testsuites");
    expect(root.children.flatMap(complaintsAboutSuite)).toEqual([]);
    for (const key of ["tests", "failures", "errors"]) {
      const sum = root.children.reduce((total, suite) => total + Number(suite.attributes.get(key)), 0);
      expect(Number(root.attributes.get(key))).toBe(sum);
    }
  });

  test("checkstyle: files with errors, each with what the format has", () => {
    const root = readXml(checkstyle.render(review));
    expect([root.name, root.attributes.get("version")]).toEqual(["checkstyle", "8.0"]);
    expect(root.children.flatMap(complaintsAboutFile)).toEqual([]);
  });
});

test.each([
  ["gitlab", gitlab, "json"],
  ["junit", junit, "xml"],
  ["checkstyle", checkstyle, "xml"],
  ["rdjson", rdjson, "json"],
  ["rdjsonl", rdjsonl, "jsonl"],
] as const)("%s: golden", async (id, report, ending) => {
  await expect(report.render(sampleReview())).toMatchFileSnapshot(`../golden/${id}-sample.${ending}`);
});

function linesOf(text: string): readonly unknown[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

/** What xunit-plugin's junit-10.xsd and every reader after it demand of a suite. */
function complaintsAboutSuite(suite: Element): readonly string[] {
  const [first, ...rest] = suite.children;
  const cases = first?.name === "properties" ? rest : suite.children;
  const count = (name: string): string =>
    String(cases.filter(({ children }) => children[0]?.name === name).length);
  const { attributes } = suite;
  return [
    ...(suite.name === "testsuite" && attributes.get("name") ? [] : ["no suite with a name"]),
    ...(cases.every(isCase) ? [] : ["something else than properties before cases"]),
    ...(attributes.get("tests") === String(cases.length) ? [] : ["tests"]),
    ...(attributes.get("failures") === count("failure") ? [] : ["failures"]),
    ...(attributes.get("errors") === count("error") ? [] : ["errors"]),
    ...(first?.name === "properties" && !first.children.every(isProperty) ? ["a property"] : []),
  ];
}

function isProperty({ name, attributes }: Element): boolean {
  return name === "property" && [...attributes.keys()].join() === "name,value";
}

function isCase({ name, attributes, children }: Element): boolean {
  const outcomes = children.every(
    (child) =>
      ["failure", "error"].includes(child.name) &&
      child.attributes.get("message") &&
      child.attributes.get("type"),
  );
  return (
    name === "testcase" &&
    outcomes &&
    children.length <= 1 &&
    [...attributes.keys()].join() === "name,classname"
  );
}

function complaintsAboutFile({ name, attributes, children }: Element): readonly string[] {
  const isSound = (error: Element): boolean =>
    error.name === "error" &&
    [...error.attributes.keys()].join() === "line,severity,message,source" &&
    /^\d+$/.test(error.attributes.get("line") ?? "") &&
    ["ignore", "info", "warning", "error"].includes(error.attributes.get("severity") ?? "");
  return [
    ...(name === "file" && attributes.get("name") ? [] : ["no file with a name"]),
    ...(children.length > 0 && children.every(isSound) ? [] : ["an error that is none"]),
  ];
}

describe("a change", () => {
  test.each([
    ["gitlab", gitlab],
    ["checkstyle", checkstyle],
    ["rdjson", rdjson],
    ["rdjsonl", rdjsonl],
  ])("%s shows what it brought in; nothing older, accepted or asked", (_, report) => {
    const text = report.render(changedReview());
    for (const { title } of [introduced, mild]) expect(text).toContain(title);
    for (const { title } of [preExisting, accepted]) expect(text).not.toContain(title);
    expect(text).not.toContain("A route without a check");
  });

  test("junit fails for what it brought in; the rest is a property, and what is accepted only counted", () => {
    const suites = readXml(junit.render(changedReview())).children;
    const failed = suites
      .flatMap(({ children }) => children)
      .filter(({ children }) => children[0]?.name === "failure");
    expect(failed.map(({ attributes }) => attributes.get("name"))).toEqual(["shell-from-outside@12"]);
    const properties = suites
      .flatMap(({ children }) => (children[0]?.name === "properties" ? children[0].children : []))
      .map(({ attributes }) => `${attributes.get("name")}=${attributes.get("value")?.slice(0, 30)}`);
    expect(properties).toEqual([
      "engine=offline",
      "files=8",
      "files left out=4",
      "questions to the author=1",
      "accepted in the baseline=1",
      "suppressed in the code=1",
      "medium dead-code=line 30: Dead code. Something ",
      "critical (pre-existing) old-rule=line 3: Old and bad. Something",
    ]);
  });
});

describe("an incomplete review is no clean one", () => {
  const nothing = { ...incompleteReview(), findings: [] };

  test.each([
    ["gitlab", gitlab],
    ["checkstyle", checkstyle],
    ["rdjson", rdjson],
    ["rdjsonl", rdjsonl],
    ["junit", junit],
  ])("%s says what is missing", (_, report) => {
    const text = report.render(nothing);
    expect(text).toContain("qa did not finish: the model");
    expect(text).toContain("the run did not finish: interrupted");
  });

  test("junit: a test server sees errors", () => {
    expect(readJunit(junit.render(nothing))).toMatchObject({ passed: 8, failed: 2, skipped: 0 });
    expect(readXml(junit.render(nothing)).attributes.get("errors")).toBe("2");
    expect(readXml(junit.render(emptyReview())).attributes.get("errors")).toBe("0");
  });
});

test("ids that come twice are told apart", () => {
  const twice = sampleReview({ findings: [1, 2, 3].map(() => finding({ id: "same", title: "A" })) });
  const entries: readonly { fingerprint: string }[] = JSON.parse(gitlab.render(twice));
  expect(entries.map(({ fingerprint }) => fingerprint)).toEqual(["same", "same-2", "same-3"]);
});

test("reviewdog gets a fix where it is whole, as whole lines", () => {
  const { diagnostics } = JSON.parse(rdjson.render(changedReview())) as {
    diagnostics: { suggestions?: object }[];
  };
  expect(diagnostics.map(({ suggestions }) => suggestions)).toEqual([
    [{ range: { start: { line: 12 }, end: { line: 12 } }, text: "    subprocess.run(['ls', name])" }],
    [{ range: { start: { line: 30 }, end: { line: 31 } }, text: "" }],
  ]);
});
