/** A check of new passwords that lets very short ones pass. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { ownCode } from "../../syntax/own-code.js";
import { askOnce } from "../../syntax/questions.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The number stands in the code; whether another check is stricter, the author knows.
  confidence: 0.6,
  judged: { right: 5, arguable: 0, wrong: 1, projects: 6 },
  title: "Short passwords are allowed",
  risk: "Passwords of a few characters are guessed in minutes.",
  fix: "Ask for eight characters or more, and refuse those that are known to be common.",
  cwe: [521],
  reads: ["typescript", "python", "go", "java"],
  project: short,
  examples: [
    {
      language: "javascript",
      bad: "const PASSWORD_RE = /^.{1,20}$/;\nexports.check = (password) => PASSWORD_RE.test(password);\n",
      good: "const PASSWORD_RE = /^.{8,64}$/;\nexports.check = (password) => PASSWORD_RE.test(password) && password.length >= 8;\nexports.isGiven = (password) => password.length > 0;\n",
    },
    {
      language: "python",
      bad: 'def check(password):\n    if len(password) < 4:\n        raise ValueError("too short")\n',
      good: 'def check(password):\n    if len(password) < 10:\n        raise ValueError("too short")\n    if len(password) < 1:\n        raise ValueError("missing")\n',
    },
    {
      language: "go",
      bad: 'package a\n\ntype Form struct {\n\tPassword string `json:"password" binding:"required,min=5"`\n}\n',
      good: 'package a\n\ntype Form struct {\n\tPassword string `json:"password" binding:"required,min=12"`\n}\n',
    },
    {
      language: "java",
      path: "src/Form.java",
      bad: "class Form {\n  boolean check(String password) { return password.length() >= 4; }\n}\n",
      good: "class Form {\n  boolean check(String password) { return password.length() >= 8; }\n}\n",
    },
  ],
});

/** NIST SP 800-63B asks for eight characters at least; six are still common, fewer than that are a slip. */
const fewest = 6;

const patterns: readonly RegExp[] = [
  /\b\w*pass(?:word|wd)?\w*\s*(?::[^=\n]+)?=\s*\/\^\.\{(\d+),\d+\}\$\//gi,
  /\b(?:new_?)?password(?:\.length|\.length\(\))\s*(?:<|>=)\s*(\d+)/gi,
  /\blen\((?:new_?)?password\)\s*(?:<|>=)\s*(\d+)/gi,
  /\bPassword\s+string\s+`[^`\n]*\bmin=(\d+)/g,
  /\bpassword\s*:\s*z\.string\(\)\.min\((\d+)/gi,
];

function* short(survey: Survey): Iterable<ProjectHit> {
  const found = ownCode(survey).flatMap((file) => {
    const code = withoutComments(file);
    if (!/pass/i.test(code)) return [];
    return patterns.flatMap((pattern) =>
      [...code.matchAll(pattern)].flatMap((match) => {
        const number = Number(match[1]);
        const isEmptyCheck = number === 0 || (number === 1 && !match[0].includes("{"));
        if (isEmptyCheck || number >= fewest) return [];
        const span = { start: match.index, end: match.index + match[0].length };
        return [{ path: file.source.path, span, number }];
      }),
    );
  });
  const places = found.map(({ path, span }) => ({ path, span }));
  yield* askOnce(places, (count) => ({
    issue: `Passwords of ${Math.min(...found.map(({ number }) => number))} characters pass the check ${count === 1 ? "here" : `in ${count} places`}. Is that all that is asked of them?`,
  }));
}
