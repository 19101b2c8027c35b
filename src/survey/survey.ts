/** STEP 2: parses every source once and indexes what the parsers found. */
import { Pace } from "../lib/pace.js";
import type { Language, Parser } from "../model/language.js";
import type { Memory, Remembered } from "../model/memory.js";
import type { LockFile, Source } from "../model/source.js";
import { type Survey, type SurveyedFile, filesInFocus } from "../model/survey.js";
import type { Family, Tree } from "../model/tree.js";
import { readChecklist } from "./checklist.js";
import { findClones } from "./clones.js";
import { measureFacts } from "./facts.js";
import { findSecrets } from "./find-secrets.js";
import { resolveImports } from "./import-graph.js";
import { lateTree } from "./late-tree.js";
import { PackageIndex } from "./package-index.js";
import { findSuspectedSecrets } from "./suspected-secrets.js";
import { buildIndex } from "./symbol-index.js";

export interface SurveyFailure {
  readonly path: string;
  readonly reason: string;
}

export interface SurveyResult {
  readonly survey: Survey;
  /** Sources no parser could take in; they are not in the survey. */
  readonly failures: readonly SurveyFailure[];
}

/** What stands beside the sources. */
export interface SurveyOptions {
  /** Files that fix versions, for claims about them. */
  readonly locks?: readonly LockFile[];
  /** Files of another survey: the very same source is not parsed again. */
  readonly known?: ReadonlyMap<string, SurveyedFile>;
  /** Paths of the files that measures speak of; all when absent. */
  readonly measured?: ReadonlySet<string> | undefined;
  /** Of earlier runs; what it knows is not parsed before somebody asks for the tree. */
  readonly memory?: Memory | undefined;
}

/**
 * Surveys the sources in path order. Stops early, with what there is, when the signal aborts.
 * @throws never for a source's sake: what does not parse is in `failures` or in its outline's `parseErrors`
 */
export async function survey(
  sources: Iterable<Source>,
  languages: readonly Language[],
  signal: AbortSignal,
  { locks = [], known = new Map(), measured, memory }: SurveyOptions = {},
): Promise<SurveyResult> {
  const parsers = new Parsers(languages);
  const files = new Map<string, SurveyedFile>();
  const failures: SurveyFailure[] = [];
  const pace = new Pace();
  for (const source of sources) {
    await pace.rest();
    if (signal.aborted) {
      failures.push({ path: source.path, reason: "interrupted before it was looked at" });
      continue;
    }
    try {
      const same = known.get(source.path);
      files.set(source.path, same?.source === source ? same : await fileOf(source, parsers, memory));
    } catch (error) {
      failures.push({
        path: source.path,
        reason: `could not be parsed: ${error instanceof Error ? error.message : String(error)}`,
      });
    }
  }
  const whole = assemble(files, languages, new PackageIndex(locks));
  const facts = measureFacts(
    filesInFocus({ files, ...(measured ? { focus: measured } : {}) }),
    languages,
    whole.clones,
  );
  return { survey: { ...whole, facts }, failures };
}

async function fileOf(source: Source, parsers: Parsers, memory: Memory | undefined): Promise<SurveyedFile> {
  const parser = await parsers.of(source);
  const known = memory?.recall(source);
  return known
    ? recalled(source, known, lateTree(source, parsers.familyOf(source), parser))
    : surveyFile(source, parser);
}

async function surveyFile(source: Source, parser: Parser): Promise<SurveyedFile> {
  const { tree, outline } = parser.parse(source.text, source.path);
  const parsed = { source, tree, outline };
  const secrets = await findSecrets(parsed);
  return { ...parsed, secrets, suspected: findSuspectedSecrets(parsed), learned: new Map() };
}

/** Files with credentials are not remembered, so this one has none. */
function recalled(source: Source, { outline, learned }: Remembered, tree: Tree): SurveyedFile {
  return { source, tree, outline, secrets: [], suspected: [], learned: new Map(Object.entries(learned)) };
}

function assemble(
  files: ReadonlyMap<string, SurveyedFile>,
  languages: readonly Language[],
  packages: PackageIndex,
): Omit<Survey, "facts"> {
  const clones = findClones(files);
  return {
    files,
    index: buildIndex({ files, clones, packages }, resolveImports(files, languages)),
    clones,
    checklist: readChecklist(files),
    flows: [],
  };
}

/** Loads each language's parser when its first file comes. */
class Parsers {
  readonly #languages: ReadonlyMap<string, Language>;
  readonly #loaded = new Map<string, Promise<Parser>>();

  constructor(languages: readonly Language[]) {
    this.#languages = new Map(languages.map((language) => [language.id, language]));
  }

  familyOf({ language }: Source): Family {
    return this.#languages.get(language)?.family ?? "text";
  }

  of(source: Source): Promise<Parser> {
    const known = this.#loaded.get(source.language);
    if (known) return known;
    const language = this.#languages.get(source.language);
    if (!language) return Promise.reject(new Error(`no language "${source.language}" on the shelf`));
    const loading = language.loadParser();
    this.#loaded.set(source.language, loading);
    return loading;
  }
}
