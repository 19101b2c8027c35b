/** Files that no parser can take in, and broken ones, end in the ledger of a whole review. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import type { Review } from "../src/model/review.js";
import { review } from "../src/review.js";

/** Lines short enough not to be taken for minified code. */
const deep = `x =\n${"(((((((((((((((((((((((((\n".repeat(800)}1\n${")))))))))))))))))))))))))\n".repeat(800)};\n`;

const catalog = await loadCatalog();
let cwd: string;
let result: Review;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "session-review-ledger-"));
  const files = { "deep.ts": deep, "broken.py": "def f(:\n    pass\n", "good.ts": "export const a = 1;\n" };
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  result = await review({ cwd, paths: ["."] }, { catalog, toolVersion: "0.0.0" });
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

test("the run is not complete, and says why, file by file", () => {
  expect(result.isComplete).toBe(false);
  expect(result.failures.map(({ paths, reason }) => [paths, reason])).toEqual([
    [["broken.py"], expect.stringMatching(/^does not parse \(line 1: /)],
    [["deep.ts"], expect.stringMatching(/^could not be parsed: Maximum call stack size exceeded/)],
  ]);
});

/** Reviewers who took part and read the language. */
function readersOf(language: string): number {
  const joined = new Set(result.reviewers.map(({ id }) => id));
  return catalog.reviewers.filter(
    ({ id, languages }) => joined.has(id) && (languages?.includes(language) ?? true),
  ).length;
}

test("the pair of every reviewer who reads them has failed, and none with the good file", () => {
  const failed = result.coverage.files.map(({ path, pairs }) => [
    path,
    pairs.filter(({ status }) => status === "failed").flatMap(({ reviewers }) => reviewers).length,
  ]);
  expect(failed).toEqual([
    ["broken.py", readersOf("python")],
    ["deep.ts", result.reviewers.length], // not even its language was read
    ["good.ts", 0],
  ]);
});
