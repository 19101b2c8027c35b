/** What the input of 1 to 8 reviewers of one large batch costs, by the double's accounting of both formats' caches. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import { modelEngine } from "../../src/consult/model-engine.js";
import { type Price, knownPrices } from "../../src/consult/prices.js";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { runRules } from "../../src/examine/run-rules.js";
import type { Provider } from "../../src/model/completion.js";
import { anthropicProvider } from "../../src/providers/anthropic.js";
import { openaiProvider } from "../../src/providers/openai.js";
import { fakeTiming } from "../consult/fake-provider.js";
import { type Bill, allInput } from "../double/bill.js";
import { Double } from "../double/server.js";
import { never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const files = Object.fromEntries(
  ["orders", "prices", "users"].map((name) => [
    `src/${name}.ts`,
    Array.from({ length: 286 }, (_, i) => functionOf(name, i)).join("\n"),
  ]),
);

function functionOf(file: string, i: number): string {
  return `/** Adds ${i + 2} to the ${file} given. */\nexport function ${file}${i}(given: number): number {\n  return given + ${i + 2};\n}`;
}

const catalog = await loadCatalog();
const everyLanguage = catalog.reviewers.filter(({ languages }) => languages === undefined);
const survey = await surveyCode(files);
const leads = await runRules(survey, catalog, never);
const paths = Object.keys(files).sort();
const batch = { id: "batch-1", paths, tokens: 0 };

const patience = { idleMs: 60_000, firstMs: 60_000, deadlineMs: 60_000 };
const connect = {
  anthropic: (double: Double) => anthropicProvider({ ...patience, apiKey: "x", baseUrl: double.url }),
  openai: (double: Double) => openaiProvider({ ...patience, apiKey: "x", baseUrl: double.openaiUrl }),
} as const satisfies Record<string, (double: Double) => Provider>;
type WireId = keyof typeof connect;

/** The usual model of each engine, and two of Anthropic's: the older one's cache is read at a tenth, not a twentieth. */
const bought = {
  anthropic: ["claude-sonnet-5-5", "claude-opus-5-5", "claude-opus-5"],
  openai: ["gpt-6.1-terra"],
} as const satisfies Record<WireId, readonly string[]>;

let double: Double;
beforeAll(async () => {
  double = await Double.start();
});
afterAll(async () => double.close());

/** All reviewers set off at once; the engine decides who waits for whom. */
async function billOf(wire: WireId, count: number): Promise<Bill> {
  double.recorder.clear();
  const reviewers = everyLanguage.slice(0, count);
  expect(reviewers).toHaveLength(count);
  const warnings: string[] = [];
  const engine = modelEngine({
    provider: connect[wire](double),
    model: `${bought[wire][0]}`,
    survey,
    batches: [batch],
    reviewers,
    offline: offlineEngine(reviewers),
    // Other random words for each run, so that none finds what an earlier one left in the cache.
    timing: { ...fakeTiming(), random: randomFrom(`${wire} ${count}`) },
    onReport: (report) => warnings.push(...report.warnings, ...(report.reason ? [report.reason] : [])),
  });
  const tasks = reviewers.map(({ id }) => ({
    id: `${batch.id}/${id}`,
    batch: batch.id,
    reviewer: id,
    paths,
  }));
  await Promise.all(tasks.map(async (task) => engine(task, leads, never)));
  expect(warnings).toEqual([]);
  expect(double.recorder.answered).toHaveLength(count);
  return double.recorder.bill;
}

/** Fractions that differ for each seed and are the same in each run. */
function randomFrom(seed: string): () => number {
  let state = [...seed].reduce(
    (sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 2147483647,
    7,
  );
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** Input tokens in the price of a plain one. */
function billed({ input, cacheRead, cacheWrite }: Bill, price: Price): number {
  const { cacheRead: read, cacheWrite: write } = price;
  if (read === null || write === null) throw new Error("the table knows both prices");
  return (input * price.input + cacheRead * read + cacheWrite * write) / price.input;
}

function priceOf(model: string): Price {
  const price = knownPrices.get(model);
  if (!price) throw new Error(`no price for ${model}`);
  return price;
}

/** Rounded, so that a word more in a reviewer's page does not change the table. */
function thousands(tokens: number): string {
  return `${Math.round(tokens / 1000)} k`;
}

const counts = [1, 2, 4, 8] as const;
const most = 8;

/** What a prefix costs that one writes and seven read, as a share of what eight would pay for it without a cache. */
function floorOf({ input, cacheRead, cacheWrite }: Price): number {
  return ((cacheWrite ?? input) + (most - 1) * (cacheRead ?? input)) / (most * input);
}

/** Tokens a reviewer's own words may have so that eight stay at a quarter: floor × 8 P + T = 0.25 × (8 P + T). */
function roomFor(price: Price, prefix: number): number {
  return (prefix * (0.25 - floorOf(price))) / 0.75;
}

interface Row {
  readonly wire: WireId;
  readonly model: string;
  readonly count: number;
  readonly bill: Bill;
  readonly share: number;
}

async function measure(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const wire of ["anthropic", "openai"] as const) {
    const bills = new Map<number, Bill>();
    for (const count of counts) bills.set(count, await billOf(wire, count));
    for (const model of bought[wire])
      for (const [count, bill] of bills)
        rows.push({ wire, model, count, bill, share: billed(bill, priceOf(model)) / allInput(bill) });
  }
  return rows;
}

describe("reviewers of a batch pay for it once", () => {
  test("at eight a quarter of the uncached sum at most, wherever pages of any length leave room for it", async () => {
    const rows = await measure();
    const atEight = rows.filter(({ count }) => count === most);
    const within = atEight.filter(({ share }) => share <= 0.25).map(({ model }) => model);
    // The rest pays nearly as much before the first word of a page.
    expect(atEight.filter(({ model }) => floorOf(priceOf(model)) < 0.24).map(({ model }) => model)).toEqual(
      within,
    );
    expect(within).toEqual(expect.arrayContaining([bought.anthropic[0], bought.openai[0]]));
    for (const { wire, count, bill, share } of rows) {
      const each = allInput(bill) / count;
      expect(each).toBeGreaterThan(30_000);
      // All but the first read the batch; nobody writes it a second time.
      expect(bill.cacheRead).toBeGreaterThanOrEqual((count - 1) * 29_000);
      if (wire === "anthropic") expect(bill.cacheWrite).toBeLessThan(each);
      if (count > 1) expect(share).toBeLessThan(0.75);
    }
    await expect(page(rows)).toMatchFileSnapshot("../../bench/model-cache.md");
  }, 120_000);
});

function page(rows: readonly Row[]): string {
  return [
    "# Billed input of reviewers that share a batch",
    "",
    "Written by `test/models/cache.test.ts`. One batch of three files, about 30,000 tokens, is put to 1, 2, 4 and 8 of the",
    "reviewers on the shelf, all at once. The double of the tests counts as the two vendors document it: byte-exact prefixes,",
    "readable once the first answer has begun, four bytes a token. No live endpoint has been asked. Prices are those of",
    "`src/consult/prices.ts`; *billed* is input in the price of a plain input token, *uncached* what the same requests would",
    "cost with no cache.",
    "",
    "| Format | Price of | Reviewers | Plain | Written | Read | Billed | Uncached | Share |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(({ wire, model, count, bill, share }) => {
      const cells = [bill.input, bill.cacheWrite, bill.cacheRead, share * allInput(bill), allInput(bill)];
      return `| ${wire} | ${model} | ${count} | ${cells.map(thousands).join(" | ")} | ${Math.round(share * 100)} % |`;
    }),
    "",
    "## Why a quarter is out of reach where a cache is read at a tenth",
    "",
    "What is shared is written once and read seven times; what a reviewer is told alone (its page, its leads) is paid in",
    "full. *Floor* is the share of the first part, *own* what each reviewer is told, *room* what it could be told so that",
    "eight cost a quarter. A page of the shelf has a thousand tokens and cannot be cut to a quarter of that.",
    "",
    "| Price of | Read | Written | Floor | Own | Room |",
    "|---|---:|---:|---:|---:|---:|",
    ...rows.filter(({ wire, count }) => wire === "anthropic" && count === most).map(floorRow),
    "",
    "Putting all pages into the shared part would bring the share to the floor and the bill up, since eight would then pay for eight",
    "pages each: 1.95 × (31 k + 9 k) = 78 k instead of 1.95 × 31 k + 9 k = 70 k for Opus 5. The share is of a larger sum.",
    "Shorter pages would lower both, by saying less. The models after Opus 5 are read at a twentieth, and stay below a quarter.",
    "",
  ].join("\n");
}

function floorRow({ model, bill }: Row): string {
  const { input, cacheRead, cacheWrite } = priceOf(model);
  const times = [cacheRead, cacheWrite].map((price) => `${((price ?? input) / input).toFixed(2)} ×`);
  const floor = `${(floorOf(priceOf(model)) * 100).toFixed(1)} %`;
  const tokens = [bill.input / most, roomFor(priceOf(model), bill.cacheWrite)].map(
    (count) => `${(count / 1000).toFixed(1)} k`,
  );
  return `| ${[model, ...times, floor, ...tokens].join(" | ")} |`;
}
