/** Look-alikes of flows that must stay silent, and checks that are seen and not judged. */
import { describe, expect, test } from "vitest";
import { flowsOf } from "./flows-of.js";

const head = [
  'const app = require("web")();',
  'const { exec, spawn } = require("child_process");',
  'const fs = require("fs"); const path = require("path");',
  "",
].join("\n");

const handler = (body: string, before = ""): Record<string, string> => ({
  "src/app.js": `${head}${before}\napp.get("/", (req, res) => {\n${body}\n});`,
});

describe("nothing to say", () => {
  test.each<[name: string, body: string, before?: string]>([
    ["another value", "const x = req.query.x; exec('ls');"],
    ["a cast to a number", "exec('kill ' + Number(req.query.x));"],
    ["a unary plus", "exec('kill ' + +req.query.x);"],
    ["arithmetic", "exec('kill ' + req.query.x * 1);"],
    ["a bitwise or", "exec('kill ' + (req.query.x | 0));"],
    ["the length", "exec('head -n ' + req.query.x.length);"],
    ["replaced before", "let x = req.query.x; x = 'ls'; exec(x);"],
    ["cleaned in place", "let x = req.query.x; x = parseInt(x, 10); exec('kill ' + x);"],
    ["another member", "const o = { a: req.query.x, b: 'ls' }; exec(o.b);"],
    ["overwritten name of an inner scope", "const x = req.query.x; { const x = 'ls'; exec(x); }"],
    ["used before it is given", "let x = 'ls'; exec(x); x = req.query.x;"],
    ["an allow-list", "const x = req.query.x; if (!['a', 'b'].includes(x)) return; exec(x);"],
    [
      "an allow-list kept in a name",
      "const { x } = req.query; const ok = ALLOWED.has(x); if (!ok) { res.end(); return; } exec(x);",
      "const ALLOWED = new Set(['a']);",
    ],
    ["an allow-list around", "if (['a'].includes(req.query.x)) exec(req.query.x);"],
    [
      "an allow-list by index",
      "const x = req.query.x; if (['a'].indexOf(x) === -1) throw new Error(); exec(x);",
    ],
    [
      "a map of what is allowed",
      "const x = req.query.x; if (!(x in MAP)) return; exec(x);",
      "const MAP = { a: 1 };",
    ],
    ["looked up in a map", "exec(MAP[req.query.x]);", "const MAP = { a: 'ls' };"],
    [
      "own keys only",
      "const x = req.query.x; if (!Object.hasOwn(MAP, x)) return; exec(x);",
      "const MAP = { a: 1 };",
    ],
    ["equal to a constant", "if (req.query.x === 'ls') exec(req.query.x);"],
    ["one of the cases", "switch (req.query.x) { case 'ls': exec(req.query.x); }"],
    ["a pattern from start to end", "const x = req.query.x; if (!/^[a-z]+$/.test(x)) return; exec(x);"],
    ["no other character", "const x = req.query.x; if (/[^a-z]/.test(x)) return; exec(x);"],
    ["other characters removed", "exec(req.query.x.replace(/[^a-z]/g, ''));"],
    [
      "checked inside a try that is left",
      "const x = req.query.x; try { if (!/^[a-z]+$/.test(x)) throw new Error(); } catch (e) { return; } exec(x);",
    ],
    ["a number by its type", "const x = req.query.x; if (typeof x !== 'number') return; exec('kill ' + x);"],
    [
      "an integer by a question",
      "const x = req.query.x; if (!Number.isInteger(x)) return; exec('kill ' + x);",
    ],
    ["fallback where it is not allowed", "let x = req.query.x; if (!['a'].includes(x)) x = 'a'; exec(x);"],
    [
      "a check that a page knows",
      "const x = req.query.x; if (!validator.isUUID(x)) return; exec(x);",
      'const validator = require("validator");',
    ],
    ["an argument that is no shell's", "spawn('ls', [req.query.x]);"],
    ["the file name alone", "fs.readFile('a/' + path.basename(req.query.x));"],
    [
      "contained in a folder",
      "const p = path.resolve('a', req.query.x); if (!p.startsWith(ROOT)) return; fs.readFile(p);",
      "const ROOT = '/srv/';",
    ],
    [
      "contained, by the relative path",
      "const p = path.join('a', req.query.x); if (path.relative('a', p).startsWith('..')) throw 1; fs.readFile(p);",
    ],
    ["letters made of it", "exec('echo ' + Buffer.from(req.query.x).toString('base64'));"],
    ["a piece between dots", "fs.readFile('a/1.' + req.query.x.split('.').pop());"],
    ["the piece after the last slash", "fs.readFile('a/' + req.query.x.split('/').at(-1));"],
    ["where an upload was put", "fs.readFile(req.file.path);"],
    ["where one of several uploads was put", "for (const file of req.files) fs.readFile(file.path);"],
    ["where a named upload was put", "const { filepath } = req.files.picture[0]; fs.readFile(filepath);"],
    ["an option that contains", "fs.readFile(req.query.x, { root: 'a' });"],
    ["a placeholder", "db.query('select * from t where id = $1', [req.query.x]);"],
    ["text where an object would do harm", "usersCollection.find({ id: req.params.id });"],
    [
      "text by its type",
      "const n = req.body.name; if (typeof n !== 'string') return; usersCollection.find({ n });",
    ],
    ["made text", "usersCollection.find({ name: String(req.body.name).trim() });"],
    ["a fixed host", "fetch(`https://example.org/${req.query.x}`);"],
    ["a base from elsewhere", "fetch(base + req.query.x);", "const base = config.base;"],
    ["a redirect within", "res.redirect('/a/' + req.query.x);"],
    ["the own address as a base", "res.redirect(new URL('/login', req.query.x));"],
    ["escaped markup", "res.send('<b>' + escape(req.query.x));", 'const escape = require("escape-html");'],
    ["given as it is, not in markup", "res.send(req.query.x);"],
    [
      "a tag that builds queries",
      "db.query(sql`select ${req.query.x}`);",
      'const { sql } = require("own-tag");',
    ],
    ["another function of the name", "exec(req.query.x);\n}); const f = ((exec) => {", ""],
  ])("%s", async (name, body, before) => {
    const files = handler(body, before);
    if (name === "another function of the name")
      files["src/app.js"] =
        `${head}app.get("/", (req, res) => { const exec = (x) => x; exec(req.query.x); });`;
    expect(await flowsOf(files)).toEqual([]);
  });

  test.each<[name: string, files: Record<string, string>]>([
    ["no handler", { "a.js": `${head}function list(q) { exec(q.query.x); }` }],
    ["another callback of the application", { "a.js": `${head}app.listen((q) => exec(q.query.x));` }],
    [
      "two callers of one function are told apart",
      { "a.js": `${head}const id = (x) => x; app.get("/", (q) => { id(q.query.x); exec(id("ls")); });` },
    ],
    [
      "a parameter of a number type",
      {
        "a.ts":
          'import web from "web"; import { exec } from "child_process"; const kill = (id: number) => exec(`kill ${id}`); web().get("/", (q) => kill(q.query.id));',
      },
    ],
    [
      "a parameter that is one of some words",
      {
        "a.ts":
          'import web from "web"; import { exec } from "child_process"; const go = (m: "a" | "b") => exec(m); web().get("/", (q) => go(q.query.id));',
      },
    ],
    [
      "a type of the same name from elsewhere",
      {
        "a.ts":
          'import "web"; import type { Request } from "other"; import { exec } from "child_process"; export const list = (r: Request) => exec(r.query.x);',
      },
    ],
    [
      "`this` of a function inside",
      {
        "a.js": `${head}require("koa")().use(function* () { list.each(function () { exec(this.query.x); }); });`,
      },
    ],
    [
      "`this` where the request is a parameter",
      { "a.js": `${head}require("koa")().use(function (ctx) { exec(this.query.x); });` },
    ],
    ["`this` of an arrow", { "a.js": `${head}require("koa")().use(() => exec(this.query.x));` }],
    [
      "another member of what files share",
      {
        "a.js": `${head}const store = require("./s"); app.get("/", (q) => { store.last = q.query.x; });`,
        "b.js": `${head}const store = require("./s"); exports.run = () => exec(store.first);`,
        "s.js": "module.exports = { last: null, first: 'ls' };",
      },
    ],
    [
      "another object that a file exports",
      {
        "a.js": `${head}const { one } = require("./s"); app.get("/", (q) => { one.last = q.query.x; });`,
        "b.js": `${head}const { two } = require("./s"); exports.run = () => exec(two.last);`,
        "s.js": "exports.one = {}; exports.two = {};",
      },
    ],
    [
      "what a package keeps by a key",
      {
        "a.js": `${head}const { cache } = require("./s"); app.get("/", (q) => { cache.set("a", q.query.x); });`,
        "b.js": `${head}const { cache } = require("./s"); exports.run = () => exec(cache.get("b"));`,
        "s.js": 'const { Redis } = require("redis"); exports.cache = new Redis();',
      },
    ],
    [
      "what a module keeps in a way nobody sees",
      {
        "a.js": `${head}const db = require("./s"); app.get("/", (q) => { db.set("a", q.query.x); });`,
        "b.js": `${head}const db = require("./s"); exports.run = () => exec(db.get("a"));`,
        "s.js":
          "exports.init = (store) => { for (const name of ['set', 'get']) exports[name] = store[name]; };",
      },
    ],
    [
      "another key of a map",
      {
        "a.js": `${head}const known = new Map(); app.get("/", (q) => { known.set("a", q.query.x); exec(known.get("b")); });`,
      },
    ],
    [
      "another class's getter",
      {
        "a.js": `${head}class A { constructor(q) { this.q = q; } get x() { return this.q.query.x; } } class B { get x() { return "ls"; } } app.get("/", (q) => { new A(q).x; exec(new B().x); });`,
      },
    ],
    [
      "another property than the one that is set",
      {
        "a.js": `${head}class A { set x(v) { this.kept = 1; } set y(v) { exec(v); } } app.get("/", (q) => { const a = new A(); a.x = q.query.x; a.y = "ls"; });`,
      },
    ],
    [
      "a getter that gives a number of it",
      {
        "a.js": `${head}class A { constructor(q) { this.q = q; } get x() { return Number(this.q.query.x); } } app.get("/", (q) => exec("kill " + new A(q).x));`,
      },
    ],
    [
      "another class's field",
      {
        "a.js": `${head}class A { constructor(x) { this.x = x; } } class B { run() { exec(this.x); } } app.get("/", (q) => { new A(q.query.x); new B().run(); });`,
      },
    ],
    [
      "a project without the package",
      { "a.js": 'const { exec } = require("child_process"); app.get("/", (req, res) => exec(req.query.x));' },
    ],
  ])("%s", async (_, files) => {
    expect(await flowsOf(files)).toEqual([]);
  });
});

