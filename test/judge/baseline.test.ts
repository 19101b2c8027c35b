/** What an acceptance does to a review, and what becomes of entries that accept nothing. */
import { describe, expect, test } from "vitest";
import { settleBaseline, takeOutAccepted } from "../../src/judge/baseline.js";
import { merge, wouldBe } from "../../src/judge/merge.js";
import { leaveOutOld } from "../../src/judge/new-only.js";
import { Texts } from "../../src/judge/texts.js";
import type { Accepted, Baseline } from "../../src/model/baseline.js";
import type { Dropped, Finding } from "../../src/model/finding.js";
import type { Coverage } from "../../src/model/review.js";
import { makeClaim, makeFinding, makeReviewer } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const today = "2026-11-21";
const lines = (start: number) => ({ start, end: start });

function entryFor({ id, rule, path, title }: Finding, part: Partial<Accepted> = {}): Accepted {
  return { id, rule: rule ?? null, path, title, reason: "why", owner: null, until: "2027-01-01", ...part };
}

function baselineOf(entries: readonly Accepted[], part: Partial<Baseline> = {}): Baseline {
  return { file: "b.yml", entries, proposed: [], today, gone: new Set(), isWhole: true, ...part };
}

describe("which findings an entry takes out", () => {
  const [first, second] = merge([makeClaim({ lines: lines(1) }), makeClaim({ lines: lines(9) })]);
  const [moved] = merge([makeClaim({ lines: lines(5) })]);
  const [indented] = merge([makeClaim({ quote: "    const a = 1;" })]);
  const [elsewhere] = merge([makeClaim({ path: "b.ts" })]);
  if (!first || !second || !moved || !indented || !elsewhere) throw new Error("no findings");

  test.each<[string, Finding, Accepted, isAccepted: boolean]>([
    ["the same", first, entryFor(first), true],
    ["at another line", moved, entryFor(first), true],
    ["indented", indented, entryFor(first), true],
    ["the second of two equal lines", second, entryFor(first), false],
    ["in another file", elsewhere, entryFor(first), false],
    ["on its last day", first, entryFor(first, { until: today }), true],
    ["on the day after", first, entryFor(first, { until: "2026-11-20" }), false],
  ])("%s", (_, finding, entry, isAccepted) => {
    const { kept, accepted } = takeOutAccepted([finding], baselineOf([entry]));
    expect([kept.length, accepted.length]).toEqual(isAccepted ? [0, 1] : [1, 0]);
  });

  test("none where there is no baseline", () => {
    expect(takeOutAccepted([first], undefined)).toEqual({ kept: [first], accepted: [] });
  });

  test("only the same lines would have the id under another name", () => {
    expect(wouldBe(first.id, elsewhere, first.path)).toBe(true);
    expect(wouldBe(second.id, elsewhere, first.path)).toBe(true);
    expect(wouldBe(first.id, { ...elsewhere, quote: "const b = 1;" }, first.path)).toBe(false);
    expect(wouldBe(first.id, { ...elsewhere, rule: "other-rule" }, first.path)).toBe(false);
    const [folded] = merge([makeClaim({ fold: "file", path: "c.ts" })]);
    const [foldedBefore] = merge([makeClaim({ fold: "file" })]);
    expect(folded && foldedBefore && wouldBe(foldedBefore.id, folded, "a.ts")).toBe(true);
  });
});

