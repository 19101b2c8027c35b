/** Turns whatever was thrown into a message with a way out. */
import { CommanderError } from "commander";
import { UserError } from "../model/errors.js";
import { exitCodes } from "./exit-code.js";
import { type World, interruptOf } from "./world.js";
import { forTerminal } from "./write.js";

export interface Presentation {
  readonly world: World;
  readonly isDebug: boolean;
}

/** Writes the error to stderr and returns the exit code. */
export function presentError(thrown: unknown, { world, isDebug }: Presentation): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitCodes.clean;
  const stopped = interruptOf(world.interrupt);
  if (stopped && thrown === world.interrupt.reason) {
    world.stderr.write("session-review: interrupted before there was anything to report\n");
    return exitCodes[stopped];
  }
  const error = toUserError(thrown);
  world.stderr.write(`session-review: ${forTerminal(error.message)}\n`);
  if (error.hint) world.stderr.write(`hint: ${forTerminal(error.hint)}\n`);
  if (isDebug && thrown instanceof Error)
    world.stderr.write(`${forTerminal(thrown.stack ?? thrown.message)}\n`);
  return exitCodes.error;
}

function toUserError(thrown: unknown): UserError {
  if (thrown instanceof UserError) return thrown;
  if (thrown instanceof CommanderError) return fromCommander(thrown);
  const problem = thrown instanceof Error ? thrown.message : String(thrown);
  return new UserError("internal", { problem }, { cause: thrown });
}

/** `error: unknown option '--formt'\n(Did you mean --format?)` */
function fromCommander(error: CommanderError): UserError {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = /Did you mean (?:one of )?(.+?)\?\)?$/.exec(rest.join(" "))?.[1];
  const problem = first.charAt(0).toUpperCase() + first.slice(1) + (/[.!?]$/.test(first) ? "" : ".");
  return new UserError("usage", { problem, nearest: suggestion ?? "" });
}
