/** A file under review, in memory: after `gather` nothing needs the disk. */
import { z } from "zod";

/** A half-open range of UTF-16 offsets into a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** First and last line, 1-based and inclusive. */
export const lineRangeSchema = z.object({
  start: z.number().int().positive(),
  end: z.number().int().positive(),
});
export type LineRange = z.infer<typeof lineRangeSchema>;

/** One file as the reviewers see it. */
export interface Source {
  /** Relative to the review's root, forward slashes; bytes that are not UTF-8 shown as `\xNN`. */
  readonly path: string;
  /** Id of the entry on the languages shelf. */
  readonly language: string;
  /** Decoded, without a byte order mark; line ends as they are on disk. */
  readonly text: string;
  readonly isTest: boolean;
}

export const skipReasons = [
  "binary",
  "minified",
  "generated",
  "lock file",
  "vendored",
  "too large",
  "secret file",
  "submodule",
  "symbolic link",
  "ignored",
  "excluded",
  "own output",
  "not a file",
] as const;

/** A file that was met and deliberately not reviewed; `proof` says what showed the reason. */
export const skippedFileSchema = z.object({
  path: z.string(),
  reason: z.enum(skipReasons),
  proof: z.string(),
});
export type SkippedFile = z.infer<typeof skippedFileSchema>;
export type SkipReason = SkippedFile["reason"];

/** A file that should have been reviewed and could not be read. */
export const unreadableFileSchema = z.object({ path: z.string(), reason: z.string() });
export type UnreadableFile = z.infer<typeof unreadableFileSchema>;

/** A file that fixes versions of packages; it is asked, never reviewed. */
export type LockFile = Pick<Source, "path" | "text">;

/** What `gather` hands to the rest of the pipeline. */
export interface Gathered {
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedFile[];
  readonly unreadable: readonly UnreadableFile[];
}
