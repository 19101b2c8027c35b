// Counts how many real vulnerabilities a review finds before their fix and no longer after it, and what else it reports.
// Usage: npm run build && node bench/cves.js CASES [--linters FOLDER] [--reviewers all] [--out FOLDER] [--cases yes]
//   CASES  a folder for each case with vulnerable/, fixed/ and meta.json { cwes, weaknesses: [{ file, line }] }
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "./measure.js";
import { countLines, isNear, makeLinters, makeReviewer, operands, option, profiles } from "./real-cases.js";

const [folder] = operands();
const only = option("only")?.split(",");
const cases = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, "meta.json")) && (!only || only.includes(name)))
  .sort()
  .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name, "meta.json"), "utf8")) }));
const lines = cases.reduce((sum, { name }) => sum + countLines(join(folder, name, "vulnerable")), 0);
const out = option("out");

/** Findings of one tree, each with its trimmed line, by which it is known again in the other tree. */
async function lookAt(look, name, side) {
  const tree = join(folder, name, side);
  const texts = new Map();
  const lineOf = ({ file, line }) => {
    if (!texts.has(file)) texts.set(file, readFileSync(join(tree, file), "utf8").split("\n"));
    return texts.get(file)[line - 1]?.trim() ?? "";
  };
  return (await look(tree)).map((finding) => ({ ...finding, text: lineOf(finding) }));
}

async function findAll(look) {
  const results = [];
  for (const { name } of cases) {
    const [bad, good] = [await lookAt(look, name, "vulnerable"), await lookAt(look, name, "fixed")];
    results.push({ name, bad, good });
  }
  return results;
}

/** What the fix took away: findings of the vulnerable tree without one of the same rule and line in the fixed. */
function onlyIn(bad, good) {
  const key = ({ file, rule, text }) => `${file}\n${rule}\n${text}`;
  const kept = good.map(key);
  return bad.filter((finding) => {
    const at = kept.indexOf(key(finding));
    if (at !== -1) kept.splice(at, 1);
    return at === -1;
  });
}

function isHit({ weaknesses }, findings) {
  return findings.some(({ file, ...finding }) =>
    weaknesses.some((spot) => spot.file === file && isNear(finding, spot.line, spot.line)),
  );
}

function score(results, least = 0) {
  const sure = (findings) => findings.filter(({ confidence = 1 }) => confidence >= least);
  const judged = results.map(({ bad, good }, i) => ({
    located: isHit(cases[i], sure(bad)),
    gone: isHit(cases[i], onlyIn(sure(bad), sure(good))),
    count: sure(bad).length,
  }));
  const total = judged.reduce((sum, { count }) => sum + count, 0);
  const share = (field) => (judged.filter((one) => one[field]).length / cases.length).toFixed(3);
  return [
    share("located"),
    share("gone"),
    (total / cases.length).toFixed(1),
    ((1000 * total) / lines).toFixed(2),
  ];
}

const own = await findAll(await makeReviewer());
const rows = Object.entries(profiles).map(([name, least]) => [
  `session-review, ${name}`,
  ...score(own, least),
]);
for (const [name, look] of Object.entries(await makeLinters()))
  rows.push([name, ...score(await findAll(look))]);
console.log(`${cases.length} cases, ${lines} lines`);
table([["engine", "at the place", "gone after the fix", "a case", "a 1,000 lines"], ...rows]);

if (out) {
  mkdirSync(out, { recursive: true });
  for (const { name, bad, good } of own)
    for (const [side, findings] of Object.entries({ bad, good }))
      writeFileSync(join(out, `${name}.${side}.json`), JSON.stringify({ findings }, null, 1));
}
if (option("cases"))
  for (const [i, { name, bad, good }] of own.entries()) {
    const sign = isHit(cases[i], onlyIn(bad, good)) ? "+" : isHit(cases[i], bad) ? "=" : "-";
    console.log(sign, name, cases[i].cwes.join(","), bad.length);
  }
