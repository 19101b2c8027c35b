/** The commits alone: whatever lies in the work tree beside them, they are what is read. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type GatheredChange, gatherChange } from "../../../src/gather/change/gather-change.js";
import { languages, Project, proofOf, skipsOf } from "../project.js";
import { change, told } from "./told.js";

const commits = { kind: "commits", ref: "start" } as const;
const five = "a\nb\nc\nd\ne\n";

/** A branch that changed `a.ts` and `sub/b.ts`, and left `same.ts` alone. */
function branch(more: Readonly<Record<string, string | Buffer>> = {}): Project {
  const project = new Project({ "a.ts": five, "sub/b.ts": five, "same.ts": five }).commit();
  project.git("branch", "start");
  return project.write({ "a.ts": "a\nB\nc\nd\ne\n", "sub/b.ts": `${five}f\n`, ...more }).commit();
}

function textsOf({ gathered }: GatheredChange): Readonly<Record<string, string>> {
  return Object.fromEntries(gathered.sources.map(({ path, text }) => [path, text]));
}

const asCommitted = { "a.ts": "a\nB\nc\nd\ne\n", "same.ts": five, "sub/b.ts": `${five}f\n` };

describe("what a step left or did counts for nothing", () => {
  test.each<[string, (project: Project) => unknown, readonly string[]]>([
    ["nothing", () => undefined, []],
    [
      "files left",
      (project) => project.write({ "left.ts": "x\n", "out/new.ts": "x\n", ".env": "A=1\n" }),
      [],
    ],
    ["a file staged", (project) => project.write({ "left.ts": "x\n" }).git("add", "-A"), []],
    ["a file of the change rewritten", (project) => project.write({ "a.ts": "formatted\n" }), ["a.ts"]],
    ["another file rewritten", (project) => project.write({ "same.ts": "formatted\n" }), ["same.ts"]],
    ["a file made unreadable", (project) => project.write({ "same.ts": Buffer.from([0, 1]) }), ["same.ts"]],
    ["a file deleted", (project) => rmSync(project.at("a.ts")), ["a.ts"]],
    ["a file taken from the index", (project) => project.git("rm", "-q", "--cached", "a.ts"), []],
    ["a folder deleted", (project) => rmSync(project.at("sub"), { recursive: true }), ["sub/b.ts"]],
    ["a file moved", (project) => renameSync(project.at("a.ts"), project.at("z.ts")), ["a.ts"]],
    [
      "a file that became a link",
      (project) => {
        rmSync(project.at("a.ts"));
        symlinkSync("same.ts", project.at("a.ts"));
      },
      ["a.ts"],
    ],
    [
      "a folder that became a link",
      (project) => {
        rmSync(project.at("sub"), { recursive: true });
        symlinkSync("/", project.at("sub"));
      },
      ["sub/b.ts"],
    ],
    [
      "a file that became a folder",
      (project) => {
        rmSync(project.at("a.ts"));
        project.write({ "a.ts/inside.ts": "x\n" });
      },
      ["a.ts"],
    ],
    [
      "an ignore file",
      (project) => project.write({ ".session-reviewignore": "*.ts\n", ".gitignore": "*.ts\n" }),
      [],
    ],
    ["other line ends", (project) => project.write({ "a.ts": "a\r\nB\r\nc\r\nd\r\ne\r\n" }), []],
    ["another date", (project) => utimesSync(project.at("a.ts"), 1, 1), []],
  ])("%s", async (_, step, altered) => {
    const project = branch();
    step(project);
    const found = await change(project, commits);
    expect(told(found)).toEqual(["modified a.ts 2", "modified sub/b.ts 6"]);
    expect(textsOf(found)).toEqual(asCommitted);
    expect([found.gathered.skipped, found.gathered.unreadable, found.outside]).toEqual([[], [], 0]);
    expect([...found.altered]).toEqual(altered);
    expect(found.to).toMatch(/^[0-9a-f]{7}, the last commit$/);
  });

  test("nor below a folder and the paths that were named, and a name without anything behind it is refused", async () => {
    const project = branch();
    rmSync(project.at("sub"), { recursive: true });
    project.write({ "left.ts": "x\n" });
    const part = await change(project, commits, ["sub"]);
    expect([told(part), textsOf(part), part.outside]).toEqual([
      ["modified sub/b.ts 6"],
      { "sub/b.ts": `${five}f\n` },
      1,
    ]);
    await expect(change(project, commits, ["left.ts"])).rejects.toThrow('no file or folder "left.ts"');
    mkdirSync(project.at("sub"));
    const below = { cwd: project.at("sub"), paths: ["."], languages };
    const found = await gatherChange(below, commits);
    expect([told(found), textsOf(found), found.outside]).toEqual([
      ["modified b.ts 6"],
      { "b.ts": `${five}f\n` },
      1,
    ]);
  });

  test("through a link to the repository, and from a link within it", async () => {
    const project = branch();
    const links = new Project();
    symlinkSync(project.folder, links.at("linked"));
    symlinkSync(project.at("sub"), project.at("to-sub"));
    project.write({ "sub/left.ts": "x\n", "a.ts": "formatted\n" });
    const through = await gatherChange({ cwd: links.at("linked"), paths: ["."], languages }, commits);
    expect([told(through), textsOf(through)]).toEqual([
      ["modified a.ts 2", "modified sub/b.ts 6"],
      asCommitted,
    ]);
    const within = await gatherChange({ cwd: project.at("to-sub"), paths: ["."], languages }, commits);
    expect([told(within), textsOf(within)]).toEqual([["modified b.ts 6"], { "b.ts": `${five}f\n` }]);
  });

  test("what the project leaves out stays out, and what is too large or binary is told", async () => {
    const project = branch({
      "dist.min.js": "x\n",
      "large.ts": "x".repeat(1_100_000),
      "logo.png": Buffer.from([0x89, 0, 1]),
      "no/c.ts": "c\n",
      ".session-reviewignore": "no/\n",
    });
    for (const path of ["dist.min.js", "large.ts", "logo.png", "no/c.ts", ".session-reviewignore"])
      rmSync(project.at(path));
    const { gathered } = await change(project, commits);
    expect(skipsOf(gathered)).toEqual([
      "dist.min.js: minified",
      "large.ts: too large",
      "logo.png: binary",
      "no/: ignored",
    ]);
  });
});

