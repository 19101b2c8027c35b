/** Marks, places on a diff, and cutting to a limit. */
import { describe, expect, test } from "vitest";
import { findingOf, isSummaryOf, markFinding, markSummary, openIn, signOf } from "../../src/pull/markers.js";
import { bytes, characters, cut } from "../../src/pull/cut.js";
import { fromTop } from "../../src/pull/from-top.js";
import { linkTo } from "../../src/pull/overview.js";
import { shownIn, spotOf } from "../../src/pull/spot.js";
import type { Finding, Patch } from "../../src/model/finding.js";
import type { LineRange } from "../../src/model/source.js";
import { finding } from "../reports/sample-review.js";
import { pushes } from "../github/pushes.js";

describe("marks", () => {
  test.each(["default", "packages/shop", "two words", "--> <!--", "ümlaut", ""])(
    "are found again: key %j",
    (key) => {
      expect(findingOf(key, `${markFinding(key, "a1b2")}\ntext`)).toBe("a1b2");
      const summary = `${markSummary(key, ["a1", "x y"])}\ntext`;
      expect(isSummaryOf(key, summary)).toBe(true);
      expect(openIn(summary)).toEqual(new Set(["a1", signOf("x y")]));
    },
  );

  test.each([
    ["of another key", markFinding("other", "a1")],
    ["on the second line", `> quoted\n${markFinding("default", "a1")}`],
    ["with something before it", ` x${markFinding("default", "a1")}`],
    ["with something behind it", `${markFinding("default", "a1")} x`],
    ["of another version", markFinding("default", "a1").replace("v1", "v2")],
  ])("%s is none of ours", (_, body) => {
    expect(findingOf("default", body)).toBeNull();
    expect(isSummaryOf("default", body)).toBe(false);
  });

  test("hold no character that an id brings along", () => {
    const mark = markFinding("k -->", "id --> <!-- x\n::error::");
    expect(mark).toMatch(/^<!-- [\w:= -]+ -->$/);
    expect(mark.match(/-->/gu)).toHaveLength(1);
  });
});

/** Hunks at the lines 10 to 20 and 40 to 60. */
const shown: readonly LineRange[] = [
  { start: 10, end: 20 },
  { start: 40, end: 60 },
];

function spot(
  lines: LineRange | null,
  patch?: Patch,
  part: Partial<Finding> = {},
): ReturnType<typeof spotOf> {
  const change = pushes[0]?.review.change;
  if (!change) throw new Error("no change");
  const [file] = change.files;
  if (!file) throw new Error("no file");
  const files = [
    { ...file, path: "a.ts", shown: [...shown] },
    { ...file, path: "gone.ts", shown: [...shown], status: "deleted" as const },
  ];
  const own = finding({ id: "a", title: "t", path: "a.ts", lines, ...(patch ? { patch } : {}), ...part });
  return spotOf(own, shownIn({ ...change, files }));
}

const at = (start: number, end = start): LineRange => ({ start, end });

describe("a comment stands on lines that the diff shows", () => {
  test.each<[string, LineRange | null, LineRange | null]>([
    ["a line of a hunk", at(12), at(12)],
    ["lines of a hunk", at(12, 14), at(12, 14)],
    ["the edges of a hunk", at(10, 20), at(10, 20)],
    ["lines that begin before it", at(1, 12), at(10, 12)],
    ["lines that end behind it", at(18, 30), at(18, 20)],
    ["lines of two hunks: the first", at(19, 41), at(19, 20)],
    ["too many lines: the first of them", at(41, 59), at(41)],
    ["between two hunks", at(30), null],
    ["a file as a whole", null, null],
  ])("%s", (_, lines, expected) => {
    expect(spot(lines)?.lines ?? null).toEqual(expected);
  });

  test("a file the change does not touch, one it deletes", () => {
    expect(spot(at(12), undefined, { path: "b.ts" })).toBeNull();
    expect(spot(at(12), undefined, { path: "gone.ts" })).toBeNull();
  });

  test.each<[string, Patch, string | null, LineRange]>([
    ["whole and shown", { lines: at(13, 15), text: "x\ny" }, "x\ny", at(13, 15)],
    ["that takes lines out", { lines: at(12), text: "" }, "", at(12)],
    ["with other line ends", { lines: at(12), text: "x\r\ny" }, "x\ny", at(12)],
    ["that reaches out of the hunk", { lines: at(19, 22), text: "x" }, null, at(12)],
    ["with a character nobody sees", { lines: at(12), text: "x\u202ey" }, null, at(12)],
  ])("a fix %s", (_, patch, suggestion, lines) => {
    expect(spot(at(12), patch)).toEqual({ path: "a.ts", lines, suggestion });
  });
});

describe("cutting", () => {
  const entries = Array.from({ length: 20 }, (_, i) => `entry ${String(i).padStart(3, "0")}`);
  const parts = {
    head: "head",
    entries,
    tail: (left: number) => (left === 0 ? "all" : `${left} more`),
    between: "\n",
  };
  const whole = cut(parts, characters(10_000));

  test("what fits is whole", () => {
    expect(whole).toBe(`head\n\n${entries.join("\n")}\n\nall`);
    expect(cut(parts, characters(whole.length))).toBe(whole);
  });

  test.each(Array.from({ length: 12 }, (_, i) => 15 + i * 17))(
    "at most %d characters, in whole entries, none unsaid",
    (most) => {
      const text = cut(parts, characters(most));
      expect(text.length).toBeLessThanOrEqual(most);
      const kept = text.match(/entry \d{3}$/gmu)?.length ?? 0;
      expect(text.endsWith(`${20 - kept} more`)).toBe(true);
      // No entry more would have fitted.
      expect(most - text.length).toBeLessThan(2 * "entry 000\n".length);
    },
  );

  test("bytes are those of UTF-8", () => {
    const wide = { ...parts, entries: entries.map((entry) => entry.replace("entry", "Ä😀")) };
    expect(Buffer.byteLength(cut(wide, bytes(120)))).toBeLessThanOrEqual(120);
  });
});

test("files are named from the top of the repository, all of them", () => {
  const [first] = pushes;
  if (!first) throw new Error("no push");
  const told = fromTop(first.review, "packages/shop/");
  const named = [
    ...told.findings.map(({ path }) => path),
    ...(told.change?.files ?? []).flatMap(({ path, before }) => [path, before ?? path]),
    ...told.coverage.files.map(({ path }) => path),
  ];
  expect(named.filter((path) => !path.startsWith("packages/shop/src/"))).toEqual([]);
  expect(fromTop(first.review, "")).toBe(first.review);
});

test.each([
  ["src/a (b) [c].ts", "src/a%20%28b%29%20%5Bc%5D.ts"],
  ["a#b?c%d.ts", "a%23b%3Fc%25d.ts"],
  ["half \ud800.ts", "half%20%EF%BF%BD.ts"],
])("the link to %j can neither end early nor lead elsewhere", (path, expected) => {
  const link = linkTo(finding({ id: "a", title: "t", path, lines: at(3, 5) }), {
    repository: "https://github.test/acme/shop",
    commit: "abc",
    run: null,
  });
  expect(link.endsWith(`](https://github.test/acme/shop/blob/abc/${expected}#L3-L5)`)).toBe(true);
});
