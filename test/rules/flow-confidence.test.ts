/** Which flows the standard profile tells: it hangs on who sends a value and what is done with it, which examples cannot show. */
import { describe, expect, test } from "vitest";
import { claimsOf } from "./run.js";

type Files = Readonly<Record<string, string>>;

async function isTold(rule: string, files: Files): Promise<boolean> {
  const claims = await claimsOf(rule, files);
  expect(claims).not.toEqual([]);
  return claims.every(({ confidence }) => confidence >= 0.5);
}

const program = (...lines: string[]): Files => ({
  "src/app.js": ['const express = require("express");', "const app = express();", ...lines, ""].join("\n"),
});

const library = JSON.stringify({ name: "left", version: "1.0.0" });
const application = JSON.stringify({ name: "left", version: "1.0.0", scripts: { start: "node app.js" } });

describe("who may send the address", () => {
  const fetched =
    "async (req, res) => {\n  res.send(await (await fetch(req.body.hook ?? req.query.hook)).text());\n});";
  test.each<[who: string, isTold: boolean, line: string]>([
    ["anybody", true, `app.post("/preview", ${fetched}`],
    ["who is signed in, and sets up a hook", false, `app.post("/preview", requireLogin, ${fetched}`],
    [
      "who is signed in, and wants a picture",
      true,
      `app.post("/preview", requireLogin, ${fetched.replaceAll("hook", "picture")}`,
    ],
    ["whoever makes one who is signed in open a link", true, `app.get("/preview", requireLogin, ${fetched}`],
    ["an administrator", false, `app.get("/preview", requireAdmin, ${fetched}`],
  ])("%s", async (_, expected, line) => {
    expect(await isTold("url-from-request", program(line))).toBe(expected);
  });
});

describe("what looks at the address", () => {
  const preview = 'app.get("/preview", async (req, res) => {';
  test.each<[what: string, isTold: boolean, line: string]>([
    ["nothing", true, "const url = clean(req.query.url);"],
    ["a function named after it", false, "const url = await assertSafeUrl(req.query.url);"],
  ])("%s", async (_, expected, line) => {
    const files = program(
      preview,
      line,
      "res.send(await (await fetch(url)).text());",
      "});",
      "const clean = (url) => url;",
      "const assertSafeUrl = (url) => url;",
    );
    expect(await isTold("url-from-request", files)).toBe(expected);
  });
});

describe("who writes a template", () => {
  const shown = "(req, res) => {\n  res.json(ejs.render(req.body.text, {}));\n});";
  test.each<[who: string, isTold: boolean, line: string]>([
    ["anybody", true, `app.post("/preview", ${shown}`],
    ["who is signed in", false, `app.post("/preview", requireLogin, ${shown}`],
  ])("%s", async (_, expected, line) => {
    expect(await isTold("template-from-outside", program('const ejs = require("ejs");', line))).toBe(
      expected,
    );
  });
});

describe("what becomes of a pattern", () => {
  test.each<[what: string, isTold: boolean, line: string]>([
    ["tested here", true, "res.json(names.filter((name) => pattern.test(name)));"],
    ["matched here", true, "res.json(names.filter((name) => name.match(pattern)));"],
    ["put into a query", false, "res.json(await Person.find({ name: pattern }));"],
  ])("%s", async (_, expected, line) => {
    const files = program(
      'app.get("/", async (req, res) => {',
      "const pattern = new RegExp(req.query.text);",
      line,
      "});",
    );
    expect(await isTold("pattern-from-outside", files)).toBe(expected);
  });
});

describe("what keeps a path in", () => {
  const read = (line: string): Files =>
    program(
      'const fs = require("fs");',
      'app.get("/", (req, res) => {',
      line,
      "res.end(fs.readFileSync(file));",
      "});",
      "const safeJoin = (folder, name) => folder + name;",
    );
  test.each<[what: string, isTold: boolean, line: string]>([
    ["nothing", true, 'const file = "files/" + req.query.name;'],
    ["a function named after it", false, 'const file = safeJoin("files/", req.query.name);'],
    [
      "a condition nobody followed",
      false,
      'const file = "files/" + req.query.name; if (isOdd(file)) return res.end();',
    ],
  ])("%s", async (_, expected, line) => {
    expect(await isTold("path-from-request", read(line))).toBe(expected);
  });
});

describe("whose keys and texts they are", () => {
  const merge =
    "exports.merge = function merge(target, source) {\n  for (const key in source) {\n    if (isObject(source[key])) merge(target[key], source[key]);\n    else target[key] = source[key];\n  }\n};\n";
  const trim = "exports.trim = (url) => url.replace(/\\/+$/, '');\n";
  test.each<[rule: string, whose: string, isTold: boolean, files: Files]>([
    ["prototype-pollution", "a package's", true, { "package.json": library, "lib/merge.js": merge }],
    ["prototype-pollution", "a program's", false, { "package.json": application, "lib/merge.js": merge }],
    ["slow-regex-on-request-text", "a package's", true, { "package.json": library, "trim.js": trim }],
    ["slow-regex-on-request-text", "a program's", false, { "package.json": application, "trim.js": trim }],
    [
      "slow-regex-on-request-text",
      "a request's",
      true,
      { "package.json": application, "trim.js": "exports.trim = (req) => req.url.replace(/\\/+$/, '');\n" },
    ],
    [
      "buffer-of-any-value",
      "a package's",
      true,
      { "package.json": library, "a.js": "exports.a = (v) => new Buffer(v);\n" },
    ],
    ["buffer-of-any-value", "nobody's", false, { "a.js": "exports.a = (v) => new Buffer(v);\n" }],
  ])("%s: %s", async (rule, _, expected, files) => {
    expect(await isTold(rule, files)).toBe(expected);
  });
});

test("a script in an answer takes nothing where callers are known by a header alone", async () => {
  const answer =
    'app.get("/:name", (req, res) => {\n  res.status(404).send("<b>" + req.params.name + "</b>");\n});';
  const known = "app.use((req, res, next) => next(check(req.headers.authorization)));";
  expect(await isTold("markup-from-outside", program(answer))).toBe(true);
  expect(await isTold("markup-from-outside", program(answer, known))).toBe(false);
});
