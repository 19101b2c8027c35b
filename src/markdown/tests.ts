/** The tests that are written down: counted, not run. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { bullets, section } from "./document.js";
import { code } from "./escape.js";

/** More files than this are counted only. */
const mostFiles = 12;

/** Empty for a project whose tests are not among the reviewed files. */
export function testsSection({ facts: { tests, testLinesPerCodeLine: ratio }, testRuns }: Review): string {
  if (tests.length === 0) return "";
  const cases = tests.reduce((sum, file) => sum + file.cases, 0);
  const largest = [...tests].sort((a, b) => b.cases - a.cases).slice(0, mostFiles);
  const share = ratio === null ? "" : ` ${ratio.toFixed(2)} lines of test for each line of code.`;
  const more = tests.length - largest.length;
  return section(
    "## Tests",
    `${plural(cases, "test")} in ${plural(tests.length, "file")}, counted${testRuns ? "" : " and not run"}.${share}`,
    bullets([
      ...largest.map((file) => `${code(file.path)}: ${plural(file.cases, "test")}`),
      ...(more > 0 ? [`and ${plural(more, "more file")}`] : []),
    ]),
  );
}
