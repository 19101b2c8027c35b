/** Everything known about the sources after one parse each; what rules, reviewers and proofs ask. */
import { z } from "zod";
import type { Flow } from "./flow.js";
import type { Outline } from "./outline.js";
import type { Proof, Query } from "./query.js";
import type { Source, Span } from "./source.js";
import type { Tree } from "./tree.js";

/** One source with what its parser found. Text languages have an empty outline. */
export interface SurveyedFile {
  readonly source: Source;
  readonly tree: Tree;
  readonly outline: Outline;
  /** Credentials found in the text; they are masked wherever the text is quoted. */
  readonly secrets: readonly SecretSpan[];
  /** What may be one and is not sure enough to be reported; masked all the same. May overlap. */
  readonly suspected: readonly Span[];
}

export interface SecretSpan extends Span {
  /** What recognised it: "GitHub token", "private key". */
  readonly kind: string;
}

/** Answers questions about names over all reviewed files. */
export interface SymbolIndex {
  /** Files that mention the identifier, with the offsets. */
  mentions(name: string): readonly { readonly path: string; readonly offsets: readonly number[] }[];
  /** Reviewed files this file imports, resolved from its import specifiers. */
  importsOf(path: string): readonly string[];
  importersOf(path: string): readonly string[];
  /** Whether a lock file that holds for the source has the package. */
  hasPackage(path: string, name: string): boolean;
  /** Answers a query with evidence a reader can check. */
  answer(query: Query): Proof;
}

/** Functions that are the same after names and literals are normalised. */
export interface CloneGroup {
  readonly tokens: number;
  readonly places: readonly { readonly path: string; readonly span: Span; readonly name: string }[];
}

/** One item of a plan, with the names of code in it; a name without a place was found nowhere. */
export const checklistItemSchema = z.object({
  path: z.string(),
  line: z.number().int().positive(),
  text: z.string(),
  isDone: z.boolean(),
  names: z.array(
    z.object({
      name: z.string(),
      place: z.object({ path: z.string(), line: z.number().int().positive().nullable() }).nullable(),
    }),
  ),
});

/** The item where it was read: its text without the box. */
export type ChecklistItem = z.infer<typeof checklistItemSchema> & { readonly span: Span };

const ratio = z.number().min(0).max(1).nullable();

/** Measures of the reviewed code; null means "could not be measured", never zero. */
export const factsSchema = z.object({
  files: z.number().int(),
  lines: z.number().int(),
  languages: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      files: z.number().int(),
      lines: z.number().int(),
      /** False: only the text rules looked at it. */
      isParsed: z.boolean(),
    }),
  ),
  functions: z.number().int(),
  classes: z.number().int(),
  longestFunctionLines: z.number().int().nullable(),
  medianFunctionLines: z.number().nullable(),
  highestComplexity: z.number().int().nullable(),
  deepestNesting: z.number().int().nullable(),
  /** Share of lines that hold a comment. */
  commentRatio: ratio,
  /** Share of parameters and returns with a type, per language that has optional types. */
  annotationRatio: ratio,
  /** Lines of test code per line of other code; may exceed 1, so not a ratio of the whole. */
  testLinesPerCodeLine: z.number().nullable(),
  cloneGroups: z.number().int(),
  /** Test files with the number of cases they declare. */
  tests: z.array(z.object({ path: z.string(), cases: z.number().int() })),
});
export type Facts = z.infer<typeof factsSchema>;

export interface Survey {
  /** In path order. */
  readonly files: ReadonlyMap<string, SurveyedFile>;
  readonly index: SymbolIndex;
  readonly clones: readonly CloneGroup[];
  /** What the project's plans say, held against its code. */
  readonly checklist: readonly ChecklistItem[];
  readonly facts: Facts;
  /** Paths of the files under review; absent where all are. The others are there to be asked about. */
  readonly focus?: ReadonlySet<string>;
  /** Ways of outside data into something harmful; empty until they are traced. */
  readonly flows: readonly Flow[];
}

/** The files under review. */
export function filesInFocus({
  files,
  focus,
}: Pick<Survey, "files" | "focus">): ReadonlyMap<string, SurveyedFile> {
  return focus ? new Map([...files].filter(([path]) => focus.has(path))) : files;
}
