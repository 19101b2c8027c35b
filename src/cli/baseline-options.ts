/** The options that say which findings are accepted, and what is said of one that is. */
import type { Command } from "commander";
import { collect, list } from "./option-values.js";

/** For commands that review. */
export function addBaseline(command: Command): Command {
  return command
    .option("--baseline <file>", "findings that are accepted; .session-review/baseline.yml when it is there")
    .option("--no-baseline", "count what is accepted too");
}

export function addNewOnly(command: Command): Command {
  return command.option("--new-only", "in the review of a change, leave out what was there before it");
}

/** For the command that writes the file. */
export function addAcceptance(command: Command): Command {
  return command
    .option("--reason <text>", "why the findings are left as they are")
    .option("--owner <name>", "who answers for them; nobody is named when absent")
    .option("--expires <when>", "last day, or days from now: 2027-01-31, 90d; 180d when absent")
    .option("--only <ids>", "these findings only, comma-separated; an entry that is there is renewed", list)
    .option("--review <file>", "take the findings from a saved review instead of reviewing")
    .option("--sarif <file>", "results of another tool that become leads, repeatable", collect)
    .option("--json", "show the entries as JSON");
}
