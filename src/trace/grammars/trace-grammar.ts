/** Follows outside data through the files of a language that is read through a grammar. */
import { groupBy } from "../../lib/group.js";
import { Pace } from "../../lib/pace.js";
import { parentOf } from "../../lib/paths.js";
import type { Flow } from "../../model/flow.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { Terrain } from "../terrain.js";
import { Walk } from "./engine.js";
import type { Grammar } from "./grammar.js";
import type { Code } from "./terms.js";
import { Reach, callingSinks, callsIn, reading } from "./reach.js";
import { Folder, type Neighbours, Unit } from "./unit.js";
import { type Vocabulary, readVocabulary } from "./vocabulary.js";

/** All flows that were found, several for a place where several ways lead there. */
export async function traceGrammar(
  grammar: Grammar,
  { files, pages, survey, signal }: Terrain,
): Promise<readonly Flow[]> {
  const vocabulary = readVocabulary(pages);
  const walk = new Walk(vocabulary);
  const units = meet(grammar, { files, survey, walk });
  const calls = new Map(units.map((unit) => [unit, callsIn(unit)]));
  const harmful = new Reach(calls, callingSinks(vocabulary.sinkNames), 2);
  walk.readers = new Reach(calls, reading(vocabulary.readWords), 1);
  const pace = new Pace();
  for (const unit of units) {
    if (!mayHoldSource(unit, vocabulary)) continue;
    await pace.rest();
    if (signal.aborted) break;
    startIn(unit, walk, harmful);
  }
  return walk.flows;
}

interface Meeting {
  readonly files: readonly SurveyedFile[];
  readonly survey: Survey;
  readonly walk: Walk;
}

/** Makes the units and shows them to one another. Test code is none: nobody outside reaches it. */
function meet(grammar: Grammar, { files, survey, walk }: Meeting): readonly Unit[] {
  const imports = new Map<string, readonly Unit[]>();
  const neighbours: Neighbours = {
    importsOf: (path) => {
      const known = imports.get(path);
      if (known) return known;
      const found = survey.index.importsOf(path).flatMap((target) => byPath.get(target) ?? []);
      imports.set(path, found);
      return found;
    },
    inFolder: (folder) => byFolder.get(folder) ?? new Folder([]),
    bindingsOf: (unit) => walk.bindingsOf(unit),
    vocabulary: walk.vocabulary,
  };
  const units = files
    .filter(({ source, outline }) => !source.isTest && outline.parseErrors.length === 0)
    .map((file) => new Unit(file, grammar, neighbours));
  const byPath = new Map(units.map((unit) => [unit.path, unit]));
  const byFolder = new Map(
    [...groupBy(units, ({ path }) => parentOf(path))].map(([folder, inside]) => [folder, new Folder(inside)]),
  );
  return units;
}

function mayHoldSource(unit: Unit, { sourceWords, exported }: Vocabulary): boolean {
  return (
    sourceWords.test(unit.text) || exported.some(({ files }) => files.some((file) => file.test(unit.path)))
  );
}

function startIn(unit: Unit, walk: Walk, harmful: Reach): void {
  if (harmful.atTop(unit)) walk.bindingsOf(unit);
  const exported = walk.vocabulary.exported.filter(({ files }) => files.some((file) => file.test(unit.path)));
  const isExported = (name: string): boolean =>
    exported.some(({ names }) => names.has(name) || names.has("*"));
  const isStart = ({ name, span }: Pick<Code, "name" | "span">): boolean =>
    harmful.has(unit, span) && (isExported(name) || unit.mayRead(span));
  // Reading the functions costs more than their outline does.
  if (!unit.file.outline.functions.some(isStart)) return;
  for (const code of [...unit.functions.values()].flat()) if (isStart(code)) walk.start(code, unit);
}
