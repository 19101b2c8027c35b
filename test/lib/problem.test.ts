/** System errors in words for people. */
import { expect, test } from "vitest";
import { codeOf, problemOf } from "../../src/lib/problem.js";

const withCode = (code: unknown): Error => Object.assign(new Error("the system's words"), { code });

test.each([
  [withCode("ENOSPC"), "ENOSPC", "the disk is full"],
  [withCode("EROFS"), "EROFS", "the disk is read-only"],
  [withCode("EPERM"), "EPERM", "permission denied"],
  [withCode("ELOOP"), "ELOOP", "it is a link"],
  [withCode("EIO"), "EIO", "the system's words"],
  [withCode("toString"), "toString", "the system's words"],
  [withCode(7), "7", "the system's words"],
  [new Error("plain"), "", "plain"],
  ["thrown text", "", "thrown text"],
  [undefined, "", "undefined"],
])("%s: %s", (error, code, problem) => {
  expect(codeOf(error)).toBe(code);
  expect(problemOf(error)).toBe(problem);
});