describe("what git has of it", () => {
  test("stands for what a filter makes of it: bytes of the commit, and a pointer is told as one", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 12345\n`;
    const project = branch({ "model.ts": pointer });
    project.write({ "model.ts": "what the pointer stands for\n" });
    const { gathered, files } = await change(project, commits);
    expect(proofOf(gathered, "model.ts")).toBe(
      "it is a pointer of Git LFS to 12,345 bytes that are not here",
    );
    expect(files.map(({ path }) => path)).toContain("model.ts");
  });

  test("links and submodules are told and never followed", async () => {
    const library = new Project({ "l.ts": "l\n" }).commit();
    const project = branch();
    project.git("submodule", "--quiet", "add", library.folder, "lib");
    symlinkSync("a.ts", project.at("link.ts"));
    project.git("add", "-A").git("commit", "-qm", "more");
    rmSync(project.at("link.ts"));
    project.write({ "link.ts": "no link any more\n", "lib/left.ts": "x\n" });
    const found = await change(project, commits);
    expect(told(found)).toEqual([
      "added .gitmodules 1-3",
      "modified a.ts 2",
      "added lib",
      "added link.ts",
      "modified sub/b.ts 6",
    ]);
    expect(skipsOf(found.gathered)).toEqual(["lib/: submodule", "link.ts: symbolic link"]);

    project.git("branch", "-f", "start").git("-C", "lib", "checkout", "-q", "--", ".");
    project.git("-C", "lib", "commit", "-q", "--allow-empty", "-m", "next");
    expect(told(await change(project, commits))).toEqual([]);
    project.git("commit", "-qam", "next");
    expect(told(await change(project, commits))).toEqual(["modified lib", "added link.ts 1"]);
  });

  test("that a clone without some files lacks is refused with a way out", async () => {
    const project = branch();
    project.git("config", "uploadpack.allowFilter", "true");
    const clone = new Project();
    const from = `file://${project.folder}`;
    execFileSync("git", ["clone", "-q", "--filter=blob:none", "--no-checkout", from, clone.at("clone")]);
    const refused = gatherChange(
      { cwd: clone.at("clone"), paths: ["."], languages },
      { kind: "commits", ref: "origin/start" },
    );
    await expect(refused).rejects.toThrow("are not in this clone");
  });
});
