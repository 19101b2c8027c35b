/** Fingerprints of lines: those that GitHub publishes with its upload action, and none that tells of a credential. */
import { describe, expect, test } from "vitest";
import { hashedUntil, lineHashes } from "../../src/judge/line-hash.js";
import { markLines } from "../../src/judge/mark-lines.js";
import { finding } from "../reports/sample-review.js";
import { surveyCode } from "../survey-code.js";

const greetings = [
  "e9496ae3ebfced30:1",
  "fb7c023a8b9ccb3f:1",
  "ce8ba1a563dcdaca:1",
  "e20e36e16fcb0cc8:1",
  "b3edc88f2938467e:1",
  "c8e28b0b4002a3a0:1",
  "c129715d7a2bc9a3:1",
];

/** Inputs and results as published in github/codeql-action, src/fingerprints.test.ts. */
const published: readonly (readonly [name: string, text: string, hashes: readonly string[]])[] = [
  ["an empty file", "", ["c129715d7a2bc9a3:1"]],
  [
    "blanks count for nothing",
    " a\nb\n  \t\tc\n d",
    ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
  ],
  [
    "no line end at the end",
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
    [
      ...["8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1"],
      ...["c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"],
    ],
  ],
  ["line feeds", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greetings],
  ["carriage returns", " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greetings],
  ["both", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greetings],
  ["mixed", " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greetings],
  [
    "lines that repeat are counted",
    "Lorem ipsum dolor sit amet.\n".repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`),
      ...["a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1"],
      "c129715d7a2bc9a3:1",
    ],
  ],
];

test.each(published)("%s", (_, text, hashes) => {
  expect(lineHashes(text)).toEqual(hashes);
});

/** The same polynomial by its definition, line by line, in whole numbers of any size. */
function byDefinition(text: string): readonly string[] {
  const units = [...text.replaceAll(/\r\n?/g, "\n").replaceAll(/[ \t]/g, "")].flatMap((character) =>
    Array.from({ length: character.length }, (_, i) => character.charCodeAt(i)),
  );
  const all = [...units, 65_535, ...Array.from({ length: 99 }, () => 0)];
  const starts = [0, ...units.flatMap((unit, i) => (unit === 10 ? [i + 1] : []))];
  const counts = new Map<string, number>();
  return starts.map((start) => {
    const sum = all.slice(start, start + 100).reduce((total, unit) => total * 37n + BigInt(unit), 0n);
    const digits = BigInt.asUintN(64, sum).toString(16);
    counts.set(digits, (counts.get(digits) ?? 0) + 1);
    return `${digits}:${counts.get(digits) ?? 0}`;
  });
}

test.each([
  ["code", "export function f(a: number): number {\r\n\treturn a * 2; // twice\r\n}\r\n".repeat(40)],
  ["beyond ASCII", "größe = '𐐀 𐐀 𐐀'\nx = '日本語'\r".repeat(30)],
  ["one long line", "abc ".repeat(5000)],
  ["blank lines", "\n".repeat(500)],
])("equals its definition: %s", (_, text) => {
  expect(lineHashes(text)).toEqual(byDefinition(text));
});

test("what has a say ends with the hundredth character", () => {
  expect(hashedUntil("short", 0)).toBe(5);
  expect(hashedUntil(`a ${"b".repeat(200)}`, 0)).toBe(101);
});

describe("findings", () => {
  const token = ["ghp", "_", "Zk7Qw3Rt9Yx1Lm5Np8Vb2Cd4Fg6Hj0KsAe3U"].join("");
  const far = Array.from({ length: 20 }, (_, i) => `line_${i} = ${i}`).join("\n");
  const text = `first = 1\n${far}\ntoken = "${token}"\n`;

  test("have that of their line, of the first where they name none, and none near a credential", async () => {
    const survey = await surveyCode({ "app/a.py": text });
    const hashes = lineHashes(text);
    const at = (line: number | null) =>
      finding({ id: "a", title: "A", path: "app/a.py", lines: line ? { start: line, end: line } : null });
    const findings = [at(2), at(null), at(22), at(20), { ...at(2), path: "app/b.py" }];
    expect(markLines(findings, survey).map(({ lineHash }) => lineHash)).toEqual([
      hashes[1],
      hashes[0],
      undefined,
      undefined,
      undefined,
    ]);
  });
});
