/** The house rules: arrows between rooms, purity, sizes, names, and what every shelf entry must hold. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { loadReports } from "../src/catalog/load-shelves.js";
import { categories } from "../src/model/category.js";
import { reviewSchema } from "../src/model/review.js";
import { isAtLeast } from "../src/model/severity.js";
import { review } from "../src/review.js";
import { arrowsThatPointDown, fileRules, twoWayEdges } from "./house/complaints.js";
import { offences } from "./house/offences.js";
import { readCode, readFacts, root } from "./house/read-code.js";
import {
  badIds,
  complaintsAboutPractice,
  complaintsAboutReviewer,
  complaintsAboutRubric,
  complaintsAboutSignal,
  complaintsAboutRule,
  hasGolden,
} from "./house/shelf-complaints.js";
import { trackedFiles, tracesIn, tracesInProject } from "./house/traces.js";

const code = readCode("src");
const catalog = await loadCatalog();
const reports = await loadReports();

describe("code", () => {
  test.each(Object.entries(fileRules))("%s", (_, complain) => {
    expect(code.flatMap(complain)).toEqual([]);
  });

  test("no two rooms import from each other", () => {
    expect(twoWayEdges(code)).toEqual([]);
    expect(arrowsThatPointDown()).toEqual([]);
  });

  test("every package that comes in is declared as a dependency", () => {
    const { dependencies } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const names = code.flatMap(({ imports }) =>
      imports.filter(({ room, target }) => room === null && !target.startsWith("node:")).map(packageOf),
    );
    expect([...new Set(names)].filter((name) => dependencies[name] === undefined)).toEqual([]);
  });

  test("the first line of a test says what it is for", () => {
    const complain = fileRules["the first line says what the file is for"];
    expect(readCode("test").flatMap((file) => complain?.(file) ?? ["?"])).toEqual([]);
  });
});

test.each(offences)("%s: %s", (path, complaint, text) => {
  const file = readFacts(path, text);
  expect(Object.values(fileRules).flatMap((complain) => complain(file))).toContainEqual(
    expect.stringContaining(complaint),
  );
});

test("what only looks like an offence is not refused", () => {
  const text = [
    "/** A look-alike of everything above. */",
    'import type { Survey } from "../model/survey.js";',
    "interface Shown { readonly process: string; readonly Date: string }",
    'export const shown = { fetch: "console.log(1)" };',
    "export const name = (s: Shown, survey: Survey): string => s.process + survey.facts.files;",
    'const process = "a call"; export const advice = `use ${process}, not a.localeCompare(b)`;',
    "",
  ].join("\n");
  const file = readFacts("judge/a.ts", text);
  expect(Object.values(fileRules).flatMap((complain) => complain(file))).toEqual([]);
});

test("two rooms that import from each other are refused", () => {
  const pair = [
    readFacts("lib/a.ts", 'import { b } from "../model/b.js";'),
    readFacts("model/b.ts", 'import type { a } from "../lib/a.js";'),
  ];
  expect(twoWayEdges(pair)).toEqual(["lib model", "model lib"]);
});

describe("shelves", () => {
  const { rules, practices, reviewers, rubrics, languages, signals } = catalog;

  test.each(Object.entries({ ...catalog, reports }))("ids of %s are kebab-case and unique", (_, entries) => {
    expect(entries.length).toBeGreaterThan(0);
    expect(badIds(entries)).toEqual([]);
  });

  test("a rule, a practice and a reviewer never share an id, because explain takes any of them", () => {
    expect(badIds([...rules, ...practices, ...reviewers])).toEqual([]);
  });

  test("rules are complete", () => {
    expect(rules.flatMap((rule) => complaintsAboutRule(rule, languages))).toEqual([]);
  });

  test("practices are complete", () => {
    expect(practices.flatMap((practice) => complaintsAboutPractice(practice, languages))).toEqual([]);
  });

  test("reviewers are complete", () => {
    expect(reviewers.flatMap(complaintsAboutReviewer)).toEqual([]);
  });

  test("rubrics are complete", () => {
    expect(rubrics.flatMap(complaintsAboutRubric)).toEqual([]);
  });

  test("signals are complete", () => {
    expect(
      signals.flatMap((signal) =>
        complaintsAboutSignal(
          signal,
          rubrics,
          rules.map(({ id }) => id),
        ),
      ),
    ).toEqual([]);
  });

  test.each(categories)("%s has a reviewer, a rule and a criterion", (category) => {
    const owners = reviewers.filter((reviewer) => reviewer.categories.includes(category));
    expect(owners.length, "reviewers").toBeGreaterThan(0);
    expect(rules.filter((rule) => rule.category === category).length, "rules").toBeGreaterThan(0);
    for (const { id, criteria } of rubrics)
      expect(
        criteria.filter((criterion) => criterion.categories.includes(category)),
        id,
      ).toHaveLength(1);
  });

  test("every kind of review has a report of its name", () => {
    expect(reports.map(({ id }) => id)).toEqual(expect.arrayContaining([...reviewSchema.shape.kind.options]));
  });

  test("every report that a person reads has a golden", () => {
    const goldens = readdirSync(new URL("test/golden/", root));
    expect(reports.filter((report) => !hasGolden(report, goldens)).map(({ id }) => id)).toEqual([]);
  });
});

describe("traces of the machine", () => {
  test("no tracked file has any", () => {
    expect(tracesInProject()).toEqual([]);
  });

  test("nothing installed or built is tracked", () => {
    expect(trackedFiles("node_modules", "dist", "coverage", "*.tgz", ".npmrc")).toEqual([]);
  });

  test.each([
    [["", "home", "me", "x.ts"].join("/"), 1],
    [`see "${["", "work", "x"].join("/")}"`, 1],
    [["https:/", `${"registry"}.example.org`, "x"].join("/"), 1],
    [["src/work/x.ts, ../home/me, [^", "]", "work", "x"].join("/"), 0],
    ["the registry. It is", 0],
  ])("%s has %d", (line, count) => {
    expect(tracesIn(line)).toHaveLength(count);
  });
});

test("our own review of src finds nothing high or above, and looks at all of it", async () => {
  const request = { cwd: fileURLToPath(root), paths: ["src"] };
  const result = await review(request, { catalog, toolVersion: "0.0.0" });
  expect(result.failures).toEqual([]);
  expect(result.isComplete).toBe(true);
  expect(
    result.findings
      .filter(({ severity }) => isAtLeast(severity, "high"))
      .map(({ rule, path, lines, title }) => `${path}:${lines?.start ?? "?"} ${rule ?? ""} ${title}`),
  ).toEqual([]);
});

/** `@scope/name` of `@scope/name/part`. */
function packageOf({ target }: { readonly target: string }): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}
