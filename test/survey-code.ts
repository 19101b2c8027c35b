/** Surveys pieces of code given as text, for tests. */
import { loadFrameworks } from "../src/catalog/load-frameworks.js";
import { loadLanguages } from "../src/catalog/load-shelves.js";
import type { Framework } from "../src/model/framework.js";
import type { Language } from "../src/model/language.js";
import type { LockFile, Source } from "../src/model/source.js";
import type { Survey } from "../src/model/survey.js";
import { survey } from "../src/survey/survey.js";
import { trace } from "../src/trace/trace.js";

export const languages: readonly Language[] = await loadLanguages();
export const frameworks: readonly Framework[] = await loadFrameworks();
const never = new AbortController().signal;

const extensions: Readonly<Record<string, string>> = {
  typescript: "code.ts",
  javascript: "code.js",
  python: "code.py",
  java: "Code.java",
  rust: "code.rs",
  elixir: "code.ex",
  go: "code.go",
  text: "notes.txt",
};

/** Where code without a path is supposed to lie. */
export function defaultPath(language: string): string {
  return `src/${extensions[language] ?? "code.txt"}`;
}

export function sourceOf(path: string, text: string): Source {
  const extension = /\.[^.]*$/.exec(path)?.[0] ?? "";
  const language = languages.find((candidate) => candidate.extensions.includes(extension));
  const isTest = (language?.isTestPath(path) ?? false) || /(?:^|\/)(?:tests?|__tests__)\//.test(path);
  return { path, language: language?.id ?? "text", text, isTest };
}

/** Surveys files by path, and follows outside data through them with the pages of the shelf. */
export async function surveyCode(
  files: Readonly<Record<string, string>>,
  locks: readonly LockFile[] = [],
): Promise<Survey> {
  const sources = Object.entries(files)
    .map(([path, text]) => sourceOf(path, text))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const result = await survey(sources, languages, never, { locks });
  if (result.failures.length > 0) throw new Error(JSON.stringify(result.failures));
  return { ...result.survey, flows: await trace(result.survey, frameworks, never) };
}
