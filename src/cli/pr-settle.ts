/** Gives the options of `pr` what the project's configuration says of reviews, as the commit has it that the change began at. */
import type { Command } from "commander";
import { mergedInto } from "../gather/checkout.js";
import { readEvent, readRunner } from "../github/event.js";
import { settle } from "./configured.js";
import type { World } from "./world.js";

/** Nothing for a review that another run made, and none outside of Actions, which the command itself refuses. */
export async function settlePr(command: Command, world: World): Promise<void> {
  if (command.getOptionValue("from") !== undefined || !readRunner(world.env)) return;
  const event = await readEvent(world.env);
  if (event.kind !== "pull") return;
  const { base, head } = event.pull;
  // Only the builder's own merge is believed: of any other the change's author chose both sides.
  const merge = { commit: world.env["GITHUB_SHA"], head };
  command.setOptionValue("base", (await mergedInto(world.cwd, merge)) ?? base);
  await settle(command, "review", world);
  // Standard output is the runner's; a report that the project wants there has files of its own here.
  if (command.getOptionValueSource("format") === "config") command.setOptionValue("format", []);
}
