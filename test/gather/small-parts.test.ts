/** Places, globs, languages and the pool. */
import { describe, expect, it } from "vitest";
import { expandBraces, globMatcher } from "../../src/gather/ignore-rules.js";
import { interpreterOf, LanguagePicker } from "../../src/gather/pick-language.js";
import { type Place, sharedFolder, showBytes, toPlace, toText, wayTo } from "../../src/gather/place.js";
import { inPool } from "../../src/gather/pool.js";
import { languages } from "./project.js";

describe("places", () => {
  it.each([
    ["plain", "plain"],
    ["\xc3\xbc", "ü"],
    ["\xff", "\\xff"],
    ["a\xc3", "a\\xc3"],
    ["\xe2\x82\xac\xe2\x82", "€\\xe2\\x82"],
    ["\xc0\xaf", "\\xc0\\xaf"],
    ["\xef\xbb\xbfx", "\uFEFFx"],
    ["\\xff", "\\x5cxff"],
    ["\\n\\xzz", "\\n\\xzz"],
  ])("shows %j as %s", (bytes, shown) => {
    expect(showBytes(bytes)).toBe(shown);
  });

  it("knows when the bytes are text", () => {
    expect(toText(toPlace("/ü"))).toBe("/ü");
    expect(toText("/\xff" as Place)).toBeUndefined();
  });

  it.each([
    [["/a/b", "/a/c"], "/a"],
    [["/a/b", "/a/bc"], "/a"],
    [["/a/b", "/a/b/c"], "/a/b"],
    [["/a", "/b"], "/"],
    [["/a"], "/a"],
  ])("%j share %s", (folders, shared) => {
    expect(sharedFolder(folders.map((folder) => toPlace(folder)))).toBe(shared);
  });

  it.each([
    ["/a", "/a/b", "b"],
    ["/", "/b", "b"],
    ["/a", "/a", ""],
    ["/a/b", "/a/c", "../c"],
    ["/a", "/ab", "../ab"],
  ])("from %s to %s is %j", (folder, place, way) => {
    expect(wayTo(toPlace(folder), toPlace(place))).toBe(way);
  });
});

describe("globs", () => {
  it.each([
    ["*.{ts,tsx}", ["*.ts", "*.tsx"]],
    ["{a,b}/{c,d}", ["a/c", "a/d", "b/c", "b/d"]],
    ["{a,b{c,d}}", ["a", "bc", "a", "bd"]],
    ["{a}", ["{a}"]],
    ["plain", ["plain"]],
  ])("%s means %j", (glob, expanded) => {
    expect(expandBraces(glob)).toEqual(expanded);
  });

  it.each([
    ["*.ts", "src/a.ts", true],
    ["./a.ts", "a.ts", true],
    ["./a.ts", "src/a.ts", false],
    ["src", "src/a.ts", true],
    ["src/*.ts", "src/deep/a.ts", false],
    ["src/**/*.ts", "src/deep/a.ts", true],
    ["A.ts", "a.ts", false],
    ["*.ts", "a.tsx", false],
  ])("%s and %s: %s", (glob, path, matches) => {
    expect(globMatcher([glob])(path)).toBe(matches ? glob : undefined);
  });
});

describe("languages", () => {
  it.each([
    ["#!/usr/bin/env python3\n", "python3"],
    ["#!/usr/bin/env -S FOO=1 node --x\n", "node"],
    ["#! /usr/local/bin/python3.12 -u\r\n", "python3.12"],
    ["#!\n", undefined],
    ["# !/bin/sh", undefined],
    ["x\n#!/bin/sh", undefined],
  ])("%j is run by %s", (text, program) => {
    expect(interpreterOf(text)).toBe(program);
  });

  it.each([
    ["a.ts", "", "typescript"],
    ["a.d.ts", "", "typescript"],
    ["A.TS", "", "typescript"],
    [".ts", "", "text"],
    ["a.h", "", "text"],
    ["run", "#!/usr/bin/python3.11\n", "python"],
    ["run.ts", "#!/usr/bin/python3\n", "typescript"],
    ["run.sh", "#!/bin/sh\n", "text"],
  ])("%s with %j is %s", (path, text, language) => {
    expect(new LanguagePicker(languages).pick(path, path, text).language).toBe(language);
  });

  it.each([
    ["src/a.test.ts", true],
    ["src/a.ts", false],
    ["tests/a.ts", true],
    ["e2e/deep/a.ts", true],
    ["src/test.ts", false],
    ["latest/a.ts", false],
    ["fixtures/a.ts", true],
    ["interop-tests/src/lib.rs", true],
    ["zipkin-tests/src/main/java/A.java", true],
    ["service/integration_tests/app.py", true],
    ["integration-test/a.ts", true],
    ["Runtime-Tests/a.ts", true],
    ["connector/test_support/a.py", true],
    ["src/speed-test/a.ts", false],
    ["src/ab-tests/a.ts", false],
    ["openapi_specs/a.py", false],
    ["src/run_tests/a.py", false],
    ["src/my-tests.ts", false],
    ["src/contests/a.ts", false],
    ["app/api/cron/cleanup/e2e-tests/route.ts", false],
  ])("%s is a test: %s", (path, isTest) => {
    expect(new LanguagePicker(languages).pick(path, path, "").isTest).toBe(isTest);
  });

  it("falls back to text without a shelf", () => {
    expect(new LanguagePicker([]).pick("a.ts", "a.ts", "")).toEqual({ language: "text", isTest: false });
  });
});

describe("the pool", () => {
  it("keeps the order and never works on more than 16 at once", async () => {
    let working = 0;
    let most = 0;
    const items = Array.from({ length: 50 }, (_, index) => index);
    const results = await inPool(items, async (item) => {
      most = Math.max(most, ++working);
      await new Promise((resolve) => setTimeout(resolve, item % 3));
      working--;
      return item;
    });
    expect(results).toEqual(items);
    expect(most).toBe(16);
  });

  it("begins nothing after it is aborted", async () => {
    const controller = new AbortController();
    let begun = 0;
    const work = (): Promise<void> => {
      begun++;
      controller.abort(new Error("enough"));
      return Promise.resolve();
    };
    await expect(inPool([1, 2, 3, 4], work, controller.signal)).rejects.toThrow("enough");
    expect(begun).toBe(1);
  });
});
