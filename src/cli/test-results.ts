/** `--run` and `--junit`: what they will do, and the results they bring. */
import { plural } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import { UserError } from "../model/errors.js";
import type { TestRun } from "../model/test-run.js";
import type { CompareOptions, ReviewOptions } from "./options.js";
import type { World } from "./world.js";

export interface TestPlan {
  /** Runs the commands one after another; results of files come first. */
  readonly run: () => Promise<readonly TestRun[]>;
  /** Lines for `--dry-run`. */
  readonly present: () => readonly string[];
}

/**
 * Reads the files at once, so that a mistyped name is told before anything runs. Null where nothing was asked for.
 * @throws UserError for a file without results, an empty command, and for `--offline` with `--run`
 */
export async function planTests(
  { run: commands, runTimeout, junit, offline = false }: ReviewOptions,
  world: World,
  say: (line: string) => void,
): Promise<TestPlan | null> {
  if (commands.length === 0 && junit.length === 0) return null;
  refuse(commands, offline);
  const { readTestResults } = await import("../trial/read-results.js");
  const files = await Promise.all(junit.map((file) => readTestResults(file, world.cwd)));
  const limit = `limit ${durationText(runTimeout)}`;
  return {
    run: async () => {
      const runs = [...files];
      for (const command of commands) {
        say(`running: ${visible(command)} (${limit}, on a copy)`);
        runs.push(await runOne(command, runTimeout, world));
        say(`ran: ${visible(command)}: ${runs.at(-1)?.outcome ?? ""}`);
      }
      return runs;
    },
    present: () => [
      ...commands.map(
        (command) => `would run on a copy of the current folder: ${visible(command)} (${limit})`,
      ),
      ...files.map(({ source }) => `test results: ${visible(source)}`),
    ],
  };
}

/**
 * Runs the tests of one candidate, a failed one being as good an answer as any; null where nothing was asked for.
 * @throws UserError as `planTests`, and for several commands: candidates are compared by one
 */
export function trialOf(
  { run, runTimeout, offline = false }: CompareOptions,
  world: World,
  say: (line: string) => void,
): ((folder: string) => Promise<TestRun>) | null {
  const [command] = run;
  if (command === undefined) return null;
  refuse(run, offline);
  if (run.length > 1) throw new UserError("usage", { problem: "compare takes one --run." });
  return async (folder) => {
    say(`running: ${visible(command)} (limit ${durationText(runTimeout)}, on a copy of ${visible(folder)})`);
    return runOne(command, runTimeout, { ...world, cwd: folder });
  };
}

/** What a command sends is not ours to promise. */
export function exceptionOf({
  run,
  tools = false,
  dryRun = false,
}: Pick<ReviewOptions, "run" | "dryRun"> & { readonly tools?: boolean }): string {
  if (dryRun) return "";
  const senders = [
    ...(run.length > 0 ? ["the command of --run sends"] : []),
    ...(tools ? ["a tool of --tools sends"] : []),
  ];
  return senders.length === 0 ? "" : `, unless ${senders.join(" or ")} it`;
}

async function runOne(command: string, timeout: number, world: World): Promise<TestRun> {
  const { runTests } = await import("../trial/run-tests.js");
  const { env, interrupt: signal } = world;
  return runTests(command, world.cwd, { limits: { milliseconds: timeout * 1000 }, env, signal });
}

function refuse(commands: readonly string[], offline: boolean): void {
  if (commands.some((command) => command.trim() === ""))
    throw new UserError("usage", { problem: "--run needs a command." });
  if (offline && commands.length > 0) {
    const problem =
      "--offline promises that no socket is opened, and nobody can promise that for a command of --run. " +
      "Write --engine offline to ask no model.";
    throw new UserError("usage", { problem });
  }
}

function durationText(seconds: number): string {
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}
