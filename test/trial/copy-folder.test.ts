/** The copy of a folder: what comes along, what stays, and where links lead. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toPlace } from "../../src/gather/place.js";
import { copyFolder } from "../../src/trial/copy-folder.js";
import { retarget } from "../../src/trial/links.js";
import { never, project } from "./project.js";

const roomy = { copy: 1e9, entries: 1000 };

async function copyOf(from: string, to = join(project(), "copy")) {
  const request = { from: toPlace(from), alsoCalled: [], to: toPlace(to), except: toPlace(to) };
  return { to, ...(await copyFolder(request, roomy, never)) };
}

test("ignored files, dependencies and empty folders come along, with their modes and times", async () => {
  const from = project({
    ".gitignore": "node_modules\n",
    "node_modules/a/index.js": "x",
    "empty/": "",
    "run.sh": "#!/bin/sh\n",
  });
  chmodSync(join(from, "run.sh"), 0o750);
  utimesSync(join(from, "run.sh"), 1_000_000, 1_000_000);
  const { to, missing } = await copyOf(from);
  expect(missing).toEqual([]);
  expect(readFileSync(join(to, "node_modules/a/index.js"), "utf8")).toBe("x");
  expect(existsSync(join(to, "empty"))).toBe(true);
  expect(lstatSync(join(to, "run.sh")).mode & 0o777).toBe(0o750);
  expect(lstatSync(join(to, "run.sh")).mtimeMs).toBe(1_000_000_000);
});

test("git's settings stay, and so does the file through which git would write elsewhere", async () => {
  const from = project({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": "[core]\n\tworktree = /elsewhere\n",
    "module/.git": "gitdir: /elsewhere\n",
    "module/a.js": "a",
    "src/config": "mine",
  });
  const { to } = await copyOf(from);
  const paths = [".git/HEAD", ".git/config", "module/.git", "module/a.js", "src/config"];
  expect(paths.filter((path) => existsSync(join(to, path)))).toEqual([
    ".git/HEAD",
    "module/a.js",
    "src/config",
  ]);
});

test.skipIf(process.platform === "win32")(
  "what is no file is left out and named, and nothing waits for it",
  async () => {
    const from = project({ "a.txt": "a" });
    execFileSync("mkfifo", [join(from, "pipe")]);
    const server = createServer().listen(join(from, "socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const { to, missing } = await copyOf(from);
    server.close();
    expect([...missing].sort()).toEqual([
      "pipe: it is not a regular file",
      "socket: it is not a regular file",
    ]);
    expect(existsSync(join(to, "a.txt"))).toBe(true);
  },
);

test.skipIf(process.platform !== "linux")("names that are not UTF-8 come along", async () => {
  const from = project();
  execFileSync("sh", ["-c", "printf x > \"$(printf 'caf\\351.txt')\""], { cwd: from });
  const { to } = await copyOf(from);
  expect(execFileSync("ls", { cwd: to, encoding: "latin1" })).toBe("caf\u00e9.txt\n");
});

test("a copy that lies inside of the folder is not copied into itself", async () => {
  const from = project({ "a.txt": "a", "tmp/": "" });
  const { to } = await copyOf(from, join(from, "tmp", "copy"));
  expect(existsSync(join(to, "a.txt"))).toBe(true);
  expect(existsSync(join(to, "tmp", "copy"))).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "links lead where they led, those into the original into the copy",
  async () => {
    const outside = project({ "shared.txt": "shared" });
    const from = project({ "src/a.js": "a" });
    const links = {
      near: "src/a.js",
      "src/up": "../src",
      whole: join(from, "src/a.js"),
      self: from,
      out: join(outside, "shared.txt"),
      dangling: "nowhere",
      loop: "loop",
    };
    for (const [name, end] of Object.entries(links)) symlinkSync(end, join(from, name));
    mkdirSync(join(from, "deep"));
    symlinkSync(`../../${outside.slice(tmpdir().length + 1)}/shared.txt`, join(from, "deep/out"));
    const { to } = await copyOf(from);
    const ends = Object.keys(links).map((name) => readlinkSync(join(to, name)));
    expect(ends).toEqual([
      ...["src/a.js", "../src", join(to, "src/a.js"), to],
      ...[join(outside, "shared.txt"), "nowhere", "loop"],
    ]);
    expect(readFileSync(join(to, "deep/out"), "utf8")).toBe("shared");
  },
);

describe("retarget", () => {
  test.each([
    ["/orig/a/link", "b", "b"],
    ["/orig/a/link", "../../orig/b", "../../orig/b"],
    ["/orig/a/link", "../..", "/"],
    ["/orig/link", "../other", "/other"],
    ["/orig/link", "/orig", "/copy"],
    ["/orig/link", "/orig/x/../y", "/copy/y"],
    ["/orig/link", "/alias/x", "/copy/x"],
    ["/orig/link", "/original/x", "/original/x"],
  ])("%s to %s", (link, end, expected) => {
    const moved = { from: toPlace("/orig"), alsoCalled: [toPlace("/alias")], to: toPlace("/copy") };
    expect(retarget(toPlace(end), toPlace(link), moved)).toBe(expected);
  });
});
