// Holds the offline comparison against the orders in fixtures/candidates/*.expected.json, beside three trivial measures.
// Usage: npm run build && node bench/compare.js [group…]     (JSON=file also writes the comparisons)
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCatalog } from "../dist/catalog/catalog.js";
import { compare } from "../dist/compare.js";
import { agreement, tiersBy, together } from "./agreement.js";
import { table } from "./measure.js";

const shelf = fileURLToPath(new URL("../fixtures/candidates/", import.meta.url));
/** Signals and weights were worked on with these; the others were looked at when all was done. */
const development = new Set(
  JSON.parse(readFileSync(new URL("./development-groups.json", import.meta.url), "utf8")),
);

function groupNames() {
  const all = readdirSync(shelf, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const asked = process.argv.slice(2);
  return asked.length === 0 ? all : all.filter((name) => asked.includes(name));
}

/** A copy elsewhere: rules are milder in paths that hold `fixtures/`. */
async function compareGroup(name, catalog) {
  const folder = mkdtempSync(join(tmpdir(), "session-review-compare-"));
  try {
    cpSync(join(shelf, name), folder, { recursive: true });
    const task = `${name}.task.md`;
    cpSync(join(shelf, task), join(folder, task));
    const expected = JSON.parse(readFileSync(join(shelf, `${name}.expected.json`), "utf8"));
    const order = expected.order.map((tier) => [tier].flat());
    const candidates = [...order.flat()].sort();
    const world = { catalog, toolVersion: "0.0.0" };
    const comparison = await compare({ cwd: folder, candidates, task }, world);
    return { name, expected, order, comparison };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const measures = {
  "session-review": ({ ranking }) => ranking.places,
  "most lines": (comparison) => tiersBy(numbers(comparison, ({ facts }) => facts.lines)),
  "fewest lines": (comparison) => tiersBy(numbers(comparison, ({ facts }) => -facts.lines)),
  "most test files": (comparison) => tiersBy(numbers(comparison, ({ facts }) => facts.tests.length)),
};

function numbers({ candidates }, pick) {
  return Object.fromEntries(candidates.map(({ id, review }) => [id, review ? pick(review) : 0]));
}

const written = (tiers) => tiers.map((tier) => tier.join(" = ")).join(" > ");
const percent = (share) => `${(share * 100).toFixed(0)} %`;

function groupTable(results) {
  table([
    ["group", "pairs", "tau-b", "expected", "got"],
    ...results.map(({ name, order, comparison }) => {
      const { right, pairs, tau } = agreement(order, comparison.ranking.places);
      const got = comparison.ranking.places.map((place) =>
        place.map((id) => `${id} ${totalOf(comparison, id)}`),
      );
      const mark = development.has(name) ? "" : " *";
      return [name + mark, `${right}/${pairs}`, tau.toFixed(2), written(order), written(got)];
    }),
  ]);
}

function totalOf({ candidates }, id) {
  return candidates.find((candidate) => candidate.id === id)?.scorecard?.total ?? "?";
}

function measureTable(results, title) {
  const rows = Object.entries(measures).map(([name, places]) => {
    const { accuracy, first, tau } = together(
      results.map(({ order, comparison }) => agreement(order, places(comparison))),
    );
    return [name, percent(accuracy), percent(first), tau.toFixed(2)];
  });
  table([[`${title} (${results.length} groups)`, "pairs right", "first right", "mean tau-b"], ...rows]);
}

/** Scores and words of the comparison that seed 000 made, side by side with ours. */
function beside({ expected, comparison }) {
  if (!expected.words) return;
  const candidates = Object.keys(expected.scores);
  const ours = (id) => comparison.candidates.find((candidate) => candidate.id === id)?.scorecard;
  const rows = Object.entries(expected.words).map(([title, words]) => {
    const criterion = comparison.rubric.criteria.find((each) => each.title === title)?.id;
    const level = (id) => ours(id)?.criteria.find((each) => each.id === criterion)?.level ?? "none";
    return [
      title,
      ...candidates.map((id) => (words[id] === level(id) ? words[id] : `${level(id)} (seed: ${words[id]})`)),
    ];
  });
  const totals = candidates.map((id) => `${ours(id)?.total} (seed: ${expected.scores[id]})`);
  table([["", ...candidates], ["total", ...totals], ...rows]);
}

const catalog = await loadCatalog();
const results = [];
for (const name of groupNames()) results.push(await compareGroup(name, catalog));
if (process.env.JSON) writeFileSync(process.env.JSON, JSON.stringify(results));
groupTable(results);
console.log("* not used while signals and weights were worked on\n");
for (const [title, holds] of [
  ["development", ({ name }) => development.has(name)],
  ["unseen", ({ name }) => !development.has(name)],
  ["all", () => true],
]) {
  const some = results.filter(holds);
  if (some.length === 0) continue;
  measureTable(some, title);
  console.log();
}
for (const result of results) beside(result);
