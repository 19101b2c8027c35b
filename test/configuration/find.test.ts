/** In the check of a pull request the configuration is the base commit's; a change cannot rewrite its own gate. */
import { rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { findConfiguration, type Target } from "../../src/configuration/find.js";
import { findGuidance } from "../../src/gather/find-guidance.js";
import { Project } from "../gather/project.js";

const path = ".session-review/config.yml";
const main: Target = { name: "main", refs: ["refs/remotes/origin/main", "refs/heads/main"] };
const parted = "the commit that HEAD and main have in common";

async function found({ folder }: Project, target: Target | null = null) {
  const { found: configuration, remarks } = await findConfiguration(folder, target);
  return { text: configuration?.text, commit: configuration?.commit, remarks };
}

/** A branch that says otherwise than main. */
function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Project {
  const project = new Project({ "a.py": "x = 1\n", ...before }).git("init", "-q", "-b", "main").commit();
  return project
    .git("switch", "-qc", "change")
    .write({ "b.py": "y = 2\n", ...after })
    .commit();
}

test.each(["config.yml", "config.yaml", "config.json"])(
  "%s of the work tree, committed or not",
  async (name) => {
    const project = new Project({ [`.session-review/${name}`]: "title: x\r\n" });
    expect(await found(project)).toEqual({ text: "title: x\n", commit: null, remarks: [] });
    expect(await found(project.commit().write({ [`.session-review/${name}`]: "title: y\n" }))).toMatchObject({
      text: "title: y\n",
    });
  },
);

test("none", async () => {
  expect(await found(new Project({ "a.py": "" }))).toEqual({
    text: undefined,
    commit: undefined,
    remarks: [],
  });
});

test("two are refused", async () => {
  const project = new Project({ [path]: "", ".session-review/config.json": "{}" });
  await expect(found(project)).rejects.toThrow(`two configurations: ${path} and .session-review/config.json`);
});

test("a link is refused", async () => {
  const project = new Project({ "other.yml": "title: x\n", ".session-review/a.md": "" });
  symlinkSync("../other.yml", project.at(path));
  await expect(found(project)).rejects.toThrow(`${path} cannot be used: it was replaced by a symbolic link`);
});

test("one that is too large is refused", async () => {
  await expect(found(new Project({ [path]: "#".repeat(70_000) }))).rejects.toThrow("larger than 64 KB");
});

test("a pull request that changes it is reviewed by the old one", async () => {
  const project = changed({ [path]: "fail-on: low\n" }, { [path]: "fail-on: none\n" });
  expect(await found(project, main)).toEqual({
    text: "fail-on: low\n",
    commit: parted,
    remarks: [`${path} is used as ${parted} has it, not as it lies in the work tree`],
  });
});

test("one that removes it too", async () => {
  const project = changed({ [path]: "fail-on: low\n" }, {});
  rmSync(project.at(path));
  expect(await found(project.git("commit", "-qam", "remove"), main)).toMatchObject({
    text: "fail-on: low\n",
  });
});

test("one that adds it is reviewed without", async () => {
  expect(await found(changed({}, { [path]: "fail-on: none\n" }), main)).toEqual({
    text: undefined,
    commit: undefined,
    remarks: [`${path} is not used: ${parted} does not have it`],
  });
});

test("an unchanged one is used without a word", async () => {
  expect(await found(changed({ [path]: "title: x\n" }, {}), main)).toEqual({
    text: "title: x\n",
    commit: parted,
    remarks: [],
  });
});

test("what main did since does not count", async () => {
  const project = changed({ [path]: "title: old\n" }, {});
  project
    .git("switch", "-q", "main")
    .write({ [path]: "title: new\n" })
    .commit()
    .git("switch", "-q", "change");
  expect(await found(project, main)).toMatchObject({ text: "title: old\n" });
});

test("where the commit is not here, a change cannot put its own in place", async () => {
  const project = changed({ [path]: "fail-on: low\n" }, {}).git("branch", "-qD", "main");
  await expect(found(project, main)).rejects.toThrow(
    `${path} cannot be used: a pull request is reviewed by the configuration of main`,
  );
  const bare = changed({}, {}).git("branch", "-qD", "main");
  expect((await found(bare, main)).remarks).toEqual([expect.stringContaining("is not used")]);
});

test("outside of a repository there is nothing but the folder", async () => {
  expect(await found(new Project({ [path]: "title: x\n" }), main)).toMatchObject({ text: "title: x\n" });
});

test("what else steers a review is read from the same commit, or not at all", async () => {
  const notes = { "AGENTS.md": "old" };
  const project = changed(notes, { "AGENTS.md": "new" });
  const readNotes = async (): Promise<readonly string[]> => {
    const { before } = await findConfiguration(project.folder, main);
    const where = { cwd: project.folder, paths: ["."], ...(before ? { ref: before } : {}) };
    return (await findGuidance(where)).notes.map(({ text }) => text);
  };
  expect(await readNotes()).toEqual(["old"]);
  project.git("branch", "-qD", "main");
  expect(await readNotes()).toEqual([]);
});
