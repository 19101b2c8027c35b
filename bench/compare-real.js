// Holds the offline comparison against orders that others wrote down of other people's code, beside three trivial measures.
// Usage: npm run build && node bench/compare-real.js CHECKOUTS [source…]      (SET=2 for the second set; needs `unzip`)
// CHECKOUTS holds a Git repository `owner+name` for each of real-orders.json; KEEP=folder keeps comparisons, and reads
// those that are there; HALF=read or HALF=held compares only those of one half; LIST=read or LIST=all names pairs; the
// rules they were chosen by are in compare-real.md.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { loadCatalog } from "../dist/catalog/catalog.js";
import { compare } from "../dist/compare.js";
import { rankCandidates } from "../dist/judge/rank-candidates.js";
import { wilson } from "./agreement.js";
import { table } from "./measure.js";

const [checkouts, ...asked] = process.argv.slice(2);
const keep = process.env.KEEP;
const orders = process.env.SET === "2" ? "./real-orders-2.json" : "./real-orders.json";
const { groups } = JSON.parse(readFileSync(new URL(orders, import.meta.url), "utf8"));

const titleOf = ({ source, language, name }) => [source, language, name].filter(Boolean).join(" ");
const halves = { read: "read", held: "held back" };
const nameOf = ({ repository, folder, file, archive }) =>
  [repository, folder ?? file ?? archive].filter(Boolean).join("/");
/** Names of repositories say nothing to the comparison but must not collide. */
const placeOf = (candidate) => nameOf(candidate).replaceAll("/", "+");

