/** Batches: within bounds, related files together, the same every time. */
import { describe, expect, test } from "vitest";
import { batchTokens, cutBatches, estimateTokens } from "../../src/survey/cut-batches.js";
import { surveyCode } from "../survey-code.js";

/** A text file of about that many tokens. */
function filler(tokens: number): string {
  return "x".repeat(Math.floor(tokens * 3.5));
}

test.each<[text: string, tokens: number]>([
  ["", 0],
  ["abc", 1],
  ["abcd", 2],
  ["x".repeat(35), 10],
])("estimate of %j", (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

test.each<[name: string, sizes: Record<string, number>, batches: string[][]]>([
  ["nothing", {}, []],
  ["small files share one", { "a.txt": 10, "b/c.txt": 10 }, [["a.txt", "b/c.txt"]]],
  [
    "a file over the bound stands alone",
    { "a.txt": 10, "b.txt": 20_000, "c.txt": 10 },
    [["a.txt", "c.txt"], ["b.txt"]],
  ],
  ["two that do not fit together", { "a.txt": 7_000, "b.txt": 7_000 }, [["a.txt"], ["b.txt"]]],
  [
    "small ones fill the gaps",
    { "a.txt": 7_000, "b.txt": 7_000, "c.txt": 3_000 },
    [["a.txt", "c.txt"], ["b.txt"]],
  ],
  ["full enough takes no more", { "a.txt": 8_500, "b.txt": 100 }, [["a.txt"], ["b.txt"]]],
])("%s", async (_, sizes, batches) => {
  const files = Object.fromEntries(Object.entries(sizes).map(([path, tokens]) => [path, filler(tokens)]));
  const cut = cutBatches(await surveyCode(files));
  expect(cut.map(({ paths }) => paths)).toEqual(batches);
  expect(cut.map(({ id }) => id)).toEqual(batches.map((_batch, i) => `batch-${i + 1}`));
});

describe("many files", async () => {
  const comment = (tokens: number): string => `/* ${filler(tokens)} */\n`;
  const files: Record<string, string> = {};
  for (let i = 0; i < 40; i++) {
    const imports = i % 3 === 0 ? "" : `import "../m${(i - 1) % 4}/f${i - 1}.js";\n`;
    files[`m${i % 4}/f${i}.ts`] = imports + comment(500 + ((i * 997) % 4000));
  }
  const survey = await surveyCode(files);
  const batches = cutBatches(survey);

  test("each is in exactly one batch, and each batch within the bound", () => {
    expect(batches.flatMap(({ paths }) => paths).sort()).toEqual(Object.keys(files).sort());
    for (const { tokens, paths } of batches) {
      expect(tokens).toBeLessThanOrEqual(batchTokens.most);
      expect(tokens).toBe(paths.reduce((sum, path) => sum + estimateTokens(files[path] ?? ""), 0));
    }
  });

  test("files that import each other lie together when they fit", () => {
    const batchOf = (path: string): string | undefined =>
      batches.find(({ paths }) => paths.includes(path))?.id;
    const pairs = [...survey.files.keys()].flatMap((path) =>
      survey.index.importsOf(path).map((target) => [path, target] as const),
    );
    const apart = pairs.filter(([from, to]) => batchOf(from) !== batchOf(to));
    expect(pairs).toHaveLength(26);
    expect(apart).toEqual([]);
  });

  test("the same for the same files", async () => {
    const shuffled = Object.fromEntries(Object.entries(files).reverse());
    expect(cutBatches(await surveyCode(shuffled))).toEqual(batches);
  });
});
