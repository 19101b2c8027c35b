// Injects one defect at a time into clean code and counts how many a review of it reports, kind by kind.
// Usage: npm run build && node bench/mutations.js path/to/project [path/to/another …]
//        SITES=80 KINDS=await,unlock node bench/mutations.js …     at most 80 places a kind and project, these kinds only
//        RULES=lock-not-released node bench/mutations.js …         these rules only: faster, and never more than all report
//        LIST=1 node bench/mutations.js …                          also prints every place and what became of it
import { basename, resolve } from "node:path";
import { kinds } from "./mutations/kinds.js";
import { readProject } from "./mutations/project.js";
import { table } from "./measure.js";

const most = Number(process.env.SITES ?? 40);
const chosen = process.env.KINDS ? process.env.KINDS.split(",") : Object.keys(kinds);
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("usage: bench/mutations.js FOLDER …");

const rows = [];
for (const folder of folders) {
  const project = await readProject(resolve(folder));
  for (const kind of chosen)
    rows.push({ project: basename(folder), kind, ...(await measure(project, kind)) });
}

const total = (kind, key) => rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row[key], 0);
const percent = (found, sites) => (sites === 0 ? "" : `${Math.round((100 * found) / sites)} %`);
table([
  ["project", "defect", "places", "reported", ""],
  ...rows
    .filter(({ sites }) => sites > 0)
    .map(({ project, kind, sites, found }) => [
      project,
      kinds[kind].title,
      sites,
      found,
      percent(found, sites),
    ]),
  ...chosen.map((kind) => [
    "together",
    kinds[kind].title,
    total(kind, "sites"),
    total(kind, "found"),
    percent(total(kind, "found"), total(kind, "sites")),
  ]),
]);

async function measure(project, kind) {
  const sites = spread(kinds[kind].sites(project), most);
  let [found, broken] = [0, 0];
  for (const site of sites) {
    const finding = await project.newFinding(site);
    if (finding) found++;
    if (finding === null) broken++;
    if (process.env.LIST)
      console.log(
        `${kind} ${site.path}:${site.line} ${finding ?? (finding === null ? "left out: does not parse" : "not reported")} | ${site.shown}`,
      );
  }
  return { sites: sites.length - broken, found };
}

/** The same places in every run and far apart: those with the lowest hash of path and offset. */
function spread(sites, count) {
  return sites
    .map((site) => ({ site, rank: hash(`${site.path}:${site.start}`) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ site }) => site);
}

/** FNV-1a, 32 bits. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
