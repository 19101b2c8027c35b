/** `session-review doctor`: what this machine offers, so that a surprising review can be understood. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { loadCatalog } from "../catalog/catalog.js";
import { plural } from "../lib/text.js";
import { exitCodes } from "./exit-code.js";
import { ownReviewers } from "./review-command.js";
import { type World, readToolVersion } from "./world.js";
import { writeStream } from "./write.js";

interface Check {
  readonly name: string;
  readonly isFine: boolean;
  readonly said: string;
}

/** Prints one line a check; exit code 2 when something a review needs is broken. */
export async function doctorCommand(world: World): Promise<number> {
  const checks = [
    { name: "session-review", isFine: true, said: await readToolVersion() },
    { name: "node", isFine: true, said: process.version },
    await checkGit(),
    ...(await checkShelves(world)),
    ...checkKeys(world.env),
  ];
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(
    ({ name, isFine, said }) => `${isFine ? "ok    " : "broken"}  ${name.padEnd(width)}  ${said}`,
  );
  await writeStream(world.stdout, `${lines.join("\n")}\n`);
  return checks.every(({ isFine }) => isFine) ? exitCodes.clean : exitCodes.error;
}

async function checkGit(): Promise<Check> {
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"]);
    return { name: "git", isFine: true, said: stdout.trim() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { name: "git", isFine: true, said: `not usable, so folders are walked instead (${why})` };
  }
}

async function checkShelves(world: World): Promise<readonly Check[]> {
  try {
    const catalog = await loadCatalog([ownReviewers(world.cwd)]);
    const shelves = `${plural(catalog.rules.length, "rule")}, ${plural(catalog.practices.length, "practice")}, ${plural(catalog.reviewers.length, "reviewer")}`;
    const parsers = await Promise.all(
      catalog.languages
        .filter(({ family }) => family !== "text")
        .map(async ({ title, loadParser }): Promise<Check> => ({
          name: `parser for ${title}`,
          ...(await attempt(loadParser)),
        })),
    );
    return [{ name: "shelves", isFine: true, said: shelves }, ...parsers];
  } catch (error) {
    return [{ name: "shelves", isFine: false, said: error instanceof Error ? error.message : String(error) }];
  }
}

async function attempt(load: () => Promise<unknown>): Promise<Pick<Check, "isFine" | "said">> {
  try {
    await load();
    return { isFine: true, said: "loads" };
  } catch (error) {
    return { isFine: false, said: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether keys are there, never what they are. This version thinks offline whatever it finds. */
function checkKeys(env: World["env"]): readonly Check[] {
  const names = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"].filter((name) => env[name]);
  const said =
    names.length === 0
      ? "none in the environment"
      : `${names.join(", ")} present, not used by the offline engine`;
  return [{ name: "keys", isFine: true, said }];
}
