/** What the finding browser calls: accepts one finding in the project's baseline, and says how that went. */
import { accept } from "../baseline/accept.js";
import { usualFile } from "../baseline/find.js";
import { UserError } from "../model/errors.js";
import type { Finding } from "../model/finding.js";
import { today } from "./baseline-of.js";
import type { World } from "./world.js";

export interface AcceptedOrNot {
  readonly isDone: boolean;
  /** One line for people. */
  readonly said: string;
}

/** A baseline that cannot be read or written is told, and the browser goes on. */
export async function acceptFinding(
  finding: Finding,
  reason: string,
  { cwd }: Pick<World, "cwd">,
): Promise<AcceptedOrNot> {
  try {
    const { until } = await accept(finding, { reason }, { cwd, today: today() });
    return { isDone: true, said: `accepted until ${until} in ${usualFile}` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { isDone: false, said: error.message };
  }
}
