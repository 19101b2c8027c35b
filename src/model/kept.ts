/** What was found out over all files together, and all that was read for it: believed while nothing of that has changed. */
import type { Outline } from "./outline.js";
import type { Survey } from "./survey.js";

/** Which parts of a file were read, as a sum of these; `whole` is its text or its tree, and with it everything. */
export const parts = {
  whole: 1,
  functions: 2,
  definitions: 4,
  imports: 8,
  mentions: 16,
  references: 32,
  calls: 64,
  comments: 128,
  parseErrors: 256,
} as const;
export type Part = keyof typeof parts;
export type OutlinePart = keyof Outline;

/** The parts of an outline, in the order they are kept and compared in. */
export const outlineParts = [
  "functions",
  "definitions",
  "imports",
  "mentions",
  "references",
  "calls",
  "comments",
  "parseErrors",
] as const satisfies readonly OutlinePart[];

/**
 * What of functions and imports shifts with every line above or in them; whoever asks for that reads the whole file. All
 * else of these two parts stays the same until somebody renames, adds or removes one.
 */
export const shifting = {
  functions: ["span", "nameSpan", "bodySpan", "complexity", "nesting"],
  imports: ["span", "names"],
} as const;

export interface Readings {
  /** Sums of parts, in the order of the files. */
  readonly files: readonly number[];
  /** Names of which it was asked whether a file mentions them, or which files do. */
  readonly names: readonly string[];
  /** Whether it was asked which file imports which. */
  readonly imports: boolean;
}

export interface KeptAnswer {
  /** Names everything beside the files that the answer hangs on. */
  readonly given: string;
  readonly readings: Readings;
  /** Digests of what was asked aside, in the order of the files; null of those it was not asked of. */
  readonly asides: readonly (string | null)[];
  readonly answer: unknown;
}

/** The files of a run and what was answered over them. */
export interface KeptAnswers {
  readonly files: readonly KeptFile[];
  /** A digest of who imports whom. */
  readonly imports: string;
  readonly answers: Readonly<Record<string, KeptAnswer>>;
}

export interface KeptFile {
  /** Names path, language and whether it is a test. */
  readonly place: string;
  /** 64 hex digits of all that can be seen of the file. */
  readonly key: string;
  /** Of a file that may hold a credential and is itself not kept: digests of what it shows. */
  readonly shown?: Shown;
}
export type Shown = Readonly<Partial<Record<Part | "names", string>>>;

/** Something asked of all the files together. */
export interface Question<Answer> {
  readonly name: string;
  readonly given: string;
  /**
   * Answers from a survey that notes what is read of it; plain data that JSON can hold.
   * @param note to be told of files that were asked aside
   */
  readonly make: (survey: Survey, note: (path: string) => void) => Promise<Answer>;
  /** What was asked of a file behind the survey's back, in words; it hangs on that file and `given` alone. */
  readonly aside?: (path: string) => string;
}

/** Keeps answers between runs. */
export interface Keeper {
  answer<Answer>(question: Question<Answer>): Promise<Answer>;
}