describe("what becomes of an entry", async () => {
  const texts = new Texts(await surveyCode({ "a.ts": "const a = 1;\n", "b.ts": "const a = 1;\n" }));
  const finding = makeFinding({ id: "f" });
  const entry = entryFor(finding);
  const reviewers = [makeReviewer()];
  const rules = [{ id: "some-rule", category: "security" as const, languages: ["typescript"] }];

  function coverageOf(status: Coverage["files"][number]["pairs"][number]["status"]): Coverage {
    const pairs = [{ status, reviewers: ["security"] }];
    const file = { path: "a.ts", language: "typescript", lines: 1, depth: "parsed" as const, pairs };
    return { planned: 1, reviewed: 1, reused: 0, skipped: 0, failed: 0, files: [file] };
  }

  interface Case {
    readonly findings?: readonly Finding[];
    readonly baseline?: Partial<Baseline>;
    readonly entry?: Partial<Accepted>;
    readonly status?: "reviewed" | "skipped" | "failed";
    readonly dropped?: Partial<Dropped>;
    readonly across?: readonly string[];
  }

  function outcome(given: Case) {
    const { findings = [], status = "reviewed", dropped, across = [] } = given;
    const baseline = baselineOf([{ ...entry, ...given.entry }], given.baseline);
    const drop: Dropped = {
      title: "t",
      path: "a.ts",
      lines: null,
      rule: "some-rule",
      reviewers: [],
      stage: "limit",
      reason: "r",
    };
    const settled = settleBaseline(baseline, {
      takenOut: takeOutAccepted(findings, baseline),
      dropped: dropped ? [{ ...drop, ...dropped }] : [],
      coverage: coverageOf(status),
      rules,
      reviewers,
      texts,
      across: new Set(across),
    }).baseline;
    const { accepted = [], lapsed = [], unused = [], moved = [] } = settled ?? {};
    return Object.entries({ accepted, lapsed, unused, moved }).flatMap(([name, { length }]) =>
      length ? [name] : [],
    );
  }

  const copy = makeFinding({ ...finding, id: "new", path: "b.ts" });
  const [asMerged] = merge([makeClaim({})]);

  test.each<[string, Case, readonly string[]]>([
    ["found and accepted", { findings: [finding] }, ["accepted"]],
    ["found after its last day", { findings: [finding], entry: { until: "2026-01-01" } }, ["lapsed"]],
    ["not found where somebody looked", {}, ["unused"]],
    ["not found after its last day", { entry: { until: "2026-01-01" } }, ["unused"]],
    ["its file was skipped", { status: "skipped" }, []],
    ["its file could not be read", { status: "failed" }, []],
    ["its file is not in this review", { entry: { path: "z.ts" } }, []],
    ["its file is gone", { entry: { path: "z.ts" }, baseline: { gone: new Set(["z.ts"]) } }, ["unused"]],
    ["its rule is gone", { entry: { rule: "old-rule" } }, ["unused"]],
    ["only a model can see it", { entry: { rule: null } }, []],
    ["it was not sure enough this time", { dropped: {} }, []],
    ["a comment silences it now", { dropped: { stage: "suppress" } }, ["unused"]],
    ["another rule was not sure enough", { dropped: { rule: "other" } }, ["unused"]],
    ["its rule looks at all files, and saw them", { across: ["some-rule"] }, ["unused"]],
    [
      "its rule looks at all files, and saw some",
      { across: ["some-rule"], baseline: { isWhole: false } },
      [],
    ],
    [
      "its file has another name",
      {
        findings: [copy],
        entry: { id: asMerged?.id ?? "", path: "a.ts" },
        baseline: { gone: new Set(["a.ts"]) },
      },
      ["moved"],
    ],
    [
      "its lines are in another file as well",
      { findings: [copy], entry: { id: asMerged?.id ?? "", path: "a.ts" }, status: "skipped" },
      [],
    ],
  ])("%s", (_, given, expected) => {
    expect(outcome(given)).toEqual(expected);
  });
});

test("what was there before the change is left out where that is asked for, and told", () => {
  const findings = [makeFinding({ id: "2", change: "pre-existing", severity: "high" })];
  const { kept, dropped } = leaveOutOld(findings, true);
  expect(kept).toEqual([]);
  expect(dropped).toMatchObject([{ stage: "pre-existing", severity: "high" }]);
  expect(leaveOutOld(findings, false)).toEqual({ kept: findings, dropped: [] });
});
