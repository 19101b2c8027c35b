/** Outside data followed through TypeScript and JavaScript: code in, flows out. */
import { describe, expect, test } from "vitest";
import { flowsOf, traceCode } from "./flows-of.js";

const run = "command: req.query.x → child_process.exec";
const head = 'const app = require("web")(); const { exec } = require("child_process");\n';

/** A handler around one or more statements, in a file that has `exec` and `app`. */
const handler = (body: string, before = ""): Record<string, string> => ({
  "src/app.js": `${head}${before}\napp.get("/", (req, res) => {\n${body}\n});`,
});

type Row = [name: string, body: string, flows: readonly string[], before?: string];

describe("through expressions and statements", () => {
  test.each<Row>([
    ["as it is", "exec(req.query.x);", [run]],
    ["concatenated", 'exec("ls " + req.query.x + " -l");', [run]],
    ["in a template", "exec(`ls ${req.query.x}`);", [run]],
    ["kept in a name", "const x = req.query.x; exec(x);", [run]],
    ["kept and given another name", "const x = req.query.x; const y = x; exec(y);", [run]],
    ["taken apart", "const { x } = req.query; exec(x);", ["command: req.query → child_process.exec"]],
    [
      "taken apart and renamed",
      "const { x: y = '' } = req.query; exec(y);",
      ["command: req.query → child_process.exec"],
    ],
    [
      "taken apart two deep",
      "const { query: { x } } = req; exec(x);",
      ["command: query: { x } → child_process.exec"],
    ],
    [
      "the rest",
      "const { a, ...rest } = req.query; exec(rest.x);",
      ["command: req.query → child_process.exec"],
    ],
    ["given later", "let x = ''; x = req.query.x; exec(x);", [run]],
    ["added to", "let x = 'ls '; x += req.query.x; exec(x);", [run]],
    ["with a default", "exec(req.query.x || 'ls');", [run]],
    ["with another default", "exec(req.query.x ?? 'ls');", [run]],
    ["one of two", "exec(req.query.x ? req.query.x : 'ls');", [run]],
    ["behind a cast", "exec((req.query.x));", [run]],
    ["through string methods", "exec(req.query.x.trim().toLowerCase());", [run]],
    ["through a global function", "exec(String(req.query.x));", [run]],
    ["in an object", "const o = { x: req.query.x }; exec(o.x);", [run]],
    ["in a shorthand", "const x = req.query.x; const o = { x }; exec(o.x);", [run]],
    ["spread into an object", "const o = { ...{ x: req.query.x } }; exec(o.x);", [run]],
    ["put into an object", "const o = {}; o.x = req.query.x; exec(o.x);", [run]],
    ["assigned into an object", "const o = {}; Object.assign(o, { x: req.query.x }); exec(o.x);", [run]],
    ["in a list", "const l = [req.query.x]; exec(l[0]);", [run]],
    ["joined from a list", "const l = ['ls', req.query.x]; exec(l.join(' '));", [run]],
    ["concatenated to a list", "exec(['ls'].concat(req.query.x).join(' '));", [run]],
    ["concatenated by a method", "exec('ls '.concat(req.query.x));", [run]],
    ["pushed to a list", "const l = []; l.push(req.query.x); exec(l.join(' '));", [run]],
    ["in a loop over a list", "for (const x of [req.query.x]) exec(x);", [run]],
    ["in a callback of a list", "[req.query.x].forEach((x) => exec(x));", [run]],
    ["mapped", "exec([req.query.x].map((x) => 'ls ' + x).join(';'));", [run]],
    ["a text made of it", "exec(req.query.x.toString('utf8'));", [run]],
    ["read by a method", "exec(req.header('x'));", ["command: req.header('x') → child_process.exec"]],
    ["in JSON", "exec(JSON.parse(req.query.x).y);", [run]],
    ["in a closure", "const x = req.query.x; setTimeout(() => exec(x), 5);", [run]],
    ["before a loop goes round", "let x; for (;;) { exec(x); x = req.query.x; }", [run]],
    [
      "to a shell that an option starts",
      "spawn('ls', [req.query.x], { shell: true });",
      ["command: req.query.x → child_process.spawn"],
      'const { spawn } = require("child_process");',
    ],
    [
      "the name an upload has from its sender",
      "require('fs').readFile('a/' + req.file.originalname);",
      ["path: req.file.originalname → fs.readFile"],
    ],
    [
      "where an upload was put, into a command",
      "exec('convert ' + req.file.path);",
      ["command: req.file.path → child_process.exec"],
    ],
    [
      "a piece between commas",
      "require('fs').readFile(req.query.x.split(',')[0]);",
      ["path: req.query.x → fs.readFile"],
    ],
    ["a piece between dots into a command", "exec(req.query.x.split('.').pop());", [run]],
    ["in an option", "fetch({ url: req.query.x });", ["url: req.query.x → fetch"]],
    ["with only a scheme before", "fetch(`https://${req.query.x}/a`);", ["url: req.query.x → fetch"]],
    [
      "as a whole object",
      "usersCollection.find({ name: req.body.name });",
      ["nosql: req.body.name → usersCollection.find"],
    ],
    [
      "into a property",
      "document.body.innerHTML = req.query.x;",
      ["markup: req.query.x → document.body.innerHTML"],
    ],
    [
      "into a query's text",
      "db.query(`select * from t where id = ${req.query.x}`);",
      ["sql: req.query.x → db.query"],
    ],
    ["into a chain", "knex('t').whereRaw('id = ' + req.query.x);", ["sql: req.query.x → knex().whereRaw"]],
  ])("%s", async (_, body, flows, before) => {
    expect(await flowsOf(handler(body, before))).toEqual(flows);
  });
});

