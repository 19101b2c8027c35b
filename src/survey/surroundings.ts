/** Chooses the files that a change is connected to, by what texts say of each other, before anything is parsed. */
import { nameOf, parentOf } from "../lib/paths.js";
import type { Source } from "../model/source.js";

export interface Surroundings {
  /** Files that the changed ones use, or that use them. */
  readonly near: ReadonlySet<string>;
  /** Files that use them by way of a file that only passes names on: without them "nobody uses this" would not hold. */
  readonly far: ReadonlySet<string>;
}

/** Fewer files are surveyed whole: leaving some out would save less than a second. */
const fewFiles = 60;

/**
 * Names decide: a file uses another when one of its imports, or one of its dotted or capitalised words, is the other's
 * name. That takes in too many rather than too few. In Go and Java the files of a folder see each other without a word.
 * @param changed paths of files among the sources
 */
export function surroundingsOf(sources: readonly Source[], changed: ReadonlySet<string>): Surroundings {
  const all = new Set(sources.map(({ path }) => path).filter((path) => !changed.has(path)));
  const around = new Around(sources);
  const near = around.neighboursOf(changed);
  if (sources.length <= fewFiles) return { near, far: without(all, near) };
  const passing = [...near].filter((path) => standsForFolder.test(stemOf(path)));
  return { near, far: without(without(around.neighboursOf(new Set(passing)), near), changed) };
}

class Around {
  readonly #facts: readonly {
    readonly path: string;
    readonly names: readonly string[];
    readonly words: ReadonlySet<string>;
  }[];

  constructor(sources: readonly Source[]) {
    this.#facts = sources.map((source) => ({
      path: source.path,
      names: namesOf(source),
      words: wordsOf(source),
    }));
  }

  neighboursOf(paths: ReadonlySet<string>): ReadonlySet<string> {
    const own = this.#facts.filter(({ path }) => paths.has(path));
    const names = new Set(own.flatMap((fact) => fact.names));
    const words = new Set(own.flatMap((fact) => [...fact.words]));
    const others = this.#facts.filter(
      (fact) =>
        !paths.has(fact.path) &&
        (fact.names.some((name) => words.has(name)) || [...names].some((name) => fact.words.has(name))),
    );
    return new Set(others.map(({ path }) => path));
  }
}

/** Files that stand for their folder. */
const standsForFolder = /^(?:index|mod|lib|main|__init__|package)$/;

/** What others call a file: its name without endings, its folder's where it stands for that, its package. */
function namesOf({ path, language }: Source): readonly string[] {
  const stem = stemOf(path);
  const folder = nameOf(parentOf(path));
  const names = [simplify(stem)];
  if (standsForFolder.test(stem) && folder !== "") names.push(simplify(folder));
  if (language === "go" || language === "java") names.push(`folder ${parentOf(path)}`);
  if (language === "go") names.push(simplify(folder));
  return names;
}

function stemOf(path: string): string {
  return nameOf(path).replace(/\..*$/, "");
}

/** Lines that bring other files in, over the languages. */
const importLine =
  /^[ \t]*(?:import|export|from|use|pub use|mod|pub mod|alias|require|include|package|\}[ \t]*from)\b[^\r\n]*|\b(?:require|import)[ \t]*\([^)\r\n]*\)|^[ \t]*(?:\w+[ \t]+)?"[\w./-]+"[ \t]*$/gm;

function wordsOf({ path, text, language }: Source): ReadonlySet<string> {
  const words = new Set<string>();
  if (language === "text") return words; // prose names everything and uses nothing
  const take = (said: string): void => {
    for (const [word] of said.matchAll(/[\w-]+(?:\.(?=[jt]sx?\b|mjs|cjs|py)\w+)?/g))
      words.add(simplify(word.replace(/\.\w+$/, "")));
  };
  for (const [line] of text.matchAll(importLine)) take(line);
  // Classes of the same package and modules by their whole names need no import.
  if (language === "java" || language === "elixir")
    for (const [name] of text.matchAll(/\b[A-Z]\w*/g)) take(name);
  if (language === "rust") for (const [, name = ""] of text.matchAll(/\b(\w+)::/g)) take(name);
  if (language === "go" || language === "java") words.add(`folder ${parentOf(path)}`);
  return words;
}

/** `UserStore`, `user_store` and `user-store` name the same file in one language or another. */
function simplify(name: string): string {
  return name.replace(/[-_]/g, "").toLowerCase();
}

function without(paths: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...paths].filter((path) => !others.has(path)));
}
