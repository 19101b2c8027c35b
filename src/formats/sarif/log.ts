/** A whole SARIF 2.1.0 log, within what GitHub's code scanning takes. */
import type { Review } from "../../model/review.js";
import { writeJson } from "../write-json.js";
import { entriesOf } from "./entries.js";
import { invocationOf } from "./notifications.js";
import { resultOf } from "./results.js";
import { entryRule, rulesOf } from "./rules.js";

export interface SarifChoice {
  /** Whether accepted and silenced findings are in it, marked as suppressed. */
  readonly hasSuppressed: boolean;
}

export function sarifLog(review: Review, { hasSuppressed }: SarifChoice): string {
  const entries = entriesOf(review, hasSuppressed);
  const { descriptors, indexOf } = rulesOf(review, entries.shown);
  const { tool, kind, change } = review;
  const run = {
    tool: { driver: { name: tool.name, semanticVersion: tool.version, rules: descriptors } },
    // A log of a change holds its files only: as the same category it would close the alerts of all others.
    automationDetails: { id: `${tool.name}/${change ? "change" : kind}/` },
    columnKind: "utf16CodeUnits",
    invocations: [invocationOf(review, entries, hasSuppressed)],
    results: entries.shown.map((entry) =>
      resultOf(entry, indexOf.get(entryRule(entry)) ?? -1, hasSuppressed),
    ),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${writeJson(log)}\n`;
}
