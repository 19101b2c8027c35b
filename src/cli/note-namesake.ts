/** A word that is both a command and a folder is taken as the command; whoever meant the folder is told. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { World } from "./world.js";

/** Names of all commands, for telling a mistyped command or a folder of that name from a command. */
export const commandNames = [
  "review",
  "compare",
  "follow-up",
  "pr",
  "report",
  "browse",
  "init",
  "completion",
  "rules",
  "reviewers",
  "explain",
  "doctor",
  "cache",
  "config",
  "help",
] as const;

/** Says on stderr how to review a folder that is named like the command. With more words there is no doubt. */
export async function noteNamesake(args: readonly string[], { cwd, stderr }: World): Promise<void> {
  const [first = "", ...rest] = args;
  if (!commandNames.some((name) => name === first) || rest.some((word) => !word.startsWith("-"))) return;
  const isFolder = await stat(resolve(cwd, first)).then(
    (found) => found.isDirectory(),
    () => false, // nothing of that name, or nothing this user may look at
  );
  if (!isFolder) return;
  stderr.write(
    `session-review: "${first}" is a command; the folder of that name is reviewed with: session-review ./${first}\n`,
  );
}
