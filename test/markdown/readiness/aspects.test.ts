/** The checklist against the shelf: what it names exists, and no rule is looked for twice. */
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../../src/catalog/catalog.js";
import { aspectOf, aspects, namedRules, topicOf } from "../../../src/markdown/readiness/aspects.js";
import { type Look, checkAspects, planLines, topicText } from "../../../src/markdown/readiness/checklist.js";
import { categories } from "../../../src/model/category.js";
import { itsName } from "../../../src/model/trial.js";

const { rules } = await loadCatalog();

test("every rule that a topic names is on the shelf, once", () => {
  const ids = new Set(rules.map(({ id }) => id));
  expect(namedRules.filter((id) => !ids.has(id))).toEqual([]);
  const all = aspects.flatMap(({ topics }) => topics.flatMap((topic) => topic.rules ?? []));
  expect(new Set(all).size).toBe(all.length);
});

test.each([...categories])("findings of %s that no rule made have an aspect", (category) => {
  expect(aspects).toContain(aspectOf({ category }));
});

test.each([
  ["get-modify-set", "concurrency", "Data Consistency"],
  ["check-then-act", "concurrency", "Concurrency Safety"],
  ["swallowed-error", "correctness", "Error Handling"],
  ["key-space-scan", "operations", "Performance"],
  ["a-rule-of-tomorrow", "security", "Security"],
] as const)("%s of %s is about %s", (rule, category, title) => {
  expect(aspectOf({ rule, category }).title).toBe(title);
});

describe("the checklist before the review", () => {
  const look: Look = {
    reviewers: [{ title: "Concurrency", categories: ["concurrency"] }],
    rules: [
      { id: "changing-lock", category: "concurrency", languages: ["typescript"] },
      { id: "copied-lock", category: "idiom", languages: ["go"] },
    ],
    languages: new Set(["javascript"]),
    hasTests: false,
    hasModel: false,
  };
  const textsOf = (own: Look): readonly string[] =>
    checkAspects(own).flatMap(({ topics }) => topics.map(topicText));

  test.each<[string, Partial<Look>, string]>([
    ["a rule for the language", {}, "Lock management (Concurrency, 1 rule)"],
    [
      "another language",
      { languages: new Set(["rust"]) },
      "Lock management: not looked at, no rule for the languages met",
    ],
    ["nobody for it", { reviewers: [] }, "Lock management: not looked at, no reviewer for it took part"],
    ["no tests", {}, "Tests that can fail: not looked at, no tests among the files"],
    [
      "a model without rules",
      { hasModel: true, rules: [] },
      "Lock management (Concurrency, by reading alone)",
    ],
  ])("%s", (_, fields, expected) => {
    expect(textsOf({ ...look, ...fields })).toContain(expected);
  });

  test("what nobody looks at is marked and named", () => {
    const lines = planLines(look);
    expect(lines).toContain("  [ ] Lock management (Concurrency, 1 rule)");
    expect(lines).toContain("  [-] Not looked at: locks between instances of the service");
    for (const { title } of aspects) expect(lines.some((line) => line.startsWith(`${title}: `))).toBe(true);
  });
});

describe("suggested tests", () => {
  const trials = rules.flatMap(({ id, trial }) => (trial ? [{ id, ...trial }] : []));

  test("there are many, each of its own", () => {
    expect(trials.length).toBeGreaterThanOrEqual(25);
  });

  test.each(trials)("$id", ({ name, arrange, act, assert }) => {
    expect(name).not.toContain(itsName);
    for (const text of [name, arrange, act, assert]) {
      expect(text).toMatch(/^[^.]+(?:\.[^ ][^.]*)*$/);
      expect(text.replaceAll(itsName, "")).not.toMatch(/[{}](?!["$:\s]|`)/);
      expect(text).not.toMatch(/\b(?:properly|correctly|robust|works as expected)\b/);
    }
  });
});

test("a topic of an aspect is found again by its rules", () => {
  for (const { topics } of aspects)
    for (const topic of topics)
      for (const rule of topic.rules ?? []) expect(topicOf({ rule, category: "idiom" })).toBe(topic);
});
