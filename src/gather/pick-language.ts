/** Which language a file is in, and whether it is a test. */
import type { Language } from "../model/language.js";

/** Id of the language for any text that no other one claims. */
const FALLBACK = "text";

/** Folders that hold tests in every language's habit; file names are each language's own business. */
const TEST_FOLDERS: ReadonlySet<string> = new Set(["test", "tests", "__tests__", "spec", "specs", "e2e"]);

/**
 * Names that say which tests a folder holds: `interop-tests`, `api_tests`, `integration-test`. A single `-test` after
 * any other word may be what the product does (`speed-test`), and so is what is done to tests (`complete-tests`).
 */
const namesKindOfTest =
  /^(?!(?:ab|split|complete|compose|create|delete|list|run|send|start|stop)[-_]).*[-_]tests$|^(?:acceptance|conformance|e2e|functional|integration|interop|smoke|system)[-_]test$|^test[-_](?:support|utils?|helpers?)$/i;

/** Folders with material for tests. Naming such a folder as the input asks for its files in their own right. */
const MATERIAL_FOLDERS: ReadonlySet<string> = new Set([
  ...["fixtures", "__fixtures__", "testdata", "test-data", "__mocks__", "__snapshots__"],
]);

/** Files that a web framework serves by their folder's name, whatever that is. */
const isServed = /\/(?:route|page)\.[jt]sx?$/;

export interface Kind {
  readonly language: string;
  readonly isTest: boolean;
}

/** The program that a first line `#!/usr/bin/env -S python3.12 -u` starts: `python3.12`. */
export function interpreterOf(text: string): string | undefined {
  const line = /^#!([^\r\n]*)/.exec(text)?.[1];
  const words = (line ?? "")
    .trim()
    .split(/\s+/)
    .map((word) => word.slice(word.lastIndexOf("/") + 1));
  const isEnvironment = words[0] === "env";
  return words.find((word, index) => !(isEnvironment && (index === 0 || /^-|=/.test(word)))) || undefined;
}

/** Answers for a fixed shelf of languages; a longer extension wins over a shorter one. */
export class LanguagePicker {
  readonly #byExtension = new Map<string, Language>();
  readonly #byInterpreter = new Map<string, Language>();
  readonly #fallback: Language | undefined;

  constructor(languages: readonly Language[]) {
    for (const language of languages) {
      for (const extension of language.extensions) this.#byExtension.set(extension, language);
      for (const interpreter of language.interpreters ?? []) this.#byInterpreter.set(interpreter, language);
    }
    this.#fallback = languages.find(({ id }) => id === FALLBACK);
  }

  /** `below` is the path below the folder the user named. */
  pick(path: string, below: string, text: string): Kind {
    const language = this.#fromName(path) ?? this.#fromFirstLine(text) ?? this.#fallback;
    const isTest =
      language?.isTestPath(path) === true ||
      foldersOf(path).some((folder) => TEST_FOLDERS.has(folder)) ||
      (!isServed.test(path) && foldersOf(path).some((folder) => namesKindOfTest.test(folder))) ||
      foldersOf(below).some((folder) => MATERIAL_FOLDERS.has(folder));
    return { language: language?.id ?? FALLBACK, isTest };
  }

  #fromName(path: string): Language | undefined {
    const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
    for (let dot = name.indexOf(".", 1); dot > 0; dot = name.indexOf(".", dot + 1)) {
      const language = this.#byExtension.get(name.slice(dot));
      if (language !== undefined) return language;
    }
    return undefined;
  }

  #fromFirstLine(text: string): Language | undefined {
    const program = interpreterOf(text);
    if (program === undefined) return undefined;
    return this.#byInterpreter.get(program) ?? this.#byInterpreter.get(program.replace(/[\d.]+$/, ""));
  }
}

function foldersOf(path: string): readonly string[] {
  return path.split("/").slice(0, -1);
}
