/** The terminal digest: what is worst, on one screen, with words beside every sign. */
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../src/lib/width.js";
import digest, { type Paint, plainPaint, renderDigest } from "../../src/reports/digest.js";
import { emptyReview, finding, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const reviews = [
  ["sample", sampleReview()],
  ["incomplete", incompleteReview()],
  ["empty", emptyReview()],
  ["hostile", hostileReview()],
] as const;

describe.each(reviews)("%s", (name, review) => {
  test("golden", async () => {
    await expect(digest.render(review)).toMatchFileSnapshot(`../golden/digest-${name}.txt`);
  });

  test.each([40, 80, 132])("no line is wider than %i columns", (columns) => {
    const lines = renderDigest(review, { columns, paint: plainPaint }).split("\n");
    for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
  });

  test("nothing moves the cursor or orders a build runner about", () => {
    const text = digest.render(review);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });
});

test("an incomplete review says so first", () => {
  expect(digest.render(incompleteReview())).toMatch(/^INCOMPLETE\. The run was interrupted: 3 of 32 /);
});

test("no findings is not called clean", () => {
  expect(digest.render(emptyReview())).toContain("not the same as no defects");
});

test("at most five remarks, and the others are counted", () => {
  const findings = Array.from({ length: 8 }, (_, i) =>
    finding({ id: `${i}`, title: `Title ${i}`, rule: `rule-${i}` }),
  );
  const text = digest.render(sampleReview({ findings }));
  expect(text.match(/Title \d/g)).toHaveLength(5);
  expect(text).toContain("3 more findings in the report");
});

test("findings of one rule are one remark, all counted as shown", () => {
  const findings = [1, 2, 3, 4].map((i) => finding({ id: `${i}`, title: "Same" }));
  const text = digest.render(sampleReview({ findings }));
  expect(text).toContain("app/session_manager.py:10 and 3 more places");
  expect(text).not.toContain("in the report");
});

test("colours are put around whole words and change nothing else", () => {
  const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint: Paint = {
    bold: mark("bold"),
    dim: mark("dim"),
    red: mark("red"),
    yellow: mark("yellow"),
    cyan: mark("cyan"),
  };
  const painted = renderDigest(incompleteReview(), { columns: 80, paint });
  expect(painted).toContain("<red>✖ 1 critical</red>");
  expect(painted).toContain("<yellow>▲ 4 medium</yellow>");
  const plain = renderDigest(incompleteReview(), { columns: 80, paint: plainPaint });
  expect(painted.replaceAll(/<\/?(?:bold|dim|red|yellow|cyan)>/g, "")).toBe(plain);
});

test.each<[name: string, findings: number, said: readonly string[]]>([
  [
    "with findings",
    1,
    ["the change: 1 file, and 1 file that it reaches into; from 1a2b3c4, to what is staged"],
  ],
  ["without", 0, ["the change brings in no findings (not the same as no defects)"]],
])("a change %s says what was compared", (_, count, said) => {
  const changed = {
    path: "a.py",
    before: "a.py",
    status: "modified",
    isBinary: false,
    lines: [],
    shown: [],
  } as const;
  const change = {
    from: "1a2b3c4",
    to: "what is staged",
    commit: "1a2b3c4",
    files: [{ ...changed, lines: [], shown: [] }],
    affected: ["b.py"],
    surroundings: 0,
    outside: 0,
  };
  const findings = Array.from({ length: count }, () =>
    finding({ id: "1", title: "One", change: "introduced" }),
  );
  const text = digest.render(sampleReview({ findings, change }));
  for (const line of said) expect(text.replaceAll("\n", " ")).toContain(line);
});
