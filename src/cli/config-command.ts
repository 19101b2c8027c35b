/** `session-review config print [command] [options…]`: every setting of a command, its value and where it is from. */
import type { Command } from "commander";
import { configuredCommands } from "../configuration/schema.js";
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import { isConfigured, settle } from "./configured.js";
import { exitCodes } from "./exit-code.js";
import type { World } from "./world.js";
import { forTerminal, writeStream } from "./write.js";

/**
 * Prints what a run with the same words would go by, and runs nothing.
 * @param words a command's name, `review` when absent, and options as that command takes them
 * @throws UserError usage, and whatever is wrong with the configuration
 */
export async function configCommand(
  program: Command,
  words: readonly string[],
  world: World,
): Promise<number> {
  const [first = "review"] = words;
  const isNamed = words.length > 0 && !first.startsWith("-");
  const name = isNamed ? first : "review";
  const command = program.commands.find((each) => each.name() === name);
  if (!command || !isConfigured(name)) {
    const problem = `"${name}" has no configuration; these have: ${configuredCommands.join(", ")}.`;
    throw new UserError("usage", { problem, nearest: nearest(name, configuredCommands) ?? "" });
  }
  const { unknown } = command.parseOptions(isNamed ? words.slice(1) : [...words]);
  const stranger = unknown.find((word) => word.startsWith("-"));
  if (stranger !== undefined) throw new UserError("usage", { problem: `Unknown option '${stranger}'.` });
  const { settings, remarks } = await settle(command, name, world);
  const rows = [
    ...settings.map(({ key, value, from }) => [key, shown(value), from] as const),
    ...keys(world),
  ];
  for (const remark of remarks) world.stderr.write(`${forTerminal(remark)}\n`);
  await writeStream(world.stdout, forTerminal(`${aligned(rows)}\n`));
  return exitCodes.clean;
}

type Row = readonly [string, string, string];

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "-";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Only whether they are there. */
function keys({ env }: World): readonly Row[] {
  return ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"].map((name) => [
    name,
    env[name] ? "set, not shown" : "-",
    "environment only",
  ]);
}

function aligned(rows: readonly Row[]): string {
  const first = Math.max(...rows.map(([key]) => key.length));
  const second = Math.max(...rows.map(([, value]) => value.length));
  return rows
    .map(([key, value, from]) => `${key.padEnd(first)}  ${value.padEnd(second)}  ${from}`)
    .join("\n");
}