describe("through functions", () => {
  test.each<Row>([
    ["a parameter", "list(req.query.x);", [run], "function list(x) { exec(x); }"],
    ["a result", "exec(quote(req.query.x));", [run], "const quote = (x) => `'${x}'`;"],
    ["a parameter taken apart", "list({ x: req.query.x });", [run], "function list({ x }) { exec(x); }"],
    ["the rest of parameters", "list(1, req.query.x);", [run], "function list(...all) { exec(all[1]); }"],
    ["spread arguments", "list(...[req.query.x]);", [run], "function list(x) { exec(x); }"],
    [
      "awaited results",
      "get(req.query.x).then((y) => exec(y));",
      [run],
      "async function get(x) { return x; }",
    ],
    [
      "a callback",
      "get(req.query.x, (error, y) => exec(y));",
      [run],
      "function get(x, done) { done(null, x); }",
    ],
    [
      "a promise",
      "get(req.query.x).then((y) => exec(y));",
      [run],
      "function get(x) { return new Promise((resolve) => resolve(x)); }",
    ],
    [
      "a callback of a package",
      "require('fs').readFile(req.query.x, (y) => exec(y));",
      ["path: req.query.x → fs.readFile", run],
    ],
    ["a method", "new Shell().run(req.query.x);", [run], "class Shell { run(x) { exec(x); } }"],
    [
      "a field",
      "new Shell(req.query.x).run();",
      [run],
      "class Shell { constructor(x) { this.x = x; } run() { exec(this.x); } }",
    ],
    [
      "a getter of a class",
      "exec(new Form(req).name);",
      ["command: this.req.query.x → child_process.exec"],
      "class Form { constructor(req) { this.req = req; } get name() { return this.req.query.x; } }",
    ],
    [
      "a getter of a class above",
      "new Form(req).run();",
      ["command: this.req.query.x → child_process.exec"],
      "class Page { constructor(req) { this.req = req; } get name() { return this.req.query.x; } }\n" +
        "class Form extends Page { run() { exec(this.name); } }",
    ],
    ["a getter of an object", "const form = { get name() { return req.query.x; } }; exec(form.name);", [run]],
    [
      "a setter of a class",
      "const form = new Form(); form.name = req.query.x;",
      [run],
      "class Form { set name(x) { exec(x); } }",
    ],
    [
      "a setter of an object that keeps it",
      "form.name = req.query.x; exec(form.kept);",
      [run],
      "const form = { set name(x) { this.kept = x; } };",
    ],
    [
      "what a getter gives that makes it",
      "db().query('select ' + req.query.x);",
      ["sql: req.query.x → pg.Pool().query"],
      "const { Pool } = require('pg'); class Store { get pool() { return new Pool(); } }\n" +
        "const db = () => new Store().pool;",
    ],
    [
      "an object of functions",
      "shell.run(req.query.x);",
      [run],
      "const shell = { run: (x) => exec(x), other() {} };",
    ],
    [
      "what a constructor function puts on `this`",
      "new Shell().run(req.query.x);",
      [run],
      "function Shell() { this.run = (x) => exec(x); }",
    ],
    [
      "a prototype",
      "new Shell().run(req.query.x);",
      [run],
      "function Shell() {} Shell.prototype.run = function (x) { exec(x); };",
    ],
    [
      "recursion",
      "list(req.query.x, 3);",
      [run],
      "function list(x, n) { if (n) list(x, n - 1); else exec(x); }",
    ],
    ["a call with `this`", "list.call(null, req.query.x);", [run], "function list(x) { exec(x); }"],
    [
      "an argument that is filled",
      "const o = {}; fill(o, req.query.x); exec(o.x);",
      [run],
      "function fill(o, x) { o.x = x; }",
    ],
    ["a promisified function", "run(req.query.x);", [run], 'const run = require("util").promisify(exec);'],
    [
      "a request handed on",
      "list(req);",
      ["command: r.query.x → child_process.exec"],
      "function list(r) { exec(r.query.x); }",
    ],
    [
      "what an earlier handler left for the next",
      "exec(res.locals.place);",
      [run],
      "app.use((req, res, next) => { res.locals.place = req.query.x; next(); });",
    ],
    ["with line ends removed", "exec(req.query.x.replace(/(\\r\\n|\\n)/g, ' '));", [run]],
    [
      "what an earlier handler put on the request",
      "exec(req.place);",
      [run],
      "app.use((req, res, next) => { req.place = req.query.x; next(); });",
    ],
  ])("%s", async (_, body, flows, before) => {
    expect(await flowsOf(handler(body, before))).toEqual(flows);
  });
});

