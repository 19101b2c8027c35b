/** In a repository the notes are those of the base commit: a change cannot rewrite the rules it is reviewed by. */
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { findGuidance } from "../../src/gather/find-guidance.js";
import { Project } from "./project.js";

const code = { "src/a.ts": "a" };

interface Found {
  readonly notes: readonly string[];
  readonly remarks: readonly string[];
}

async function found({ folder }: Project, paths = ["."], ref?: string): Promise<Found> {
  const { notes, remarks } = await findGuidance({ cwd: folder, paths, ...(ref ? { ref } : {}) });
  return { notes: notes.map(({ path, text }) => `${path}: ${text}`), remarks };
}

test("what is committed and unchanged is read without a word", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x\n" }).commit();
  expect(await found(project)).toEqual({ notes: ["AGENTS.md: x\n"], remarks: [] });
  expect(await found(project, ["src/a.ts"])).toEqual({ notes: ["AGENTS.md: x\n"], remarks: [] });
  expect(await found(project.write({ "AGENTS.md": "x\r\n" }))).toMatchObject({ remarks: [] });
});

test("an uncommitted change is not read, and that is said", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).commit().write({ "AGENTS.md": "y" });
  expect(await found(project)).toEqual({
    notes: ["AGENTS.md: x"],
    remarks: ["AGENTS.md is passed on as HEAD has it, not as it lies in the work tree"],
  });
});

test("a new file is not read, and that is said", async () => {
  const project = new Project(code).commit().write({ "AGENTS.md": "y" });
  expect(await found(project)).toEqual({
    notes: [],
    remarks: ["AGENTS.md is not passed on: HEAD does not have it"],
  });
});

test("a deleted one still holds", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).commit();
  rmSync(project.at("AGENTS.md"));
  expect(await found(project)).toEqual({
    notes: ["AGENTS.md: x"],
    remarks: ["AGENTS.md is passed on as HEAD has it, not as it lies in the work tree"],
  });
});

test("a link in the commit is not followed", async () => {
  const project = new Project({ ...code, "other.txt": "private" });
  symlinkSync("other.txt", project.at("AGENTS.md"));
  expect(await found(project.commit())).toEqual({ notes: [], remarks: [] });
});

test("where the remote's default branch is known, the commit the branch began at decides", async () => {
  const remote = new Project({ ...code, "AGENTS.md": "base" }).commit();
  const project = new Project().git("clone", "-q", remote.folder, ".").git("switch", "-qc", "change");
  project
    .write({ "AGENTS.md": "changed", "CLAUDE.md": "new" })
    .git("add", "-A")
    .git("commit", "-qm", "change");
  const { notes, remarks } = await found(project);
  expect(notes).toEqual(["AGENTS.md: base"]);
  expect(remarks).toEqual([
    expect.stringMatching(
      /^AGENTS\.md is passed on as the commit that HEAD and origin\/\w+ have in common has it/,
    ),
    expect.stringMatching(
      /^CLAUDE\.md is not passed on: the commit that HEAD and origin\/\w+ have in common/,
    ),
  ]);
  expect(await found(project, ["."], "HEAD")).toEqual({
    notes: ["AGENTS.md: changed", "CLAUDE.md: new"],
    remarks: [],
  });
});

test("a commit that does not exist is no reason to read the work tree", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).commit();
  expect(await found(project, ["."], "--help")).toEqual({
    notes: [],
    remarks: ["AGENTS.md is not passed on: git cannot say what of it is committed"],
  });
});

test("nor is a repository that git cannot read", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).commit();
  renameSync(project.at(".git/HEAD"), project.at(".git/gone"));
  expect(await found(project)).toMatchObject({ notes: [] });
  expect((await found(project)).remarks).toHaveLength(1);
});

test("without any commit there is nothing but the work tree", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).git("init", "-q");
  expect(await found(project)).toEqual({ notes: ["AGENTS.md: x"], remarks: [] });
});

test("the nearest folder that has any in the commit", async () => {
  const project = new Project({ ...code, "AGENTS.md": "x" }).commit().write({ "src/AGENTS.md": "y" });
  expect(await found(project, ["src"])).toEqual({
    notes: ["AGENTS.md: x"],
    remarks: ["src/AGENTS.md is not passed on: HEAD does not have it"],
  });
});
