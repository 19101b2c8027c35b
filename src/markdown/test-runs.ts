/** Results of tests that were run or read from a file. */
import { grouped, plural } from "../lib/text.js";
import { visible, visibleCode } from "../lib/visible.js";
import { fit } from "../lib/width.js";
import type { Review } from "../model/review.js";
import type { TestRun } from "../model/test-run.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose } from "./escape.js";
import { fence } from "./fence.js";
import { table } from "./table.js";

/** Failures of a run that are shown; the JSON report holds the others. */
const mostFailures = 10;

/** Last lines of output that are shown. */
const mostLines = 20;
const widestLine = 160;

/** Empty where nothing was run or read. A failed test is no finding and costs no points. */
export function testRunsSection({ testRuns = [] }: Review): string {
  if (testRuns.length === 0) return "";
  const rows = testRuns.map((run) => [
    code(run.source),
    run.outcome,
    ...[run.passed, run.failed, run.skipped].map((count) => (count === null ? "unknown" : grouped(count))),
  ]);
  return section(
    "## Test results",
    table(["Source", "Outcome", "Passed:", "Failed:", "Skipped:"], rows),
    ...testRuns.map((run) => detailsOf(run, testRuns.length > 1)),
  );
}

/** What runs that did not pass have to say against merging, behind a sentence. */
export function testsAgainst({ testRuns = [] }: Review): string {
  const bad = testRuns.filter(({ outcome }) => outcome !== "passed");
  if (bad.length === 0) return "";
  return `, but tests did not pass (${[...new Set(bad.map(({ outcome }) => outcome))].join(", ")})`;
}

/** One line on each run, for where there is no table. */
export function testLines({ testRuns = [] }: Review): readonly string[] {
  return testRuns.map(({ source, outcome, passed, failed, skipped }) => {
    const known = Object.entries({ passed, failed, skipped }).filter(([, count]) => count !== null);
    const counts = known.map(([name, count]) => `${count} ${name}`).join(", ");
    return `tests ${outcome}${counts === "" ? "" : ` (${counts})`}: ${visible(source)}`;
  });
}

/** What a run said beyond its counts; with several runs each names itself. */
function detailsOf(run: TestRun, isNamed: boolean): string {
  const details = blocks(failuresOf(run), tailOf(run));
  return details === "" || !isNamed ? details : blocks(`${code(run.source)}:`, details);
}

function failuresOf({ failures, failed }: TestRun): string {
  if (failures.length === 0) return "";
  const shown = failures.slice(0, mostFailures).map(({ name, message, path }) => {
    const [first = ""] = message.split("\n").filter((line) => line.trim() !== "");
    const place = path === null || name === path ? "" : ` (${code(path)})`;
    return `${code(name)}${place}${first === "" ? "" : `: ${prose(fit(first.trim(), widestLine))}`}`;
  });
  const more = Math.max(failed ?? 0, failures.length) - shown.length;
  return bullets(more > 0 ? [...shown, `and ${plural(more, "more failure")}`] : shown);
}

function tailOf({ tail }: TestRun): string {
  if (tail.trim() === "") return "";
  const all = visibleCode(tail).split("\n");
  const notes = all.filter((line) => line.startsWith("session-review: "));
  const output = all.filter((line) => !line.startsWith("session-review: "));
  const lines = output.slice(-mostLines).map((line) => fit(line.trimEnd(), widestLine));
  return blocks(
    bullets(notes.map((note) => prose(note.slice("session-review: ".length)))),
    output.length === 0 ? "" : blocks("The end of its output:", fence(lines, "text")),
  );
}
