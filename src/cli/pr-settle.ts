/** Gives the options of `pr` what the project's configuration says of reviews, as the commit has it that the change began at. */
import type { Command } from "commander";
import { readEvent, readRunner } from "../github/event.js";
import { settle } from "./configured.js";
import { startFor } from "./pr-start.js";
import type { World } from "./world.js";

/** Nothing for a review that another run made, and none outside of Actions, which the command itself refuses. */
export async function settlePr(command: Command, world: World): Promise<void> {
  const runner = readRunner(world.env);
  if (command.getOptionValue("from") !== undefined || !runner) return;
  const event = await readEvent(world.env);
  if (event.kind !== "pull") return;
  command.setOptionValue("base", await startFor(event.pull, runner, world));
  await settle(command, "review", world);
  // Standard output is the runner's; a report that the project wants there has files of its own here.
  if (command.getOptionValueSource("format") === "config") command.setOptionValue("format", []);
}
