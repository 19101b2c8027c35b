/** Reads and writes the text of a baseline: sorted, an entry a block, so that diffs are short and merges rarely conflict. */
import { stringify } from "yaml";
import { readYaml } from "../catalog/read-yaml.js";
import { compareText } from "../lib/compare.js";
import type { Accepted } from "../model/baseline.js";
import { baselineFileSchema } from "./schema.js";

/** @throws UserError broken-baseline with file, line and field */
export function readBaseline(text: string, file: string): readonly Accepted[] {
  const place = { file, code: "broken-baseline", whole: "the baseline", linesAbove: 0 } as const;
  return readYaml(text, baselineFileSchema, place).accepted;
}

const head = `# Findings that are left as they are, each with a reason and a last day. They count nowhere until that day is over.
# Made by: session-review baseline create, update and prune. Reasons, owners and days may be edited by hand.
version: 1
`;

/** The same entries give the same text. By path, so that two branches seldom write at the same place. */
export function writeBaseline(entries: readonly Accepted[]): string {
  if (entries.length === 0) return `${head}accepted: []\n`;
  const blocks = [...entries].sort(byPlace).map((entry) => `\n${indented(blockOf(entry))}`);
  return `${head}accepted:${blocks.join("")}`;
}

function byPlace(a: Accepted, b: Accepted): number {
  return compareText(a.path, b.path) || compareText(a.rule ?? "", b.rule ?? "") || compareText(a.id, b.id);
}

/** The id last: of two findings of a rule a reviewer reads everything else first. One line a field, however long. */
function blockOf({ path, rule, title, reason, owner, until, id }: Accepted): string {
  return stringify([{ path, rule, title, reason, owner, until, id }], { lineWidth: 0 });
}

function indented(block: string): string {
  return block.replace(/^(?=.)/gmu, "  ");
}
