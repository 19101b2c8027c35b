/** `--tools`: which of the project's own tools will be asked, and their answers. */
import { plural } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import { UserError } from "../model/errors.js";
import type { ToolLog } from "../model/tool-log.js";
import type { ReviewOptions } from "./options.js";
import type { World } from "./world.js";

export interface ToolPlan {
  readonly run: () => Promise<readonly ToolLog[]>;
  /** Lines for `--dry-run`. */
  readonly present: () => readonly string[];
}

/**
 * Looks what the project has, and says that its code will run: configurations are programs. Null where it was not asked for.
 * @throws UserError with `--offline`, and where the folder has none of the tools
 */
export async function planTools(
  { tools: isWanted, offline = false }: Pick<ReviewOptions, "tools" | "offline">,
  { cwd, env, interrupt: signal }: World,
  say: (line: string) => void,
): Promise<ToolPlan | null> {
  if (!isWanted) return null;
  if (offline) throw new UserError("usage", { problem: unpromised });
  const [{ loadTools }, { findTools, runTools }] = await Promise.all([
    import("../catalog/load-shelves.js"),
    import("../trial/run-tools.js"),
  ]);
  const known = await loadTools();
  const ready = findTools(known, cwd);
  if (ready.length === 0) {
    const names = known.map(({ title }) => title).join(", ");
    throw new UserError("usage", {
      problem: `--tools found none of ${names} installed and configured here.`,
    });
  }
  const what = `${plural(ready.length, "tool")} of the project, whose configuration runs as code`;
  return {
    run: async () => {
      say(`asking ${what}, on a copy: ${ready.map(({ tool }) => tool.title).join(", ")}`);
      return runTools(ready, cwd, { env, signal });
    },
    present: () =>
      ready.map(({ command }) => `would run on a copy of the current folder: ${visible(command)}`),
  };
}

const unpromised =
  "--offline promises that no socket is opened, and nobody can promise that for the tools of --tools. " +
  "Write --engine offline to ask no model.";
