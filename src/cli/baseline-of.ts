/** Which findings do not count in a run, and what is told of it: on stderr, besides the report. */
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { type FoundBaseline, findBaseline } from "../baseline/find.js";
import { plural } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import type { Accepted, Exemptions } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import type { Review } from "../model/review.js";
import type { ReviewOptions } from "./options.js";

const everythingIsNew = "--new-only: there is neither a change nor a baseline, so everything counts as new";

type BaselineOptions = Pick<ReviewOptions, "baseline" | "newOnly" | "before" | "include">;

export interface BaselineScope {
  readonly cwd: string;
  /** As typed. */
  readonly paths: readonly string[];
  /** Whether a change is reviewed, which has something before it. */
  readonly isChange?: boolean;
}

/** @throws UserError broken-baseline, and baseline-unreadable where a named file is not there */
export async function exemptionsFor(
  options: BaselineOptions,
  scope: BaselineScope,
  say: (line: string) => void,
): Promise<Exemptions> {
  const { baseline: file, newOnly: isNewOnly, before, include } = options;
  const alone = (): Exemptions => {
    if (isNewOnly && !scope.isChange) say(everythingIsNew);
    return { isNewOnly };
  };
  if (file === false) return alone();
  const found = await findBaseline(scope.cwd, file, before);
  for (const remark of found.remarks) say(visible(remark));
  const { isThere, proposed, entries } = found;
  if (!isThere && file !== undefined && proposed.length === 0 && before === undefined)
    throw new UserError("baseline-unreadable", { file, problem: "there is no such file" });
  if (!isThere && proposed.length === 0) return alone();
  const gone = await goneOf(entries, scope.cwd);
  const isWhole = include === undefined && scope.paths.every((path) => /^\.?\/?$/u.test(path));
  return { isNewOnly, baseline: { ...asKnown(found), today: today(), gone, isWhole } };
}

function asKnown({
  file,
  entries,
  proposed,
}: FoundBaseline): Pick<FoundBaseline, "file" | "entries" | "proposed"> {
  return { file, entries, proposed };
}

/** Of the machine's clock, in universal time, so that all who review on one day agree on which it is. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function goneOf(entries: readonly Accepted[], cwd: string): Promise<ReadonlySet<string>> {
  const paths = [...new Set(entries.map(({ path }) => path))];
  const isThere = await Promise.all(
    paths.map((path) =>
      access(resolve(cwd, path)).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
      ),
    ),
  );
  return new Set(paths.filter((_, i) => !isThere[i]));
}

/** More of a kind are counted. */
const mostLines = 5;

/** What a person should know of the baseline after a run, a line each; nothing where all is as it was. */
export function baselineLines({ baseline }: Pick<Review, "baseline">): readonly string[] {
  if (!baseline) return [];
  const { file, lapsed, unused, moved = [], proposed = [] } = baseline;
  const more = lapsed.length - mostLines;
  return [
    ...lapsed.slice(0, mostLines).map(lapsedLine),
    ...(more > 0 ? [`and ${more} more that ${more === 1 ? "has" : "have"} lapsed`] : []),
    ...told(
      moved.length,
      "is of a file with another name now",
      "session-review baseline update carries it along",
    ),
    ...told(unused.length, "is needed no more", "session-review baseline prune takes it out"),
    ...told(proposed.length, `of ${file} is added by this change`, "it has no say in its review"),
  ].map(visible);
}

function lapsedLine({ path, rule, title, until, owner }: Accepted): string {
  const who = owner === null ? "" : ` by ${owner}`;
  return `lapsed: ${path} ${rule ?? title} was accepted${who} until ${until} and counts again`;
}

function told(count: number, what: string, then: string): readonly string[] {
  if (count === 0) return [];
  const many = count === 1 ? what : what.replace(/\bis\b/u, "are").replace("a file", "files");
  return [
    `baseline: ${plural(count, "entry", "entries")} ${many}; ${count === 1 ? then : then.replace(/\bit\b/gu, "them").replace("them has", "they have")}`,
  ];
}
