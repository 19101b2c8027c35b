/** Characters that a terminal obeys or hides are written out. */
import { expect, test } from "vitest";
import { visible } from "../../src/lib/visible.js";

test.each<[name: string, text: string, expected: string]>([
  ["plain", "src/é 😀.ts", "src/é 😀.ts"],
  ["line ends and tabs", "a\nb\rc\td", "a\\nb\\rc\\td"],
  ["escape sequence", "\u001b[31mred", "\\x1b[31mred"],
  ["null and delete", "\u0000\u007f", "\\x00\\x7f"],
  ["C1 controls", "\u009b", "\\x9b"],
  ["right-to-left override", "a\u202egpj.ts", "a\\u{202e}gpj.ts"],
  ["isolates", "\u2066x\u2069", "\\u{2066}x\\u{2069}"],
  ["zero width space and byte order mark", "\u200ba\ufeff", "\\u{200b}a\\u{feff}"],
  ["line and paragraph separators", "\u2028\u2029", "\\u{2028}\\u{2029}"],
  ["soft hyphen", "\u00ad", "\\xad"],
  ["tags beyond the first plane", "\u{e0041}", "\\u{e0041}"],
  ["selectors that carry data", "a\u{e0101}\ufe00\ufe01", "a\\u{e0101}\ufe00\\u{fe01}"],
  ["a selector of an emoji", "\u2764\ufe0f", "\u2764\ufe0f"],
  ["fillers", "a\u3164\uffa0", "a\\u{3164}\\u{ffa0}"],
])("%s", (_, text, expected) => {
  expect(visible(text)).toBe(expected);
});
