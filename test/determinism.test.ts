/** Same input, same report: byte for byte, whatever the concurrency. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { reviewSchema } from "../src/model/review.js";
import { review } from "../src/review.js";

const cwd = fileURLToPath(new URL("../fixtures/projects", import.meta.url));
const catalog = await loadCatalog();

async function reviewProjects(concurrency?: number): Promise<string> {
  const request = { cwd, paths: ["."], ...(concurrency === undefined ? {} : { concurrency }) };
  return JSON.stringify(await review(request, { catalog, toolVersion: "0.0.0" }));
}

const first = await reviewProjects();

test.each([undefined, 1, 8])("again, with concurrency %s", async (concurrency) => {
  expect(await reviewProjects(concurrency)).toBe(first);
});

test("the document is of the model's shape, and every pair has an ending", () => {
  const document = reviewSchema.parse(JSON.parse(first));
  const { planned, reviewed, reused, skipped, failed } = document.coverage;
  expect(planned).toBe(document.coverage.files.length * document.reviewers.length);
  expect(reviewed + reused + skipped + failed).toBe(planned);
  expect(failed).toBe(0);
  expect(document.isComplete).toBe(true);
});
