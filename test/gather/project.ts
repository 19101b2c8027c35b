/** Real folders for the tests of this room, in git and outside it, removed after each test. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { realDisk } from "../../src/gather/disk.js";
import { gather, type GatherRequest } from "../../src/gather/gather.js";
import type { Language } from "../../src/model/language.js";
import type { Gathered } from "../../src/model/source.js";

// The ignore file of whoever runs the tests must not decide them.
process.env["HOME"] = process.env["XDG_CONFIG_HOME"] = join(tmpdir(), "gather-no-home");

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A language without a parser: gathering never parses. */
function language(id: string, rest: Pick<Language, "family" | "extensions"> & Partial<Language>): Language {
  return {
    id,
    title: id,
    isTestPath: () => false,
    importCandidates: () => [],
    loadParser: () => Promise.reject(new Error("gathering parses nothing")),
    ...rest,
  };
}

export const languages: readonly Language[] = [
  language("typescript", {
    family: "typescript",
    extensions: [".ts", ".js"],
    interpreters: ["node"],
    isTestPath: (path) => /\.test\.[jt]s$/.test(path),
  }),
  language("python", { family: "python", extensions: [".py"], interpreters: ["python"] }),
  language("text", { family: "text", extensions: [] }),
];

export class Project {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "gather-")));

  /** Writes files; folders on the way are made. */
  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    made.push(this.folder);
    this.write(files);
  }

  write(files: Readonly<Record<string, string | Buffer>>): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.at(path)), { recursive: true });
      writeFileSync(this.at(path), content);
    }
    return this;
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  /** Bytes of a path in the project, for names that are not UTF-8. */
  bytesAt(name: Buffer): Buffer {
    return Buffer.concat([Buffer.from(`${this.folder}/`), name]);
  }

  git(...args: readonly string[]): this {
    const identity = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
    execFileSync("git", [...identity, "-c", "protocol.file.allow=always", ...args], {
      cwd: this.folder,
      stdio: "pipe",
    });
    return this;
  }

  /** Makes it a repository with everything committed that git does not ignore. */
  commit(): this {
    return this.git("init", "-q").git("add", "-A").git("commit", "-qm", "all");
  }

  gather(request: Partial<GatherRequest> = {}, disk = realDisk): Promise<Gathered> {
    return gather({ cwd: this.folder, paths: ["."], languages, ...request }, disk);
  }
}

export function pathsOf(gathered: Gathered): string[] {
  return gathered.sources.map(({ path }) => path);
}

/** `path: reason` of everything skipped. */
export function skipsOf(gathered: Gathered): string[] {
  return gathered.skipped.map(({ path, reason }) => `${path}: ${reason}`);
}

/** The proof beside a skipped path. */
export function proofOf(gathered: Gathered, path: string): string | undefined {
  return gathered.skipped.find((skipped) => skipped.path === path)?.proof;
}
