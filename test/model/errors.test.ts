/** Every error says what happened and what to do, whatever details it is given. */
import { describe, expect, test } from "vitest";
import { UserError, errorCodes } from "../../src/model/errors.js";

const details = {
  path: "src/x",
  paths: "src",
  name: "securty",
  nearest: "security",
  formats: "json, html",
  file: "reviewers/x.md",
  other: "reviewers/y.md",
  line: 3,
  field: "title",
  id: "x",
  problem: "is missing",
  skipped: "2 files left out",
};

describe.each([...errorCodes])("%s", (code) => {
  test.each([
    ["with details", details],
    ["without details", {}],
  ])("%s", (_, given) => {
    const error = new UserError(code, given);
    expect(error.message.trim()).not.toBe("");
    expect(error.hint.trim()).not.toBe("");
    expect(`${error.message} ${error.hint}`).not.toMatch(/undefined|null|NaN|\[object/);
    expect(error.code).toBe(code);
    expect(error.name).toBe("UserError");
  });
});

test.each([
  ["path-missing", 'There is no file or folder "src/x".', 'Did you mean "security"?'],
  ["unknown-reviewer", 'There is no reviewer "securty".', 'Did you mean "security"?'],
  ["broken-reviewer", 'reviewers/x.md:3: field "title" is missing', /docs\/write-a-reviewer\.md/],
  ["nothing-to-review", "No reviewable files in src (2 files left out).", /--dry-run/],
] as const)("%s reads well", (code, message, hint) => {
  const error = new UserError(code, details);
  expect(error.message).toBe(message);
  expect(error.hint).toMatch(hint);
});

test("keeps its cause", () => {
  const cause = new Error("disk");
  expect(new UserError("cannot-write", {}, { cause }).cause).toBe(cause);
});
