/** What attempts to prove findings wrong leave of them, and what is told of each attempt. */
import { expect, test } from "vitest";
import { type Refutation, countAttempts, takeOutRefuted } from "../../src/judge/refuted.js";
import type { Finding } from "../../src/model/finding.js";
import { makeFinding } from "../review-parts.js";

const proof = "a.ts:3 has `x`: it is checked.";
const refutation = (outcome: Refutation["outcome"], withProof = true): Refutation => ({
  finding: "f",
  outcome,
  proof: withProof ? proof : null,
  reason: "the budget is used up",
});
const found = (origin: Finding["origin"]): Finding => makeFinding({ id: "f", origin });

type Fate = "kept" | "dropped" | { readonly doubt: string } | { readonly unexamined: string };

test.each<[name: string, origin: Finding["origin"], refutation: Refutation | null, fate: Fate]>([
  ["nothing was tried", "model", null, "kept"],
  ["it stood", "model", refutation("stands", false), "kept"],
  ["a model's claim was proven wrong", "model", refutation("refuted"), "dropped"],
  ["proven wrong without a proof", "model", refutation("refuted", false), "kept"],
  ["what a rule found is questioned", "rule", refutation("questioned"), { doubt: proof }],
  ["what a rule found and a model refuted", "rule", refutation("refuted"), { doubt: proof }],
  ["what both found", "both", refutation("questioned"), { doubt: proof }],
  ["nobody examined it", "model", refutation("not examined", false), { unexamined: "the budget is used up" }],
])("%s", (_, origin, tried, fate) => {
  const { kept, dropped } = takeOutRefuted([found(origin)], tried ? [tried] : []);
  if (fate === "dropped") {
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([{ stage: "refute", reason: proof }]);
  } else {
    expect(dropped).toEqual([]);
    expect(kept).toEqual([{ ...found(origin), ...(fate === "kept" ? {} : fate) }]);
  }
});

test("the attempts are counted by what became of the findings", () => {
  const outcomes = ["stands", "stands", "refuted", "questioned", "not examined"] as const;
  const findings = outcomes.map((outcome, i) =>
    makeFinding({ id: String(i), origin: outcome === "questioned" ? "rule" : "model" }),
  );
  const refutations = outcomes.map((outcome, i) => ({
    ...refutation(outcome, outcome === "refuted" || outcome === "questioned"),
    finding: String(i),
  }));
  expect(countAttempts(takeOutRefuted(findings, refutations), refutations)).toEqual({
    stood: 2,
    refuted: 1,
    questioned: 1,
    notExamined: 1,
  });
  expect(countAttempts(takeOutRefuted(findings, []), [])).toBeUndefined();
});