async function compareGroup(group, catalog) {
  const kept = keep && join(keep, `${titleOf(group).replaceAll(" ", "-")}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "session-review-real-"));
  try {
    for (const candidate of group.candidates) checkOut(candidate, join(folder, placeOf(candidate)));
    const start = performance.now();
    const candidates = group.candidates.map(placeOf);
    const request = { cwd: folder, candidates, ...(group.task && { task: writeTask(group.task, folder) }) };
    const comparison = await compare(request, { catalog, toolVersion: "0.0.0" });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.error(`${titleOf(group)}: ${candidates.length} candidates in ${seconds} s`);
    if (kept) {
      mkdirSync(keep, { recursive: true });
      writeFileSync(kept, JSON.stringify(comparison));
    }
    return comparison;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function gitIn(repository) {
  const cwd = join(checkouts, repository.replace("/", "+"));
  return (args, input) => execFileSync("git", args, { cwd, maxBuffer: 1 << 30, input });
}

/** What the source asked for, word for word, as a file beside the candidates. */
function writeTask({ repository, commit, path, from, to }, folder) {
  const page = String(gitIn(repository)(["show", `${commit}:${path}`]));
  const start = from ? page.indexOf(from) + from.length : 0;
  const end = to ? page.indexOf(to, start) : page.length;
  writeFileSync(join(folder, "task.md"), page.slice(start, end));
  return "task.md";
}

/** Writes one file of a commit, or unpacks it. */
function checkOutFile({ repository, file, archive, commit }, target) {
  mkdirSync(target, { recursive: true });
  const place = join(target, basename(file ?? archive));
  writeFileSync(place, gitIn(repository)(["show", `${commit}:${file ?? archive}`]));
  if (!archive) return;
  execFileSync("unzip", ["-q", "-o", place, "-d", target]);
  rmSync(place);
}

/** Writes the files of a commit. A snapshot may lack its largest ones, so what is not there is left out. */
function checkOut(candidate, target) {
  if (candidate.file ?? candidate.archive) return checkOutFile(candidate, target);
  const { repository, folder, commit } = candidate;
  const git = gitIn(repository);
  const tree = folder ? `${commit}:${folder}` : commit;
  const entries = String(git(["ls-tree", "-r", "-z", "--format=%(objectmode) %(objectname) %(path)", tree]));
  const files = [...entries.matchAll(/100\d+ (\S+) ([^\0]+)\0/g)];
  const contents = git(["cat-file", "--batch"], files.map(([, hash]) => `${hash}\n`).join(""));
  let at = 0;
  for (const [, , path] of files) {
    const end = contents.indexOf("\n", at);
    const [, kind, size] = String(contents.subarray(at, end)).split(" ");
    at = end + 1;
    if (kind !== "blob") continue;
    mkdirSync(join(target, dirname(path)), { recursive: true });
    writeFileSync(join(target, path), contents.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
}

/** What each measure says of two: 1 where it puts the better first, -1 where last, 0 for a tie or where one has no total. */
const measures = {
  "session-review": (better, worse) => {
    if ([better, worse].some(({ scorecard }) => (scorecard?.total ?? null) === null)) return 0;
    const { places } = rankCandidates([better, worse]).ranking;
    if (places.length === 1) return 0;
    return places[0]?.[0] === better.id ? 1 : -1;
  },
  "most lines": (better, worse) => Math.sign(lines(better) - lines(worse)),
  "fewest lines": (better, worse) => Math.sign(lines(worse) - lines(better)),
  "most test files": (better, worse) => Math.sign(tests(better) - tests(worse)),
};
const lines = ({ review }) => review.facts.lines;
const tests = ({ review }) => review.facts.tests.length;

/** Pairs of a group with unequal numbers, the better first; those half the list apart are independent of each other. */
function pairsOf(group, comparison) {
  const { ordered, apart } = inOrder(group);
  const readable = new Set(ofHalf(group, "read"));
  return ordered.flatMap((better, i) =>
    ordered.slice(i + 1).flatMap((worse, j) => {
      if (better.number === worse.number) return [];
      const isRead = readable.has(better) && readable.has(worse);
      const found = [better, worse].map((one) =>
        comparison.candidates.find(({ id, path }) => [id, path].includes(placeOf(one))),
      );
      if (found.includes(undefined)) return [];
      const verdicts = Object.fromEntries(
        Object.entries(measures).map(([name, verdict]) => [name, verdict(...found)]),
      );
      return [{ group, better, worse, found, verdicts, isRead, isIndependent: j + 1 === apart }];
    }),
  );
}

function inOrder({ candidates }) {
  const ordered = candidates.toSorted((a, b) => b.number - a.number);
  return { ordered, apart: Math.ceil(ordered.length / 2) };
}

/** The candidates whose pair belongs to a half. */
function ofHalf(group, which) {
  const { ordered, apart } = inOrder(group);
  return ordered.flatMap((better, i) => {
    const worse = ordered[i + apart];
    return worse && half(better, worse) === which ? [better, worse] : [];
  });
}

function half(better, worse) {
  const digest = createHash("sha256")
    .update(`${nameOf(better)} ${nameOf(worse)}`)
    .digest("hex");
  return Number.parseInt(digest[0], 16) % 2 === 0 ? "read" : "held back";
}

const percent = (share) => `${(share * 100).toFixed(0)} %`;

function row(title, pairs) {
  const count = (name, verdict) => pairs.filter(({ verdicts }) => verdicts[name] === verdict).length;
  const [own, ...trivial] = Object.keys(measures);
  const [low, high] = wilson(count(own, 1), pairs.length);
  return [
    title,
    pairs.length,
    ...[1, 0, -1].map((verdict) => count(own, verdict)),
    percent(count(own, 1) / pairs.length),
    `${percent(low)} to ${percent(high)}`,
    ...trivial.map((name) => percent(count(name, 1) / pairs.length)),
  ];
}

function print(title, pairs) {
  const by = (pick) =>
    [...new Set(pairs.map(pick))].map((name) =>
      row(
        name,
        pairs.filter((pair) => pick(pair) === name),
      ),
    );
  const trivial = Object.keys(measures).slice(1);
  table([
    [title, "pairs", "right", "tied", "wrong", "right", "95 %", ...trivial],
    ...by(({ group }) => group.source),
    ...by(({ group }) => group.language),
    ...by(({ isRead }) => (isRead ? "half that was read" : "half held back")),
    row("all", pairs),
  ]);
  console.log();
}

function list(pairs) {
  const word = { 1: "right", 0: "tied", "-1": "wrong" };
  for (const { group, better, worse, found, verdicts, isIndependent } of pairs) {
    const [first, second] = found.map(({ scorecard }) => scorecard?.total ?? "?");
    const mark = isIndependent ? "*" : " ";
    const names = `${nameOf(better)} ${first} > ${nameOf(worse)} ${second}`;
    console.log(`${mark} ${word[verdicts["session-review"]]} ${titleOf(group)}: ${names}`);
  }
}

const catalog = await loadCatalog();
const pairs = [];
for (const group of groups) {
  if (asked.length > 0 && !asked.includes(group.source)) continue;
  const compared = process.env.HALF ? ofHalf(group, halves[process.env.HALF]) : group.candidates;
  if (compared.length === 0) continue;
  pairs.push(...pairsOf(group, await compareGroup({ ...group, candidates: compared }, catalog)));
}
print(
  "independent",
  pairs.filter(({ isIndependent }) => isIndependent),
);
print("all pairs", pairs);
if (process.env.LIST) list(pairs.filter(({ isRead }) => process.env.LIST === "all" || isRead));
