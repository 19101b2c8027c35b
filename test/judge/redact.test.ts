/** Credentials are masked wherever they stand; everything else stays as it is. */
import { expect, test } from "vitest";
import { placeholder, redactor } from "../../src/judge/redact.js";
import type { Survey } from "../../src/model/survey.js";
import { surveyCode } from "../survey-code.js";

/** A survey of one file in which the given pieces are secret. */
async function surveyWith(text: string, ...secrets: readonly string[]): Promise<Survey> {
  const survey = await surveyCode({ "a.txt": text });
  const spans = secrets.map((secret) => {
    const start = text.indexOf(secret);
    return { start, end: start + secret.length, kind: "test" };
  });
  return {
    ...survey,
    files: new Map([...survey.files].map(([path, file]) => [path, { ...file, secrets: spans }])),
  };
}

test.each<[name: string, source: string, secrets: string[], text: string, expected: string]>([
  ["in the middle", "key = abcdef-1", ["abcdef-1"], "the key abcdef-1 is", `the key ${placeholder} is`],
  ["several times", "key = abcdef-1", ["abcdef-1"], "abcdef-1 abcdef-1", `${placeholder} ${placeholder}`],
  ["another text", "key = abcdef-1", ["abcdef-1"], "abcdef-2", "abcdef-2"],
  ["signs of a pattern", "key = a.c*(ef", ["a.c*(ef"], "abcdef a.c*(ef", `abcdef ${placeholder}`],
  [
    "each line of a long one",
    "AAAAAAAA\n  BBBBBBBB\nCC",
    ["AAAAAAAA\n  BBBBBBBB\nCC"],
    "x BBBBBBBB\n  AAAAAAAA",
    `x ${placeholder}\n  ${placeholder}`,
  ],
  ["CRLF in the source", "AAAAAAAA\r\nBBBBBBBB", ["AAAAAAAA\r\nBBBBBBBB"], "BBBBBBBB", placeholder],
  ["short lines stay", "AAAAAAAA\nCC", ["AAAAAAAA\nCC"], "CC", "CC"],
  [
    "one inside another",
    "abcdefgh",
    ["abcdefgh", "cdefgh"],
    "abcdefgh cdefgh",
    `${placeholder} ${placeholder}`,
  ],
  [
    "two that overlap",
    "abcdef123456xyz",
    ["abcdef123456", "123456xyz"],
    "(abcdef123456xyz)",
    `(${placeholder})`,
  ],
  ["two side by side", "abcdef uvwxyz", ["abcdef", "uvwxyz"], "abcdefuvwxyz", placeholder + placeholder],
  [
    "cut by an ellipsis",
    "abcdefghijkl",
    ["abcdefghijkl"],
    "is `abcdefgh…` here",
    `is \`${placeholder}…\` here`,
  ],
  ["cut too short to tell", "abcdefghijkl", ["abcdefghijkl"], "is `abcde…` here", "is `abcde…` here"],
  ["another text before an ellipsis", "abcdefghijkl", ["abcdefghijkl"], "abcdefxx…", "abcdefxx…"],
  [
    "a word that names are made of",
    "key = 'secret'",
    ["secret"],
    "client_secret = 'secret'",
    `client_secret = '${placeholder}'`,
  ],
  [
    "what is covered already",
    "key = 'removed'",
    ["removed"],
    `a ${placeholder} removed`,
    `a ${placeholder} ${placeholder}`,
  ],
  ["one that overlaps itself", "xyxyxyxy", ["xyxyxy"], "xyxyxyxy!", `${placeholder}!`],
])("%s", async (...row) => {
  const [, source, secrets, text, expected] = row;
  expect(redactor(await surveyWith(source, ...secrets))(text)).toBe(expected);
});

test("nested data keeps its shape; keys and paths stay", async () => {
  const redact = redactor(await surveyWith("secret-key", "secret-key"));
  const value = {
    path: "src/secret-key.ts",
    rule: "no-secret-key",
    reviewers: ["secret-key"],
    paths: ["secret-key/a.ts"],
    "secret-key": 1,
    none: null,
    missing: undefined,
    list: [{ quote: "x secret-key", lines: { start: 1, end: 2 } }, true, 0.5],
  };
  expect(redact(value)).toEqual({
    ...value,
    list: [{ quote: `x ${placeholder}`, lines: { start: 1, end: 2 } }, true, 0.5],
  });
});

test("without secrets the value comes back as it is", async () => {
  const value = { quote: "x" };
  expect(redactor(await surveyWith("x"))(value)).toBe(value);
});

test("a word that a call signs with is covered between quotes, and prose keeps its words", async () => {
  const text =
    'const jwt = require("jsonwebtoken");\njwt.sign(user, "secret");\njwt.sign(user, "black cat");\n';
  const redact = redactor(await surveyCode({ "a.js": text }));
  expect(redact(['jwt.sign(user, "secret")', "secret file", "a black cat"])).toEqual([
    `jwt.sign(user, "${placeholder}")`,
    "secret file",
    `a ${placeholder}`,
  ]);
});

test("a word that is a password elsewhere is covered everywhere", async () => {
  const url = ["postgres://app:", "letters", "@db.acme.io/app"].join("");
  const text = `const jwt = require("jsonwebtoken");\njwt.sign(user, "letters");\nconnect("${url}");\n`;
  expect(redactor(await surveyCode({ "a.js": text }))("of letters")).toBe(`of ${placeholder}`);
});
