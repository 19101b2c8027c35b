/** Holds the findings against what a team has accepted: what is accepted counts nowhere, and every entry is accounted for. */
import type { Accepted, Baseline, BaselineOutcome } from "../model/baseline.js";
import type { Dropped, Finding } from "../model/finding.js";
import type { Coverage, Review } from "../model/review.js";
import type { Reviewer } from "../model/reviewer.js";
import { hasExpired } from "./acceptance.js";
import { whyUnseen } from "./looked.js";
import { wouldBe } from "./merge.js";
import type { Texts } from "./texts.js";

export interface TakenOut {
  readonly kept: readonly Finding[];
  readonly accepted: BaselineOutcome["accepted"];
}

/** Parts what is accepted from what counts; an entry holds through its last day. */
export function takeOutAccepted(findings: readonly Finding[], baseline: Baseline | undefined): TakenOut {
  const holding = (baseline?.entries ?? []).filter((entry) => !hasLapsed(entry, baseline?.today ?? ""));
  const byId = new Map(holding.map((entry) => [entry.id, entry]));
  const accepted = findings.flatMap((finding) => {
    const entry = byId.get(finding.id);
    return entry ? [{ finding, entry }] : [];
  });
  return { kept: findings.filter(({ id }) => !byId.has(id)), accepted };
}

function hasLapsed({ until }: Accepted, today: string): boolean {
  return hasExpired({ expires: until }, today);
}

/** What the judgement knows when it looks back at the entries. */
export interface Ground {
  readonly takenOut: TakenOut;
  readonly dropped: readonly Dropped[];
  readonly coverage: Coverage;
  readonly rules: NonNullable<Review["rules"]>;
  readonly reviewers: readonly Reviewer[];
  readonly texts: Texts;
  /** Ids of rules that look at several files at once. */
  readonly across: ReadonlySet<string>;
}

/** Nothing where there is no baseline. An entry is unused only when somebody looked where it was and found nothing. */
export function settleBaseline(baseline: Baseline | undefined, ground: Ground): Pick<Review, "baseline"> {
  if (!baseline) return {};
  const { file, entries, proposed, today } = baseline;
  const { kept, accepted } = ground.takenOut;
  const standing = new Set(kept.map(({ id }) => id));
  const used = new Set(accepted.map(({ entry }) => entry.id));
  const idle = entries.filter(({ id }) => !standing.has(id) && !used.has(id));
  const moved = carriedAlong(idle, kept, baseline);
  const hasMoved = new Set(moved.map(({ entry }) => entry));
  const outcome: BaselineOutcome = {
    file,
    accepted,
    lapsed: entries.filter((entry) => standing.has(entry.id) && hasLapsed(entry, today)),
    unused: idle.filter((entry) => !hasMoved.has(entry) && isNeedless(entry, baseline, ground)),
    ...(moved.length === 0 ? {} : { moved }),
    ...(proposed.length === 0 ? {} : { proposed: [...proposed] }),
  };
  return { baseline: outcome };
}

/** Entries of files that are gone, with the finding whose lines are the same elsewhere; each finding once. */
function carriedAlong(
  idle: readonly Accepted[],
  findings: readonly Finding[],
  { gone }: Baseline,
): NonNullable<BaselineOutcome["moved"]> {
  const taken = new Set<Finding>();
  return idle.flatMap((entry) => {
    if (!gone.has(entry.path)) return [];
    const finding = findings.find((each) => !taken.has(each) && isElsewhere(entry, each));
    if (!finding) return [];
    taken.add(finding);
    return [{ entry, finding: finding.id, path: finding.path }];
  });
}

function isElsewhere(entry: Accepted, finding: Finding): boolean {
  // What is cheap to compare first: a folder that was renamed has many of both.
  const isAlike = (finding.rule ?? null) === entry.rule && finding.title === entry.title;
  return isAlike && wouldBe(entry.id, finding, entry.path);
}

/** Silence of a model or of another program proves nothing, nor does that of a rule that did not see all it looks at. */
function isNeedless(entry: Accepted, { gone, isWhole }: Baseline, ground: Ground): boolean {
  if (gone.has(entry.path)) return true;
  const { rule, path } = entry;
  if (rule === null || (ground.across.has(rule) && !isWhole)) return false;
  if (ground.dropped.some((dropped) => dropped.rule === rule && dropped.path === path && mayReturn(dropped)))
    return false;
  const { coverage, rules, reviewers, texts } = ground;
  if (!rules.some(({ id }) => id === rule)) return coverage.files.some((each) => each.path === path);
  const sought = { rule, category: "", reviewers: [] };
  return whyUnseen(sought, path, { review: { coverage, rules }, reviewers, texts }) === null;
}

/** Claimed, and set aside for a reason that may not hold in the next run. */
function mayReturn({ stage }: Dropped): boolean {
  return stage !== "suppress" && stage !== "prove" && stage !== "pre-existing";
}
