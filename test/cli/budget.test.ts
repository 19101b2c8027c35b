/** The built program with prices and budgets: what a dry run promises, and where a budget stops the work. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import { Double } from "../double/server.js";
import { type Ended, build, readReview, runBin } from "./built.js";
import { writeFiles } from "./fake-world.js";

let top = "";
let double: Double;
let runs = 0;

beforeAll(async () => {
  await build();
  top = await mkdtemp(join(tmpdir(), "session-review-budget-"));
}, 300_000);
afterAll(async () => rm(top, { recursive: true, force: true }));
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

const list = {
  "my-model": {
    input_cost_per_token: 2e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 2e-7,
    cache_creation_input_token_cost: 2.5e-6,
  },
};

async function run(...args: readonly string[]): Promise<Ended & { readonly cwd: string }> {
  const cwd = join(top, String(++runs));
  await mkdir(cwd);
  await writeFiles(cwd, {
    "src/run.py": "def run(name):\n    return eval(name)\n",
    "AGENTS.md": "Check the locks.\n",
    "prices.json": JSON.stringify(list),
    "broken.json": "[",
  });
  const env = { XDG_CACHE_HOME: join(cwd, "cache"), HOME: cwd, OPENAI_BASE_URL: double.openaiUrl };
  const fixed = ["src", "--model", "my-model", "--reviewers", "security,qa,redundancy", "--fail-on", "none"];
  return { ...(await runBin([...fixed, ...args], { cwd, env })), cwd };
}

async function reviewed(...args: readonly string[]): Promise<Ended & { readonly review: Review }> {
  const ended = await run(...args, "-f", "json=out.json");
  return { ...ended, review: await readReview(ended.cwd, ended) };
}

describe("--dry-run", () => {
  test.each<[name: string, args: readonly string[], said: readonly RegExp[]]>([
    [
      "without a price",
      [],
      [
        /^would be sent to my-model at 127\.0\.0\.1:\d+, no secrets found in them$/m,
        /^ {2}3 tasks = 3 calls; repairs, retries and attempts to refute findings come on top/m,
        /^ {2}estimated as characters ÷ 3\.5: about [\d,]+ tokens in, cached or not, and 900 to 12,000 out$/m,
        /^ {2}my-model: its price is not known, so only tokens are counted$/m,
        /^ {2}with the notes in AGENTS\.md$/m,
      ],
    ],
    [
      "with a price list",
      ["--prices", "prices.json", "--budget-usd", "0.5"],
      [
        /^ {2}my-model: about \$0\.\d\d to \$0\.\d\d by prices of the list prices\.json$/m,
        /^ {2}no task begins that could exceed \$0\.5; the riskiest begin first$/m,
      ],
    ],
    [
      "for two models",
      ["--model", "my-model,other"],
      [/^ {2}3 tasks × 2 models = 6 calls/m, /^ {2}other: its price is not known/m],
    ],
  ])("%s", async (_, args, said) => {
    const { code, stdout, stderr } = await run("--dry-run", ...args);
    expect(code).toBe(0);
    expect(stderr.split("\n")[0]).toMatch(/ · dry run: nothing is sent to anybody$/);
    for (const line of said) expect(stdout).toMatch(line);
    expect(double.recorder.calls).toEqual([]);
  });

  test("offline says nothing of models", async () => {
    expect((await run("--dry-run", "--offline")).stdout).not.toContain("would be sent");
  });
});

describe("a budget", () => {
  test.each<[name: string, args: readonly string[], reason: RegExp]>([
    ["in tokens", ["--max-tokens", "10"], /the budget of 10 tokens would be exceeded/],
    ["in dollars", ["--prices", "prices.json", "--budget-usd", "0.000001"], /the budget of \$0\.000001/],
    ["in dollars without a price", ["--budget-usd", "5"], /the price of the model is not known/],
  ])(
    "%s that is too small: nothing is asked, and nothing counts as reviewed",
    async (_, args, reason) => {
      const { code, review } = await reviewed(...args);
      expect(code).toBe(3);
      expect(double.recorder.asked).toEqual([]);
      expect(review.coverage).toMatchObject({ reviewed: 0, failed: 3 });
      expect(review.failures[0]?.reason).toMatch(reason);
      expect(review.findings.map(({ rule }) => rule)).toContain("dynamic-code");
    },
    60_000,
  );

  test("for one task lets the riskiest begin, and says that the others were not reviewed", async () => {
    const { code, review } = await reviewed("--max-tokens", "12000", "--concurrency", "1");
    expect(code).toBe(3);
    const pairs = review.coverage.files.flatMap((file) => file.pairs);
    const seen = pairs.filter(({ status }) => status === "reviewed").flatMap(({ reviewers }) => reviewers);
    expect(seen[0]).toBe("security");
    expect(review.coverage.failed).toBeGreaterThan(0);
    expect(review.isComplete).toBe(false);
  }, 60_000);

  test("large enough changes nothing, and the cost is in the report", async () => {
    const { code, review } = await reviewed(
      "--prices",
      "prices.json",
      "--budget-usd",
      "9",
      "--max-tokens",
      "9e6",
    );
    expect(code).toBe(0);
    const [bill] = review.consultations ?? [];
    const { input, cacheRead, cacheWrite, output } = bill ?? {};
    expect(bill?.pricesOf).toBe("the list prices.json");
    expect(bill?.dollars).toBeCloseTo(
      ((input ?? 0) * 2 + (cacheRead ?? 0) * 0.2 + (cacheWrite ?? 0) * 2.5 + (output ?? 0) * 10) / 1e6,
      9,
    );
  }, 60_000);
});

test.each<[name: string, args: readonly string[], said: string]>([
  ["a list that is none", ["--prices", "broken.json"], "--prices broken.json: the price list is not JSON"],
  ["a list that is not there", ["--prices", "none.json"], "--prices none.json: ENOENT"],
  ["no amount", ["--budget-usd", "much"], "a number above 0"],
  ["less than nothing", ["--max-tokens", "-1"], "a number above 0"],
])("refused: %s", async (_, args, said) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
