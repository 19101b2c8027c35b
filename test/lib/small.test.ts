/** The smallest parts: nearest word, paths, order, hash, pace. */
import { describe, expect, test } from "vitest";
import { compareText } from "../../src/lib/compare.js";
import { hash } from "../../src/lib/hash.js";
import { distance, nearest } from "../../src/lib/nearest.js";
import { Pace } from "../../src/lib/pace.js";
import { ancestorsOf, joinPath, nameOf, parentOf } from "../../src/lib/paths.js";

test.each<[a: string, b: string, edits: number]>([
  ["", "", 0],
  ["", "abc", 3],
  ["same", "same", 0],
  ["security", "secruity", 1],
  ["security", "securty", 1],
  ["security", "securityy", 1],
  ["security", "sekurity", 1],
  ["kitten", "sitting", 3],
])("distance %s → %s", (a, b, edits) => {
  expect(distance(a, b)).toBe(edits);
  expect(distance(b, a)).toBe(edits);
});

test.each<[word: string, expected: string | undefined]>([
  ["securty", "security"],
  ["SECURITY", "security"],
  ["qe", "qa"],
  ["completely-else", undefined],
  ["xy", undefined],
  ["", "qa"],
])("nearest to %j", (word, expected) => {
  expect(nearest(word, ["security", "qa", "concurrency"])).toBe(expected);
});

test("nearest: the first of equals", () => {
  expect(nearest("cat", ["bat", "rat"])).toBe("bat");
  expect(nearest("cat", [])).toBeUndefined();
});

describe("paths", () => {
  test.each<[path: string, parent: string, name: string, ancestors: string[]]>([
    ["a.ts", "", "a.ts", [""]],
    ["src/a.ts", "src", "a.ts", ["src", ""]],
    ["src/b/a.ts", "src/b", "a.ts", ["src/b", "src", ""]],
  ])("%s", (path, parent, name, ancestors) => {
    expect(parentOf(path)).toBe(parent);
    expect(nameOf(path)).toBe(name);
    expect(ancestorsOf(path)).toEqual(ancestors);
  });

  test.each<[folder: string, relative: string, joined: string]>([
    ["src", "./a", "src/a"],
    ["src", "../a", "a"],
    ["src", "../../a", "../a"],
    ["src/b", ".././c/../d", "src/d"],
    ["", "a", "a"],
    ["", ".", ""],
    ["a", "", "a"],
  ])("%s + %s", (folder, relative, joined) => {
    expect(joinPath(folder, relative)).toBe(joined);
  });
});

test("order is by code unit, not by locale", () => {
  expect(["ä", "b", "a", "B", "10", "9"].sort(compareText)).toEqual(["10", "9", "B", "a", "b", "ä"]);
  expect(compareText("a", "a")).toBe(0);
});

test("hash is the beginning of the SHA-256 of the UTF-8 text", () => {
  expect(hash("")).toBe("e3b0c44298fc");
  expect(hash("abc", 8)).toBe("ba7816bf");
  expect(hash("a")).not.toBe(hash("b"));
});

describe("pace", () => {
  test("yields to the event loop when its time is up", async () => {
    const order: string[] = [];
    setImmediate(() => order.push("others"));
    await new Pace(0).rest();
    expect(order).toEqual(["others"]);
  });

  test("does not yield before", async () => {
    const order: string[] = [];
    setImmediate(() => order.push("others"));
    await new Pace(1_000_000).rest();
    expect(order).toEqual([]);
  });
});
