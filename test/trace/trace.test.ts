/** The room as a whole: what it costs nothing for, in which order it tells, and that it stops when told to. */
import { expect, test } from "vitest";
import { confidenceOf } from "../../src/trace/confidence.js";
import { pagesInUse } from "../../src/trace/pages-in-use.js";
import { trace } from "../../src/trace/trace.js";
import { frameworks, sourceOf, surveyCode } from "../survey-code.js";

const files = {
  "src/b.js":
    'const app = require("express")(); const { exec } = require("child_process");\n' +
    'app.get("/", (req, res) => { exec(req.query.b); exec(req.query.a); });',
  "src/a.js":
    'const app = require("express")(); const { exec } = require("child_process");\n' +
    'app.get("/", (req, res) => exec(req.query.z));',
};

test("flows are told in the order of the places where they do harm", async () => {
  const { flows } = await surveyCode(files);
  expect(flows.map(({ value }) => value)).toEqual(["req.query.z", "req.query.b", "req.query.a"]);
});

test("an aborted trace tells what it has", async () => {
  const survey = await surveyCode(files);
  expect(await trace(survey, frameworks, AbortSignal.abort())).toEqual([]);
});

test("pages count for files that import their packages, or need none", async () => {
  const survey = await surveyCode({
    "src/a.ts": 'import x from "express/lib/router"; import "node:http"; x();',
  });
  const inUse = pagesInUse(frameworks, [...survey.files.values()]).map(({ id }) => id);
  expect(inUse).toEqual(expect.arrayContaining(["express", "javascript", "node", "node-http"]));
  const without = await surveyCode({ "src/a.ts": "export const a = 1;" });
  const left = pagesInUse(frameworks, [...without.files.values()]);
  expect(left.filter(({ packages }) => packages.length > 0)).toEqual([]);
  expect(left.filter(({ family }) => family !== "typescript")).toEqual([]);
});

test.each<[what: string, given: Partial<Parameters<typeof confidenceOf>[0]>, confidence: number]>([
  ["a request", {}, 0.9],
  ["an argument of the program", { entry: "arguments" }, 0.4],
  ["a check on the way", { isGuarded: true }, 0.59],
  ["a receiver known by name", { doubts: 1 }, 0.81],
  ["a script", { sources: [sourceOf("scripts/a.js", "")] }, 0.54],
  ["a test", { sources: [sourceOf("src/a.test.js", "")] }, 0.54],
])("%s is believed %o: %d", (_, given, confidence) => {
  expect(confidenceOf({ entry: "http", isGuarded: false, doubts: 0, sources: [], ...given })).toBe(
    confidence,
  );
});
