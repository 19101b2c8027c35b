/** Answers questions about names over all reviewed files, with evidence. */
import { plural } from "../lib/text.js";
import type { Proof, Query } from "../model/query.js";
import type { CloneGroup, SurveyedFile, SymbolIndex } from "../model/survey.js";
import type { ImportGraph } from "./import-graph.js";

type Files = ReadonlyMap<string, SurveyedFile>;

export function buildIndex(files: Files, imports: ImportGraph, clones: readonly CloneGroup[]): SymbolIndex {
  const importers = reverse(imports);
  const index: SymbolIndex = {
    mentions: (name) =>
      [...files].flatMap(([path, { outline }]) => {
        const offsets = outline.mentions.get(name);
        return offsets ? [{ path, offsets }] : [];
      }),
    importsOf: (path) => imports.get(path) ?? [],
    importersOf: (path) => importers.get(path) ?? [],
    answer: (query) => ({ query, ...answer(query, files, clones) }),
  };
  return index;
}

function reverse(graph: ImportGraph): ReadonlyMap<string, readonly string[]> {
  const reversed = new Map<string, string[]>();
  for (const [from, targets] of graph) {
    for (const to of targets) reversed.set(to, [...(reversed.get(to) ?? []), from]);
  }
  return reversed;
}

type Answer = Omit<Proof, "query">;

function answer(query: Query, files: Files, clones: readonly CloneGroup[]): Answer {
  switch (query.ask) {
    case "unused-in-file":
      return unusedInFile(query.name, files.get(query.path));
    case "unused-anywhere":
      return unusedAnywhere(query.name, query.path, files);
    case "untested":
      return untested(query.name, files);
    case "undefined-in-file":
      return undefinedInFile(query.name, files.get(query.path));
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
  const annotation = new RegExp(`(?:\\{[^}]*|@\\w+\\s+[^\\n]*|#\\s*type:[^\\n]*)\\b${escapeRegExp(name)}\\b`);
  return outline.comments.some(({ start, end }) => annotation.test(source.text.slice(start, end)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function unusedAnywhere(name: string, path: string, files: Files): Answer {
  const elsewhere = [...files].filter(([other, { outline }]) => other !== path && outline.mentions.has(name));
  const here = files.get(path)?.outline.references.get(name)?.length ?? 0;
  const holds = elsewhere.length === 0 && here === 0;
  return {
    holds,
    evidence: holds
      ? `no reference to \`${name}\` in any of ${plural(files.size, "reviewed file")}`
      : `\`${name}\` is used in ${elsewhere[0]?.[0] ?? path}`,
  };
}

function untested(name: string, files: Files): Answer {
  const tests = [...files.values()].filter((file) => file.source.isTest);
  const user = tests.find((file) => file.outline.mentions.has(name));
  return {
    holds: tests.length > 0 && user === undefined,
    evidence: user
      ? `\`${name}\` is named in ${user.source.path}`
      : `no mention of \`${name}\` in ${plural(tests.length, "test file")}`,
  };
}

function undefinedInFile(name: string, file: SurveyedFile | undefined): Answer {
  if (!file) return notReviewed;
  const isDefined =
    file.outline.definitions.some((definition) => definition.name === name) ||
    file.outline.imports.some((entry) => entry.names.some((imported) => imported.local === name));
  return {
    holds: !isDefined,
    evidence: `\`${name}\` is ${isDefined ? "" : "not "}defined or imported in ${file.source.path}`,
  };
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
