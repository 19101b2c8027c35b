/** Traces code given as text with pages of the test's own, so that the shelf may change. */
import { type Framework, type FrameworkFile, frameworkFileSchema } from "../../../src/model/framework.js";
import type { Flow } from "../../../src/model/flow.js";
import { trace } from "../../../src/trace/trace.js";
import { surveyCode } from "../../survey-code.js";

const request = {
  entry: "http",
  handler: [
    "web().{get,post,use}",
    "web.Router().{get,post,use}",
    "web.Router().route().{get,post}",
    "?app.{get,post}",
  ],
  type: ["web.Request"],
  signature: ["req", "res"],
};

const web = page("web", {
  title: "Web",
  family: "typescript",
  packages: ["web"],
  sources: [
    { ...request, members: ["body", "query", "file", "files"] },
    { ...request, members: ["params"], calls: ["header"], text: true },
    { entry: "http", decorator: ["web.Body"] },
    { entry: "http", handler: ["*.mutation"], members: ["input"] },
    { entry: "http", handler: ["koa().use"], members: ["query", "request.body"] },
    { entry: "http", handler: ["koa().use"], parameter: "this", members: ["query", "request.body"] },
    { entry: "http", exported: ["GET"], files: ["app/**/route.ts"], members: ["url"] },
    { entry: "message", handler: ["?socket.on"], parameter: 0 },
  ],
  sinks: [
    { harm: "redirect", call: ["?res.redirect"], argument: -1, when: "start" },
    { harm: "markup", call: ["?res.send"], when: "built" },
    { harm: "markup", assigned: ["*.{innerHTML,dangerouslySetInnerHTML}"] },
  ],
  validators: [
    {
      field: ["validator.body"],
      of: ["body"],
      checks: ["isEmail", "isString"],
      casts: ["trim"],
      harms: ["nosql"],
    },
    { field: ["validator.check"], of: ["body", "query"], checks: ["isEmail"], harms: ["nosql"] },
    { field: ["validator.query"], of: ["query"], checks: ["isEmail"], harms: ["nosql"] },
    { result: ["validator.validationResult"], harms: ["nosql"] },
    { object: ["schemas.object"], plain: ["schemas.string"], harms: ["nosql"] },
    { plain: ["schemas.{number,enum}"] },
    { list: ["schemas.array"] },
    { pipe: ["web.Pipe"] },
    { decorator: ["rules.{IsText,Matches}"], harms: ["nosql"] },
    { decorator: ["rules.IsNumber"] },
    { refuses: ["guards.guard"], harms: ["nosql"] },
    { refuses: ["*.input"], of: ["input"] },
    {
      table: ["validator.checkSchema"],
      of: ["body", "query"],
      checks: ["isEmail", "isString"],
      casts: ["trim"],
      harms: ["nosql"],
    },
    { group: ["validator.oneOf"], harms: ["nosql"] },
  ],
});

const shell = page("shell", {
  title: "Shell",
  family: "typescript",
  sources: [{ entry: "arguments", value: ["process.argv"] }],
  propagators: [
    {
      call: [
        "path.{join,resolve,normalize}",
        "String",
        "JSON.{parse,stringify}",
        "Object.{keys,values,assign}",
      ],
    },
    { call: ["Object.assign"], from: [1], to: 0 },
    { call: ["fs.readFile"], to: "callback", from: [0] },
    { call: ["String.raw"] },
    { call: ["URL"], from: [0] },
  ],
  sanitizers: [
    { call: ["Number", "parseInt"] },
    { call: ["path.basename"], harms: ["path"] },
    { call: ["escape-html"], harms: ["markup"] },
    { check: ["validator.isUUID"] },
  ],
  sinks: [
    { harm: "command", call: ["child_process.{exec,execSync}"] },
    {
      harm: "command",
      call: ["child_process.spawn"],
      argument: 1,
      only: { option: "shell", is: true },
    },
    {
      harm: "path",
      call: ["fs.{readFile,readFileSync}", "fs/promises.readFile"],
      unless: { option: "root" },
    },
    { harm: "url", call: ["fetch"], when: "start" },
    { harm: "url", call: ["fetch"], argument: "url", when: "start" },
    { harm: "sql", call: ["pg.Pool().query", "?{db,pool}.query", "?knex().whereRaw"], when: "built" },
    { harm: "nosql", call: ["?*Collection.find", "?db.collection().find"], when: "whole" },
    { harm: "code", call: ["eval"] },
  ],
});

function page(id: string, file: unknown): Framework {
  const checked: FrameworkFile = frameworkFileSchema.parse(file);
  return { ...checked, id };
}

/** All flows of the files, by the pages of this test. */
export async function traceCode(files: Readonly<Record<string, string>>): Promise<readonly Flow[]> {
  const survey = await surveyCode(files);
  return trace(survey, [web, shell], new AbortController().signal);
}

/** Each flow in one line: `command: req.query.id → child_process.exec`, with `?` before a guarded harm. */
export async function flowsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const flows = await traceCode(files);
  return flows.map(
    ({ harm, value, sink, guard }) => `${guard === null ? "" : "?"}${harm}: ${value} → ${sink}`,
  );
}
