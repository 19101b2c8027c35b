/** What the package ships, and what its two scripts say on a machine where nothing is built. */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const shipped = ["bin", "docs", "frameworks", "reviewers", "rubrics", "schema"];
let copy: string;

/** The project as a fresh clone has it, where it matters for packing, with a build of three empty files. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "session-review-package-"));
  for (const path of [...shipped, "src", "test", "package.json", "README.md", "LICENSE", "tsconfig.json"])
    await cp(join(root, path), join(copy, path), { recursive: true });
  await mkdir(join(copy, "dist/cli"), { recursive: true });
  for (const file of ["index.js", "index.d.ts", "index.js.map"])
    await writeFile(join(copy, "dist", file), "");
});

afterAll(() => rm(copy, { recursive: true, force: true }));

const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

test("the package holds the program, its shelves and its papers, and nothing else", async () => {
  // A shell only where npm is a .cmd file; no argument needs quoting.
  const npm = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: copy,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const files = packed.parse(JSON.parse(npm.stdout)).flatMap((entry) => entry.files.map(({ path }) => path));
  const pages = (
    await Promise.all(["docs", "frameworks", "reviewers", "rubrics", "schema"].map(filesBelow))
  ).flat();
  expect(files.sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      "bin/packed.js",
      "bin/session-review.js",
      "dist/index.d.ts",
      "dist/index.js",
      "package.json",
      ...pages,
    ].sort(),
  );
});

describe("without a build", () => {
  let bare: string;

  beforeAll(async () => {
    bare = await mkdtemp(join(tmpdir(), "session-review-bare-"));
    await cp(join(root, "bin"), join(bare, "bin"), { recursive: true });
    await cp(join(root, "package.json"), join(bare, "package.json"));
  });

  afterAll(() => rm(bare, { recursive: true, force: true }));

  function run(script: string, ...nodeOptions: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...nodeOptions, join(bare, "bin", script)],
      {
        encoding: "utf8",
      },
    );
    return { status, stdout, stderr };
  }

  test("the command says what to do and exits with 2", () => {
    expect(run("session-review.js")).toEqual({
      status: 2,
      stdout: "",
      stderr: "session-review is not built yet.\nhint: run npm install in its folder.\n",
    });
  });

  test("prepare succeeds where TypeScript is absent, so that production installs do", () => {
    expect(run("prepare.js")).toEqual({
      status: 0,
      stdout: "",
      stderr: "session-review: TypeScript is not installed here, so nothing was built.\n",
    });
  });

  test.each([
    ["18.20.4", true],
    ["20.18.3", true],
    ["20.19.0", false],
    ["24.0.0", false],
  ])("on Node %s the command refuses: %s", (version, refuses) => {
    const pretend = `
      Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
      Object.defineProperty(process, "version", { value: "v${version}" });`;
    const { status, stderr } = run(
      "session-review.js",
      "--import",
      `data:text/javascript,${encodeURIComponent(pretend)}`,
    );
    expect(status).toBe(2);
    const refusal = `session-review needs Node 20.19 or newer; this is v${version}.\n`;
    if (refuses) expect(stderr).toBe(refusal);
    else expect(stderr).toContain("not built yet");
  });
});
