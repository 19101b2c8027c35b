/** The options that each command has, as its help tells them. */
import { run } from "../cli/fake-world.js";

export interface Options {
  /** By command; those of the default command under "". */
  readonly of: ReadonlyMap<string, ReadonlySet<string>>;
  readonly all: ReadonlySet<string>;
}

export async function readOptions(): Promise<Options> {
  const help = await helpOf([]);
  const commands = Array.from(
    (help.split(/^Commands:$/m)[1] ?? "").matchAll(/^ {2}([a-z][a-z-]*) /gm),
    (match) => match[1] ?? "",
  ).filter((name) => name !== "help" && name !== "session-review");
  const of = new Map<string, ReadonlySet<string>>([["", optionsIn(help)]]);
  for (const name of new Set(commands)) of.set(name, optionsIn(await helpOf([name])));
  return { of, all: new Set([...of.values()].flatMap((options) => [...options])) };
}

async function helpOf(command: readonly string[]): Promise<string> {
  const { stdout } = await run([...command, "--help"], { cwd: process.cwd(), columns: 120 });
  return stdout;
}

function optionsIn(help: string): ReadonlySet<string> {
  const lines = help.matchAll(/^ {2}(-\w)?(?:, )?(--[a-z][\w-]*)?/gm);
  return new Set(
    Array.from(lines, ([, short = "", long = ""]) => [short, long])
      .flat()
      .filter(Boolean),
  );
}

/** The options among these words that the command they begin with does not have. */
export function unknownOptions(args: readonly string[], { of }: Options): readonly string[] {
  const [first = ""] = args;
  const known = of.get(first) ?? of.get("") ?? new Set();
  const isConfigPrint = first === "config"; // takes the options of other commands as words
  return args
    .filter((word) => /^--?[a-z]/i.test(word))
    .map((word) => word.replace(/=.*$/, ""))
    .filter((word) => !known.has(word) && !(isConfigPrint && [...of.values()].some((all) => all.has(word))));
}
