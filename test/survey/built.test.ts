/** Whose lines and findings count: not those of files that tools wrote. */
import { expect, test } from "vitest";
import { builtIn } from "../../src/survey/built.js";
import { surveyCode } from "../survey-code.js";

const code = "export function parse(text) {\n  return JSON.parse(text);\n}\n";

test.each([
  ["a bundle beside the code", { "src/parse.js": code, "dist/parse.js": code, "parse.min.js": code }, 2],
  ["code alone", { "src/parse.js": code, "lib/parse.js": code }, 0],
  ["a project that is nothing but a bundle", { "dist/parse.js": code }, 0],
  ["a folder of that name within the code", { "src/dist/parse.js": code, "src/a.js": code }, 0],
])("%s", async (_, files, count) => {
  const built = builtIn(await surveyCode(files));
  expect(built.paths.size).toBe(count);
  expect(built.lines).toBe(count * 3);
});
