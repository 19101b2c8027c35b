/** The shelves of code: ids from file names, categories from folders. */
import { expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import { scanShelf } from "../../src/catalog/scan-shelf.js";
import { categories } from "../../src/model/category.js";

const catalog = await loadCatalog();

test.each(["rules", "practices", "languages", "reviewers", "rubrics"] as const)(
  "%s have ids of their own",
  (shelf) => {
    const ids = catalog[shelf].map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  },
);

test("a rule's id is its file name and its category its folder", async () => {
  const entries = await scanShelf("rules/");
  expect(catalog.rules.map(({ id, category }) => `${category}/${id}`)).toEqual(
    entries.map(({ file }) => file.replace(/\.[jt]s$/, "")),
  );
  for (const { category } of catalog.rules) expect(categories).toContain(category);
  expect(catalog.rules).toContainEqual(
    expect.objectContaining({ id: "conflict-marker", category: "correctness" }),
  );
});

test("every category has a reviewer, and every reviewer's languages are on the shelf", () => {
  const covered = new Set(catalog.reviewers.flatMap((reviewer) => reviewer.categories));
  expect([...covered].sort()).toEqual([...categories].sort());
  const ids = catalog.languages.map(({ id }) => id);
  for (const { languages = [] } of catalog.reviewers) expect(ids).toEqual(expect.arrayContaining(languages));
});

test("a folder that is no shelf is an error, not an empty shelf", async () => {
  await expect(scanShelf("no-such-shelf/")).rejects.toThrow("ENOENT");
});

test("a module without a default export is named", async () => {
  await expect(scanShelf("lib/")).rejects.toMatchObject({
    code: "broken-shelf-entry",
    message: expect.stringMatching(/^lib\/[a-z-]+\.ts: it has no default export$/),
  });
});
