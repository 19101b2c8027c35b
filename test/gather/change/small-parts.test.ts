/** The pieces that finding a change is made of. */
import { describe, expect, test } from "vitest";
import { readBatch } from "../../../src/gather/change/blobs.js";
import { joinEntries } from "../../../src/gather/change/join-entries.js";
import { lineNow } from "../../../src/gather/change/kept-lines.js";
import { compareLines } from "../../../src/gather/change/line-map.js";
import { type RawEntry, readRawDiff } from "../../../src/gather/change/raw-diff.js";

const range = ({ start, end }: { readonly start: number; readonly end: number }): string => `${start}-${end}`;

describe("lines", () => {
  const ten = Array.from({ length: 10 }, (_, i) => `${i + 1}\n`).join("");

  test.each([
    ["a line written", ten.replace("5\n", "five\n"), ["5-5"], ["2-8"]],
    ["a line taken away", ten.replace("5\n", ""), [], ["2-7"]],
    ["the first line taken away", ten.replace(/^1\n/, ""), [], ["1-3"]],
    ["lines at both ends", `0\n${ten}11\n`, ["1-1", "12-12"], ["1-4", "9-12"]],
    ["only other line ends", ten.replaceAll("\n", "\r\n"), [], []],
    ["only no line end at the end", ten.trimEnd(), [], []],
    ["nothing left", "", [], []],
  ])("%s", (_, now, written, shown) => {
    const changes = compareLines(ten, now);
    expect([changes.written.map(range), changes.shown.map(range)]).toEqual([written, shown]);
  });

  test("each line that stayed is known by its number before", () => {
    const { kept } = compareLines(ten, `0\n${ten.replace("5\n", "")}`);
    expect([1, 4, 5, 6, 10].map((line) => lineNow(kept, line))).toEqual([2, 5, undefined, 6, 10]);
  });

  test("a new file is all written", () => {
    expect(compareLines(null, "a\nb\n").written.map(range)).toEqual(["1-2"]);
  });
});

const zero = "0".repeat(40);
const one = "1".repeat(40);
const raw = (...records: readonly string[]): readonly RawEntry[] =>
  readRawDiff(Buffer.from(`${records.join("\0")}\0`));

test("git's records, with links and submodules set apart", () => {
  const entries = raw(
    `:100644 100644 ${one} ${zero} M`,
    "a b.ts",
    `:100644 100755 ${one} ${one} R087`,
    "old.ts",
    "new.ts",
    `:000000 100644 ${zero} ${one} A`,
    "added.ts",
    `:120000 100644 ${one} ${one} T`,
    "was-link.ts",
    `:100644 120000 ${one} ${one} T`,
    "is-link.ts",
    `:160000 160000 ${one} ${one} M`,
    "submodule",
    `:120000 000000 ${one} ${zero} D`,
    "gone-link",
    `:000000 100644 ${zero} ${zero} U`,
    "merging.ts",
    `:100644 000000 ${one} ${zero} U`,
    "merging-too.ts",
  );
  expect(entries.map(({ status, path, before }) => `${status} ${path} ${before}`)).toEqual([
    "modified a b.ts a b.ts",
    "renamed new.ts old.ts",
    "added added.ts null",
    "added was-link.ts null",
    "deleted is-link.ts is-link.ts",
    "modified submodule submodule",
    "deleted gone-link gone-link",
    "modified merging-too.ts merging-too.ts",
  ]);
  expect(entries.slice(-3, -1).map(({ blobBefore, blobAfter }) => [blobBefore, blobAfter])).toEqual([
    [null, null],
    [null, null],
  ]);
});

describe("commits and the work tree together", () => {
  const entry = (status: RawEntry["status"], path: string, before: string | null = path): RawEntry => ({
    status,
    path,
    before: status === "added" ? null : before,
    blobBefore: one,
    blobAfter: null,
  });
  const joined = (
    committed: RawEntry[],
    uncommitted: RawEntry[],
    untracked: string[] = [],
  ): readonly string[] =>
    joinEntries(committed, uncommitted, untracked).map(
      ({ status, path, before }) => `${status} ${path} ${before}`,
    );

  const rows: readonly (readonly [string, RawEntry[], RawEntry[], string[], string[]])[] = [
    ["added, then deleted", [entry("added", "a")], [entry("deleted", "a")], [], []],
    ["deleted, then added", [entry("deleted", "a")], [entry("added", "a")], [], ["modified a a"]],
    ["deleted, then there again, unknown to git", [entry("deleted", "a")], [], ["a"], ["modified a a"]],
    ["renamed, then edited", [entry("renamed", "b", "a")], [entry("modified", "b")], [], ["renamed b a"]],
    ["renamed, then deleted", [entry("renamed", "b", "a")], [entry("deleted", "b")], [], ["deleted a a"]],
    ["copied, then deleted", [entry("copied", "b", "a")], [entry("deleted", "b")], [], []],
    ["never stored", [], [], ["n"], ["added n null"]],
  ];

  test.each(rows)("%s", (...[, committed, uncommitted, untracked, expected]) => {
    expect(joined(committed, uncommitted, untracked)).toEqual(expected);
  });
});

test("stored files, empty, missing and with any bytes", () => {
  const odd = Buffer.from([0, 10, 255, 10]);
  const stdout = Buffer.concat([
    Buffer.from(`${one} blob 0\n\n${zero} missing\n${"2".repeat(40)} blob 4\n`),
    odd,
    Buffer.from("\n"),
  ]);
  const blobs = readBatch(stdout);
  expect([...blobs.keys()]).toEqual([one, "2".repeat(40)]);
  expect(blobs.get("2".repeat(40))).toEqual(odd);
});
