/** The walk without git, and disks that change or fail. */
import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { type Disk, realDisk } from "../../src/gather/disk.js";
import { toBytes } from "../../src/gather/place.js";
import { pathsOf, Project, proofOf, skipsOf } from "./project.js";

function failing(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe("outside git", () => {
  it("nests .gitignore files as git does and leaves out .git and node_modules", async () => {
    const files = {
      ".gitignore": "*.log\n/only-top\nbuild/\n",
      "a.ts": "",
      "x.log": "",
      "only-top": "",
      "sub/only-top": "",
      "build/b.js": "",
      "sub/.gitignore": "!kept.log\nlocal\n",
      "sub/kept.log": "",
      "sub/other.log": "",
      "sub/deep/local": "",
      "node_modules/p/i.js": "",
    };
    const walked = await new Project(files).write({ ".git/config": "" }).gather();
    expect(pathsOf(walked)).toEqual([".gitignore", "a.ts", "sub/.gitignore", "sub/kept.log", "sub/only-top"]);
    expect(skipsOf(walked)).toEqual(["node_modules/: vendored"]);
    const listed = await new Project(files).commit().gather();
    expect(pathsOf(listed)).toEqual(pathsOf(walked));
  });

  it("heeds the ignore files above a folder it is asked for, up to cwd", async () => {
    const project = new Project({ ".gitignore": "sub/*.log\n", "sub/a.log": "", "sub/b.ts": "" });
    expect(pathsOf(await project.gather({ paths: ["sub"] }))).toEqual(["sub/b.ts"]);
  });

  it("says what is ignored when nothing else is there", async () => {
    const project = new Project({ "sub/.gitignore": "*\n", "sub/a.ts": "" });
    const gathered = await project.gather({ paths: ["sub"] });
    expect(skipsOf(gathered)).toEqual(["sub/.gitignore: ignored", "sub/a.ts: ignored"]);
  });

  it("is not caught by loops of links", async () => {
    const project = new Project({ "a/b.ts": "b" });
    symlinkSync("..", project.at("a/up"));
    symlinkSync("self", project.at("self"));
    const gathered = await project.gather();
    expect(pathsOf(gathered)).toEqual(["a/b.ts"]);
    expect(skipsOf(gathered)).toEqual(["a/up: symbolic link", "self: symbolic link"]);
    expect(proofOf(gathered, "self")).toBe("symbolic links are not followed");
  });

  it("opens neither pipes nor sockets, not even as ignore files", async () => {
    const project = new Project({ "a.ts": "a" });
    execFileSync("mkfifo", [project.at("pipe.ts"), project.at(".gitignore")]);
    const server = createServer().listen(project.at("socket"));
    try {
      const gathered = await project.gather();
      expect(pathsOf(gathered)).toEqual(["a.ts"]);
      expect(skipsOf(gathered)).toEqual([
        ".gitignore: not a file",
        "pipe.ts: not a file",
        "socket: not a file",
      ]);
      expect(proofOf(gathered, "pipe.ts")).toBe("it is a named pipe; it was not opened");
      expect(skipsOf(await project.gather({ paths: ["pipe.ts"] }))).toEqual(["pipe.ts: not a file"]);
    } finally {
      server.close();
    }
  });

  it("is not stopped by a pattern that would take for ever to match", async () => {
    const project = new Project({ ".gitignore": `${"*a".repeat(30)}b\n`, [`${"a".repeat(200)}.ts`]: "" });
    expect(pathsOf(await project.gather())).toHaveLength(2);
  });
});

describe("a disk that changes or fails", () => {
  const files = { "a.ts": "a", "b.ts": "b", "sub/c.ts": "c" };

  /** The real disk, where something happens to `name` before it is read. */
  function interrupted(name: string, happen: (path: Buffer) => void): Disk {
    return {
      ...realDisk,
      read(place, limit) {
        if (place.endsWith(name)) happen(toBytes(place));
        return realDisk.read(place, limit);
      },
    };
  }

  const cases: { what: string; happen: (path: Buffer) => void; reason: string }[] = [
    {
      what: "disappeared",
      happen: (path) => {
        rmSync(path.toString());
      },
      reason: "it disappeared while the files were being read",
    },
    {
      what: "became a link",
      happen: (path) => {
        rmSync(path.toString());
        symlinkSync("b.ts", path);
      },
      reason: "it was replaced by a symbolic link",
    },
    {
      what: "became a pipe",
      happen: (path) => {
        rmSync(path.toString());
        execFileSync("mkfifo", [path.toString()]);
      },
      reason: "it was replaced by something that is not a regular file",
    },
  ];
  it.each(cases)("a file that $what is unreadable, the others are read", async ({ happen, reason }) => {
    for (const project of [new Project(files), new Project(files).commit()]) {
      const gathered = await project.gather({}, interrupted("/a.ts", happen));
      expect(pathsOf(gathered)).toEqual(["b.ts", "sub/c.ts"]);
      expect(gathered.unreadable).toEqual([{ path: "a.ts", reason }]);
    }
  });

  it("a file that grew past the limit is too large", async () => {
    const disk = interrupted("/a.ts", (path) => {
      writeFileSync(path, "x".repeat(2_000_000));
    });
    expect(skipsOf(await new Project(files).gather({}, disk))).toEqual(["a.ts: too large"]);
  });

  it("a file without permission is unreadable, in words", async () => {
    const disk: Disk = {
      ...realDisk,
      read: (place, limit) =>
        place.endsWith("/b.ts") ? Promise.reject(failing("EACCES")) : realDisk.read(place, limit),
    };
    const gathered = await new Project(files).gather({}, disk);
    expect(gathered.unreadable).toEqual([{ path: "b.ts", reason: "permission denied" }]);
    expect(pathsOf(gathered)).toEqual(["a.ts", "sub/c.ts"]);
  });

  it("a folder without permission is unreadable, and the walk goes on", async () => {
    const disk: Disk = {
      ...realDisk,
      list: (folder) => (folder.endsWith("/sub") ? Promise.reject(failing("EACCES")) : realDisk.list(folder)),
    };
    const gathered = await new Project(files).gather({}, disk);
    expect(gathered.unreadable).toEqual([{ path: "sub/", reason: "permission denied" }]);
    expect(pathsOf(gathered)).toEqual(["a.ts", "b.ts"]);
  });

  it("a named file that cannot be looked at is unreadable", async () => {
    const disk: Disk = { ...realDisk, look: () => Promise.reject(failing("EIO")) };
    const gathered = await new Project(files).gather({ paths: ["a.ts"] }, disk);
    expect(gathered.unreadable).toEqual([{ path: "a.ts", reason: "the disk reported an error" }]);
  });

  it("secret and large files are never read", async () => {
    const read: string[] = [];
    const disk: Disk = {
      ...realDisk,
      read(place, limit) {
        read.push(place.slice(place.lastIndexOf("/") + 1));
        return realDisk.read(place, limit);
      },
    };
    await new Project({ ".env": "A=1", "k.pem": "", "big.txt": "x".repeat(1_048_577), "a.ts": "" }).gather(
      {},
      disk,
    );
    expect(read.filter((name) => !name.startsWith(".git") && name !== ".session-reviewignore")).toEqual([
      "a.ts",
    ]);
    expect(read).not.toContain(".env");
  });
});
