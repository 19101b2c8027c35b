/** What git calls part of the project, and what a hostile repository cannot make it do. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { unopenedFolders } from "../../src/gather/list-with-git.js";
import { pathsOf, Project, proofOf, skipsOf } from "./project.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("inside a git work tree", () => {
  it("takes tracked and new files, leaves out ignored and deleted ones", async () => {
    const project = new Project({
      ".gitignore": "*.log\nout/\n",
      "a.ts": "a",
      "deleted.ts": "d",
      "sub/.gitignore": "!keep.log\n",
      "sub/keep.log": "k",
      "sub/drop.log": "d",
      "out/b.js": "b",
      "gone/c.ts": "c",
    }).commit();
    project.write({ "new.ts": "n" });
    rmSync(project.at("deleted.ts"));
    rmSync(project.at("gone"), { recursive: true });
    const gathered = await project.gather();
    expect(pathsOf(gathered)).toEqual([".gitignore", "a.ts", "new.ts", "sub/.gitignore", "sub/keep.log"]);
    expect(gathered.skipped).toEqual([]);
    expect(gathered.unreadable).toEqual([]);
    expect(pathsOf(await project.gather({ paths: ["sub"] }))).toEqual(["sub/.gitignore", "sub/keep.log"]);
  });

  it("says what is ignored when nothing else is there", async () => {
    const project = new Project({ ".gitignore": "out/\n", "out/deep/b.js": "b", "src/x.tmp": "" }).commit();
    project.write({ "src/.gitignore": "*\n" }).git("rm", "-q", "--cached", "src/x.tmp");
    const skips = async (path: string): Promise<string[]> => skipsOf(await project.gather({ paths: [path] }));
    expect(await skips("out")).toEqual(["out/: ignored"]);
    expect(await skips("out/deep")).toEqual(["out/deep/: ignored"]);
    expect(await skips("src")).toEqual(["src/.gitignore: ignored", "src/x.tmp: ignored"]);
    expect(await skips("out/**/*.js")).toEqual(["out/: ignored"]);
  });

  it("folds tracked third-party code into one line with a count", async () => {
    const gathered = await new Project({ "vendor/a/1.go": "", "vendor/b/2.go": "", "m.go": "" })
      .commit()
      .gather();
    expect(skipsOf(gathered)).toEqual(["vendor/: vendored"]);
    expect(proofOf(gathered, "vendor/")).toContain("(2 files)");
  });

  it("honours .session-reviewignore at the top and below, and names the line", async () => {
    const project = new Project({
      ".session-reviewignore": "# old things\nlegacy/\n*.gen.ts\n",
      "a.gen.ts": "",
      "b.ts": "",
      "legacy/c.ts": "",
      "sub/.session-reviewignore": "!d.gen.ts\n/e.ts\n",
      "sub/d.gen.ts": "",
      "sub/e.ts": "",
      "sub/f/e.ts": "",
    });
    for (const made of [project, project.commit()]) {
      const gathered = await made.gather({ include: ["*.ts"] });
      expect(pathsOf(gathered)).toEqual(["b.ts", "sub/d.gen.ts", "sub/f/e.ts"]);
      expect(skipsOf(gathered)).toEqual(["a.gen.ts: ignored", "legacy/: ignored", "sub/e.ts: ignored"]);
      expect(proofOf(gathered, "a.gen.ts")).toBe(".session-reviewignore line 3 says *.gen.ts");
      expect(proofOf(gathered, "sub/e.ts")).toBe("sub/.session-reviewignore line 2 says /e.ts");
      const below = await made.gather({ paths: ["sub"], cwd: made.folder });
      expect(skipsOf(below)).toEqual(["sub/e.ts: ignored"]);
    }
  });

  it("believes the project's .gitattributes about generated files", async () => {
    const project = new Project({
      ".gitattributes":
        "api/** linguist-generated=true\napi/hand.ts -linguist-generated\n*.pb.ts text linguist-generated\n",
      "api/client.ts": "",
      "api/hand.ts": "",
      "x/y.pb.ts": "",
    }).commit();
    const gathered = await project.gather({ include: ["*.ts"] });
    expect(pathsOf(gathered)).toEqual(["api/hand.ts"]);
    expect(proofOf(gathered, "x/y.pb.ts")).toBe(".gitattributes line 3 marks it as linguist-generated");
  });

  it("skips submodules and repositories within", async () => {
    const library = new Project({ "l.ts": "l" }).commit();
    const project = new Project({ "a.ts": "a" }).commit();
    project.git("submodule", "add", "-q", library.folder, "lib").git("commit", "-qm", "lib");
    project.git("clone", "-q", library.folder, "nested");
    const gathered = await project.gather({ include: ["*.ts", "lib", "nested"] });
    expect(pathsOf(gathered)).toEqual(["a.ts"]);
    expect(skipsOf(gathered)).toEqual(["lib/: submodule", "nested/: submodule"]);
    project.git("submodule", "-q", "deinit", "-f", "lib");
    expect(proofOf(await project.gather(), "lib/")).toBe(
      "git records it as a submodule; its files are not here",
    );
    expect(pathsOf(await project.gather({ paths: ["nested"] }))).toEqual(["nested/l.ts"]);
  });

  it("does not follow a link that took the place of a tracked folder", async () => {
    const outside = new Project({ "b.ts": "outside" });
    const project = new Project({ "a.ts": "a", "folder/b.ts": "b" }).commit();
    rmSync(project.at("folder"), { recursive: true });
    symlinkSync(outside.folder, project.at("folder"));
    const gathered = await project.gather();
    expect(pathsOf(gathered)).toEqual(["a.ts"]);
    expect(skipsOf(gathered)).toContain("folder: symbolic link");
  });

  it("takes what replaced a tracked file", async () => {
    const project = new Project({ thing: "a file", "a.ts": "a" }).commit();
    rmSync(project.at("thing"));
    project.write({ "thing/b.ts": "b" });
    const gathered = await project.gather();
    expect(pathsOf(gathered)).toEqual(["a.ts", "thing/b.ts"]);
    expect(gathered.skipped).toEqual([]);
  });
});

