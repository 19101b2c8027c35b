/** Findings as results of tests, for build servers that know nothing else: a suite a file, a failure for what is high or worse. */
import { gapsOf } from "../formats/gaps.js";
import { explanationOf, fixOf, messageOf, ruleIdOf, titleOf } from "../formats/messages.js";
import { allFindings, byPath, isPreExisting } from "../formats/selection.js";
import { countLeftOut } from "../model/left-out.js";
import { severityNames } from "../formats/severities.js";
import { element, textElement, xmlDocument } from "../formats/xml.js";
import { visible } from "../lib/visible.js";
import type { Finding } from "../model/finding.js";
import { defineReport } from "../model/report.js";
import type { Review } from "../model/review.js";

interface Suite {
  readonly name: string;
  readonly properties: readonly string[];
  readonly cases: readonly Case[];
}

interface Case {
  readonly text: string;
  readonly outcome: "passed" | "failure" | "error";
}

export default defineReport({
  title: "JUnit XML: a test suite a file, a failure for each critical or high finding",
  audience: "program",
  extension: ".xml",
  render: (review) => {
    const suites = [coverageSuite(review), ...fileSuites(review)];
    const attributes = { name: "session-review", ...countsOf(suites.flatMap(({ cases }) => cases)) };
    return xmlDocument(element("testsuites", attributes, suites.map(suiteElement)));
  },
});

/** Whether all was looked at is a test of its own: an incomplete review is no green one. */
function coverageSuite(review: Review): Suite {
  const name = "session-review";
  const attributes = { name: "everything planned was looked at", classname: name };
  const errors = gapsOf(review).map(({ text, paths }) =>
    textElement("error", { message: text, type: "incomplete-review" }, paths.map(visible).join("\n")),
  );
  const { coverage, skippedFiles, questions = [] } = review;
  const { accepted, suppressed } = countLeftOut(review);
  const facts = [
    ["engine", review.engine],
    ["files", coverage.files.length],
    ["files left out", skippedFiles.length],
    ["questions to the author", questions.length],
    ["accepted in the baseline", accepted],
    ["suppressed in the code", suppressed],
  ] as const;
  return {
    name,
    properties: facts.map(([key, value]) => property(key, String(value))),
    cases: [
      {
        text: element("testcase", attributes, errors.slice(0, 1)),
        outcome: errors.length > 0 ? "error" : "passed",
      },
      ...errors.slice(1).map((error, i): Case => ({
        text: element("testcase", { ...attributes, name: `${attributes.name} (${i + 2})` }, [error]),
        outcome: "error",
      })),
    ],
  };
}

function fileSuites(review: Review): readonly Suite[] {
  const found = byPath(allFindings(review));
  const paths = new Set([...review.coverage.files.map(({ path }) => path), ...found.keys()]);
  return [...paths].map((path) => fileSuite(path, found.get(path) ?? []));
}

function fileSuite(path: string, findings: readonly Finding[]): Suite {
  const failures = findings.filter(
    (finding) => severityNames[finding.severity].failsTest && !isPreExisting(finding),
  );
  const others = findings.filter((finding) => !failures.includes(finding));
  const classname = visible(path);
  const passed = { name: "no critical or high finding", classname };
  return {
    name: classname,
    properties: others.map((finding) =>
      property(labelOf(finding), `${placeOf(finding)} ${messageOf(finding)}`),
    ),
    cases:
      failures.length === 0
        ? [{ text: element("testcase", passed), outcome: "passed" }]
        : failures.map((finding) => ({ text: failedCase(finding, classname), outcome: "failure" })),
  };
}

/** `medium magic-number`, `high (pre-existing) shell-injection`. */
function labelOf(finding: Finding): string {
  const note = isPreExisting(finding) ? " (pre-existing)" : "";
  return `${finding.severity}${note} ${ruleIdOf(finding)}`;
}

function placeOf({ lines }: Finding): string {
  return lines ? `line ${lines.start}:` : "whole file:";
}

function failedCase(finding: Finding, classname: string): string {
  const { severity, lines, id } = finding;
  const name = `${ruleIdOf(finding)}${lines ? `@${lines.start}` : ""}`;
  const place = `${classname}${lines ? `:${lines.start}` : ""}`;
  const text = [place, explanationOf(finding), `Fix: ${fixOf(finding)}`, `Finding ${id}`].join("\n");
  const failure = textElement("failure", { message: titleOf(finding), type: severity }, text);
  return element("testcase", { name, classname }, [failure]);
}

function suiteElement({ name, properties, cases }: Suite): string {
  const held = properties.length === 0 ? [] : [element("properties", {}, properties)];
  return element("testsuite", { name, ...countsOf(cases) }, [...held, ...cases.map(({ text }) => text)]);
}

function property(name: string, value: string): string {
  return element("property", { name, value });
}

function countsOf(cases: readonly Case[]): { tests: number; failures: number; errors: number } {
  const count = (wanted: Case["outcome"]): number => cases.filter(({ outcome }) => outcome === wanted).length;
  return { tests: cases.length, failures: count("failure"), errors: count("error") };
}
