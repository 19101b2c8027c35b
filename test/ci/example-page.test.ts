/** docs/ci/example.md: what a pull request hears, made by running `pr` over two pushes of a small repository. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { usualWaits } from "../../src/cli/waits.js";
import { type Files, inFolder, run, writeFiles } from "../cli/fake-world.js";
import { clean, flawed } from "../cli/projects.js";
import { stepIn, summaryIn } from "../cli/pull-place.js";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GithubDouble } from "../double/github/server.js";

const quick = { ...usualWaits, timing: { ...usualWaits.timing, sleep: () => Promise.resolve() } };

/** The same hashes on every machine. */
const dates = { GIT_AUTHOR_DATE: "2026-11-21T00:00:00Z", GIT_COMMITTER_DATE: "2026-11-21T00:00:00Z" };

function git(cwd: string, ...args: readonly string[]): string {
  const own = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const env = { ...process.env, ...dates };
  return execFileSync("git", [...own, ...args], { cwd, env, encoding: "utf8", stdio: "pipe" }).trim();
}

async function commit(cwd: string, files: Files): Promise<string> {
  await writeFiles(cwd, files);
  git(cwd, "add", "-A");
  git(cwd, "commit", "-q", "-m", "change");
  return git(cwd, "rev-parse", "HEAD");
}

function block(title: string, text: string, language = "markdown"): string {
  return `## ${title}\n\n\`\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\`\`\n`;
}

test("docs/ci/example.md is what pr says", async () => {
  const double = await GithubDouble.start({ token: "of-the-job" });
  const page = await inFolder({}, async (cwd) => {
    git(cwd, "init", "-q", "-b", "main");
    const base = await commit(cwd, clean);
    const pull = double.world.open({ number: 1, head: "" });
    const push = async (files: Files): Promise<{ log: string; stdout: string }> => {
      const head = await commit(cwd, files);
      pull.head = head;
      pull.shown = new Map(Object.keys(flawed).map((path) => [path, [{ start: 1, end: 100 }]]));
      await writeFiles(cwd, { ".runner/": "", ".git/info/exclude": ".runner\n" });
      const env = await stepIn(cwd, double, { base, head });
      const ran = await run(["pr"], { cwd, env, waits: quick });
      return { log: ran.stderr, stdout: ran.stdout };
    };
    const first = await push(flawed);
    const [comment, ...others] = pull.threads.map(({ body }) => body);
    const parts = [
      block("The summary comment", pull.comments[0]?.body ?? ""),
      block(`A comment on a line, one of ${others.length + 1}`, comment ?? ""),
      block("The annotations", first.stdout, "text"),
      block("The log", first.log, "text"),
      block("The page of the run", await summaryIn(cwd)),
      block("The outputs", await readFile(join(cwd, ".runner/output"), "utf8"), "text"),
    ];
    const second = await push({ "app/tags.py": clean["app/add.py"] ?? "" });
    return [
      "# What a pull request hears\n\nTwo pushes of a small repository against a double of GitHub. Made by\n`npx vitest run test/ci/example-page.test.ts -u`, which fails when this page is not what `pr` says.\n",
      ...parts,
      block("After the next push, which mends one of the two: the log", second.log, "text"),
      block("And the summary comment, written anew", pull.comments[0]?.body ?? ""),
    ]
      .join("\n")
      .replaceAll(double.origin, "https://github.example")
      .replaceAll(new URL(double.origin).host, "github.example")
      .replaceAll("https://github.test", "https://github.example")
      .replaceAll(cwd, "/tmp/step");
  });
  await double.close();
  await expect(page).toMatchFileSnapshot("../../docs/ci/example.md");
});
