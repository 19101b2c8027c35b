/** `session-review doctor`: what this machine offers, and where a review would send code. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { loadCatalog } from "../catalog/catalog.js";
import { UserError } from "../model/errors.js";
import { plural } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import { sizeOr80x24 } from "../ui/rows.js";
import { storePlace } from "./cache-command.js";
import { type EngineChoice, addressOf, chooseEngines } from "./choose-engine.js";
import { wantsColor } from "./display.js";
import { editorCommand } from "./editor.js";
import { exitCodes } from "./exit-code.js";
import { ownPages } from "./own-pages.js";
import { isWatched } from "./progress.js";
import { type World, readToolVersion } from "./world.js";
import { forTerminal, writeStream } from "./write.js";

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
    checkKeys(world.env),
    ...(await checkEngine(world)),
    checkStore(world),
    checkTerminal(world),
    checkEditor(world.env),
  ];
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(
    ({ name, isFine, said }) => `${isFine ? "ok    " : "broken"}  ${name.padEnd(width)}  ${said}`,
  );
  await writeStream(world.stdout, forTerminal(`${lines.join("\n")}\n`));
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
    const catalog = await loadCatalog(ownPages(world.cwd));
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

/** Whether keys are there, never what they are. */
function checkKeys(env: World["env"]): Check {
  const names = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"].filter((name) => env[name]);
  const said = names.length === 0 ? "none in the environment" : `${names.join(", ")} present`;
  return { name: "keys", isFine: true, said };
}

/** Who would think if nobody said otherwise, and the way there. Nothing is asked of any server. */
async function checkEngine(world: World): Promise<readonly Check[]> {
  const check = (name: string, said: string): Check => ({ name, isFine: true, said });
  try {
    const choices = chooseEngines({ engine: "auto" }, world.env);
    if (choices.length === 0)
      return [
        check("engine", "auto is offline here: nothing leaves this machine"),
        check("proxy", "not needed"),
      ];
    const { modelsOf, whereTo } = await import("./ask-model.js");
    const place = whereTo(modelsOf(choices, world));
    return [
      check("engine", `auto is ${place}: a review sends the code there; --offline keeps it here`),
      check("proxy", await describeProxy(choices, world)),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [check("engine", `auto stops: ${error.message} ${error.hint}`)];
  }
}

/** Host and port only: a proxy's address may hold a password. */
async function describeProxy(choices: readonly EngineChoice[], { env }: World): Promise<string> {
  const { proxyFor } = await import("../providers/proxy.js");
  const proxies = choices.flatMap((choice) => {
    const address = addressOf(choice);
    const proxy = URL.canParse(address) ? proxyFor(new URL(address), env) : null;
    return proxy ? [`requests go through ${proxy.host}, which the environment names`] : [];
  });
  return proxies[0] ?? "none in the way";
}

function checkStore(world: World): Check {
  const place = storePlace(world);
  const said = place
    ? `finished tasks are kept in ${place.folder}`
    : "no home or cache folder is set, so finished tasks are not kept";
  return { name: "store", isFine: true, said };
}

/** What a run would show on it. */
function checkTerminal(world: World): Check {
  const { env, terminal, isTerminal } = world;
  const name = "terminal";
  if (!isTerminal.stderr || !terminal)
    return { name, isFine: true, said: "none on stderr, so progress comes as plain lines" };
  const { columns, rows } = sizeOr80x24(terminal.output.columns, terminal.output.rows);
  const colours = wantsColor(env, true) ? "colours" : "no colours";
  const view = isWatched(world) ? "a live view" : "plain lines, because CI is set or the terminal is dumb";
  const shown = env["TERM"] ? visible(env["TERM"]) : "of no name";
  return {
    name,
    isFine: true,
    said: `${shown}, ${columns} × ${rows}, ${colours}; progress comes as ${view}`,
  };
}

/** What `browse` opens files with; the name of the program alone. */
function checkEditor(env: World["env"]): Check {
  const command = editorCommand(env, { path: "", line: 1 });
  const said = command ? visible(command.program) : "neither VISUAL nor EDITOR is set, so browse opens none";
  return { name: "editor", isFine: true, said };
}
