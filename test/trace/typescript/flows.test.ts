/** Outside data followed through TypeScript and JavaScript: code in, flow or silence out. */
import { expect, test } from "vitest";
import { surveyCode } from "../../survey-code.js";

test("a flow says where the value comes in, every hop, and where it does harm", async () => {
  const { flows } = await surveyCode({
    "src/routes.js": [
      'const app = require("express")();',
      'const { list } = require("./files");',
      'app.get("/", (req, res) => list(req.query.folder));',
    ].join("\n"),
    "src/files.js": [
      'const { exec } = require("child_process");',
      "exports.list = (folder) => exec(`ls ${folder}`);",
    ].join("\n"),
  });
  expect(flows).toMatchObject([
    { harm: "command", entry: "http", sink: "child_process.exec", value: "req.query.folder", guard: null },
  ]);
  expect(flows[0]?.steps.map(({ path, what }) => `${path}: ${what}`)).toEqual([
    "src/routes.js: `req.query.folder` is read",
    "src/routes.js: passed to `list` as `folder`",
    "src/files.js: put into a longer text",
    "src/files.js: given to `exec`",
  ]);
});