/** Objects that files share: what exports them, what fills them, and what reads them. */
const sharedFiles: readonly [name: string, store: string, write: string, read: string][] = [
  [
    "the object that a file exports",
    "module.exports = { last: null };",
    'const store = require("./store"); app.get("/", (q) => { store.last = q.query.x; });',
    'const store = require("./store"); exports.run = () => exec(store.last);',
  ],
  [
    "one of several objects that a file exports",
    "const state = {}; module.exports = { state };",
    'const { state } = require("./store"); app.get("/", (q) => { state.last = q.query.x; });',
    'const store = require("./store"); exports.run = () => exec(store.state.last);',
  ],
  [
    "an exported constant",
    "export const state = { last: '' };",
    'import { state } from "./store"; app.get("/", (q) => { state.last = q.query.x; });',
    'import { state as kept } from "./store"; export const run = () => exec(kept.last);',
  ],
  [
    "a map",
    "export const known = new Map();",
    'import { known } from "./store"; app.get("/", (q) => { known.set("a", q.query.x); });',
    'import * as store from "./store"; export const run = () => exec(store.known.get("a"));',
  ],
  [
    "a list",
    "exports.waiting = [];",
    'const { waiting } = require("./store"); app.get("/", (q) => { waiting.push(q.query.x); });',
    'const { waiting } = require("./store"); exports.run = () => exec(waiting.shift());',
  ],
  [
    "an export",
    "",
    'app.get("/", (q) => { module.exports.last = q.query.x; });',
    'const a = require("./a"); exports.run = () => exec(a.last);',
  ],
];

