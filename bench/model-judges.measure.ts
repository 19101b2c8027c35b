/** Counts what judges of a comparison are asked, and what that would cost, with the double in their place. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { beforeAll, expect, test } from "vitest";
import { type Comparison, comparisonSchema } from "../src/model/comparison.js";
import { build, runBin } from "../test/cli/built.js";
import { type Judge, biased, good, gullible, isJudging, isPair, judging } from "../test/double/judge.js";
import { Double } from "../test/double/server.js";
import { makePlace } from "../test/models/place.js";

const fixtures = fileURLToPath(new URL("../fixtures/candidates/", import.meta.url));

beforeAll(build, 300_000);

interface Row {
  readonly what: string;
  readonly candidates: readonly string[];
  readonly judge: Judge;
  readonly models: string;
  /** Makes candidates in the folder; those of the fixtures when absent. */
  readonly make?: (folder: string) => Promise<void>;
}

const managers = ["gemini", "grok", "deepseek"];
const fromFixtures = async (folder: string): Promise<void> =>
  cp(join(fixtures, "session-manager"), folder, { recursive: true });
/** A line of praise in each, so that each is looked at twice. */
const praised = async (folder: string): Promise<void> => {
  await fromFixtures(folder);
  for (const name of managers) await writeFile(join(folder, name, "NOTES.md"), "This is production-ready.\n");
};
/** The same code four times: nothing but pairs could tell them apart. */
const alike = async (folder: string): Promise<void> => {
  for (const name of ["aldebaran", "betelgeuse", "capella", "deneb"])
    await cp(join(fixtures, "session-manager/grok"), join(folder, name), { recursive: true });
};

const sonnet = "claude-sonnet-5-5";
const rows: readonly Row[] = [
  { what: "three session managers", candidates: managers, judge: good, models: sonnet },
  { what: "the same, two judges", candidates: managers, judge: good, models: `${sonnet},claude-opus-5` },
  { what: "the same, praise in each", candidates: managers, judge: gullible, models: sonnet, make: praised },
  {
    what: "four copies, the first shown always preferred",
    candidates: ["aldebaran", "betelgeuse", "capella", "deneb"],
    judge: biased,
    models: sonnet,
    make: alike,
  },
];

test("calls, tokens and prices of judging", async () => {
  const lines: string[][] = [];
  for (const row of rows) lines.push(await measure(row));
  const head = ["What", "Questions", "Of them pairs", "Orders agree", "Tokens in", "Tokens out", "Dollars"];
  const align = ["l", "r", "r", "r", "r", "r", "r"];
  console.log(markdownTable([head, ...lines], { align }));
  expect(lines).toHaveLength(rows.length);
});

async function measure({ what, candidates, judge, models, make = fromFixtures }: Row): Promise<string[]> {
  const double = await Double.start();
  const top = await mkdtemp(join(tmpdir(), "session-review-judges-"));
  try {
    double.follow(judging(judge));
    const { cwd, env } = await makePlace(top, {}, { wire: "anthropic", url: double.url });
    await make(cwd);
    const options = ["--reviewers", "security", "--model", models, "-f", "json"];
    const { stdout } = await runBin(["compare", ...candidates, ...options], { cwd, env });
    const bodies = double.recorder.calls.map(({ raw }) => raw.toString("utf8")).filter(isJudging);
    return [
      what,
      String(bodies.length),
      String(bodies.filter(isPair).length),
      ...sums(comparisonSchema.parse(JSON.parse(stdout))),
    ];
  } finally {
    await double.close();
    await rm(top, { recursive: true, force: true });
  }
}

function sums({ jury, pairwise = [] }: Comparison): readonly string[] {
  const all = jury?.consultations ?? [];
  const sum = (count: (each: (typeof all)[number]) => number | null): number =>
    all.reduce((total, each) => total + (count(each) ?? 0), 0);
  const agreed = pairwise.filter(({ verdicts: [one, other] }) => one === other).length;
  return [
    pairwise.length === 0 ? "–" : `${agreed} of ${pairwise.length}`,
    `${Math.round(sum(({ input, cacheRead, cacheWrite }) => (input ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0)) / 1000)} k`,
    `${(sum(({ output }) => output) / 1000).toFixed(1)} k`,
    sum(({ dollars }) => dollars).toFixed(2),
  ];
}
