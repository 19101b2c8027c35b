/** The options about tests, for each command that has them. */
import type { Command } from "commander";
import { collect, seconds } from "./option-values.js";

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
