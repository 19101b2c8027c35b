/** Text of others in Markdown: exact in code, plain in prose, harmless in both. */
import { describe, expect, test } from "vitest";
import { cell, code, headingText, prose, sentence } from "../../src/markdown/escape.js";
import { table } from "../../src/markdown/table.js";

test.each([
  ["plain", "`plain`"],
  ["a`b", "``a`b``"],
  ["`a`", "`` `a` ``"],
  ["a``b`c", "```a``b`c```"],
  [" a ", "`  a  `"],
  ["line\nbreak\ttab", "`line\\nbreak\\ttab`"],
  ["\u001b[31m\u202e", "`\\x1b[31m\\u{202e}`"],
  ["\ud800", "`\\u{d800}`"],
  ["", "(empty)"],
])("code %j", (text, expected) => {
  expect(code(text)).toBe(expected);
});

describe("prose", () => {
  test.each([
    ["keeps code spans", "`a_b` and ``c`d``", "`a_b` and ``c`d``"],
    [
      "leaves ordinary words alone",
      "a < b, 2 * 3, snake_case, C#, 5 > 3 & so on!",
      "a < b, 2 * 3, snake_case, C#, 5 > 3 & so on!",
    ],
    ["escapes emphasis", "**b** _i_ __init__ ~~s~~", "\\*\\*b\\*\\* \\_i\\_ \\_\\_init\\_\\_ \\~\\~s\\~\\~"],
    ["escapes HTML", "<b>x</b> <!-- --> &lt;", "&lt;b>x&lt;/b> &lt;!-- --> &amp;lt;"],
    ["escapes links and images", "[a](b) ![c](d)", "\\[a](b) !\\[c](d)"],
    ["escapes a lone backtick", "a ` b", "a \\` b"],
    ["escapes backslashes that would escape", "a\\*b \\d", "a\\\\\\*b \\d"],
    ["keeps a backslash away from a code span", "a\\`b`", "a\\\\`b`"],
    ["turns mentions into code", "ask @team, @org/team. a@b.c", "ask `@team`, `@org/team`. a@b.c"],
    ["turns references into code", "see #12, o/r#3, GH-4 and C#7", "see `#12`, `o/r#3`, `GH-4` and C#7"],
    [
      "turns addresses into code",
      "https://x.example/a_b, (www.y.example)",
      "`https://x.example/a_b`, (`www.y.example`)",
    ],
    ["is one line", "a\n\n# b\n- c", "a # b - c"],
    ["cannot begin a list", "- a", "\\- a"],
    ["cannot begin a numbered list", "1. a", "1\\. a"],
    ["cannot begin a quote or heading", "> a", "\\> a"],
    ["shows what is unseen", "a\u202eb", "a\\u{202e}b"],
  ])("%s", (_, text, expected) => {
    expect(prose(text)).toBe(expected);
  });
});

test.each([
  ["ends", "ends."],
  ["ends.", "ends."],
  ["why?", "why?"],
  ["  ", ""],
])("sentence %j", (text, expected) => {
  expect(sentence(text)).toBe(expected);
});

test("a heading keeps its closing hash", () => {
  expect(headingText("Written in C #")).toBe("Written in C \\#");
});

test.each([
  ["a | b", "a \\| b"],
  ["`a|b`", "`a\\|b`"],
  ["`a\\|b`", "`a\\\\\\|b`"],
  ["a\nb", "a b"],
])("cell %j", (text, expected) => {
  expect(cell(text)).toBe(expected);
});

test("a long cell does not widen the other rows", () => {
  const [, line, short, long] = table(
    ["Key", "Why"],
    [
      ["a", "b"],
      ["c", "d".repeat(90)],
    ],
  ).split("\n");
  expect(line).toHaveLength(50);
  expect(short).toHaveLength(50);
  expect(long).toContain("d".repeat(90));
});
