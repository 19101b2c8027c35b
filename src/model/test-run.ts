/** What running the tests said: of a command, or read from a file that another run left. */
import { z } from "zod";

export const testOutcomes = [
  "passed",
  "failed",
  /** The command ended well and nothing in its output says that a test ran. */
  "no results",
  "timed out",
  "out of memory",
  "too much output",
  "too many processes",
  "could not start",
  "interrupted",
] as const;

const count = z.number().int().nonnegative().nullable();

export const testRunSchema = z.object({
  /** The command as given, or the path of the file. */
  source: z.string(),
  outcome: z.enum(testOutcomes),
  format: z.enum(["junit", "tap", "plain"]).nullable(),
  exitCode: z.number().int().nullable(),
  /** Null where the output does not say; never zero for unknown. */
  passed: count,
  failed: count,
  skipped: count,
  failures: z.array(z.object({ name: z.string(), message: z.string(), path: z.string().nullable() })),
  /** The last lines of the output, where the outcome needs explaining. */
  tail: z.string(),
});
export type TestRun = z.infer<typeof testRunSchema>;
