/** The options that say which findings are accepted, and what is said of one that is. */
import { Argument, type Command } from "commander";
import type { BaselineAction } from "./baseline-command.js";
import { collect, list } from "./option-values.js";
import { addProgress, addScope } from "./shared-options.js";
import type { World } from "./world.js";

/** For commands that review. */
export function addBaseline(command: Command): Command {
  return command
    .option("--baseline <file>", "findings that are accepted; .session-review/baseline.yml when it is there")
    .option("--no-baseline", "count what is accepted too");
}

export function addNewOnly(command: Command): Command {
  return command.option("--new-only", "in the review of a change, leave out what was there before it");
}

function addAcceptance(command: Command): Command {
  return command
    .option("--reason <text>", "why the findings are left as they are")
    .option("--owner <name>", "who answers for them; nobody is named when absent")
    .option("--expires <when>", "last day, or days from now: 2027-01-31, 90d; 180d when absent")
    .option("--only <ids>", "these findings only, comma-separated; an entry that is there is renewed", list)
    .option("--review <file>", "take the findings from a saved review instead of reviewing")
    .option("--sarif <file>", "results of another tool that become leads, repeatable", collect)
    .option("--json", "show the entries as JSON");
}

/** `baseline create|update|prune|show`. */
export function addBaselineCommand(program: Command, world: World, finish: (code: number) => void): void {
  const command = program
    .command("baseline")
    .description("accept findings that are there, with a reason and a last day; they then count nowhere")
    .addArgument(
      new Argument(
        "<action>",
        "create, update (adds, renews, follows renamed files), prune (takes out), show",
      ).choices(["create", "update", "prune", "show"] as const),
    )
    .argument("[paths...]", "what is reviewed for it; the current folder when absent")
    .optionsGroup("The entries:");
  addAcceptance(addBaseline(command)).optionsGroup("What is reviewed, and by whom:");
  addScope(command);
  command.optionsGroup("How sure, and progress:");
  addProgress(command);
  command.action(async (action: BaselineAction, paths: string[], options: unknown) => {
    const { baselineCommand } = await import("./baseline-command.js");
    finish(await baselineCommand({ action, paths }, options, world));
  });
}
