/** Which lock files are read: those below what is reviewed and those above it, up to the root paths are shown from. */
import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { findLocks } from "../../src/gather/find-locks.js";
import { Project } from "./project.js";

const code = { "src/a.ts": "a", "src/deep/b.ts": "b" };

test.each<
  [name: string, files: Readonly<Record<string, string>>, paths: readonly string[], read: readonly string[]]
>([
  ["none", {}, ["."], []],
  ["at the root", { "package-lock.json": "{}" }, ["."], ["package-lock.json"]],
  ["above what is reviewed", { "package-lock.json": "{}" }, ["src/deep", "src/a.ts"], ["package-lock.json"]],
  ["below it", { "src/deep/yarn.lock": "x" }, ["src"], ["src/deep/yarn.lock"]],
  ["beside it", { "other/yarn.lock": "x" }, ["src"], []],
  ["one that is reviewed as well", { "go.mod": "module m" }, ["."], ["go.mod"]],
  ["of a kind nobody reads", { "flake.lock": "{}" }, ["."], []],
])("%s", async (_, files, paths, read) => {
  const project = new Project({ ...code, ...files });
  const gathered = await project.gather({ paths });
  const locks = await findLocks({ cwd: project.folder, paths, gathered });
  expect(locks.map(({ path }) => path)).toEqual(read);
});

test("a link is not followed", async () => {
  const project = new Project({ ...code, "real.json": "{}" });
  symlinkSync("real.json", project.at("package-lock.json"));
  const gathered = await project.gather();
  expect(await findLocks({ cwd: project.folder, paths: ["."], gathered })).toEqual([]);
});
