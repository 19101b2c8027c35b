/** The rows of the finding browser: they fit every terminal, only a window is made, and nothing in them is obeyed. */
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../../src/lib/width.js";
import { type BrowseState, browsing, filtered } from "../../../src/ui/browse/state.js";
import { findingRows } from "../../../src/ui/browse/text.js";
import { browseRows } from "../../../src/ui/browse/view.js";
import { textOf } from "../../../src/ui/rows.js";
import { finding, four } from "./findings.js";

function shown(state: BrowseState, columns = 80, rows = 24, text: string | null = null): readonly string[] {
  return browseRows(state, { path: "src/a.ts", text }, { columns, rows }).map((row) => textOf(row).trimEnd());
}

test("the list", () => {
  expect(shown(browsing(four), 60, 8)).toEqual([
    "4 findings",
    "> ✖ critical First                               src/a.ts:3",
    "  ✖ high     Second                              src/b.ts:3",
    "  ▲ medium   Third                               src/a.ts:3",
    "  • low      Fourth                              src/b.ts:3",
    "",
    "↑↓ move  enter read  / search  s severity  ? help  q quit",
  ]);
});

test("filters and accepted findings are told", () => {
  const state = {
    ...filtered(browsing(four), { severity: "high", text: "src" }),
    accepted: new Set(["000000000002"]),
  };
  const [heading, , second] = shown(state);
  expect(heading).toBe('2 of 4 findings · high and worse · "src"');
  expect(second).toContain("accepted: Second");
});

test("what is typed stands in the last line, its end first", () => {
  const prompt = { for: "reason", typed: `${"x".repeat(100)} end` } as const;
  expect(shown({ ...browsing(four), prompt }).at(-1)).toMatch(/^reason for accepting it: …x+ end_$/);
});

test("nothing listed", () => {
  expect(shown(filtered(browsing(four), { text: "nothing" }))[1]).toContain(
    "no finding passes these filters",
  );
});

const source = "import x\n\nrun(text)\nlast\n";

describe("a finding", () => {
  const read = (change: Parameters<typeof finding>[0], text: string | null = source, columns = 60): string =>
    findingRows(finding(change), text, columns).map(textOf).join("\n");

  test("whole", () => {
    expect(
      read({
        within: "go",
        scenario: "Somebody sends it.",
        steps: [{ path: "src/a.ts", lines: { start: 1, end: 1 }, quote: "x", note: "`x` is read" }],
      }),
    ).toBe(
      [
        "✖ high  Text run as code",
        "src/a.ts:3  in go",
        "dynamic-code · security · 80 % sure · 0123456789ab",
        "",
        "  1 import x",
        "  2 ",
        "> 3 run(text)",
        "  4 last",
        "  5 ",
        "",
        "  The text is run.",
        "",
        "Why it matters",
        "  Whoever sends it decides.",
        "",
        "What happens",
        "  Somebody sends it.",
        "",
        "How the value gets there",
        "  1. src/a.ts:1",
        "     `x` is read",
        "",
        "Fix",
        "  Do not run it.",
      ].join("\n"),
    );
  });

  test("a place that moved", () => {
    const text = read({}, `new\nnew\n${source}`);
    expect(text).toContain("now at line 5");
    expect(text).toContain("> 5 run(text)");
  });

  test("a place that is gone: what was reviewed, and that it is gone", () => {
    const text = read({}, "something else\n");
    expect(text).toContain("the file does not have these lines any more");
    expect(text).toContain("> 3 run(text)");
  });

  test("a file that is gone: what was reviewed", () => {
    expect(read({}, null)).toContain("> 3 run(text)");
  });

  test("a whole fix", () => {
    const text = read({ patch: { lines: { start: 3, end: 4 }, text: "parse(text)\nlast" } });
    expect(text).toContain("in place of lines 3 to 4\n>  + parse(text)\n>  + last");
  });

  test("a long line of its own is shown whole, others are cut", () => {
    const long = `run(${"a".repeat(70)}, last_argument)`;
    const text = read({ quote: long }, `${"b".repeat(90)}\n\n${long}\n`);
    expect(text.replace(/\n +/g, "")).toContain("last_argument)");
    expect(text).toMatch(/b{40,}…/);
  });

  test("a minified file does not fill the screen", () => {
    expect(read({ quote: "x".repeat(100_000) }, null).split("\n").length).toBeLessThan(20);
  });
});

test("a thousand findings: a window of them, with the chosen one in it", () => {
  const many = Array.from({ length: 1000 }, (_, i) => finding({ id: String(i), title: `Number ${i}` }));
  for (const chosen of [0, 500, 999]) {
    const rows = shown({ ...browsing(many), chosen });
    expect(rows).toHaveLength(23);
    expect(rows.filter((row) => row.startsWith("> "))).toEqual([
      expect.stringContaining(`Number ${chosen} `),
    ]);
  }
});

const hostile = finding({
  title: "\u001b[2JTitle\u202e\u0007",
  path: "src/\u001b]0;x\u0007.ts",
  quote: "run(\u001b[31m)\u202e",
  issue: "a\u001b[0mb\rc",
  recommendation: "\u009b1A",
  also: [{ path: "\u001b", lines: null, quote: "\u001b" }],
});

const sizes = [1, 10, 20, 40, 80, 200].flatMap((columns) =>
  [1, 2, 3, 4, 10, 24, 60].map((rows) => [columns, rows] as const),
);

test.each(sizes)("%i × %i: rows fit, and hold nothing that a terminal obeys", (columns, rows) => {
  const state = browsing([hostile, finding({ title: "漢字".repeat(50) }), ...four]);
  const panes: readonly BrowseState[] = [
    state,
    { ...state, pane: "finding" },
    { ...state, pane: "help" },
    { ...state, prompt: { for: "text", typed: "\u001b漢字".repeat(20) } },
    { ...state, note: "\u001b[2J" },
    { ...filtered(state, { path: hostile.path, text: "title" }), pane: "finding", scroll: 3 },
  ];
  for (const each of panes) {
    const lines = browseRows(each, { path: hostile.path, text: hostile.quote }, { columns, rows }).map(
      textOf,
    );
    expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
    for (const line of lines) {
      expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(1, columns - 1));
      expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  }
});
