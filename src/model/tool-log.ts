/** What another program said about the code, in one shape whatever it printed. */
import { z } from "zod";
import type { Category } from "./category.js";
import type { Severity } from "./severity.js";
import type { LineRange } from "./source.js";

/** One remark at one place. */
export interface ToolResult {
  /** Id of the tool's rule: `no-eval`, `js/sql-injection`; null where it names none. */
  readonly rule: string | null;
  readonly message: string;
  /** As the tool wrote it: relative to wherever it ran, or absolute. */
  readonly path: string;
  /** Null: the remark is about the file as a whole. */
  readonly lines: LineRange | null;
  /** The text it is about, where the tool quotes it; need not be whole lines. */
  readonly snippet?: string;
  readonly severity: Severity;
  /** Null where the tool uses none of our words. */
  readonly category: Category | null;
  readonly cwe: readonly number[];
  /** How sure the tool's makers are of the rule, 0–1; null where they do not say. */
  readonly confidence: number | null;
  /** What the tool says about the rule beyond the message. */
  readonly help?: string;
}

export interface ToolLog {
  readonly tool: string;
  readonly version: string | null;
  /** The file it was read from, or the command that printed it. */
  readonly source: string;
  readonly results: readonly ToolResult[];
  /** Why the log is not whole: the tool failed, or its output cannot be read; null where nothing is known against it. */
  readonly problem: string | null;
}

/** What became of a log, for the report. */
export const borrowedSchema = z.object({
  tool: z.string(),
  version: z.string().nullable(),
  source: z.string(),
  results: z.number().int(),
  /** Results that became leads. */
  used: z.number().int(),
  leftOut: z.array(z.object({ reason: z.string(), results: z.number().int() })),
  problem: z.string().nullable(),
});
export type Borrowed = z.infer<typeof borrowedSchema>;

/** A level says how strict a project is with itself, not what is lost: an unused variable may be an error. */
export function severityOfLevel(level: string): Severity {
  if (level === "error") return "medium";
  return level === "warning" ? "low" : "info";
}
