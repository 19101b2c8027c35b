/** Getting objects out of prose, fences and cut text; whatever comes in, nothing is thrown. */
import { describe, expect, test } from "vitest";
import { readAnswer } from "../../src/consult/read-answer.js";
import { mostCharacters, salvage } from "../../src/consult/salvage.js";
import { seeded } from "../seeded.js";
import { answerText, finding } from "./answers.js";

const keys = ["findings"];
const whole = answerText({ findings: [finding, { ...finding, quote: 'a = "{[}";' }] });

describe("a whole answer is found", () => {
  test.each([
    ["bare", whole],
    ["with space around it", `\n  ${whole}\n`],
    ["in a fence", `\`\`\`json\n${whole}\n\`\`\``],
    ["amid prose", `Here {is} the answer, { "as": "asked" }:\n${whole}\nI hope {this} helps.`],
    ["after a broken beginning", `{"findings" oops ${whole}`],
    ["after thinking aloud", `<think>{"findings": []} or {</think>\n${whole}`],
    ["with trailing commas", whole.replace('],"leads"', ',],"leads"').replace(/\}$/, ",}")],
    ["with raw line ends in strings", whole.replace("Index 0 is", "Index 0\nis")],
    ["with a pattern's lone backslash", whole.replace("Index 0", "Index \\d")],
  ])("%s", (_, text) => {
    const found = salvage(text, keys);
    expect(found).toMatchObject({ isCut: false, lost: 0 });
    expect(found?.value["findings"]).toHaveLength(2);
  });
});

test.each(["", "no", "[]", "{}", '{"other": 1}', "{{{{{{", '{"findings', '["findings"]'])(
  "%j holds none",
  (text) => {
    expect(salvage(text, keys)).toBeNull();
  },
);

test("cut anywhere, the whole items before the cut remain and it is known to be cut", () => {
  const second = whole.indexOf('{"path"', whole.indexOf('{"path"') + 1);
  const end = whole.indexOf('],"leads"');
  for (let length = whole.indexOf("[") + 1; length < whole.length; length++) {
    const found = salvage(whole.slice(0, length), keys);
    expect(found?.isCut, `${length}`).toBe(true);
    const expected = length >= end ? 2 : length >= second - 1 ? 1 : 0;
    expect(found?.value["findings"], `${length}`).toHaveLength(expected);
  }
});

test("a broken item is lost alone", () => {
  const text = `{"findings": [{"a": 1}, {"b": }, {"c": "x" "y"}, {"d": x}, {"e": 2}]}`;
  const found = salvage(text, keys);
  expect(found?.value["findings"]).toEqual([{ a: 1 }, { e: 2 }]);
  expect(found?.lost).toBe(3);
});

test("ten million characters are read to the bound and count as cut", () => {
  const item = JSON.stringify(finding);
  const text = `{"canary":"x","findings":[${`${item},`.repeat(Math.ceil(10_000_000 / item.length))}${item}]}`;
  const found = readAnswer(`> ${text}`);
  expect(found?.isCut).toBe(true);
  expect(found?.answer.findings.length).toBe(300);
  const read = Math.floor((mostCharacters - 30) / (item.length + 1));
  expect(found?.drops).toEqual([{ what: "finding", reason: "there are more than 300", count: read - 300 }]);
});

test("a bracket that closes nothing does not hold the reader up", () => {
  expect(salvage('{"findings": [{"a": 1}, }}}, {"b": 2}]}', keys)?.value["findings"]).toEqual([
    { a: 1 },
    { b: 2 },
  ]);
});

test.each([
  ["{", 3_000_000],
  ['{"findings":[', 1_000_000],
  ['{"findings":[{"a":', 500_000],
  ["[", 3_000_000],
  ['{"findings":["\\', 500_000],
  ['{"', 2_000_000],
])("%s many times neither throws nor hangs", (piece, count) => {
  expect(() => readAnswer(piece.repeat(count))).not.toThrow();
});

test("random bytes and random damage never throw, and never invent a finding", () => {
  const random = seeded(11);
  const alphabet = [...'{}[]":,\\ntf0-9e.u\u0000\ud800 é💥', '"findings":[', '{"path":"src/a.ts"'];
  for (let round = 0; round < 3_000; round++) {
    const noise = Array.from(
      { length: random.below(120) },
      () => alphabet[random.below(alphabet.length)],
    ).join("");
    const at = random.below(whole.length);
    const damaged = whole.slice(0, at) + noise + whole.slice(at + random.below(40));
    for (const text of [noise, damaged]) {
      const paths = readAnswer(text)?.answer.findings.map(({ path }) => path.length > 0) ?? [];
      expect(paths.every(Boolean)).toBe(true);
    }
  }
});
