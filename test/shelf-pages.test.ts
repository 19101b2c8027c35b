/** The pages about the shelves say what stands on them today; `npx vitest run test/shelf-pages -u` rewrites them. */
import { expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { categories } from "../src/model/category.js";
import { categoryPage, reviewersPage, rubricsPage, rulesPage, signalsPage } from "./pages/shelf-pages.js";

const { reviewers, rubrics, rules, practices, signals } = await loadCatalog();

test.each<readonly [path: string, page: string]>([
  ["reviewers/README.md", reviewersPage(reviewers, rules)],
  ["rubrics/README.md", rubricsPage(rubrics)],
  ["src/signals/README.md", signalsPage(signals, rubrics)],
  ["src/rules/README.md", rulesPage(rules, practices)],
  ...categories.map(
    (category) => [`src/rules/${category}/README.md`, categoryPage(category, rules)] as const,
  ),
])("%s is fresh", async (path, page) => {
  await expect(page).toMatchFileSnapshot(`../${path}`);
});

test("the pages name every entry", () => {
  const pages = [
    reviewersPage(reviewers, rules),
    rubricsPage(rubrics),
    signalsPage(signals, rubrics),
    rulesPage(rules, practices),
  ].join("\n");
  const ids = [...reviewers, ...rubrics, ...signals, ...rules, ...practices].map(({ id }) => id);
  expect(ids.filter((id) => !new RegExp(`[/(]${id}\\.(?:md|ts)\\)`).test(pages))).toEqual([]);
});
