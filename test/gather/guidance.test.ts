/** Which notes for agents are read: those at the root of what is reviewed, and nothing that a link leads to. */
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findGuidance } from "../../src/gather/find-guidance.js";
import { type Files, writeFiles } from "../cli/fake-world.js";

let top = "";
let made = 0;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), "session-review-guidance-"));
});
afterAll(async () => rm(top, { recursive: true, force: true }));

async function found(files: Files, paths: readonly string[], from = ""): Promise<readonly string[]> {
  const cwd = join(top, String(++made));
  await writeFiles(cwd, { "src/a.ts": "a", "src/deep/b.ts": "b", ...files });
  const { notes } = await findGuidance({ cwd: join(cwd, from), paths });
  return notes.map(({ path, text }) => `${path}: ${text}`);
}

test.each<[name: string, files: Files, paths: readonly string[], expected: readonly string[]]>([
  ["none", {}, ["src"], []],
  ["at the root", { "AGENTS.md": "x" }, ["."], ["AGENTS.md: x"]],
  ["above what is reviewed", { "AGENTS.md": "x" }, ["src/deep", "src/a.ts"], ["AGENTS.md: x"]],
  ["the nearer one", { "AGENTS.md": "x", "src/CLAUDE.md": "y" }, ["src/deep"], ["src/CLAUDE.md: y"]],
  ["not one inside", { "src/deep/AGENTS.md": "x" }, ["src"], []],
  ["both", { "AGENTS.md": "x", "CLAUDE.md": "y" }, ["."], ["AGENTS.md: x", "CLAUDE.md: y"]],
  ["the same twice", { "AGENTS.md": "x", "CLAUDE.md": "x" }, ["."], ["AGENTS.md: x"]],
  ["an empty one", { "AGENTS.md": " \n", "CLAUDE.md": "y" }, ["."], ["CLAUDE.md: y"]],
  ["a binary one", { "AGENTS.md": "x\u0000\u0001" }, ["."], []],
  ["a folder of that name", { "AGENTS.md/": "" }, ["."], []],
  ["for a pattern", { "AGENTS.md": "x" }, ["src/**/*.ts"], ["AGENTS.md: x"]],
  ["for a path that names nothing", { "AGENTS.md": "x" }, ["nowhere"], []],
])("%s", async (_, files, paths, expected) => {
  expect(await found(files, paths)).toEqual(expected);
});

test("nothing above the folder the command runs in", async () => {
  expect(await found({ "AGENTS.md": "x" }, ["."], "src")).toEqual([]);
});

test("what lies elsewhere has its own root", async () => {
  expect(await found({ "AGENTS.md": "x", "src/AGENTS.md": "y" }, ["../../src"], "src/deep")).toEqual([
    "AGENTS.md: y",
  ]);
});

test("a link is not followed", async () => {
  const cwd = join(top, "linked");
  await writeFiles(cwd, { "a.ts": "a", "other.txt": "private" });
  await symlink("other.txt", join(cwd, "AGENTS.md"));
  expect(await findGuidance({ cwd, paths: ["."] })).toEqual({ notes: [], remarks: [] });
});
