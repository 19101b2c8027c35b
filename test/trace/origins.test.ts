/** Where something comes from, held against how a page writes it. */
import { expect, test } from "vitest";
import { type Origin, OriginTable, splitOrigin } from "../../src/trace/origins.js";

const known = (text: string, written = text): Origin => ({
  known: splitOrigin(text),
  written: [splitOrigin(written)],
});
const written = (...texts: readonly string[]): Origin => ({ known: null, written: texts.map(splitOrigin) });

test.each<[pattern: string, origin: Origin, isMatch: boolean]>([
  ["child_process.exec", known("child_process.exec"), true],
  ["child_process.exec", known("child_process.execFile"), false],
  ["child_process.{exec,execSync}", known("child_process.execSync"), true],
  ["pg.Pool().query", known("pg.Pool().query"), true],
  ["pg.Pool().query", known("pg.Pool.query"), false],
  ["pg.{Pool,Client}().{query,execute}", known("pg.Client().query"), true],
  ["{fs,fs/promises}.readFile", known("fs/promises.readFile"), true],
  ["socket.io.Server().on", known("socket.io.Server().on"), true],
  ["fs.*", known("fs.readFile"), true],
  ["fs.*", known("fs.promises.readFile"), false],
  ["fs.*Sync", known("fs.readFileSync"), true],
  ["fs.*Sync", known("fs.readFile"), false],
  ["eval", known("eval"), true],
  ["eval", written("page.eval"), false],
  ["?{db,pool}.query", written("db.query"), true],
  ["?{db,pool}.query", written("this.db.query"), true],
  ["?{db,pool}.query", written("users.query", "pool.query"), true],
  ["?{db,pool}.query", written("users.query"), false],
  ["?{db,pool}.query", known("own.db.query", "db.query"), false],
  ["?knex().whereRaw", written("knex().whereRaw"), true],
  ["*.innerHTML", written("element.innerHTML"), true],
  ["*.innerHTML", known("document.body.innerHTML"), true],
  ["*.innerHTML", written("innerHTML"), false],
])("%s against %j: %s", (pattern, origin, isMatch) => {
  expect(new OriginTable([[pattern, 1]]).match(origin)).toHaveLength(isMatch ? 1 : 0);
});

test("what is known by name only says so and comes last", () => {
  const table = new OriginTable([
    ["?db.query", "named"],
    ["*.query", "any"],
  ]);
  expect(table.match(written("db.query"))).toEqual([
    { value: "any", isByName: false },
    { value: "named", isByName: true },
  ]);
});
