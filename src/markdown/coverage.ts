/** The ledger: what was looked at, what was not, and what was found and not printed. */
import { groupBy } from "../lib/group.js";
import { grouped, plural } from "../lib/text.js";
import type { Dropped } from "../model/finding.js";
import type { Coverage, PairStatus, Review, Suppression } from "../model/review.js";
import { alike } from "./alike.js";
import { baselineSection } from "./baseline.js";
import { blocks, bullets, cappedBullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { pairCounts } from "./pair-counts.js";
import { enumerate, placeCode, reviewerTitles } from "./wording.js";

const mostListed = 20;

export function coverageSection(review: Review): string {
  return section(
    "## Coverage",
    ledger(review),
    reviewerCounts(review),
    skippedPairs(review.coverage),
    skippedFiles(review),
    suppressions(review),
    baselineSection(review),
    dropped(review),
  );
}

function ledger(review: Review): string {
  const { planned, reviewed, reused, skipped, failed } = review.coverage;
  const sum = `${grouped(reviewed)} reviewed + ${grouped(reused)} reused + ${grouped(skipped)} skipped + ${grouped(failed)} failed`;
  const gaps = gapsOf(review) ? " What failed stands at the top of this report." : "";
  return `${plural(planned, "(file × reviewer) pair")} planned = ${sum}.${gaps}`;
}

const statuses = ["reviewed", "reused", "skipped", "failed"] as const satisfies readonly PairStatus[];

/** One line for reviewers who fared alike, and no word of what befell nobody. */
function reviewerCounts(review: Review): string {
  const titleOf = reviewerTitles(review);
  const rows = [...pairCounts(review)].map(([id, own]) => ({
    title: prose(titleOf(id)),
    counts: statuses.flatMap((status) => {
      const count = own.get(status) ?? 0;
      return count === 0 ? [] : [`${grouped(count)} ${status}`];
    }),
  }));
  const items = [...groupBy(rows, ({ counts }) => counts.join(", "))].map(
    ([counts, same]) => `${enumerate(same.map(({ title }) => title))}: ${counts || "nothing"}`,
  );
  return items.length === 0 ? "" : blocks("Files of each reviewer:", bullets(items));
}

function skippedPairs({ files }: Coverage): string {
  const pairs = files.flatMap((file) => file.pairs.filter(({ status }) => status === "skipped"));
  const items = [...groupBy(pairs, ({ reason }) => reason ?? "no reason given")].map(([reason, own]) => {
    const count = own.reduce((sum, { reviewers }) => sum + reviewers.length, 0);
    return `${grouped(count)}: ${prose(reason)}`;
  });
  return items.length === 0 ? "" : blocks("Pairs skipped, and why:", bullets(items));
}

/** Each reason once, with its files by name, or by folder where they are many. */
function skippedFiles({ skippedFiles: files }: Review): string {
  const items = [...groupBy(files, ({ reason }) => reason)]
    .sort(([, a], [, b]) => a.length - b.length)
    .flatMap(([reason, own]) =>
      own.length > mostListed
        ? [`${prose(reason)}, ${grouped(own.length)} files: ${byFolder(own.map(({ path }) => path))}.`]
        : alike(own, ({ proof }) => proof).map(({ text, members }) => {
            const paths = members.map(({ item }) => code(item.path)).join(", ");
            return `${paths}, ${prose(reason)}: ${sentence(text)}`;
          }),
    );
  return section(`### Files not reviewed (${files.length})`, bullets(items));
}

function byFolder(paths: readonly string[]): string {
  const folders = groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/") + 1) || "./");
  const items = [...folders].map(([folder, own]) => {
    const [only] = own;
    return only !== undefined && own.length === 1 ? code(only) : `${code(folder)} (${grouped(own.length)})`;
  });
  return items.join(", ");
}

const suppressionWords: Readonly<Record<Suppression["status"], string>> = {
  used: "used",
  unused: "unused: it silences nothing and can go",
  "no reason": "has no reason, so it was not honoured",
  "unknown rule": "names no rule that exists",
  "from the change": "was written by the change under review, so it counts from the next one on",
};

function suppressions({ suppressions: all }: Review): string {
  if (all.length === 0) return "";
  const items = all.map(({ path, line, rules, reason, status, findings }) => {
    const why = reason === null ? "" : `, “${prose(reason)}”`;
    const silenced = findings.length === 0 ? "" : ` (${findings.map(prose).join("; ")})`;
    return `${code(`${path}:${line}`)} ${rules.map(code).join(", ")}: ${suppressionWords[status]}${silenced}${why}`;
  });
  return section(`### Suppressions (${all.length})`, cappedBullets(items, mostListed));
}

const stageWords: Readonly<Record<Dropped["stage"], string>> = {
  anchor: "Not where it was said to be",
  prove: "Contradicted by the symbol index",
  merge: "Part of another finding",
  refute: "Proven wrong",
  suppress: "Suppressed in the code",
  limit: "Below the limit",
  "pre-existing": "There before the change",
};

/** What a suppression silenced already stands in the list of suppressions. */
function dropped(review: Review): string {
  const isListed = review.suppressions.some(({ status }) => status === "used");
  const all = review.dropped.filter(({ stage }) => stage !== "suppress" || !isListed);
  if (all.length === 0) return "";
  const groups = groupBy(all, ({ stage }) => stage);
  const parts = [...groups].map(([stage, own]) => {
    // Whoever asks for the new only has said that he does not want to read these.
    if (stage === "pre-existing") return `${stageWords[stage]}: ${grouped(own.length)}, see the JSON report.`;
    const told = groupBy(own, ({ title, rule, reason }) => JSON.stringify([title, rule, reason]));
    return blocks(`${stageWords[stage]}:`, cappedBullets([...told.values()].map(droppedLine), mostListed));
  });
  return section(`### Claims not printed (${all.length})`, ...parts);
}

/** Claims that differ in their place only. */
function droppedLine(claims: readonly Dropped[]): string {
  const [first] = claims;
  if (!first) return "";
  const rule = first.rule === undefined ? "" : ` (${code(first.rule)})`;
  return `${claims.map(placeCode).join(", ")} ${prose(first.title)}${rule}: ${sentence(first.reason)}`;
}
