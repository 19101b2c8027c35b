/** The ledger: what was looked at, what was not, and what was found and not printed. */
import { groupBy } from "../lib/group.js";
import { grouped, plural } from "../lib/text.js";
import type { Dropped } from "../model/finding.js";
import type { Coverage, PairStatus, Review, Suppression } from "../model/review.js";
import { blocks, cappedBullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { pairCounts } from "./pair-counts.js";
import { table } from "./table.js";
import { placeCode, reviewerTitles } from "./wording.js";

const mostListed = 20;

export function coverageSection(review: Review): string {
  return section(
    "## Coverage",
    ledger(review),
    reviewerTable(review),
    skippedPairs(review.coverage),
    skippedFiles(review),
    suppressions(review),
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

function reviewerTable(review: Review): string {
  const titleOf = reviewerTitles(review);
  const rows = [...pairCounts(review)].map(([id, own]) => [
    prose(titleOf(id)),
    ...statuses.map((status) => grouped(own.get(status) ?? 0)),
  ]);
  return rows.length === 0 ? "" : table(["Reviewer", "Reviewed:", "Reused:", "Skipped:", "Failed:"], rows);
}

function skippedPairs({ files }: Coverage): string {
  const pairs = files.flatMap((file) => file.pairs.filter(({ status }) => status === "skipped"));
  const rows = [...groupBy(pairs, ({ reason }) => reason ?? "no reason given")].map(([reason, own]) => [
    grouped(own.reduce((sum, { reviewers }) => sum + reviewers.length, 0)),
    prose(reason),
  ]);
  return rows.length === 0 ? "" : table(["Pairs:", "Skipped because"], rows);
}

function skippedFiles({ skippedFiles: files }: Review): string {
  if (files.length === 0) return "";
  const rows = [...groupBy(files, ({ reason }) => reason)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([reason, own]) => [reason, String(own.length)]);
  const names = files.map(({ path, reason, proof }) => `${code(path)}, ${reason}: ${sentence(proof)}`);
  return section(
    `### Files not reviewed (${files.length})`,
    rows.length > 1 ? table(["Reason", "Files:"], rows) : "",
    cappedBullets(names, mostListed),
  );
}

const suppressionWords: Readonly<Record<Suppression["status"], string>> = {
  used: "used",
  unused: "unused: it silences nothing and can go",
  "no reason": "has no reason, so it was not honoured",
  "unknown rule": "names no rule that exists",
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
};

/** What a suppression silenced already stands in the list of suppressions. */
function dropped(review: Review): string {
  const isListed = review.suppressions.some(({ status }) => status === "used");
  const all = review.dropped.filter(({ stage }) => stage !== "suppress" || !isListed);
  if (all.length === 0) return "";
  const groups = groupBy(all, ({ stage }) => stage);
  const parts = [...groups].map(([stage, own]) =>
    blocks(`${stageWords[stage]}:`, cappedBullets(own.map(droppedLine), mostListed)),
  );
  return section(`### Claims not printed (${all.length})`, ...parts);
}

function droppedLine(claim: Dropped): string {
  const rule = claim.rule === undefined ? "" : ` (${code(claim.rule)})`;
  return `${placeCode(claim)} ${prose(claim.title)}${rule}: ${sentence(claim.reason)}`;
}
