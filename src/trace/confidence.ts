/** How sure a flow is: who chooses the value, what was seen on the way, and where the code lies. */
import type { Entry, Harm } from "../model/flow.js";
import type { Source } from "../model/source.js";

/**
 * By who chooses the value. Of judged flows 16 of 18 from HTTP were true, 4 of 5 from parameters of libraries into
 * commands (1 of 26 into anything else, which no rule tells); who starts or sets up a program seldom attacks it.
 */
const byEntry: Readonly<Record<Entry, number>> = {
  http: 0.9,
  message: 0.8,
  browser: 0.8,
  stored: 0.55,
  caller: 0.65,
  file: 0.45,
  arguments: 0.4,
  environment: 0.3,
};

/** Archives come from strangers more often than other files that a program reads. */
const ofArchive = 0.7;
/** A check that cannot be judged is enough about every third time; most are replacements made for another purpose. */
const guarded = 0.65;
/** Each hop that went by a name alone. */
const byName = 0.9;
/** In scripts, examples and tests the one who chooses the value is mostly the author. */
const aside = 0.6;

const asidePath =
  /(?:^|\/)(?:scripts?|tools?|examples?|samples?|demos?|benchmarks?|bench|fixtures?|docs?|migrations?|seeds?|seeders?)\//i;

/** 0–1, two digits. */
export function confidenceOf({
  entry,
  harm,
  isGuarded,
  doubts,
  sources,
}: {
  readonly entry: Entry;
  readonly harm?: Harm;
  readonly isGuarded: boolean;
  readonly doubts: number;
  /** The files the flow goes through. */
  readonly sources: readonly Source[];
}): number {
  const isAside = sources.some(({ isTest, path }) => isTest || asidePath.test(path));
  const chosen = harm === "archive" ? ofArchive : byEntry[entry];
  const value = chosen * (isGuarded ? guarded : 1) * byName ** doubts * (isAside ? aside : 1);
  return Math.round(value * 100) / 100;
}
