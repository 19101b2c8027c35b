/** Whole reviews inside the test, answered by the double; everything they write is kept for looking through. */
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Review, reviewSchema } from "../../src/model/review.js";
import { type Files, run, writeFiles } from "../cli/fake-world.js";
import type { Double } from "../double/server.js";

export const wires = ["anthropic", "openai"] as const;
export type Wire = (typeof wires)[number];

export interface Reviewed {
  readonly code: number;
  readonly review: Review;
  /** All that was written outside the project: both streams, the reports, the store; by name. */
  readonly written: Readonly<Record<string, string>>;
}

export interface Request {
  readonly wire: Wire;
  readonly files: Files;
  readonly reviewers: readonly string[];
  /** More options of the command line. */
  readonly options?: readonly string[];
}

/** Reviews the files as a user with a key would; two reports are written, and a store is filled. */
export async function reviewWith(
  double: Double,
  { wire, files, reviewers, options = [] }: Request,
): Promise<Reviewed> {
  const top = await mkdtemp(join(tmpdir(), "session-review-whole-"));
  try {
    const [cwd, out] = [join(top, "project"), join(top, "written")];
    await mkdir(join(out, "reports"), { recursive: true });
    await writeFiles(cwd, files);
    const json = join(out, "reports", "review.json");
    const args = [".", "--reviewers", reviewers.join(","), "--fail-on", "none", ...model[wire], ...options];
    const formats = [`json=${json}`, `personas=${join(out, "reports", "personas.md")}`];
    const env = { ...addressOf(wire, double), XDG_CACHE_HOME: join(out, "cache"), HOME: out };
    const ran = await run([...args, ...formats.flatMap((format) => ["-f", format])], { cwd, env });
    const text = await readFile(json, "utf8").catch(() => {
      throw new Error(`no report: ${ran.stderr}`);
    });
    const written = { ...(await textsIn(out)), stdout: ran.stdout, stderr: ran.stderr };
    return { code: ran.code, review: reviewSchema.parse(JSON.parse(text)), written };
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

const model: Readonly<Record<Wire, readonly string[]>> = {
  anthropic: [],
  openai: ["--model", "local-model"],
};

function addressOf(wire: Wire, double: Double): Readonly<Record<string, string>> {
  const key = "key-of-nobody";
  return wire === "anthropic"
    ? { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: double.url }
    : { OPENAI_API_KEY: key, OPENAI_BASE_URL: double.openaiUrl };
}

async function textsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map(async (path) => [relative(folder, path), await readFile(path, "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}
