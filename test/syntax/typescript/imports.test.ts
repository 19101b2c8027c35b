/** Imports of every form, and where the calls made through them come from. */
import { expect, test } from "vitest";
import { at, importLines, outlineOf } from "../outline-of.js";

test.each<[name: string, text: string, lines: string[]]>([
  ["default", 'import a from "m";', ["m: default>a"]],
  ["named and renamed", 'import { a, b as c } from "m";', ["m: a>a, b>c"]],
  ["default by name", 'import { default as a } from "m";', ["m: default>a"]],
  ["default and named", 'import a, { b } from "m";', ["m: default>a, b>b"]],
  ["whole", 'import * as a from "m";', ["m: *>a"]],
  ["default and whole", 'import a, * as b from "m";', ["m: default>a, *>b"]],
  ["type only", 'import type { A } from "m";', ["m: type A>A"]],
  ["one of them a type", 'import { type A, b } from "m";', ["m: type A>A, b>b"]],
  ["side effect", 'import "m";', ["m:"]],
  ["with attributes", 'import a from "./a.json" with { type: "json" };', ["./a.json: default>a"]],
  ["re-export", 'export { a, b as c } from "m";', ["m!: a>a, b>c"]],
  ["re-export of everything", 'export * from "m";', ["m!:"]],
  ["re-export under a name", 'export * as a from "m";', ["m!: *>a"]],
  ["re-export of a type", 'export type { A } from "m";', ["m!: type A>A"]],
  ["export of its own", "const a = 1; export { a };", []],
  ["import equals", 'import a = require("m");', ["m: *>a"]],
  ["import equals, passed on", 'export import a = require("m");', ["m!: *>a"]],
  ["a rename that imports nothing", "import a = b.c;", []],
  ["require", 'const a = require("m");', ["m: *>a"]],
  ["require, taken apart", 'const { a, b: c, ...d } = require("m");', ["m: a>a, b>c, d>d"]],
  ["require in passing", 'f(require("m"));', ["m:"]],
  ["require of a member", 'const a = require("m").b;', ["m: b>a"]],
  ["require of the unknown", "const a = require(name);", []],
  ["dynamic, awaited", 'async () => { const a = await import("m"); };', ["m: *>a"]],
  [
    "dynamic, taken apart",
    'async () => { const { a, default: b } = await import("m"); };',
    ["m: a>a, default>b"],
  ],
  ["dynamic, promised", 'import("m").then((a) => a.b());', ["m:"]],
  ["dynamic template", "import(`m`);", ["m:"]],
])("%s", (_, text, lines) => {
  expect(importLines(outlineOf(text, "a.ts"))).toEqual(lines);
});

test("a name's span is the local name", () => {
  const text = 'import x, { a as b } from "m";\nimport * as c from "n";\nconst { d: e } = require("o");';
  const spans = outlineOf(text, "a.ts").imports.flatMap(({ names }) => names.map(({ span }) => span));
  expect(at(text, spans)).toEqual(["x", "b", "c", "e"]);
});

test.each<[name: string, text: string, calls: [callee: string, origin: string | null][]]>([
  ["named", 'import { exec } from "child_process"; exec("x");', [["exec", "child_process.exec"]]],
  [
    "node: is left out",
    'import { exec } from "node:child_process"; exec();',
    [["exec", "child_process.exec"]],
  ],
  ["renamed", 'import { exec as run } from "child_process"; run();', [["run", "child_process.exec"]]],
  ["whole", 'import * as cp from "child_process"; cp.exec();', [["cp.exec", "child_process.exec"]]],
  ["default, made", 'import Redis from "ioredis"; new Redis();', [["Redis", "ioredis.default"]]],
  [
    "promises",
    'import fs from "fs"; fs.promises.stat(x);',
    [["fs.promises.stat", "fs.default.promises.stat"]],
  ],
  [
    "required",
    'const { exec: run } = require("child_process"); run();',
    [
      ["require", null],
      ["run", "child_process.exec"],
    ],
  ],
  ["import equals", 'import cp = require("child_process"); cp.exec();', [["cp.exec", "child_process.exec"]]],
  ["own function", "function exec() {} exec();", [["exec", null]]],
  [
    "member of this",
    "class A { f() { this.store.get(); super.f(); } }",
    [
      ["this.store.get", null],
      ["super.f", null],
    ],
  ],
  [
    "optional and asserted",
    'import { a } from "m"; a?.b(); a!.c();',
    [
      ["a.b", "m.a.b"],
      ["a.c", "m.a.c"],
    ],
  ],
  [
    "computed",
    "a[0](); f()();",
    [
      ["<expression>", null],
      ["<expression>", null],
      ["f", null],
    ],
  ],
])("origin: %s", (_, text, calls) => {
  const found = outlineOf(text, "a.ts").calls.map(({ callee, origin }) => [callee, origin]);
  expect(found).toEqual(calls);
});
