/** The closing line: what made the report and how to ask it more. */
import type { Review } from "../model/review.js";
import { code, prose } from "./escape.js";

export function provenance({ tool, engine, findings, testRuns }: Review): string {
  const [first] = findings;
  const made = `Made by ${prose(tool.name)} ${prose(tool.version)} with the ${prose(engine)} engine`;
  const isSteady = engine === "offline" && testRuns === undefined; // what tests print may differ
  const again = isSteady ? "; the same code and options give the same report, byte for byte" : "";
  const subject = first?.rule ?? first?.id;
  const more =
    subject === undefined
      ? ""
      : ` More on a rule or a finding: ${code(`session-review explain ${subject}`)}.`;
  return `---\n\n${made}${again}.${more}`;
}
