// Counts which documented weaknesses of vulnerable applications a review finds, and what else it reports there.
// Usage: npm run build && node bench/apps.js CHECKOUTS TRUTH.json [--linters FOLDER] [--reviewers all] [--out FILE] [--spots yes]
//   CHECKOUTS  a folder for each application, named like its repository, at the commits named in TRUTH
//   TRUTH      [{ app: "owner/name", id, file, lines: [start, end], tier }]
//   --linters  a folder where eslint, its security and sonarjs plugins, @typescript-eslint/parser and oxlint are installed
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "./measure.js";
import { isNear, makeLinters, makeReviewer, operands, option, profiles } from "./real-cases.js";

const [checkouts, truthFile] = operands();
const truth = JSON.parse(readFileSync(truthFile, "utf8"));
const apps = [...new Set(truth.map(({ app }) => app))];
const tiers = [...new Set(truth.map(({ tier }) => tier))];

async function findAll(look) {
  const found = [];
  for (const app of apps) {
    const findings = await look(join(checkouts, app.split("/")[1]));
    found.push(...findings.map((finding) => ({ app, ...finding })));
  }
  return found;
}

function hitsOf(spot, findings) {
  return findings.filter(
    (finding) => finding.app === spot.app && finding.file === spot.file && isNear(finding, ...spot.lines),
  );
}

function score(findings) {
  const hits = truth.map((spot) => hitsOf(spot, findings));
  const used = new Set(hits.flat());
  const share = (isMeant) => {
    const meant = hits.filter((_, i) => isMeant(truth[i]));
    return `${meant.filter(({ length }) => length > 0).length}/${meant.length}`;
  };
  return [
    ...tiers.map((tier) => share((spot) => spot.tier === tier)),
    share(() => true),
    findings.length - used.size,
  ];
}

const own = await findAll(await makeReviewer());
const rows = Object.entries(profiles).map(([name, least]) => [
  `session-review, ${name}`,
  ...score(own.filter(({ confidence }) => confidence >= least)),
]);
for (const [name, look] of Object.entries(await makeLinters()))
  rows.push([name, ...score(await findAll(look))]);
table([["engine", ...tiers, "found", "other reports"], ...rows]);

const out = option("out");
if (out) writeFileSync(out, JSON.stringify(own, null, 1));
if (option("spots"))
  for (const spot of truth) {
    const rules = [...new Set(hitsOf(spot, own).map(({ rule }) => rule))];
    console.log(rules.length > 0 ? "+" : "-", spot.tier, spot.app, spot.id, rules.join(", "));
  }
