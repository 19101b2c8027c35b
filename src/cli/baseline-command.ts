/** `session-review baseline create|update|prune|show`: keeps the file of accepted findings. */
import { type Words, updateEntries } from "../baseline/entries.js";
import { type FoundBaseline, findBaseline } from "../baseline/find.js";
import { dayAfter, lastDay, usualDays } from "../baseline/last-day.js";
import { saveBaseline } from "../baseline/save.js";
import { plural } from "../lib/text.js";
import type { Accepted } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { today } from "./baseline-of.js";
import { reviewForBaseline } from "./baseline-review.js";
import { baselineTable } from "./baseline-table.js";
import { type BaselineCommandOptions, baselineOptionsSchema } from "./options.js";
import { readReview } from "./report-command.js";
import { type World, interruptOf } from "./world.js";
import { exitCodes } from "./exit-code.js";
import { forTerminal, writeStream } from "./write.js";

export type BaselineAction = "create" | "update" | "prune" | "show";

export interface BaselineAsked {
  readonly action: BaselineAction;
  readonly paths: readonly string[];
}

/** One run of the command. */
interface Run extends BaselineAsked {
  readonly options: BaselineCommandOptions;
  readonly found: FoundBaseline;
  readonly world: World;
}

/** @throws UserError baseline-there, baseline-unreadable, broken-baseline, usage, and as `review` */
export async function baselineCommand(
  asked: BaselineAsked,
  rawOptions: unknown,
  world: World,
): Promise<number> {
  const options = baselineOptionsSchema.parse(rawOptions);
  if (options.baseline === false)
    throw new UserError("usage", { problem: "--no-baseline leaves nothing to work on." });
  const found = await findBaseline(world.cwd, options.baseline);
  const { action } = asked;
  if (action === "create" && found.isThere) throw new UserError("baseline-there", { file: found.file });
  if (action !== "create" && !found.isThere)
    throw new UserError("baseline-unreadable", { file: found.file, problem: "there is no such file" });
  const run: Run = { ...asked, options, found, world };
  if (action === "show") return print(show(run), world);
  const words = wordsOf(run);
  const review = await reviewOf(run);
  const stopped = interruptOf(world.interrupt);
  if (stopped) return exitCodes[stopped];
  return print(await (action === "prune" ? prune(run, review) : update(run, review, words)), world);
}

async function print(text: string, world: World): Promise<number> {
  await writeStream(world.stdout, forTerminal(`${text}\n`));
  return exitCodes.clean;
}

function show({ found, options }: Run): string {
  return options.json ? JSON.stringify(found.entries, null, 2) : baselineTable(found.entries, today());
}

/** Null where no reason was given; only carrying entries along and taking them out needs none. */
function wordsOf({ action, options }: Run): Words | null {
  const { reason, owner = null, expires } = options;
  const until = expires === undefined ? dayAfter(today(), usualDays) : lastDay(expires, today());
  if (reason !== undefined && reason.trim() !== "") return { reason, owner, until };
  if (action === "create" || reason !== undefined || options.only !== undefined)
    throw new UserError("usage", {
      problem: `An acceptance needs a reason: baseline ${action} --reason "why these are left as they are".`,
    });
  return null;
}

async function reviewOf(run: Run): Promise<Review> {
  const { options, world, paths, action } = run;
  if (options.review === undefined)
    return reviewForBaseline(paths, options, { world, isNew: action === "create" });
  const review = await readReview(options.review, world.cwd);
  if (action === "prune" && !review.baseline) {
    const problem = "it was made without a baseline, so it cannot say which entries are needed no more.";
    throw new UserError("review-unreadable", { file: options.review, problem });
  }
  return review;
}

async function prune({ found, world }: Run, { baseline }: Review): Promise<string> {
  const needless = new Set(baseline?.unused.map(({ id }) => id));
  const kept = found.entries.filter(({ id }) => !needless.has(id));
  const out = found.entries.filter(({ id }) => needless.has(id));
  if (out.length === 0) return `${found.file}: every entry is needed, or nobody looked where it is`;
  await saveBaseline(world.cwd, found.file, kept);
  return [...out.map((entry) => line("taken out", entry)), `${found.file}: ${countText(kept)}`].join("\n");
}

async function update({ found, world, options }: Run, review: Review, words: Words | null): Promise<string> {
  const findings = chosen(review, options.only);
  // Only what is named is renewed: a day that is over wants a decision.
  const before = found.entries.filter(({ id }) => !options.only?.includes(id));
  const moved = options.only ? [] : review.baseline?.moved;
  const updated = updateEntries(before, { findings, moved, words });
  const { added, carried } = updated;
  const entries = updated.entries.map((entry) => withOwner(entry, found.entries));
  const known = new Set(entries.map(({ id }) => id));
  const left = findings.filter(({ id }) => !known.has(id)).length;
  if (left > 0 && carried.length === 0)
    throw new UserError("usage", {
      problem: `${plural(left, "finding")} ${left === 1 ? "is" : "are"} new, and an acceptance needs a reason: --reason "why".`,
    });
  const isSame = found.isThere && added.length + carried.length === 0;
  if (!isSame) await saveBaseline(world.cwd, found.file, entries);
  return [
    ...carried.map((entry) => line("carried along to", entry)),
    `${found.file}: ${countText(entries)}${found.isThere ? `, ${added.length} ${options.only ? "of them written" : "of them new"}` : ""}${isSame ? "; nothing to change" : ""}`,
    ...(left > 0 ? [`${plural(left, "finding")} not accepted: that takes --reason "why"`] : []),
    ...lapsedNote(entries),
  ].join("\n");
}

/** Who answered for a renewed entry still does, where nobody else is named. */
function withOwner(entry: Accepted, before: readonly Accepted[]): Accepted {
  const owner = entry.owner ?? before.find(({ id }) => id === entry.id)?.owner ?? null;
  return { ...entry, owner };
}

/** What counts in the review, or the findings that were named, accepted ones too. */
function chosen({ findings, baseline }: Review, only: readonly string[] | undefined): readonly Finding[] {
  if (!only) return findings;
  const all = [...findings, ...(baseline?.accepted ?? []).map(({ finding }) => finding)];
  const unknown = only.find((id) => !all.some((finding) => finding.id === id));
  if (unknown !== undefined)
    throw new UserError("usage", { problem: `--only: there is no finding "${unknown}" in this review.` });
  return all.filter(({ id }) => only.includes(id));
}

function lapsedNote(entries: readonly Accepted[]): readonly string[] {
  const lapsed = entries.filter(({ until }) => until < today());
  if (lapsed.length === 0) return [];
  return [`${countText(lapsed)} lapsed and not renewed: baseline update --only ID --reason "why"`];
}

function countText(entries: readonly Accepted[]): string {
  return plural(entries.length, "entry", "entries");
}

function line(what: string, { path, rule, title }: Accepted): string {
  return `${what} ${path} ${rule ?? title}`;
}
