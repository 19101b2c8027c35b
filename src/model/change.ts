/** A change under review: which files it touches, which lines it wrote, and what it is measured against. */
import { z } from "zod";
import { lineRangeSchema } from "./source.js";

export const changeStatuses = ["added", "modified", "renamed", "copied", "deleted"] as const;

/**
 * What is taken for the change: all since a commit parted from HEAD, only the commits since, what is staged, what is not
 * committed, a diff as text.
 */
export type ChangeScope =
  | { readonly kind: "base"; readonly ref: string }
  | { readonly kind: "commits"; readonly ref: string }
  | { readonly kind: "staged" }
  | { readonly kind: "uncommitted" }
  | { readonly kind: "diff"; readonly text: string; readonly name: string };

/** One file of the change, under its name after it; a deleted file under its last name. */
export const changedFileSchema = z.object({
  path: z.string(),
  /** Where it was before the change; null for a new file. */
  before: z.string().nullable(),
  status: z.enum(changeStatuses),
  isBinary: z.boolean(),
  /** Lines of the file as it is now that the change wrote, in order; empty where it only took lines away. */
  lines: z.array(lineRangeSchema),
  /** Lines of the file as it is now that a diff with three lines of context shows, in order. */
  shown: z.array(lineRangeSchema),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

/** What a review of a change compared, and what of the project it took in. */
export const changeSchema = z.object({
  /** For people, the state before: `1a2b3c4, where HEAD left origin/main`. */
  from: z.string(),
  /** For people, the state after: `the work tree`, `what is staged`. */
  to: z.string(),
  /** The commit before the change; null where a diff was handed in. */
  commit: z.string().nullable(),
  files: z.array(changedFileSchema),
  /** Unchanged files that are in the review because the change reaches into them. */
  affected: z.array(z.string()),
  /** How many unchanged files were read only to know what the change is connected to. */
  surroundings: z.number().int(),
  /** How many files of the change the given paths do not hold. */
  outside: z.number().int(),
});
export type Change = z.infer<typeof changeSchema>;
