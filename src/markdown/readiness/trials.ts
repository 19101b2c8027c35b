/** The testing strategy: for findings of weight, the test that would be red while the defect is there. */
import { plural } from "../../lib/text.js";
import type { Finding } from "../../model/finding.js";
import type { Review } from "../../model/review.js";
import { type Trial, itsName } from "../../model/trial.js";
import { bullets, section } from "../document.js";
import { code, headingText, sentence } from "../escape.js";
import { enumerate, placeCode } from "../wording.js";
import { type Issue, areSevere, numberText, numbersText, runsText } from "./issues.js";

export interface Case {
  /** `T1`. */
  readonly number: string;
  readonly issue: Issue;
  readonly trial: Trial;
}

/** One case for each issue of medium severity and above whose rule suggests one, in the order of the issues. */
export function casesOf(issues: readonly Issue[], { rules = [] }: Review): readonly Case[] {
  const trials = new Map(rules.map(({ id, about }) => [id, about?.trial]));
  return issues
    .filter(isWeighty)
    .flatMap((issue) => {
      const trial = trials.get(issue.first.rule ?? "");
      return trial ? [{ issue, trial }] : [];
    })
    .map((each, i) => ({ ...each, number: `T${i + 1}` }));
}

function isWeighty(issue: Issue): boolean {
  return areSevere(issue, ["critical", "high", "medium"]);
}

/** Empty for a review without tests and without anything to test. */
export function testingStrategy(review: Review, issues: readonly Issue[], cases: readonly Case[]): string {
  const rest = issues.filter((issue) => isWeighty(issue) && !cases.some((each) => each.issue === issue));
  return section(
    "## Testing strategy",
    testsThereAre(review),
    cases.length === 0
      ? ""
      : "Each case below comes from a finding. Write it before the fix: it must fail now, and pass afterwards.",
    ...cases.map((each) => caseBlock(each, review)),
    rest.length === 0
      ? ""
      : `No concrete case for ${numbersText(rest)}: ${rest.length === 1 ? "it is" : "they are"} about the form of the code or of its tests, or no rule knows a test for ${rest.length === 1 ? "it" : "them"}.`,
  );
}

function testsThereAre({ facts: { tests, testLinesPerCodeLine: ratio }, testRuns = [] }: Review): string {
  if (tests.length === 0)
    return "No tests were among the files; whether there are any elsewhere is not known here.";
  const count = tests.reduce((sum, { cases }) => sum + cases, 0);
  const share = ratio === null ? "" : `, ${ratio.toFixed(2)} lines of test for each line of code`;
  const ran = testRuns.length === 0 ? " They were counted and not run." : "";
  return `There are ${plural(count, "test")} in ${plural(tests.length, "file")}${share}.${ran}`;
}

function caseBlock({ number, issue, trial }: Case, { facts }: Review): string {
  const it = subjectOf(issue.findings);
  const fill = (text: string): string => sentence(upper(text.replaceAll(itsName, it)));
  const beside = testFileBeside(issue.first.path, facts.tests);
  return section(
    `### ${number}: ${headingText(upper(trial.name))} (${numberText(issue)})`,
    bullets([
      `**For:** ${placesOf(issue.findings)}${beside === undefined ? "" : `; tests of this file: ${code(beside)}`}`,
      `**Arrange:** ${fill(trial.arrange)}`,
      `**Act:** ${fill(trial.act)}`,
      `**Assert:** ${fill(trial.assert)}`,
    ]),
  );
}

const mostPlaces = 6;

/** Each place once, however many findings there are at it. */
function placesOf(findings: readonly Finding[]): string {
  const places = [
    ...new Set(
      findings.map((finding) => {
        const place = placeCode(finding);
        return finding.within === undefined ? place : `${code(finding.within)} (${place})`;
      }),
    ),
  ];
  const more = places.length - mostPlaces;
  return more > 0
    ? `${places.slice(0, mostPlaces).join(", ")} and ${plural(more, "more place")}`
    : enumerate(places);
}

const mostNames = 3;

/** What a case calls the code under test: plain text with code spans, which `prose` keeps. */
function subjectOf(findings: readonly Finding[]): string {
  const names = [...new Set(findings.flatMap(({ within = [] }) => within))].map(span);
  const [only] = names;
  const isWhole = findings.every(({ within }) => within !== undefined);
  if (isWhole && names.length === 1 && only !== undefined) return only;
  if (isWhole && names.length <= mostNames) return `each of ${enumerate(names)}`;
  return findings.length === 1 ? "the code at this place" : "the code at each of these places";
}

function span(name: string): string {
  return `\`${name}\``;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The test file of the same name, in the same folder or in one for tests; undefined where none or several are. */
function testFileBeside(path: string, tests: Review["facts"]["tests"]): string | undefined {
  const stem = stemOf(path).toLowerCase();
  const found = tests.filter(({ path: test }) => {
    const subject = stemOf(test).replace(/^test[_.-]|[_.-]?(?:test|tests|spec)$/giu, "");
    const isNear = folderOf(test) === folderOf(path) || /(?:^|\/)_*(?:tests?|specs?)_*\//u.test(test);
    return test !== path && isNear && subject.toLowerCase() === stem;
  });
  return found.length === 1 ? found[0]?.path : undefined;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function stemOf(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.[^.]+$/u, "");
}

/** `T1`, `T1 and T3`, `T1–T4 and T7`: the cases of these issues; empty where there are none. */
export function casesFor(issues: readonly Issue[], cases: readonly Case[]): string {
  const own = cases.flatMap(({ issue, number }) => (issues.includes(issue) ? [Number(number.slice(1))] : []));
  return runsText(own, (number) => `T${number}`);
}
