/** What may stand on the tools shelf: a program of the reviewed project's own that is asked with `--tools`. */
import type { ToolResult } from "./tool-log.js";

/** What a tool printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolFile {
  /** As people call it. */
  readonly title: string;
  /** Where the project has it: paths below the reviewed folder, the first that is there counts. */
  readonly installed: readonly string[];
  /** A command that may stand in for it when none of these is there: a tool chain's own, found by the system. */
  readonly command?: string;
  /** Files in the reviewed folder one of which must be there: the tool's configuration, or what it works on. */
  readonly configuredBy: readonly string[];
  /** What follows the program in the command line. @param isThere whether the folder has such a file */
  readonly arguments: (isThere: (path: string) => boolean) => string;
  /** @throws SyntaxError or another error where the output is not what the tool prints when it works */
  readonly read: (printed: Printed) => readonly ToolResult[];
}

export interface Tool extends ToolFile {
  readonly id: string;
}

/** Types a file of the shelf; the catalog adds the id from its path. */
export function defineTool(tool: ToolFile): ToolFile {
  return tool;
}