/** A script in the repository that leaves a mark when anything starts it. */
function setTrap(project: Project): {
  script: string;
  isSprung: () => boolean;
  springBy: (command: string) => void;
} {
  const marker = project.at(".git/executed");
  project.write({ ".git/evil": `#!/bin/sh\ntouch '${marker}'\n` });
  chmodSync(project.at(".git/evil"), 0o755);
  return {
    script: project.at(".git/evil"),
    isSprung: () => existsSync(marker),
    // Shows that the trap works: git as anyone would call it starts the script.
    springBy: (command) => {
      try {
        project.git(command);
      } catch {
        // Git does not understand what the script answers.
      }
    },
  };
}

describe("a hostile repository", () => {
  it("starts nothing: file system monitor, hooks, filters, pagers, transports", async () => {
    const project = new Project({ "a.ts": "a", ".gitattributes": "* filter=evil diff=evil\n" }).commit();
    const trap = setTrap(project);
    const evil = trap.script;
    const settings = {
      "core.fsmonitor": evil,
      "core.hooksPath": project.at(".git"),
      "core.pager": evil,
      "pager.ls-files": evil,
      "core.sshCommand": evil,
      "core.alternateRefsCommand": evil,
      "core.gitProxy": evil,
      "core.editor": evil,
      "diff.evil.textconv": evil,
      "diff.evil.command": evil,
      "filter.evil.clean": evil,
      "filter.evil.smudge": evil,
      "filter.evil.process": evil,
      "remote.origin.url": "ssh://host/x",
      "remote.origin.promisor": "true",
      "extensions.partialClone": "origin",
      "protocol.allow": "always",
    };
    for (const [key, value] of Object.entries(settings)) project.git("config", key, value);
    project.write({ "a.ts": "changed", "b.ts": "new" });
    expect(trap.isSprung()).toBe(false);
    const gathered = await project.gather();
    expect(pathsOf(gathered)).toEqual([".gitattributes", "a.ts", "b.ts"]);
    expect(trap.isSprung()).toBe(false);
    trap.springBy("status");
    expect(trap.isSprung()).toBe(true);
  });

  it("starts no transport for objects that a partial clone lacks", async () => {
    const origin = new Project({ "in/a.ts": "a", "out/deep/b.ts": "b" }).commit();
    origin.git("config", "uploadpack.allowFilter", "true");
    const project = new Project();
    project.git("clone", "-q", "--no-checkout", "--filter=tree:0", `file://${origin.folder}`, ".");
    project.git("sparse-checkout", "set", "--cone", "--sparse-index", "in").git("checkout", "-q");
    const tree = execFileSync("git", ["rev-parse", "HEAD:out"], {
      cwd: project.folder,
      encoding: "utf8",
    }).trim();
    const packs = new Project();
    renameSync(project.at(".git/objects/pack"), packs.at("pack"));
    for (const name of readdirSync(packs.at("pack")).filter((file) => file.endsWith(".pack"))) {
      const input = readFileSync(packs.at(`pack/${name}`));
      execFileSync("git", ["unpack-objects", "-q"], { cwd: project.folder, input });
    }
    rmSync(project.at(`.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`));
    const trap = setTrap(project);
    project.git("config", "remote.origin.url", "ssh://host.invalid/x");
    project.git("config", "core.sshCommand", trap.script).git("config", "protocol.allow", "always");
    expect(pathsOf(await project.gather())).toEqual(["in/a.ts"]);
    expect(trap.isSprung()).toBe(false);
    trap.springBy("ls-files");
    expect(trap.isSprung()).toBe(true);
  });

  it("cannot move the listing elsewhere by core.worktree, nor by git's variables", async () => {
    const outside = new Project({ "secret.ts": "s" }).commit();
    const project = new Project({ "a.ts": "a" }).commit();
    project.write({ "new.ts": "n" }).git("config", "core.worktree", outside.folder);
    expect(pathsOf(await project.gather())).toEqual(["a.ts", "new.ts"]);
    const other = new Project({ "b.ts": "b", "c.log": "c" }).git("init", "-q");
    // Only git itself reads this file: the listing shows that git was asked about the right repository.
    other.write({ ".git/info/exclude": "*.log\n" });
    vi.stubEnv("GIT_DIR", outside.at(".git"));
    vi.stubEnv("GIT_WORK_TREE", outside.folder);
    expect(pathsOf(await other.gather())).toEqual(["b.ts"]);
  });

  it("is walked when git refuses or is missing", async () => {
    const project = new Project({ ".gitignore": "*.log\n", "a.ts": "a", "b.log": "b" }).commit();
    vi.stubEnv("PATH", "");
    expect(pathsOf(await project.gather())).toEqual([".gitignore", "a.ts"]);
    vi.unstubAllEnvs();
    project.write({ ".git/config": "[core\nbroken" });
    expect(pathsOf(await project.gather())).toEqual([".gitignore", "a.ts"]);
  });
});

it("hears git's warnings about folders it cannot open", () => {
  const stderr = "warning: could not open directory 'a/it's/': Permission denied\nhint: else\n";
  expect(unopenedFolders(stderr)).toEqual([{ name: "a/it's", reason: "permission denied" }]);
});
