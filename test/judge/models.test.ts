/** What several models say about one defect: one finding with all their names, and a confidence raised by agreement. */
import { describe, expect, test } from "vitest";
import { collectClaims } from "../../src/judge/claims.js";
import { merge } from "../../src/judge/merge.js";
import type { Claim, Finding } from "../../src/model/finding.js";
import type { Severity } from "../../src/model/severity.js";
import { makeClaim } from "../review-parts.js";

function said(part: Partial<Claim> = {}): Claim {
  const { reviewers, opinions, proof, ...claim } = makeClaim({ origin: "model", ...part });
  void [reviewers, opinions, proof];
  return { ...claim, ...part };
}

function findings(...claims: readonly Claim[]): readonly Finding[] {
  const note = { task: "t", reviewed: [], claims: [...claims], practices: [] };
  return merge(collectClaims([note], () => "qa"));
}

describe("confidence", () => {
  const by = (model: string, confidence: number): Claim => said({ models: [model], confidence });
  test.each<[name: string, claims: readonly Claim[], confidence: number]>([
    ["one model", [by("a", 0.85)], 0.85],
    ["two models: 1 - 0.15 × 0.8", [by("a", 0.85), by("b", 0.85)], 0.88],
    ["the surer one is raised: 1 - 0.15 × 0.8", [by("a", 0.65), by("b", 0.85)], 0.88],
    ["three models: 1 - 0.35 × 0.64", [by("a", 0.65), by("b", 0.65), by("c", 0.65)], 0.78],
    ["one model twice agrees with nobody", [by("a", 0.65), by("a", 0.65)], 0.65],
    ["certainty stays", [by("a", 1), by("b", 1)], 1],
  ])("%s", (_, claims, confidence) => {
    expect(findings(...claims).map((finding) => finding.confidence)).toEqual([confidence]);
  });

  test("a rule's hit that models were asked about is no agreement of models", () => {
    const hit = said({ origin: "rule", rule: "some-rule", confidence: 0.9 });
    const [finding] = findings({ ...hit, models: ["a"] }, { ...hit, models: ["b"] });
    expect(finding).toMatchObject({ confidence: 0.9, origin: "rule" });
    expect(finding).not.toHaveProperty("models");
  });
});

describe("names", () => {
  test.each<[name: string, claims: readonly Claim[], models: readonly (readonly string[] | undefined)[]]>([
    ["the same words", [said({ models: ["b"] }), said({ models: ["a"] })], [["a", "b"]]],
    [
      "other words at the place",
      [said({ models: ["b"] }), said({ models: ["a"], title: "Other", issue: "Other." })],
      [["a", "b"]],
    ],
    [
      "the same words about the file",
      [said({ models: ["b"], lines: null }), said({ models: ["a"], lines: null })],
      [["a", "b"]],
    ],
    [
      "another place",
      [said({ models: ["b"] }), said({ models: ["a"], lines: { start: 7, end: 7 } })],
      [["b"], ["a"]],
    ],
    ["nobody's", [said()], [undefined]],
    [
      "a rule's hit that one found too",
      [said({ origin: "rule", rule: "r", models: ["a", "b"] }), said({ models: ["b"] })],
      [["b"]],
    ],
  ])("%s", (_, claims, models) => {
    expect(findings(...claims).map((finding) => finding.models)).toEqual(models);
  });
});

describe("opinions about a rule's hit of medium severity", () => {
  const hit = (model: string, opinion?: Severity): Claim => ({
    ...said({ origin: "rule", rule: "some-rule", severity: "medium" }),
    models: [model],
    ...(opinion === undefined ? {} : { opinion }),
  });
  test.each<[name: string, claims: readonly Claim[], opinions: Finding["opinions"]]>([
    ["nobody objects", [hit("a"), hit("b")], undefined],
    ["both object alike", [hit("a", "info"), hit("b", "info")], [{ reviewer: "qa", severity: "info" }]],
    ["one objects", [hit("a"), hit("b", "info")], [{ reviewer: "qa", severity: "info", model: "b" }]],
    [
      "both object, each otherwise",
      [hit("a", "low"), hit("b", "info")],
      [
        { reviewer: "qa", severity: "low", model: "a" },
        { reviewer: "qa", severity: "info", model: "b" },
      ],
    ],
    ["the only one objects", [hit("a", "info")], [{ reviewer: "qa", severity: "info" }]],
  ])("%s", (_, claims, opinions) => {
    expect(findings(...claims).map((finding) => finding.opinions)).toEqual([opinions]);
  });
});
