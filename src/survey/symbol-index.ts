/** Answers questions about names over all reviewed files, with evidence. */
import { plural } from "../lib/text.js";
import type { Import } from "../model/outline.js";
import type { Proof, Query } from "../model/query.js";
import type { CloneGroup, SurveyedFile, SymbolIndex } from "../model/survey.js";
import { bindsName } from "../syntax/bindings.js";
import type { ImportGraph } from "./import-graph.js";
import type { PackageIndex } from "./package-index.js";

type Files = ReadonlyMap<string, SurveyedFile>;

interface Known {
  readonly files: Files;
  readonly clones: readonly CloneGroup[];
  readonly packages: PackageIndex;
}

export function buildIndex(known: Known, imports: ImportGraph): SymbolIndex {
  const { files, packages } = known;
  const importers = reverse(imports);
  let mentioning: ReadonlyMap<string, readonly SurveyedFile[]> | undefined;
  const index: SymbolIndex = {
    mentions: (name) => {
      mentioning ??= filesByName(files);
      return (mentioning.get(name) ?? []).map(({ source, outline }) => ({
        path: source.path,
        offsets: outline.mentions.get(name) ?? [],
      }));
    },
    importsOf: (path) => imports.get(path) ?? [],
    importersOf: (path) => importers.get(path) ?? [],
    hasPackage: (path, name) => packages.has(path, name),
    answer: (query) => ({ query, ...answer(query, known) }),
  };
  return index;
}

/** Names with the files that mention them, in the order of the files: rules ask for hundreds of names. */
function filesByName(files: Files): ReadonlyMap<string, readonly SurveyedFile[]> {
  const named = new Map<string, SurveyedFile[]>();
  for (const file of files.values()) {
    for (const name of file.outline.mentions.keys()) {
      const known = named.get(name);
      if (known) known.push(file);
      else named.set(name, [file]);
    }
  }
  return named;
}

function reverse(graph: ImportGraph): ReadonlyMap<string, readonly string[]> {
  const reversed = new Map<string, string[]>();
  for (const [from, targets] of graph) {
    for (const to of targets) reversed.set(to, [...(reversed.get(to) ?? []), from]);
  }
  return reversed;
}

type Answer = Omit<Proof, "query">;

function answer(query: Query, { files, clones, packages }: Known): Answer {
  switch (query.ask) {
    case "unused-in-file":
      return unusedInFile(query.name, files.get(query.path));
    case "unused-anywhere":
      return unusedAnywhere(query.name, query.path, files);
    case "untested":
      return untested(query.name, files);
    case "undefined-in-file":
      return undefinedInFile(query.name, files.get(query.path));
    case "locked-version":
      return packages.answer(query);
    case "duplicate":
      return duplicate(query.places, clones);
  }
}

const notReviewed: Answer = { holds: false, evidence: "the file is not among the reviewed ones" };

function unusedInFile(name: string, file: SurveyedFile | undefined): Answer {
  if (!file) return notReviewed;
  const references = file.outline.references.get(name)?.length ?? 0;
  const inComments = mentionedInComments(name, file);
  if (inComments)
    return { holds: false, evidence: `\`${name}\` is named in a comment, which may be a type annotation` };
  return {
    holds: references === 0,
    evidence: `the symbol index has ${plural(references, "reference")} to \`${name}\` in ${file.source.path}`,
  };
}

/** JSDoc and `# type:` comments use imports too; an annotation counts, prose that happens to hold the word does not. */
function mentionedInComments(name: string, { source, outline }: SurveyedFile): boolean {
  const annotation = new RegExp(`(?:\\{[^}]*|@\\w+\\s+[^\\n]*|#\\s*type:[^\\n]*)${wholeWord(name)}`);
  return outline.comments.some(({ start, end }) => annotation.test(source.text.slice(start, end)));
}

/** Pattern of a name that is not part of a longer one; `\b` would not do for `$store`. */
function wholeWord(name: string): string {
  return `(?<![\\w$])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w$])`;
}

function unusedAnywhere(name: string, path: string, files: Files): Answer {
  const home = files.get(path);
  if (!home) return notReviewed;
  const user = [home, ...files.values()].find((file) => uses(name, file, file === home));
  return {
    holds: user === undefined,
    evidence: user
      ? `\`${name}\` is used in ${user.source.path}`
      : `no reference to \`${name}\` in any of ${plural(files.size, "reviewed file")}`,
  };
}

/** A member is used as `object.name`, a handler may be named in a string or a configuration file: all of it counts. */
function uses(name: string, { source, outline, tree }: SurveyedFile, isHome: boolean): boolean {
  if (tree.family === "text" || outline.parseErrors.length > 0) {
    return new RegExp(wholeWord(name)).test(source.text);
  }
  if (['"', "'", "`"].some((quote) => source.text.includes(quote + name + quote))) return true;
  const declared = new Set(isHome ? outline.definitions.map(({ nameSpan }) => nameSpan.start) : []);
  return outline.mentions.get(name)?.some((offset) => !declared.has(offset)) ?? false;
}

function untested(name: string, files: Files): Answer {
  const tests = [...files.values()].filter((file) => file.source.isTest);
  if (tests.length === 0) return { holds: false, evidence: "there is no test file among the reviewed ones" };
  const user = tests.find((file) => uses(name, file, false));
  return {
    holds: user === undefined,
    evidence: user
      ? `\`${name}\` is named in ${user.source.path}`
      : `no mention of \`${name}\` in ${plural(tests.length, "test file")}`,
  };
}

function undefinedInFile(name: string, file: SurveyedFile | undefined): Answer {
  if (!file) return notReviewed;
  const { outline, source } = file;
  if (file.tree.family === "text" || outline.parseErrors.length > 0)
    return { holds: false, evidence: `no parser could read ${source.path}` };
  const wildcard = outline.imports.find((entry) => entry.names.length === 0 && isWildcard(entry, file));
  if (wildcard)
    return { holds: false, evidence: `\`${name}\` may come from \`${wildcard.module}\`, imported whole` };
  const isDefined =
    outline.definitions.some((definition) => definition.name === name) ||
    outline.imports.some((entry) => entry.names.some((imported) => imported.local === name)) ||
    bindsName(file.tree, name);
  return {
    holds: !isDefined,
    evidence: `\`${name}\` is ${isDefined ? "" : "not "}defined or imported in ${source.path}`,
  };
}

/** `from x import *` brings in names that the importing file does not spell out. */
function isWildcard({ span }: Import, { source }: SurveyedFile): boolean {
  return /^from\b[\s\S]*\bimport\s*\*$/.test(source.text.slice(span.start, span.end));
}

function duplicate(
  places: Extract<Query, { ask: "duplicate" }>["places"],
  clones: readonly CloneGroup[],
): Answer {
  const group = clones.find((candidate) =>
    places.every((place) =>
      candidate.places.some(
        ({ path, span }) => path === place.path && span.start === place.start && span.end === place.end,
      ),
    ),
  );
  return {
    holds: group !== undefined,
    evidence: group
      ? `the same ${group.tokens} tokens after names and literals are set aside`
      : "the places differ by more than names and literals",
  };
}
