/** The options about other tools. */
import type { Command } from "commander";
import { collect } from "./option-values.js";

/** What others found, and asking the project's own tools. */
export function addBorrowedEyes(command: Command): Command {
  return command
    .option("--sarif <file>", "take what another tool found (SARIF 2.1.0) as leads, repeatable", collect)
    .option(
      "--tools",
      "ask the project's own ESLint, oxlint, tsc, knip, ruff, clippy and go vet; this runs its configuration, on a copy",
    );
}
