/** Gives a command's options the values of the project's configuration where the command line says nothing. */
import type { Command } from "commander";
import { privateKinds } from "../consult/private-data.js";
import { type ConfigurationText, type Target, findConfiguration } from "../configuration/find.js";
import { type ReadConfiguration, readConfiguration } from "../configuration/read.js";
import { type ConfiguredCommand, configuredCommands, keysOf } from "../configuration/schema.js";
import { leadsOut } from "../configuration/values.js";
import { UserError } from "../model/errors.js";
import { changeTarget } from "./change-target.js";
import type { World } from "./world.js";

/** One option with its value and who gave it. */
export interface Setting {
  readonly key: string;
  /** Undefined where nobody gave one. */
  readonly value: unknown;
  /** `default`, `option`, `environment OPENAI_BASE_URL`, `.session-review/config.yml:3`. */
  readonly from: string;
}

export interface Settled {
  readonly settings: readonly Setting[];
  /** What a person should know about where they are from, a line each. */
  readonly remarks: readonly string[];
}

export function isConfigured(name: string): name is ConfiguredCommand {
  return configuredCommands.some((command) => command === name);
}

/**
 * Sets the options of a command whose words were read already; what was typed stays.
 * @throws UserError for a configuration that is broken, unreadable or there twice
 */
export async function settle(command: Command, name: ConfiguredCommand, world: World): Promise<Settled> {
  const { found, remarks, before } = await findConfiguration(world.cwd, targetOf(command, world));
  const given = found ? await valuesFor(name, found, world.cwd) : new Map<string, Given>();
  const settings = keysOf(name).map((key) => settleOne(command, key, { given: given.get(key), world }));
  const used = settings.filter(({ key, from }) => given.get(key)?.from === from).map(({ key }) => key);
  const all = [...(found && used.length > 0 ? [usedLine(found, used)] : []), ...remarks];
  command.setOptionValue("remarks", all);
  if (before !== undefined) command.setOptionValue("before", before);
  return { settings, remarks: all };
}

/** A change must not decide how it is reviewed: what steers the review of one is read from where it began. */
function targetOf(command: Command, world: World): Target | null {
  const base: unknown = command.getOptionValue("base");
  if (typeof base !== "string") return changeTarget(world.env);
  return { name: base, refs: [base, `origin/${base}`] };
}

interface Given {
  readonly value: unknown;
  readonly from: string;
}

interface Sources {
  readonly given: Given | undefined;
  readonly world: World;
}

function settleOne(command: Command, key: string, { given: written, world }: Sources): Setting {
  // Whoever types a profile does not want the number that the project chose.
  const isOutdone = key === "min-confidence" && command.getOptionValueSource("profile") === "cli";
  const given = isOutdone ? undefined : written;
  const attribute = key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (command.getOptionValueSource(attribute) === "cli")
    return { key, value: command.getOptionValue(attribute), from: "option" };
  if (key === "base-url") {
    const variable = addressVariable(command, world);
    // Nearer to the person who runs it than a file of the project.
    if (variable) return { key, value: world.env[variable], from: `environment ${variable}` };
    if (given) command.setOptionValue("isAddressFromFile", true);
  }
  if (!given) return { key, value: command.getOptionValue(attribute), from: "default" };
  command.setOptionValueWithSource(attribute, given.value, "config");
  return { key, ...given };
}

function addressVariable(command: Command, { env }: World): string | undefined {
  const names = { anthropic: ["ANTHROPIC_BASE_URL"], openai: ["OPENAI_BASE_URL"] } as const;
  const engine: unknown = command.getOptionValue("engine");
  const asked = engine === "anthropic" || engine === "openai" ? names[engine] : Object.values(names).flat();
  return asked.find((name) => env[name]);
}

/** A section of the command's name wins over what stands at the top. */
async function valuesFor(
  name: ConfiguredCommand,
  found: ConfigurationText,
  cwd: string,
): Promise<Map<string, Given>> {
  const read = readConfiguration(found);
  const values: Readonly<Record<string, unknown>> = read.values;
  const section: Readonly<Record<string, unknown>> = read.values[name] ?? {};
  const given = new Map<string, Given>();
  for (const key of keysOf(name)) {
    const path = section[key] === undefined ? [key] : [name, key];
    const value = section[key] ?? values[key];
    if (value === undefined) continue;
    await refuseWayOut(value, { key, path, cwd, read, file: found.path });
    given.set(key, { value: asOption(key, value), from: `${found.path}:${read.lineOf(path)}` });
  }
  return given;
}

interface Standing {
  readonly key: string;
  readonly path: readonly string[];
  readonly cwd: string;
  readonly read: ReadConfiguration;
  readonly file: string;
}

/** Names of files were checked as words; a link in the project may still lead anywhere. */
async function refuseWayOut(value: unknown, { key, path, cwd, read, file }: Standing): Promise<void> {
  if (!["plan", "prices", "sarif", "baseline"].includes(key)) return;
  for (const each of Array.isArray(value) ? value : [value]) {
    if (typeof each !== "string" || !(await leadsOut(cwd, each))) continue;
    const problem = `"${key}" names a link that leads out of this folder`;
    throw new UserError("broken-configuration", { file, line: read.lineOf(path), column: 1, problem });
  }
}

/** As the option's own reader would have made it of the words behind it. */
function asOption(key: string, value: unknown): unknown {
  if (key === "model" && Array.isArray(value)) return value.join(",");
  if (key === "format") return [value];
  if (key === "redact" && Array.isArray(value) && value.includes("all")) return [...privateKinds];
  return value;
}

function usedLine({ path, commit }: ConfigurationText, used: readonly string[]): string {
  const where = commit === null ? "" : ` as ${commit} has it`;
  return `configuration ${path}${where}: ${used.join(", ")}`;
}
