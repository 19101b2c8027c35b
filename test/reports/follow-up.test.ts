/** The follow-up report: each earlier finding once under its status, what is new, and numbers that agree. */
import { describe, expect, test } from "vitest";
import type { FollowUp, FollowedFinding } from "../../src/model/follow-up.js";
import { reviewSchema, type Review } from "../../src/model/review.js";
import digest from "../../src/reports/digest.js";
import report from "../../src/reports/follow-up.js";
import json from "../../src/reports/json.js";
import { emptyReview, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

function followed(part: Partial<FollowedFinding> & Pick<FollowedFinding, "id" | "status">): FollowedFinding {
  return {
    title: "Timeout is missing",
    severity: "medium",
    category: "operations",
    rule: "missing-timeout",
    reviewers: ["senior-engineer"],
    reason: "it was found again",
    before: { path: "app/store.py", lines: { start: 9, end: 9 }, quote: "    redis.get(key)" },
    after: null,
    now: null,
    acceptance: null,
    ...part,
  };
}

const measures: NonNullable<FollowUp["earlier"]["measures"]> = {
  facts: { ...sampleReview().facts, lines: 1020, functions: 40, highestComplexity: 19, tests: [] },
  severities: { critical: 1, high: 3, medium: 4 },
  categories: { security: 2, concurrency: 3, operations: 3 },
  quality: { total: 41.5, scale: 100, verdict: "poor" },
};

const statuses: readonly FollowedFinding[] = [
  followed({
    id: "a00000000001",
    status: "regressed",
    title: "Session data is unpickled from Redis",
    severity: "critical",
    category: "security",
    rule: "unsafe-deserialisation",
    reason: "it was fixed, and is back: it was found again",
    after: { path: "app/store.py", lines: { start: 41, end: 43 }, quote: "    return pickle.loads(raw)" },
    now: "9f2c41d07a3e",
  }),
  followed({
    id: "a00000000002",
    status: "open",
    title: "`ensure` publishes a session before it is ready",
    severity: "high",
    category: "concurrency",
    rule: "published-before-ready",
    reason: "its lines were changed, and `published-before-ready` still finds it there",
    before: {
      path: "app/session_manager.py",
      lines: { start: 20, end: 21 },
      quote: "def ensure(self, id):\n    pass",
    },
    after: {
      path: "app/session_manager.py",
      lines: { start: 22, end: 23 },
      quote: "async def ensure(self, session_id: str) -> Session:\n    pass",
    },
    now: "1b7d90e2c4aa",
  }),
  followed({
    id: "a00000000003",
    status: "moved",
    reason: "it was found again in `app/cache.py`",
    after: { path: "app/cache.py", lines: { start: 3, end: 3 }, quote: "redis.get(key)" },
  }),
  followed({
    id: "a00000000004",
    status: "accepted",
    reason: "it was accepted: the proxy cuts it off",
    after: { path: "app/store.py", lines: { start: 12, end: 12 }, quote: "    redis.get(key)" },
    acceptance: { reason: "the proxy cuts it off", owner: "mira", expires: "2027-01-31", by: "document" },
  }),
  followed({
    id: "a00000000005",
    status: "fixed",
    severity: "high",
    reason: "`missing-timeout` ran on `app/store.py` again and finds nothing there",
    after: { path: "app/store.py", lines: { start: 30, end: 30 }, quote: "    redis.get(key, timeout=2)" },
  }),
  followed({
    id: "a00000000006",
    status: "not reviewed",
    rule: null,
    reason: "`app/old.py` was left out",
    last: "open",
  }),
];

function followUpReview(base: Review, part: Partial<FollowUp> = {}): Review {
  const known = new Set(statuses.flatMap(({ now }) => now ?? []));
  const introduced = base.findings.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  return {
    ...base,
    kind: "follow-up",
    followUp: {
      earlier: {
        path: "review.json",
        title: "Batch 2 Code Review",
        tool: "session-review",
        format: "session-review",
        isComplete: true,
        measures,
      },
      findings: [...statuses],
      introduced,
      unseenBefore: introduced.slice(-1),
      strengths: base.practices.map(({ practice, title, reason, path, lines, quote }, i) => ({
        practice,
        title,
        reason,
        before: { path, lines, quote },
        after: i === 0 ? { path, lines, quote } : null,
      })),
      history: [
        { title: "Batch 2 Code Review", findings: 7, statuses: { open: 7 } },
        {
          title: "Follow-up: Batch 2 Code Review",
          findings: base.findings.length,
          statuses: { regressed: 1, open: 1, moved: 1, accepted: 1, fixed: 1, "not reviewed": 1 },
          introduced: introduced.length,
        },
      ],
      ...part,
    },
  };
}

const hostile = hostileReview();
const [worst] = hostile.findings;
const reviews: Readonly<Record<string, Review>> = {
  sample: followUpReview(sampleReview({ title: "Follow-up: Batch 2 Code Review" })),
  incomplete: followUpReview(incompleteReview()),
  empty: followUpReview(emptyReview(), { findings: [], introduced: [], strengths: [] }),
  hostile: followUpReview(hostile, {
    findings: worst
      ? [
          followed({
            id: "a00000000001",
            status: "open",
            title: worst.title,
            reason: worst.issue,
            before: { path: worst.path, lines: worst.lines, quote: worst.quote },
            acceptance: { reason: worst.title, owner: worst.title, expires: worst.title },
          }),
        ]
      : [],
  }),
};

describe.each(Object.entries(reviews))("%s", (name, review) => {
  const text = report.render(review);

  test("golden", async () => {
    await expect(text).toMatchFileSnapshot(`../golden/follow-up-${name}.md`);
  });

  test("every earlier finding stands there once, under its status", () => {
    const findings = review.followUp?.findings ?? [];
    const part = text.slice(text.indexOf("\n## Earlier findings"), text.indexOf("\n## What is new"));
    const sections = part.split(/^### /mu).slice(1);
    for (const { id, status } of findings) {
      const own = sections.filter((section) => section.includes(`**Id:** \`${id}\``));
      expect(own).toHaveLength(1);
      expect(own[0]?.toLowerCase().startsWith(status)).toBe(true);
    }
  });

  test("rendered again from its JSON it is the same, byte for byte", () => {
    expect(report.render(reviewSchema.parse(JSON.parse(json.render(review))))).toBe(text);
  });
});

test("a kind of defect that nobody looked at again is not called clear", () => {
  const text = report.render(reviews["sample"] ?? sampleReview());
  const clear = /\*\*Clear.*?:\*\*\n\n- (.*)/u.exec(text)?.[1] ?? "";
  expect(clear).not.toContain("operations");
  expect(text).toContain("**Not known:**");
});

test("the digest says first what became of the earlier findings", () => {
  const text = digest.render(reviews["sample"] ?? sampleReview());
  expect(text.split("\n").slice(0, 2)).toEqual([
    "6 earlier findings: 1 fixed, 1 accepted, 1 moved, 1 open, 1 regressed, 1 not reviewed; 7 new",
    "it is back: Session data is unpickled from Redis (app/store.py:41-43)",
  ]);
});

test("a review that follows nothing says so", () => {
  expect(report.render(sampleReview())).toContain("This review follows no earlier one");
});
