/** Commands for the person at the terminal: looking through findings, setting up, completing what is typed. */
import { Argument, type Command, Option } from "commander";
import type { Shell } from "./completion-command.js";
import type { World } from "./world.js";

type Finish = (code: number) => void;

/** @param finish takes the exit code */
export function addTerminalCommands(program: Command, world: World, finish: Finish): void {
  addBrowse(program, world, finish);
  addInit(program, world, finish);
  addCompletion(program, world, finish);
}

function addBrowse(program: Command, world: World, finish: Finish): void {
  program
    .command("browse")
    .description("look through the findings of a saved review: filter, read, accept, open in your editor")
    .argument("[review.json]", "made with -f json=review.json", ".session-review/review.json")
    .option("--folder <dir>", "where the reviewed files lie", ".")
    .option("--no-color", "no colours")
    .option("--debug", "stack traces for errors")
    .action(async (file: string, options: unknown) => {
      const { browseCommand } = await import("./browse-command.js");
      const { acceptFinding } = await import("./accept-finding.js");
      finish(await browseCommand(file, options, world, acceptFinding));
    });
}

function addCompletion(program: Command, world: World, finish: Finish): void {
  program
    .command("completion")
    .description("print what lets your shell complete commands, options and their values")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"] as const))
    .option("--debug", "stack traces for errors")
    .action(async (shell: Shell) => {
      const { completionCommand } = await import("./completion-command.js");
      finish(await completionCommand(program, shell, world));
    });
}

function addInit(program: Command, world: World, finish: Finish): void {
  program
    .command("init")
    .description(
      "write a configuration with comments, and more on request; never changes a file that is there",
    )
    .option("--reviewers", "a folder for reviewers of your own, with an example to start from")
    .addOption(
      new Option("--workflow <host>", "a check of every pull or merge request").choices(["github", "gitlab"]),
    )
    .option("--dry-run", "show what would be written, and write nothing")
    .option("--debug", "stack traces for errors")
    .action(async (options: unknown) => {
      const { initCommand } = await import("./init-command.js");
      finish(await initCommand(options, world));
    });
}
