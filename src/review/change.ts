/** The review of a change: what of the project takes part, what rules said before it, and how far it reaches. */
import type { Catalog } from "../catalog/catalog.js";
import { withoutSlash } from "../lib/paths.js";
import { runRules } from "../examine/run-rules.js";
import type { GatheredChange } from "../gather/change/gather-change.js";
import { lineNow } from "../gather/change/kept-lines.js";
import { type Before, originOf } from "../judge/introduced.js";
import type { Change } from "../model/change.js";
import type { Claim } from "../model/finding.js";
import type { Memory, Remembered } from "../model/memory.js";
import type { Limit } from "../model/profile.js";
import type { Leads } from "../model/plan.js";
import type { Gathered, Source } from "../model/source.js";
import { type Survey, filesInFocus } from "../model/survey.js";
import { AnswerKeeper } from "../survey/answer-keeper.js";
import { measureFacts } from "../survey/facts.js";
import { type ChangedText, surroundingsOf } from "../survey/surroundings.js";
import { survey as makeSurvey } from "../survey/survey.js";
import { toldPages } from "../trace/told-pages.js";
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
    ...(memory?.whole ? { whole: memory.whole } : {}),
  };
}

interface Eyes {
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
  readonly memory: Memory | undefined;
  /** Claims less sure than this were not printed before either. */
  readonly limit: Limit;
}

/** What is known of the state after a change. */
interface After {
  readonly survey: Survey;
  readonly leads: Leads;
}

/**
 * What those rules that say something now said before the change, of its files and of those near them; a rule that is
 * silent now has nothing to compare.
 */
export async function lookBefore(entered: Entered, after: After, eyes: Eyes): Promise<Before> {
  const { change } = entered;
  const rules = new Set(after.leads.claims.flatMap(({ rule }) => rule ?? []));
  const claims = rules.size === 0 ? [] : await claimsBefore(entered, { ...after, rules }, eyes);
  return {
    files: change.files,
    linesNow: new Map([...change.kept].map(([path, kept]) => [path, (line: number) => lineNow(kept, line)])),
    claims: claims.filter(({ confidence }) => confidence >= eyes.limit.leastConfidence),
  };
}

async function claimsBefore(
  { change, gathered, near }: Entered,
  { survey: after, rules }: After & { readonly rules: ReadonlySet<string> },
  { catalog, signal, memory }: Eyes,
): Promise<readonly Claim[]> {
  const touched = new Set(change.files.map(({ path }) => path));
  const same = gathered.sources.filter(({ path }) => !touched.has(path));
  const sources = [...same, ...change.before].sort((a, b) => (a.path < b.path ? -1 : 1));
  const { survey } = await makeSurvey(sources, catalog.languages, signal, {
    known: after.files,
    measured: new Set(),
    memory,
  });
  const focus = new Set(change.before.map(({ path }) => path));
  const only = new Set([...near, ...focus]);
  const look = (seen: Survey): Promise<Leads> => runRules(seen, catalog, signal, { only, rules, memory });
  const unfollowed = new Unfollowed({ ...survey, focus });
  const leads = await look(unfollowed.survey);
  if (!unfollowed.isAsked) return leads.claims;
  const keeper = memory?.whole && new AnswerKeeper(memory.whole("before"), survey);
  const flows = await trace(survey, toldPages(catalog.frameworks), signal, keeper);
  if (!signal.aborted) keeper?.save();
  return (await look({ ...survey, focus, flows })).claims;
}

/** A survey of which nobody has followed the values yet: that takes longest, and most rules never ask where they go. */
class Unfollowed {
  isAsked = false;
  readonly survey: Survey;

  constructor(survey: Survey) {
    const ask = (): [] => {
      this.isAsked = true;
      return [];
    };
    this.survey = {
      ...survey,
      get flows() {
        return ask();
      },
    };
  }
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
