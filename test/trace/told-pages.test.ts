/** What is not followed, because no rule tells of it. */
import { expect, test } from "vitest";
import { toldPages } from "../../src/trace/told-pages.js";
import { trace } from "../../src/trace/trace.js";
import { frameworks, surveyCode } from "../survey-code.js";

const never = new AbortController().signal;

test("what is typed when a program is started is not followed, and what a request holds is", async () => {
  const survey = await surveyCode({
    "src/a.js":
      'const app = require("express")(); const { exec } = require("child_process");\n' +
      'app.get("/", (req, res) => exec(req.query.z)); exec(process.argv[2]); exec(process.env.RUN);',
  });
  const told = await trace(survey, toldPages(frameworks), never);
  expect(told.map(({ value, entry }) => `${entry} ${value}`)).toEqual(["http req.query.z"]);
  expect((await trace(survey, frameworks, never)).map(({ entry }) => entry)).toContain("arguments");
});
