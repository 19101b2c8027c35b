/** Colours for a terminal, or none: --no-color, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal. */
import type { Paint } from "../reports/digest.js";
import type { World } from "./world.js";

export async function paintFor({ env, isTerminal }: World, useColor: boolean): Promise<Paint> {
  const { default: picocolors } = await import("picocolors");
  return picocolors.createColors(useColor && wantsColor(env, isTerminal.stdout));
}

function wantsColor(env: World["env"], isTerminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}
