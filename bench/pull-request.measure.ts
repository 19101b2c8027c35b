/** Prints what ten pushes of one pull request leave behind when requests fail, counted from the log of the double. */
import { writeFileSync } from "node:fs";
import { markdownTable } from "markdown-table";
import { expect, test } from "vitest";
import { githubFaultNames } from "../test/double/github/faults.js";
import { introducedBy, pushes } from "../test/github/pushes.js";
import { type FaultAt, type Result, openSigns, summaryOf, tenPushes } from "../test/github/run-pushes.js";

/** The last push has this many findings, and GitHub shows the lines of so many of those that deserve a comment. */
const last = pushes.at(-1);
const expected = ["aa0", "aa1", "aa2", "aa3", "back", "crit"];
/** Requests of the busiest push without a fault are fewer. */
const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

interface Count {
  runs: number;
  requests: number;
  met: number;
  twice: number;
  lost: number;
  summaries: number;
  wrong: number;
}

function countIn(results: readonly Result[]): Count {
  const count: Count = { runs: 0, requests: 0, met: 0, twice: 0, lost: 0, summaries: 0, wrong: 0 };
  for (const { requests, met, made, pull, summariesMade } of results) {
    const body = summaryOf(pull)[0]?.body ?? "";
    const open = openSigns(pull);
    count.runs += 1;
    count.requests += requests;
    count.met += met;
    count.twice += [...made.values()].filter((times) => times > 1).length;
    count.lost += last ? introducedBy(last).filter((id) => !body.includes(`Finding ${id}`)).length : 1;
    count.summaries += Math.abs(summariesMade - 1);
    count.wrong += open.join() === expected.join() ? 0 : 1;
  }
  return count;
}

async function runsOf(scripts: readonly FaultAt[]): Promise<Count> {
  const results: Result[] = [];
  for (const script of scripts) results.push(await tenPushes(script));
  return countIn(results);
}

test("every fault at every request of nine pushes, then a sound one", async () => {
  const sound = await runsOf([() => null]);
  const rows: string[][] = [row("none", sound)];
  const counts: Count[] = [sound];
  for (const name of githubFaultNames) {
    const at = places.map(
      (place): FaultAt =>
        (push, call) =>
          push < 10 && call === place ? name : null,
    );
    const everyOther: FaultAt = (push, call) => (push < 10 && call % 2 === 0 ? name : null);
    const always: FaultAt = (push) => (push === 5 ? name : null);
    const count = await runsOf([...at, everyOther, always]);
    counts.push(count);
    rows.push(row(name, count));
  }
  const head = [
    "fault",
    "runs of ten pushes",
    "requests",
    "met the fault",
    "said twice",
    "lost",
    "summaries too many",
    "wrong at the end",
  ];
  const table = markdownTable([head, ...rows], { align: ["l", ...head.slice(1).map(() => "r")] });
  writeFileSync(new URL("pull-request.md", import.meta.url), page(table));
  process.stdout.write(`${table}\n`);
  for (const { twice, lost, summaries, wrong } of counts)
    expect([twice, lost, summaries, wrong]).toEqual([0, 0, 0, 0]);
});

function row(name: string, { runs, requests, met, twice, lost, summaries, wrong }: Count): string[] {
  return [name, ...[runs, requests, met, twice, lost, summaries, wrong].map((value) => String(value))];
}

function page(table: string): string {
  return `# Ten pushes of one pull request, with requests that fail

Made by \`npx vitest run --config bench/vitest.config.ts bench/pull-request.measure.ts\`; the server is the double of
\`test/double/github\`, which pages by three, and whose log is what is counted.

The pushes bring in 16 to 18 findings at first and fewer later; one goes and comes back, one stands on a line that GitHub does
not take, one has no line. A run is ten pushes with the fault at one request of each of the first nine (request 1 to
${places.length}), at every other request of them, or at every request of the fifth; the tenth push is sound. \`after\`, \`half\` and
\`truncated\` are failures of requests that were carried out. **Said twice**: findings for which the log has more than one
comment. **Lost**: findings of the last push that its summary does not list. **Wrong at the end**: runs after which other
comments are open than after the run without a fault.

${table}
`;
}
