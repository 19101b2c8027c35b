/** Unseen characters are written out, and text for a build runner loses its orders. */
import { expect, test } from "vitest";
import { disarm, visible, visibleCode } from "../../src/lib/visible.js";

test.each([
  ["plain ü 日本", "plain ü 日本"],
  ["a\nb\rc\td", "a\\nb\\rc\\td"],
  ["\u001b[2J", "\\x1b[2J"],
  ["\u202e\u2028\ufeff", "\\u{202e}\\u{2028}\\u{feff}"],
  ["\u{e0041}", "\\u{e0041}"],
  ["\ud83d", "\\u{d83d}"],
])("visible %j", (text, expected) => {
  expect(visible(text)).toBe(expected);
});

test("code keeps its lines, tabs and joined emoji", () => {
  expect(visibleCode("a\n\tb\u202e👩\u200d💻\r")).toBe("a\n\tb\\u{202e}👩\u200d💻\\r");
});

test.each([
  ["::error::x", "\\x3a:error::x"],
  ["  ::error::x", "  \\x3a:error::x"],
  ["a\n\t::x", "a\n\t\\x3a:x"],
  ["a::b", "a::b"],
  ["a ##[error]b", "a ##\\x5berror]b"],
])("disarm %j", (text, expected) => {
  expect(disarm(text)).toBe(expected);
});
