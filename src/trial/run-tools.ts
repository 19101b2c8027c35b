/** Runs the project's own tools on a copy of its folder and reads what they say. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { problemOf } from "../lib/problem.js";
import type { Tool } from "../model/tool.js";
import type { ToolLog, ToolResult } from "../model/tool-log.js";
import { type Trial, furnish, runIn } from "./in-room.js";
import { usualLimits } from "./limits.js";
import { type Room, openRoom } from "./room.js";
import type { Ran } from "./run-command.js";
import type { TrialOptions } from "./run-tests.js";

/** A tool that the folder has, and the command line that asks it. */
export interface ReadyTool {
  readonly tool: Tool;
  readonly command: string;
}

/** Those of the tools that are installed and configured in the folder, in the order of their names. */
export function findTools(tools: readonly Tool[], folder: string): readonly ReadyTool[] {
  const isThere = (path: string): boolean => existsSync(join(folder, path));
  return tools.flatMap((tool) => {
    const program = tool.installed.find(isThere) ?? tool.command;
    if (program === undefined || !tool.configuredBy.some(isThere)) return [];
    return [{ tool, command: `${program} ${tool.arguments(isThere)}` }];
  });
}

/**
 * Copies the folder once, dependencies included, and runs each tool in it as `--run` does, one after another. Whatever
 * happens is in the logs: a tool that fails has a problem and no results.
 */
export async function runTools(
  ready: readonly ReadyTool[],
  folder: string,
  options: TrialOptions,
): Promise<readonly ToolLog[]> {
  if (ready.length === 0) return [];
  const { env, signal } = options;
  const trial = { folder: resolve(folder), limits: { ...usualLimits, ...options.limits }, env, signal };
  try {
    const room = await openRoom(trial.folder);
    return await askAll(ready, room, trial).finally(() => room.clear());
  } catch (error) {
    return ready.map((each) =>
      silent(each, `it could not be asked on a copy of the folder: ${problemOf(error)}`),
    );
  }
}

async function askAll(ready: readonly ReadyTool[], room: Room, trial: Trial): Promise<readonly ToolLog[]> {
  const furnished = await furnish(room, trial);
  const logs: ToolLog[] = [];
  for (const each of ready) {
    const ran = await runIn(furnished, each.command, trial);
    logs.push(ran.ending === null ? read(each, ran, room) : silent(each, `it was ended: ${ran.ending}`));
  }
  return logs;
}

function read(each: ReadyTool, { output, exitCode }: Ran, { project }: Room): ToolLog {
  const { tool, command } = each;
  try {
    const results = tool.read(output).map((result) => ({ ...result, path: below(project, result.path) }));
    return { tool: tool.title, version: null, source: command, results, problem: null };
  } catch (error) {
    const said = output.tail.trim().split("\n").at(-1) ?? "";
    const problem = `it ended with ${exitCode} and did not print what it prints when it works`;
    return silent(each, `${problem} (${said === "" ? problemOf(error) : said.slice(0, 200)})`);
  }
}

/** The copy has another name in each run; what is said about it is about the folder. */
function below(project: string, path: ToolResult["path"]): string {
  const forward = path.replaceAll("\\", "/");
  const start = `${project.replaceAll("\\", "/")}/`;
  return forward.startsWith(start) ? forward.slice(start.length) : forward.replace(/^\.\//, "");
}

function silent({ tool, command }: ReadyTool, problem: string): ToolLog {
  return { tool: tool.title, version: null, source: command, results: [], problem };
}