describe("a check that nobody here can judge is named", () => {
  test.each<[name: string, body: string, flow: string]>([
    [
      "a function of a package",
      "const x = req.query.x; if (!isFine(x)) return; exec(x);",
      "?command: req.query.x → child_process.exec",
    ],
    [
      "one that throws",
      "const x = req.query.x; assertFine(x); exec(x);",
      "?command: req.query.x → child_process.exec",
    ],
    [
      "a pattern that lets anything through",
      "const x = req.query.x; if (!/^a.*$/.test(x)) return; exec(x);",
      "?command: req.query.x → child_process.exec",
    ],
    [
      "a schema",
      "const x = schema.parse(req.query.x); exec(x);",
      "?command: req.query.x → child_process.exec",
    ],
    [
      "a list of what is forbidden",
      "const x = req.query.x; if (BAD.includes(x)) return; exec(x);",
      "?command: req.query.x → child_process.exec",
    ],
    ["a replacement", "exec(req.query.x.replace(/;/, ''));", "?command: req.query.x → child_process.exec"],
    [
      "a start that was not resolved",
      "const x = req.query.x; if (!x.startsWith('a/')) return; fs.readFile(x);",
      "?path: req.query.x → fs.readFile",
    ],
  ])("%s", async (_, body, flow) => {
    expect(
      await flowsOf(handler(body, 'const { isFine, assertFine, schema, BAD } = require("own");')),
    ).toEqual([flow]);
  });
});

test.each<[name: string, code: string]>([
  [
    "two thousand terms",
    `exec(${Array.from({ length: 2000 }, (_, i) => `"a${i}"`).join(" + ")} + req.query.x);`,
  ],
  ["calls nested three hundred deep", `exec(${"String(".repeat(300)}req.query.x${")".repeat(300)});`],
  [
    "three hundred conditions",
    `${Array.from({ length: 300 }, (_, i) => `if (a${i} && req.query.x) b();`).join("\n")} exec(req.query.x);`,
  ],
  [
    "functions that call each other",
    `const a = (x) => b(x), b = (x) => a(x); a(req.query.x); exec(req.query.x);`,
  ],
  ["objects spread into each other", `const a = { ...b }, b = { ...a }; a.run(b.x); exec(req.query.x);`],
])("%s neither hang nor overflow", async (_, code) => {
  expect(await flowsOf(handler(code))).toEqual(["command: req.query.x → child_process.exec"]);
});
