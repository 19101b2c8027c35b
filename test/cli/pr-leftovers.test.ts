/** `pr` judges what the commits say: what a step before it left or rewrote changes no word of what is told. */
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, run, writeFiles } from "./fake-world.js";
import { eachOnItsOwn, outputsIn, summaryIn } from "./pull-place.js";
import { type Repository, checkPush, inRepository } from "./pull-repository.js";
import { clean, flawed } from "./projects.js";

const double = eachOnItsOwn();
const worst = flawed["app/load.py"] ?? "";
const tags = flawed["app/tags.py"] ?? "";

/** Everything that somebody hears of a check. */
interface Told extends Pick<Ran, "code" | "stdout"> {
  readonly summary: string;
  readonly findings: string | undefined;
  readonly comments: readonly string[];
  readonly places: readonly unknown[];
}

async function checkAfter(step: (repository: Repository) => Promise<unknown>): Promise<Told> {
  let told: Told | undefined;
  await inRepository(async (repository) => {
    const base = await repository.commit({ ...clean, "app/old.py": `"""Old."""\n`, "gone.py": "" });
    await repository.commit({ "app/tags.py": tags, "app/old.py": `"""Older."""\n` });
    double().world.pulls.delete(1);
    await step(repository);
    const { code, stdout } = await checkPush(repository, double(), { happening: { base } });
    const { comments, threads } = double().world.pull(1);
    told = {
      ...{ code, stdout, findings: (await outputsIn(repository.cwd))["findings"] },
      summary: unnamed(await summaryIn(repository.cwd)),
      comments: [...comments, ...threads].map(({ body }) => unnamed(body)),
      places: threads.map(({ place }) => place),
    };
  });
  if (!told) throw new Error("nothing was told");
  return told;
}

/** Commits are made anew in each test, and comments are counted through. */
function unnamed(text: string): string {
  return text
    .replace(/\b[0-9a-f]{7,40}\b/gu, "HASH")
    .replace(/127\.0\.0\.1:\d+/gu, "HOST")
    .replace(/(discussion_r|issuecomment-)\d+/gu, "$1N")
    .replace(/state:v1 \S+/gu, "state:v1");
}

const write =
  (files: Readonly<Record<string, string>>) =>
  ({ cwd }: Repository): Promise<void> =>
    writeFiles(cwd, files);

describe("the same is told as of a clean checkout", () => {
  test.each<[string, (repository: Repository) => Promise<unknown>]>([
    ["files left by a build", write({ "app/load.py": worst, "out/new.py": worst })],
    ["a file of the change rewritten", write({ "app/tags.py": `# formatted\n${worst}` })],
    ["a file of the change mended", write({ "app/tags.py": clean["app/add.py"] ?? "" })],
    ["another file rewritten", write({ "app/add.py": worst })],
    ["a file of the change deleted", async ({ cwd }) => rm(join(cwd, "app"), { recursive: true })],
    [
      "a step that staged what it wrote",
      async (repository) => {
        await write({ "app/load.py": worst, "app/add.py": worst })(repository);
        repository.git("add", "-A", "app");
        repository.git("rm", "-q", "gone.py");
      },
    ],
    [
      "modes, and rules of what to leave out",
      async ({ cwd }) => {
        await chmod(join(cwd, "app/tags.py"), 0o755);
        await writeFile(join(cwd, ".session-reviewignore"), "app/\n");
        await writeFile(join(cwd, ".gitattributes"), "*.py linguist-generated\n");
      },
    ],
  ])("%s", async (_, step) => {
    const usual = await checkAfter(async () => undefined);
    expect(usual).toMatchObject({ code: 0, findings: "1", places: [{ path: "app/tags.py", line: 4 }] });
    expect(await checkAfter(step)).toEqual(usual);
  });
});

test("a review of the work tree counts them all the same", async () => {
  await inRepository(async (repository) => {
    await repository.commit(clean);
    await writeFiles(repository.cwd, { "app/load.py": worst });
    const ran = await run(["--base", "HEAD", "-f", "agent"], { cwd: repository.cwd });
    expect([ran.code, ran.stdout]).toEqual([1, expect.stringContaining("app/load.py:11")]);
  });
});

test("of a file that lies here otherwise, a tool's word without a quote is not taken for one of the commit", async () => {
  await inRepository(async (repository) => {
    const base = await repository.commit(clean);
    await repository.commit({ "app/tags.py": tags, "app/more.py": tags });
    const result = (uri: string, snippet?: string): unknown => ({
      ruleId: "names",
      level: "warning",
      message: { text: `Short name in ${uri}.` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri },
            region: { startLine: 6, ...(snippet === undefined ? {} : { snippet: { text: snippet } }) },
          },
        },
      ],
    });
    const results = [result("app/tags.py"), result("app/more.py"), result("app/tags.py", "names.append")];
    const log = { version: "2.1.0", runs: [{ tool: { driver: { name: "Scanner" } }, results }] };
    await writeFiles(repository.cwd, {
      "app/tags.py": `# formatted\n${tags}`,
      ".git/log.sarif": JSON.stringify(log),
    });
    const args = ["--sarif", ".git/log.sarif", "--profile", "deep"];
    await checkPush(repository, double(), { happening: { base }, args });
    const page = await summaryIn(repository.cwd);
    expect(page).toContain("Short name in app/more.py");
    expect(page).toContain("Short name in app/tags.py");
    const report = await readFile(join(repository.cwd, ".runner/session-review/report.md"), "utf8");
    expect(report).toContain("1 result left out, the file lies here with other lines than were reviewed");
  });
});
