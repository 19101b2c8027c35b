/** What may stand on the languages shelf. */
import type { Outline } from "./outline.js";
import type { Family, Tree } from "./tree.js";

export interface LanguageFile {
  /** As a person writes it: "TypeScript". */
  readonly title: string;
  /** A better title for one path, where the entry stands for several languages. */
  titleFor?(path: string): string;
  /** Rules written for this family look at the language. */
  readonly family: Family;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** Words after `#!` that name it, for files without an extension: `python3`. */
  readonly interpreters?: readonly string[];
  /** True when the path follows the language's test-file convention. */
  isTestPath(path: string): boolean;
  /** Paths that an import written in `from` may mean, most likely first. */
  importCandidates(module: string, from: string): readonly string[];
  /** Loads the parser; heavy packages come in here and nowhere else. */
  loadParser(): Promise<Parser>;
}

export interface Language extends LanguageFile {
  readonly id: string;
}

export interface Parser {
  /**
   * Parses once; never throws on broken code, which shows in `outline.parseErrors`. The outline is made when it is asked
   * for, each time anew, because who has it from an earlier run wants the tree alone.
   */
  parse(text: string, path: string): { readonly tree: Tree; readonly outline: Outline };
}

/** Types a language file; the catalog adds the id from its path. */
export function defineLanguage(language: LanguageFile): LanguageFile {
  return language;
}
