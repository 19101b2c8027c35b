// Prints how long a review takes next to bare Node and next to ESLint, and how time and memory grow with the project.
// Usage: npm run build && node bench/speed.js [folder of TypeScript to use instead of the made-up project]
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeProject } from "./make-project.js";
import { inTurn, median, once, peakMemory, table } from "./measure.js";

const bin = fileURLToPath(new URL("../bin/session-review.js", import.meta.url));
const modules = new URL("../node_modules/", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "session-review-bench-"));
const runs = Number(process.env.RUNS ?? 7);

function review(path) {
  return { command: process.execPath, args: [bin, path, "-q", "--fail-on", "none"], cwd: folder };
}

function startUp() {
  writeFileSync(
    join(folder, "small.ts"),
    "export function add(a: number, b: number): number {\n  return a + b;\n}\n",
  );
  const times = inTurn(
    {
      "node -e 0": { command: process.execPath, args: ["-e", "0"], cwd: folder },
      "--help": { command: process.execPath, args: [bin, "--help"], cwd: folder },
      "one small file": review("small.ts"),
    },
    runs,
  );
  const bare = times["node -e 0"];
  table([
    ["start-up", "median ms", "× node -e 0", "at most"],
    ...Object.entries(times).map(([name, ms]) => [
      name,
      ms.toFixed(0),
      (ms / bare).toFixed(2),
      { "--help": "2.5", "one small file": "12" }[name] ?? "",
    ]),
  ]);
}

function againstEslint(project) {
  writeFileSync(
    join(folder, "eslint.config.mjs"),
    [
      `import js from ${JSON.stringify(new URL("@eslint/js/src/index.js", modules).href)};`,
      `import ts from ${JSON.stringify(new URL("typescript-eslint/dist/index.js", modules).href)};`,
      `export default ts.config(js.configs.recommended, ts.configs.recommended);`,
    ].join("\n"),
  );
  const eslint = fileURLToPath(new URL("eslint/bin/eslint.js", modules));
  const times = inTurn(
    {
      "session-review": review(project),
      "ESLint recommended": {
        command: process.execPath,
        args: [eslint, "-c", "eslint.config.mjs", project],
        cwd: folder,
        codes: [0, 1],
      },
    },
    Math.min(runs, 5),
  );
  const eslintTime = times["ESLint recommended"];
  table([
    ["200 TypeScript files", "median ms", "× ESLint"],
    ...Object.entries(times).map(([name, ms]) => [name, ms.toFixed(0), (ms / eslintTime).toFixed(2)]),
  ]);
}

/** The first run over a folder, and one after a line was added to one of its files: without and with the store. */
function secondRun(given) {
  const project = join(folder, "second");
  cpSync(given, project, { recursive: true });
  const changed = readdirSync(project, { recursive: true }).filter((path) => /(?<!\.d)\.tsx?$/.test(path));
  const rounds = Array.from({ length: Math.min(runs, 5) }, (_, round) => {
    const store = join(folder, `store-${round}`);
    const env = { ...process.env, XDG_CACHE_HOME: store };
    const without = once(review(project));
    const first = once({ ...review(project), env });
    const path = changed[(round * 97) % changed.length];
    appendFileSync(join(project, path), `\nexport const addedInRound${round} = ${round};\n`);
    const second = once({ ...review(project), env });
    rmSync(store, { recursive: true, force: true });
    return { without, first, second };
  });
  const shares = rounds.map(({ without, second }) => second / without);
  const keeping = rounds.map(({ without, first }) => first / without);
  const shown = (list) => [median(list), Math.min(...list), Math.max(...list)].map((one) => one.toFixed(2));
  table([
    ["with a store, × the run without", "median", "least", "most"],
    ["first run", ...shown(keeping)],
    ["after one changed file", ...shown(shares)],
  ]);
}

function growth() {
  const rows = [250, 500, 1000, 2000].map((count) => {
    const project = `grow-${count}`;
    const lines = makeProject(join(folder, project), count);
    const { milliseconds, megabytes } = peakMemory([bin, project, "-q", "--fail-on", "none"], folder);
    return { count, lines, milliseconds, megabytes };
  });
  const first = rows[0];
  table([
    ["files", "lines", "ms", "ms a file", "× time of 250 files", "peak MB"],
    ...rows.map(({ count, lines, milliseconds, megabytes }) => [
      count,
      lines,
      milliseconds.toFixed(0),
      (milliseconds / count).toFixed(2),
      (milliseconds / first.milliseconds).toFixed(2),
      megabytes.toFixed(0),
    ]),
  ]);
}

try {
  console.log(`Node ${process.version}\n`);
  startUp();
  console.log();
  const given = process.argv[2];
  if (!given) makeProject(join(folder, "project"), 200);
  againstEslint(given ?? "project");
  console.log();
  secondRun(given ?? join(folder, "project"));
  console.log();
  growth();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
