/** Reports on standard output. Colours for a terminal, or none: --no-color, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal. */
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";
import { type Paint, renderDigest } from "../reports/digest.js";
import type { World } from "./world.js";
import { writeGuarded, writeReport } from "./write-guarded.js";

export interface Display {
  readonly world: World;
  /** False after --no-color. */
  readonly useColor: boolean;
}

/** Writes a report to standard output; the digest as wide and as colourful as the terminal. */
export async function show(
  report: Pick<Report, "id" | "audience" | "render">,
  review: Review,
  display: Display,
): Promise<void> {
  const isDigest = report.id === "digest";
  await (isDigest ? showDigest(review, display) : writeReport(report.render(review), report, display.world));
}

export async function showDigest(review: Review, { world, useColor }: Display): Promise<void> {
  const paint = await paintFor(world, useColor);
  await writeGuarded(renderDigest(review, { columns: world.columns, paint }), world);
}

export async function paintFor({ env, isTerminal }: World, useColor: boolean): Promise<Paint> {
  const { default: picocolors } = await import("picocolors");
  return picocolors.createColors(useColor && wantsColor(env, isTerminal.stdout));
}

/** @param isTerminal of the stream that is written to */
export function wantsColor(env: World["env"], isTerminal: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return !["0", "false"].includes(env["FORCE_COLOR"]);
  return isTerminal && env["TERM"] !== "dumb";
}
