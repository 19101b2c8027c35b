/** Text on a terminal: its width, and what is left of it where room is short. */
import { expect, test } from "vitest";
import { displayWidth, fit, fitEnd, wrap } from "../../src/lib/width.js";

test.each([
  ["abc", 3],
  ["日本", 4],
  ["e\u0301", 1],
  ["😀", 2],
  ["", 0],
])("%j is %i columns wide", (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test.each([
  ["short", 10, "short"],
  ["exactly", 7, "exactly"],
  ["too long", 5, "too…"],
  ["日本語", 4, "日…"],
  ["ab😀cd", 4, "ab…"],
  ["ae\u0301bc", 3, "ae\u0301…"],
])("fit %j in %i", (text, columns, expected) => {
  expect(fit(text, columns)).toBe(expected);
});

test.each([
  ["src/a.ts", 20, "src/a.ts"],
  ["packages/core/src/a.ts", 9, "…src/a.ts"],
  ["ab😀cd", 4, "…cd"],
  ["abe\u0301cd", 3, "…cd"],
])("fitEnd %j in %i", (text, columns, expected) => {
  expect(fitEnd(text, columns)).toBe(expected);
});

test("wrap cuts at spaces and leaves long words whole", () => {
  expect(wrap("one two three unbreakably four", 9)).toEqual(["one two", "three", "unbreakably", "four"]);
});
