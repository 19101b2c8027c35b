/** A real repository whose pushes are checked as the runner of a pull request would, against a double of GitHub. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { usualWaits } from "../../src/cli/waits.js";
import type { LineRange } from "../../src/model/source.js";
import type { GithubDouble } from "../double/github/server.js";
import { type Files, type Ran, inFolder, run, writeFiles } from "./fake-world.js";
import { type Happening, stepIn } from "./pull-place.js";

export class Repository {
  constructor(readonly cwd: string) {}

  git(...args: readonly string[]): string {
    const own = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...own, ...args], { cwd: this.cwd, encoding: "utf8", stdio: "pipe" }).trim();
  }

  /** @returns the commit's hash */
  async commit(files: Files, message = "change"): Promise<string> {
    await writeFiles(this.cwd, files);
    this.git("add", "-A");
    this.git("commit", "-q", "-m", message);
    return this.git("rev-parse", "HEAD");
  }
}

export async function inRepository(work: (repository: Repository) => Promise<void>): Promise<void> {
  await inFolder({}, async (cwd) => {
    const repository = new Repository(cwd);
    repository.git("init", "-q", "-b", "main");
    await work(repository);
  });
}

export interface Wish {
  readonly args?: readonly string[];
  readonly happening?: Happening;
  /** Below the top of the repository. */
  readonly folder?: string;
  /** Lines that GitHub shows, by file; all of them when absent. */
  readonly shown?: ReadonlyMap<string, readonly LineRange[]>;
}

const everyLine: LineRange = { start: 1, end: 1000 };

export const quick = { ...usualWaits, timing: { ...usualWaits.timing, sleep: () => Promise.resolve() } };

/** A push as the double sees it, and the check of it. */
export async function checkPush(
  repository: Repository,
  double: GithubDouble,
  { args = [], happening = {}, folder = "", shown }: Wish,
): Promise<Ran> {
  const { cwd } = repository;
  const pull = double.world.pulls.get(1) ?? double.world.open({ number: 1, head: "" });
  pull.head = happening.head ?? repository.git("rev-parse", "HEAD");
  const tracked = repository.git("ls-files").split("\n");
  pull.shown = shown ?? new Map(tracked.map((path) => [path, [everyLine]]));
  await writeFiles(cwd, { ".runner/": "", ".git/info/exclude": ".runner\n" });
  const env = await stepIn(cwd, double, { ...happening, head: pull.head });
  return run(["pr", ...args], { cwd: join(cwd, folder), env, waits: quick });
}
