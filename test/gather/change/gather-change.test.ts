/** What counts as the change: since a commit, staged, uncommitted, and in a diff that is handed in. */
import { execFileSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gatherChange } from "../../../src/gather/change/gather-change.js";
import type { ChangeScope } from "../../../src/model/change.js";
import { languages, Project } from "../project.js";
import { change, told } from "./told.js";

const five = "a\nb\nc\nd\ne\n";

describe("since a commit", () => {
  test("commits and what is not committed yet, files that git does not track included", async () => {
    const project = new Project({ "a.ts": five, "gone.ts": "x\n", "same.ts": "s\n" }).commit();
    project.git("branch", "start");
    project.write({ "a.ts": "a\nB\nc\nd\ne\n", "new.ts": "n\n" });
    rmSync(project.at("gone.ts"));
    project.commit();
    project.write({ "a.ts": "a\nB\nc\nd\ne\nf\n", "loose.ts": "l\n" });
    const found = await change(project, { kind: "base", ref: "start" });
    expect(told(found)).toEqual([
      "modified a.ts 2 6",
      "deleted gone.ts",
      "added loose.ts 1",
      "added new.ts 1",
    ]);
    expect(found.before.map(({ path, text }) => [path, text])).toEqual([
      ["a.ts", five],
      ["gone.ts", "x\n"],
    ]);
    expect(found.from).toMatch(/^[0-9a-f]{7}, where HEAD left start$/);
  });

  test("only what this branch did since it left, not what the other did", async () => {
    const project = new Project({ "a.ts": five }).commit();
    project.git("checkout", "-q", "-b", "mine");
    project.write({ "mine.ts": "m\n" }).commit();
    project.git("checkout", "-q", "-");
    project.git("branch", "-q", "-m", "trunk");
    project.write({ "a.ts": "changed\n" }).commit();
    project.git("checkout", "-q", "mine");
    expect(told(await change(project, { kind: "base", ref: "trunk" }))).toEqual(["added mine.ts 1"]);
  });

  test("what was undone is no change, and neither are modes, dates and line ends", async () => {
    const project = new Project({
      "a.ts": five,
      "mode.ts": "m\n",
      "ends.ts": five,
      "back.ts": "b\n",
    }).commit();
    project.git("branch", "start");
    project.write({ "back.ts": "other\n", "come-and-gone.ts": "x\n" }).commit();
    project.write({ "back.ts": "b\n", "a.ts": five, "ends.ts": five.replaceAll("\n", "\r\n") });
    rmSync(project.at("come-and-gone.ts"));
    project.git("update-index", "--chmod=+x", "mode.ts");
    expect(told(await change(project, { kind: "base", ref: "start" }))).toEqual([]);
  });

  test("renames, committed or not, with the lines that were edited on the way", async () => {
    const long = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("");
    const project = new Project({ "old.ts": long, "second.ts": `${long}second\n` }).commit();
    project.git("branch", "start");
    renameSync(project.at("old.ts"), project.at("new.ts"));
    project.write({ "new.ts": long.replace("line 3\n", "line three\n") }).commit();
    renameSync(project.at("second.ts"), project.at("third.ts"));
    expect(told(await change(project, { kind: "base", ref: "start" }))).toEqual([
      "renamed new.ts was old.ts 4",
      "renamed third.ts was second.ts",
    ]);
  });

  test("odd names, from a folder below the topmost one", async () => {
    const names = [
      "sub/with space.ts",
      "sub/naïve.ts",
      'sub/"quoted".ts',
      "sub/tab\there.ts",
      "sub/ü/:(top).ts",
    ];
    const project = new Project({ "top.ts": "t\n" }).commit();
    project.git("branch", "start");
    project.write(Object.fromEntries([...names, "top.ts"].map((name) => [name, "x\n"]))).commit();
    const below = await gatherChange(
      { cwd: project.at("sub"), paths: ["."], languages },
      { kind: "base", ref: "start" },
    );
    expect(below.files.map(({ path }) => `sub/${path}`).sort()).toEqual([...names].sort());
    expect(below.outside).toBe(1);
    const part = await change(project, { kind: "base", ref: "start" }, ["sub/ü"]);
    expect([told(part), part.outside]).toEqual([["added sub/ü/:(top).ts 1"], 5]);
  });

  test("binary files are told and have no lines; a deleted file outside of the paths is outside", async () => {
    const project = new Project({
      "logo.png": Buffer.from([0x89, 0, 1]),
      "docs/old.md": "o\n",
      "src/a.ts": "a\n",
    }).commit();
    project.git("branch", "start");
    project.write({ "logo.png": Buffer.from([0x89, 0, 2]) });
    rmSync(project.at("docs/old.md"));
    expect(told(await change(project, { kind: "base", ref: "start" }))).toEqual([
      "deleted docs/old.md",
      "modified logo.png binary",
    ]);
    const part = await change(project, { kind: "base", ref: "start" }, ["src"]);
    expect([told(part), part.outside]).toEqual([[], 2]);
  });

  test("a branch that only the remote's name is known of", async () => {
    const project = new Project({ "a.ts": five }).commit();
    project.git("update-ref", "refs/remotes/origin/trunk", "HEAD");
    project.write({ "a.ts": `${five}f\n` }).commit();
    expect(told(await change(project, { kind: "base", ref: "trunk" }))).toEqual(["modified a.ts 6"]);
  });

  test("what cannot be compared is refused with a way out", async () => {
    const project = new Project({ "a.ts": five }).commit();
    await expect(change(project, { kind: "base", ref: "nowhere" })).rejects.toThrow('no commit "nowhere"');
    await expect(change(new Project({ "a.ts": "" }), { kind: "base", ref: "main" })).rejects.toThrow(
      "--base compares with git",
    );
    project.write({ "a.ts": "2\n" }).commit();
    const shallow = new Project();
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${project.folder}`, shallow.at("clone")]);
    const refused = gatherChange(
      { cwd: shallow.at("clone"), paths: ["."], languages },
      { kind: "base", ref: "HEAD~1" },
    );
    await expect(refused).rejects.toMatchObject({
      hint: expect.stringContaining("fetch-depth: 0") as string,
    });
    project.git("checkout", "-q", "--orphan", "apart");
    project.git("commit", "-qm", "apart");
    project.git("branch", "-q", "other", "HEAD");
    project.git("checkout", "-q", "--orphan", "again");
    project.write({ "a.ts": "3\n" }).git("commit", "-qam", "again");
    await expect(change(project, { kind: "base", ref: "other" })).rejects.toThrow("no commit in common");
  });
});

describe("what is staged", () => {
  test("as it is staged, whatever was edited since; files that git does not track are not there", async () => {
    const project = new Project({ "a.ts": five, "b.ts": five, "c.ts": five }).commit();
    project.write({ "a.ts": "a\nSTAGED\nc\nd\ne\n", "new.ts": "n\n" }).git("add", "a.ts", "new.ts");
    project.write({ "a.ts": "a\nEDITED\nc\nd\ne\n", "b.ts": "edited\n", "loose.ts": "l\n" });
    rmSync(project.at("new.ts"));
    const found = await change(project, { kind: "staged" });
    expect(told(found)).toEqual(["modified a.ts 2", "added new.ts 1"]);
    expect(found.gathered.sources.map(({ path, text }) => [path, text])).toEqual([
      ["a.ts", "a\nSTAGED\nc\nd\ne\n"],
      ["b.ts", five],
      ["c.ts", five],
      ["new.ts", "n\n"],
    ]);
  });

  test("only below the paths and within the options, edited since or not", async () => {
    const project = new Project({ "src/a.ts": five, "docs/b.ts": five, "src/left.ts": five }).commit();
    project
      .write({ "src/a.ts": "staged\n", "docs/b.ts": "staged\n", "src/left.ts": "staged\n" })
      .git("add", "-A");
    project.write({ "src/a.ts": "edited\n", "docs/b.ts": "edited\n", "src/left.ts": "edited\n" });
    const request = { cwd: project.folder, paths: ["src"], exclude: ["left.ts"], languages };
    const { gathered, files, outside } = await gatherChange(request, { kind: "staged" });
    expect(gathered.sources.map(({ path, text }) => [path, text])).toEqual([["src/a.ts", "staged\n"]]);
    expect(gathered.skipped.map(({ path, reason }) => [path, reason])).toEqual([["src/left.ts", "excluded"]]);
    expect([files.map(({ path }) => path), outside]).toEqual([["src/a.ts", "src/left.ts"], 1]);
  });

  test("not what was only announced, and of a file that is being merged what lies here", async () => {
    const project = new Project({ "a.ts": five }).commit().git("branch", "other");
    project.write({ "a.ts": "mine\n" }).git("commit", "-qam", "mine").git("checkout", "-q", "other");
    project.write({ "a.ts": "theirs\n" }).git("commit", "-qam", "theirs");
    expect(() => project.git("merge", "-q", "-")).toThrow("merge");
    project.write({ "later.ts": "l\n" }).git("add", "-N", "later.ts");
    const found = await change(project, { kind: "staged" });
    expect(told(found)).toEqual(["modified a.ts 1 3-5"]);
    expect(found.outside).toBe(0);
    expect(found.gathered.sources.map(({ path }) => path)).toEqual(["a.ts"]);
  });

  test("in a repository without a commit everything staged is new", async () => {
    const project = new Project({ "a.ts": five });
    project.git("init", "-q");
    project.git("add", "a.ts");
    expect(told(await change(project, { kind: "staged" }))).toEqual(["added a.ts 1-5"]);
    expect(told(await change(project, { kind: "uncommitted" }))).toEqual(["added a.ts 1-5"]);
  });
});

describe("a diff that is handed in", () => {
  const diffOf = (project: Project): ChangeScope => ({
    kind: "diff",
    name: "change.diff",
    text: execFileSync("git", ["-C", project.folder, "diff", "-M", "HEAD"], { encoding: "utf8" }),
  });

  test("git's own, with renames, new and deleted files and names in quotes", async () => {
    const long = Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("");
    const project = new Project({
      "a.ts": five,
      "old.ts": long,
      "gone.ts": "x\n",
      "naïve.ts": "1\n",
    }).commit();
    project.write({ "a.ts": "a\nB\nc\nd\ne\n", "new.ts": "n\n", "naïve.ts": "2\n" });
    renameSync(project.at("old.ts"), project.at("moved.ts"));
    rmSync(project.at("gone.ts"));
    project.git("add", "-A");
    const expected = [
      "modified a.ts 2",
      "deleted gone.ts",
      "renamed moved.ts was old.ts",
      "modified naïve.ts 1",
      "added new.ts 1",
    ];
    const found = await change(project, diffOf(project));
    expect([...told(found)].sort()).toEqual([...expected].sort());
    expect(found.before.find(({ path }) => path === "a.ts")?.text).toBe(five);
  });

  test("of files with CRLF, and of diff -ru without git", async () => {
    const project = new Project({ "src/a.ts": "a\r\nB\r\nc\r\n" });
    const text =
      "--- before/src/a.ts\t2026-01-01\n+++ after/src/a.ts\t2026-01-02\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n";
    const found = await change(project, { kind: "diff", name: "standard input", text });
    expect(told(found)).toEqual(["modified src/a.ts 2"]);
  });

  test.each([
    [
      "one of another state of the files",
      "--- a/a.ts\n+++ b/a.ts\n@@ -1,2 +1,2 @@\n other\n-b\n+c\n",
      "other lines",
    ],
    [
      "one not applied yet",
      "--- a/a.ts\n+++ b/a.ts\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n",
      "as it was before",
    ],
    ["no diff at all", "hello\n", "names no file"],
  ])("%s is refused", async (_, text, reason) => {
    const project = new Project({ "a.ts": five });
    await expect(change(project, { kind: "diff", name: "x.diff", text })).rejects.toThrow(reason);
  });

  test("an empty one is an empty change", async () => {
    expect(told(await change(new Project({ "a.ts": five }), { kind: "diff", name: "-", text: "" }))).toEqual(
      [],
    );
  });
});
