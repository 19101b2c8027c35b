/** Commands for the person at the terminal: looking through findings, setting up, completing what is typed. */
import type { Command } from "commander";
import type { World } from "./world.js";

/** @param finish takes the exit code */
export function addTerminalCommands(program: Command, world: World, finish: (code: number) => void): void {
  program
    .command("browse")
    .description("look through the findings of a saved review: filter, read, accept, open in your editor")
    .argument("[review.json]", "made with -f json=review.json", ".session-review/review.json")
    .option("--folder <dir>", "where the reviewed files lie", ".")
    .option("--no-color", "no colours")
    .option("--debug", "stack traces for errors")
    .action(async (file: string, options: unknown) => {
      const { browseCommand } = await import("./browse-command.js");
      finish(await browseCommand(file, options, world, null));
    });
}
