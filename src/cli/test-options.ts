/** The options about tests, for each command that has them. */
import { type Command, InvalidArgumentError } from "commander";

/** `--run` and how long it may take. @param where what is copied for it */
export function addRunOptions(command: Command, where: string): Command {
  return command
    .optionsGroup("Test results:")
    .option(
      "--run <command>",
      `run a command on a copy of ${where} and show its test results, repeatable; nothing else runs code`,
      collect,
    )
    .option("--run-timeout <seconds>", "end a command of --run after this long", seconds, 600);
}

/** Results of another run. */
export function addResultFiles(command: Command): Command {
  return command.option(
    "--junit <file>",
    "show results that another run wrote (JUnit XML, TAP), repeatable",
    collect,
  );
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Longer than a day is a mistake, and no timer of Node's lasts longer than 24 days. */
function seconds(value: string): number {
  const number = Number(value);
  if (!(number >= 1 && number <= 86_400))
    throw new InvalidArgumentError("It must be a number of seconds from 1 to 86400.");
  return number;
}
