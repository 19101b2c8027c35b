/** The review of a change: what of the project takes part, what rules said before it, and how far it reaches. */
import type { Catalog } from "../catalog/catalog.js";
import { withoutSlash } from "../lib/paths.js";
import { runRules } from "../examine/run-rules.js";
import type { GatheredChange } from "../gather/change/gather-change.js";
import { lineNow } from "../gather/change/kept-lines.js";
import { type Before, originOf } from "../judge/introduced.js";
import type { Change } from "../model/change.js";
import type { Memory, Remembered } from "../model/memory.js";
import type { Limit } from "../model/profile.js";
import type { Leads } from "../model/plan.js";
import type { Gathered, Source } from "../model/source.js";
import { type Survey, filesInFocus } from "../model/survey.js";
import { measureFacts } from "../survey/facts.js";
import { type ChangedText, surroundingsOf } from "../survey/surroundings.js";
import { survey as makeSurvey } from "../survey/survey.js";
import { trace } from "../trace/trace.js";

/** A change with the part of the project that is looked at for its sake. */
export interface Entered {
  readonly change: GatheredChange;
  /** The changed files and their surroundings; of what was left out only what the change touches. */
  readonly gathered: Gathered;
  /** Files whose rules run: the changed ones, and those they use or that use them. */
  readonly near: ReadonlySet<string>;
  /** Changed files that are still there. */
  readonly changed: ReadonlySet<string>;
}

export function enterChange(change: GatheredChange): Entered {
  const { sources, skipped, unreadable } = change.gathered;
  const touched = new Set(change.files.map(({ path }) => path));
  const changed = new Set(sources.map(({ path }) => path).filter((path) => touched.has(path)));
  // What was deleted had users too: its name as it was stands for it among the others.
  const gone = change.before.filter(({ path }) => !sources.some((source) => source.path === path));
  const { near, far } = surroundingsOf([...sources, ...gone], textsOf(change));
  const isIn = ({ path }: Source): boolean => changed.has(path) || near.has(path) || far.has(path);
  return {
    change,
    changed,
    near: new Set([...changed, ...near]),
    gathered: {
      sources: sources.filter(isIn),
      skipped: skipped.filter(({ path }) => touched.has(withoutSlash(path))),
      unreadable: unreadable.filter(({ path }) => touched.has(path)),
    },
  };
}

function textsOf({ files, before, gathered }: GatheredChange): ReadonlyMap<string, ChangedText> {
  const was = new Map(before.map(({ path, text }) => [path, text]));
  const is = new Map(gathered.sources.map(({ path, text }) => [path, text]));
  return new Map(
    files.map((file) => {
      const texts = { before: was.get(file.before ?? "") ?? null, now: is.get(file.path) ?? null };
      return [file.path, { ...texts, written: file.lines }];
    }),
  );
}

/** Most files are the same before and after: what is found out about one of them holds for both. */
export function withinRun(memory: Memory | undefined): Memory {
  const known = new Map<Source, Remembered>();
  return {
    recall: (source) => known.get(source) ?? memory?.recall(source),
    keep: (source, remembered) => {
      known.set(source, remembered);
      memory?.keep(source, remembered);
    },
  };
}

interface Eyes {
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
  readonly memory: Memory | undefined;
  /** Claims less sure than this were not printed before either. */
  readonly limit: Limit;
}

/** What rules said before the change, of its files and of those near them. */
export async function lookBefore(
  { change, gathered, near }: Entered,
  {
    survey: after,
    eyes: { catalog, signal, limit, memory },
  }: { readonly survey: Survey; readonly eyes: Eyes },
): Promise<Before> {
  const touched = new Set(change.files.map(({ path }) => path));
  const same = gathered.sources.filter(({ path }) => !touched.has(path));
  const sources = [...same, ...change.before].sort((a, b) => (a.path < b.path ? -1 : 1));
  const { survey } = await makeSurvey(sources, catalog.languages, signal, { known: after.files, memory });
  const flows = await trace(survey, catalog.frameworks, signal);
  const only = new Set([...near, ...change.before.map(({ path }) => path)]);
  const focus = new Set(change.before.map(({ path }) => path));
  const { claims } = await runRules({ ...survey, flows, focus }, catalog, signal, { only, memory });
  return {
    files: change.files,
    linesNow: new Map([...change.kept].map(([path, kept]) => [path, (line: number) => lineNow(kept, line)])),
    claims: claims.filter(({ confidence }) => confidence >= limit.leastConfidence),
  };
}

/** Unchanged files in which rules say what they did not say before. */
export function affectedBy(
  before: Before,
  leads: Leads,
  { changed, near }: Entered,
  limit: Limit,
): ReadonlySet<string> {
  const origin = originOf(before);
  const isNew = (claim: Leads["claims"][number]): boolean =>
    claim.confidence >= limit.leastConfidence && origin(claim) === "introduced";
  const others = leads.claims.filter(({ path }) => near.has(path) && !changed.has(path));
  return new Set(others.filter(isNew).map(({ path }) => path));
}

/** The survey with its eyes on the changed and the affected files; measures speak of those alone. */
export function focusOn(survey: Survey, paths: ReadonlySet<string>, { languages }: Catalog): Survey {
  const focused = { ...survey, focus: paths };
  const clones = survey.clones.filter(({ places }) => places.some(({ path }) => paths.has(path)));
  return { ...focused, facts: measureFacts(filesInFocus(focused), languages, clones) };
}

/** What reports say of the change. */
export function summarise({ change, gathered, changed }: Entered, affected: ReadonlySet<string>): Change {
  const { from, to, commit, files, outside } = change;
  return {
    from,
    to,
    commit,
    files: [...files],
    affected: [...affected].sort(),
    surroundings: gathered.sources.length - changed.size - affected.size,
    outside,
  };
}
