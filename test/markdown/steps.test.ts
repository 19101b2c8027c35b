/** The way of a value: numbered where one finding is shown, in one line where several are, its ends in the digest. */
import { expect, test } from "vitest";
import type { Place } from "../../src/model/finding.js";
import batch from "../../src/reports/batch.js";
import digest from "../../src/reports/digest.js";
import page from "../../src/reports/html.js";
import { finding, hostile, sampleReview } from "../reports/sample-review.js";

function at(path: string, line: number, note: string): Place {
  return { path, lines: { start: line, end: line }, quote: "code", note };
}

const steps = [
  at("src/routes.ts", 12, "`req.query.id` is read"),
  at("src/routes.ts", 14, "passed to `find` as `id`"),
  at("src/db.ts", 30, "given to `query`"),
];

function one(fields = {}) {
  return finding({ id: "a1", title: "`id` becomes SQL", path: "src/db.ts", steps, ...fields });
}

test("a finding lists its steps by number", () => {
  expect(batch.render(sampleReview({ findings: [one()] }))).toContain(
    "**How the value gets there:**\n\n1. `src/routes.ts:12`: `req.query.id` is read\n2. `src/routes.ts:14`: passed to `find` as `id`\n3. `src/db.ts:30`: given to `query`\n",
  );
});

test("one of several says where its value comes in", () => {
  const others = [one(), one({ id: "a2", lines: { start: 40, end: 40 } })];
  expect(batch.render(sampleReview({ findings: others }))).toContain(
    "How the value gets there: `req.query.id` is read (`src/routes.ts:12`), then passed to `find` as `id` (`src/routes.ts:14`)",
  );
});

test("the page numbers them too", () => {
  const html = page.render(sampleReview({ findings: [one()] }));
  expect(html).toContain("How the value gets there:");
  expect(html).toMatch(/<li><code>src\/routes\.ts:12<\/code>: <code>req\.query\.id<\/code> is read/u);
});

test("the digest names both ends", () => {
  const text = digest.render(sampleReview({ findings: [one()] }));
  expect(text).toContain("`req.query.id` is read (src/routes.ts:12), given to `query`");
});

test("what a step says cannot leave its place", () => {
  const review = sampleReview({ findings: [one({ steps: [at(hostile.path, 1, hostile.prose), ...steps] })] });
  expect(batch.render(review)).not.toMatch(/^# (?:Heading|Approved)|^::/mu);
  expect(page.render(review)).not.toContain("<script>alert");
});

test("where no value travels nothing is said of it", () => {
  expect(batch.render(sampleReview())).not.toContain("How the value gets there");
});