describe("from handlers, wherever they are", () => {
  const shell = 'const { exec } = require("child_process");\n';
  test.each<[name: string, files: Record<string, string>, flows: readonly string[]]>([
    [
      "in another file",
      {
        "a.js": 'const app = require("web")(); app.get("/", require("./b").list);',
        "b.js": `${shell}exports.list = (q, s) => exec(q.query.x);`,
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "in a list",
      {
        "a.js": `${shell}const app = require("web")(); const all = [(q) => exec(q.query.x)]; app.get("/", all);`,
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "in a wrapper",
      {
        "a.ts":
          'import web from "web"; import { exec } from "child_process"; import { wrap } from "wrap"; web().get("/", wrap((q) => exec(q.query.x)));',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "on a route",
      {
        "a.js": `${shell}const { Router } = require("web"); Router().route("/").get((q) => exec(q.query.x));`,
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "of a controller",
      {
        "a.js":
          'const app = require("web")(); const C = require("./c"); const c = new C(); app.get("/", c.list.bind(c));',
        "c.js": `${shell}module.exports = class C { list(q) { exec(q.query.x); } };`,
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "made by a function",
      {
        "a.js": 'const app = require("web")(); app.get("/", require("./b")());',
        "b.js": `${shell}module.exports = () => (q) => exec(q.query.x);`,
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "on a router handed in",
      { "a.js": `${shell}require("web"); module.exports = (app) => app.get("/", (q) => exec(q.query.x));` },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "by the type of a parameter",
      {
        "a.ts":
          'import type { Request } from "web"; import { exec } from "child_process"; export const list = (r: Request) => exec(r.query.x);',
      },
      ["command: r.query.x → child_process.exec"],
    ],
    [
      "by the names of the parameters",
      { "a.js": `${shell}require("web"); exports.list = (req, res) => exec(req.query.x);` },
      [run],
    ],
    [
      "by a decorator",
      {
        "a.ts":
          'import { Body } from "web"; import { exec } from "child_process"; export class C { make(@Body() x: string) { exec(x); } }',
      },
      ["command: @Body() x: string → child_process.exec"],
    ],
    [
      "by the name of the export",
      {
        "app/a/route.ts":
          'import "web"; import { exec } from "child_process"; export async function GET(r) { exec(r.url); }',
      },
      ["command: r.url → child_process.exec"],
    ],
    [
      "with members of members",
      {
        "a.js": `${shell}require("web"); const k = new (require("koa"))(); k.use((ctx) => exec(ctx.request.body.x));`,
      },
      ["command: ctx.request.body.x → child_process.exec"],
    ],
    [
      "with members of members taken apart",
      {
        "a.js": `${shell}require("web"); require("koa")().use(({ request: { body }, query }) => { exec(body.x); exec(query.x); });`,
      },
      ["command: body → child_process.exec", "command: query → child_process.exec"],
    ],
    [
      "called on the request",
      {
        "a.js": `${shell}require("web"); require("koa")().use(function* (next) { exec(this.query.x); yield next; });`,
      },
      ["command: this.query.x → child_process.exec"],
    ],
    [
      "called on the request, under another name and in an arrow",
      {
        "a.js": `${shell}require("web"); require("koa")().use(function* () { const self = this; [1].map(() => exec(this.request.body.x)); exec(self.query.y); });`,
      },
      ["command: this.request.body.x → child_process.exec", "command: self.query.y → child_process.exec"],
    ],
    [
      "of messages",
      { "a.js": `${shell}require("web"); module.exports = (socket) => socket.on("run", (x) => exec(x));` },
      ["command: x → child_process.exec"],
    ],
    [
      "of the command line",
      { "a.js": `${shell}exec(process.argv[2]);` },
      ["command: process.argv[2] → child_process.exec"],
    ],
    [
      "into a re-exported function",
      {
        "a.ts": 'import web from "web"; import { run } from "./i"; web().get("/", (q) => run(q.query.x));',
        "i.ts": 'export { go as run } from "./b";',
        "b.ts": 'import * as cp from "node:child_process"; export function go(x) { cp.exec(x); }',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "into a data object in another file",
      {
        "a.js":
          'const app = require("web")(); const { Users } = require("./u"); app.get("/", (q) => { const users = new Users(q.db); users.find(q.body.name, () => {}); });',
        "u.js":
          'function Users(db) { const c = db.collection("users"); this.find = (name, done) => c.find({ name }, done); } exports.Users = Users;',
      },
      ["nosql: q.body.name → c.find"],
    ],
    [
      "into a pool of another file",
      {
        "a.js":
          'const app = require("web")(); const pool = require("./p"); app.get("/", (q) => pool.query("select " + q.query.x));',
        "p.js": 'const { Pool } = require("pg"); module.exports = new Pool();',
      },
      ["sql: q.query.x → pg.Pool().query"],
    ],
    [
      "into a function of another folder by a name of tsconfig.json",
      {
        "tsconfig.json": '{ "compilerOptions": { "paths": { "@server/*": ["./server/*"] } } }',
        "web/a.ts":
          'import web from "web"; import { run } from "@server/b"; web().get("/", (q) => run(q.query.x));',
        "server/b.ts": 'import * as cp from "node:child_process"; export function run(x) { cp.exec(x); }',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "of a server that another folder hands out by such a name",
      {
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": "server" } }',
        "server/http/app.ts": 'import web from "web"; export const app = web();',
        "server/a.ts":
          'import { app } from "http/app"; import * as cp from "node:child_process"; app.get("/", (q) => cp.exec(q.query.x));',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "into a package of the project",
      {
        "packages/b/package.json": '{ "name": "@acme/b", "main": "dist/index.js" }',
        "packages/a/a.ts":
          'import web from "web"; import { run } from "@acme/b"; web().get("/", (q) => run(q.query.x));',
        "packages/b/src/index.ts":
          'import * as cp from "node:child_process"; export function run(x) { cp.exec(x); }',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    [
      "of a package that pages describe, though it lies in the project",
      {
        "packages/web/package.json": '{ "name": "web", "main": "index.js" }',
        "packages/web/index.js": "module.exports = () => ({ get() {} });",
        "a.ts":
          'import web from "web"; import { exec } from "child_process"; web().get("/", (q) => exec(q.query.x));',
      },
      ["command: q.query.x → child_process.exec"],
    ],
    ...sharedFiles.map(([name, store, write, read]): [string, Record<string, string>, readonly string[]] => [
      `kept in ${name}`,
      {
        "a.js": `const app = require("web")(); ${write}`,
        "b.js": `${shell} ${read}`,
        "store.js": store,
      },
      ["command: q.query.x → child_process.exec"],
    ]),
    [
      "into a component",
      {
        "a.tsx":
          'import web from "web"; const Raw = ({ html }) => <p dangerouslySetInnerHTML={{ __html: html }} />; web().get("/", (q) => <Raw html={q.query.x} />);',
      },
      ["markup: q.query.x → dangerouslySetInnerHTML"],
    ],
  ])("%s", async (_, files, flows) => {
    expect(await flowsOf(files)).toEqual(flows);
  });
});

test("a flow says where the value comes in, every hop, and where it does harm", async () => {
  const flows = await traceCode({
    "src/routes.js": [
      'const app = require("web")();',
      'const { list } = require("./files");',
      'app.get("/", (q) => list(q.query.folder));',
    ].join("\n"),
    "src/files.js": [
      'const { exec } = require("child_process");',
      "exports.list = (folder) => exec(`ls ${folder}`);",
    ].join("\n"),
  });
  expect(flows).toMatchObject([
    { harm: "command", entry: "http", sink: "child_process.exec", confidence: 0.9 },
  ]);
  expect(flows[0]?.steps.map(({ path, what }) => `${path}: ${what}`)).toEqual([
    "src/routes.js: `q.query.folder` is read",
    "src/routes.js: passed to `list` as `folder`",
    "src/files.js: put into a longer text",
    "src/files.js: given to `exec`",
  ]);
});
