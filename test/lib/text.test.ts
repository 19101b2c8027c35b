/** Lines, excerpts and quotes of a text, whatever its line ends. */
import { describe, expect, test } from "vitest";
import { Lines, dedent, lineStarts, normaliseQuote, plural } from "../../src/lib/text.js";

describe("lines", () => {
  test.each<[name: string, text: string, starts: number[], lines: string[]]>([
    ["empty", "", [0], []],
    ["no final line end", "a\nb", [0, 2], ["a", "b"]],
    ["final line end", "a\nb\n", [0, 2, 4], ["a", "b"]],
    ["blank last line", "a\n\n", [0, 2, 3], ["a", ""]],
    ["CRLF", "a\r\nb\r\n", [0, 3, 6], ["a", "b"]],
    ["lone CR", "a\rb\r", [0, 2, 4], ["a", "b"]],
    ["mixed", "a\r\n\rb\nc", [0, 3, 4, 6], ["a", "", "b", "c"]],
    ["U+2028 is no line end", "a\u2028b\u2029c\n", [0, 6], ["a\u2028b\u2029c"]],
    ["form feed is no line end", "a\fb", [0], ["a\fb"]],
    ["only a line end", "\n", [0, 1], [""]],
    ["astral characters", "😀\nb", [0, 3], ["😀", "b"]],
  ])("%s", (_, text, starts, expected) => {
    const lines = new Lines(text);
    expect(lineStarts(text)).toEqual(starts);
    expect(lines.count).toBe(expected.length);
    expect(expected.map((_line, i) => lines.line(i + 1))).toEqual(expected);
    expect(lines.slice(1, lines.count)).toBe(expected.join("\n"));
  });

  test.each<[offset: number, line: number]>([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 2],
    [5, 3],
    [6, 3],
    [99, 3],
  ])("offset %i is in line %i", (offset, line) => {
    expect(new Lines("a\r\nb\nc").lineAt(offset)).toBe(line);
  });

  test.each<[name: string, span: readonly [number, number], lines: readonly [number, number]]>([
    ["inside a line", [0, 2], [1, 1]],
    ["ends at a line's first column", [0, 3], [1, 1]],
    ["ends one character later", [0, 4], [1, 2]],
    ["empty at a line's start", [3, 3], [2, 2]],
    ["whole text", [0, 8], [1, 3]],
  ])("a span: %s", (_, [start, end], [first, last]) => {
    expect(new Lines("ab\ncd\nef").range({ start, end })).toEqual({ start: first, end: last });
  });

  test("excerpts stop at the limit, and past the end there is nothing", () => {
    const lines = new Lines("a\nb\nc\n");
    expect(lines.slice(1, 3, 2)).toBe("a\nb");
    expect(lines.startOf(9)).toBe(6);
    expect(lines.line(9)).toBe("");
  });
});

test.each<[name: string, text: string, expected: string]>([
  ["shared spaces go", "  a\n    b", "a\n  b"],
  ["blank lines do not count", "  a\n\n  b", "a\n\nb"],
  ["nothing shared", "a\n  b", "a\n  b"],
  ["tabs and spaces share nothing", "\ta\n  b", "\ta\n  b"],
  ["tabs", "\ta\n\t\tb", "a\n\tb"],
  ["short blank line", "    a\n  \n    b", "a\n\nb"],
  ["empty", "", ""],
])("dedent: %s", (_, text, expected) => {
  expect(dedent(text)).toBe(expected);
});

test.each<[name: string, text: string, expected: string]>([
  ["indent", "  if a:\n\tb", "if a:\nb"],
  ["CRLF", "a\r\nb\r\n", "a\nb"],
  ["lone CR", "a\rb", "a\nb"],
  ["blank lines", "a\n\n \nb", "a\nb"],
  ["inner white space stays", "a  =  b", "a  =  b"],
  ["nothing", " \n\t", ""],
])("normaliseQuote: %s", (_, text, expected) => {
  expect(normaliseQuote(text)).toBe(expected);
});

test.each<[count: number, expected: string]>([
  [0, "0 batches"],
  [1, "1 batch"],
  [2, "2 batches"],
  [12345, "12,345 batches"],
])("plural of %i", (count, expected) => {
  expect(plural(count, "batch", "batches")).toBe(expected);
});
