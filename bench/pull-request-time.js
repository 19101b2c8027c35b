// Prints what checking a pull request of many files costs beside ESLint on the same files, and what its next push costs.
// Usage: npm run build && node bench/pull-request-time.js CLONE     (FILES=300 RUNS=3)
// The clone, bare or not, is only read; a branch with the change is made in a copy, which goes when all is measured.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { median, peakMemory, table, withoutStore } from "./measure.js";

const bin = fileURLToPath(new URL("../bin/session-review.js", import.meta.url));
const modules = new URL("../node_modules/", import.meta.url);
const eslint = fileURLToPath(new URL("eslint/bin/eslint.js", modules));
const given = process.argv[2];
if (!given) throw new Error("name a clone of a repository with TypeScript in it");
const wanted = Number(process.env.FILES ?? 300);
const runs = Number(process.env.RUNS ?? 3);
const folder = mkdtempSync(join(tmpdir(), "session-review-pull-"));
const copy = join(folder, "copy");

function git(...args) {
  const own = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const options = { cwd: copy, encoding: "utf8", maxBuffer: 1 << 28 };
  return execFileSync("git", [...own, "-c", "core.hooksPath=", ...args], options).trim();
}

/** Sources by the hash of their path: the same files on every machine, and from all over the project. */
function sources() {
  const hash = (path) => createHash("sha256").update(path).digest("hex");
  return git("ls-files", "-z", "*.ts", "*.tsx")
    .split("\0")
    .filter((path) => path !== "" && !path.endsWith(".d.ts"))
    .map((path) => ({ path, order: hash(path) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ path }) => path);
}

/** The text with a statement at the head of its first function that has a body; null where there is none. */
function edited(path, text, mark) {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const firstBody = (node) =>
    ts.isFunctionLike(node) && node.body && ts.isBlock(node.body)
      ? node.body
      : ts.forEachChild(node, firstBody);
  const at = firstBody(file)?.getStart(file);
  return at === undefined
    ? null
    : `${text.slice(0, at + 1)}\n  performance.mark("${mark}");${text.slice(at + 1)}`;
}

/** Changes so many of the files, in their order, and commits. @returns the files */
function push(paths, count, mark) {
  const changed = [];
  for (const path of paths) {
    if (changed.length === count) break;
    const text = edited(path, readFileSync(join(copy, path), "utf8"), mark);
    if (text === null) continue;
    writeFileSync(join(copy, path), text);
    changed.push(path);
  }
  if (changed.length < count) throw new Error(`only ${changed.length} files have a function to change`);
  git("commit", "-q", "--no-verify", "-a", "-m", mark);
  return changed;
}

/** A step of a GitHub runner as far as the check reads it. */
function stepEnvironment(base) {
  const event = join(folder, "event.json");
  const repo = { full_name: "acme/shop" };
  const pull = {
    number: 1,
    head: { sha: git("rev-parse", "HEAD"), repo },
    base: { sha: base, repo },
  };
  writeFileSync(event, JSON.stringify({ pull_request: pull }));
  return {
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    GITHUB_OUTPUT: join(folder, "output"),
    RUNNER_TEMP: folder,
  };
}

/** 3 is a real project's own: a file that does not parse. */
const codes = [0, 3];

function reviewOf(base, env = withoutStore) {
  const args = [bin, ".", "--base", base, "-q", "-f", "json", "--fail-on", "none"];
  return peakMemory(args, copy, { env, codes });
}

/** All but what GitHub is told: posting waits for a server, and `--offline` opens no socket. */
function checkOf(base) {
  const env = { ...withoutStore, ...stepEnvironment(base) };
  return peakMemory([bin, "pr", "--offline", "-q", "--fail-on", "none"], copy, { env, codes });
}

function eslintOf(changed) {
  writeFileSync(
    join(folder, "eslint.config.mjs"),
    [
      `import js from ${JSON.stringify(new URL("@eslint/js/src/index.js", modules).href)};`,
      `import ts from ${JSON.stringify(new URL("typescript-eslint/dist/index.js", modules).href)};`,
      `export default ts.config(js.configs.recommended, ts.configs.recommended);`,
    ].join("\n"),
  );
  const paths = changed.map((path) => join("copy", path));
  return peakMemory([eslint, "-c", "eslint.config.mjs", ...paths], folder, { codes: [0, 1] });
}

function besideEslint(base, changed) {
  const ways = {
    "review --base": () => reviewOf(base),
    "pr --offline": () => checkOf(base),
    ESLint: () => eslintOf(changed),
  };
  const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let run = 0; run <= runs; run++)
    for (const [name, measure] of Object.entries(ways)) {
      const figures = measure();
      // The first of each only warms up.
      if (run > 0) found[name].push(figures);
    }
  const of = (name, figure) => median(found[name].map((each) => each[figure]));
  table([
    [`${changed.length} changed files`, "wall ms", "× ESLint", "CPU ms", "× ESLint", "peak MB", "× ESLint"],
    ...Object.keys(ways).map((name) => [
      name,
      ...["milliseconds", "cpu", "megabytes"].flatMap((figure) => [
        of(name, figure).toFixed(0),
        (of(name, figure) / of("ESLint", figure)).toFixed(2),
      ]),
    ]),
  ]);
}

/** The files of a list that are the same distance apart, so many of them. */
function spread(list, count) {
  return Array.from({ length: count }, (_, i) => list.slice(Math.floor((i * list.length) / count)));
}

/** A second push, and back. */
function pushed(paths, { base, env, first }) {
  push(paths, 1, "second");
  const figures = reviewOf(base, env);
  git("reset", "-q", "--hard", first);
  return figures;
}

/** Each round with a store of its own, and with other files in the second pushes. */
function secondPush(base, { changed, others }) {
  const first = git("rev-parse", "HEAD");
  const mores = spread(others, runs);
  const rounds = spread(changed, runs).map((again, round) => {
    const store = mkdtempSync(join(folder, "store-"));
    const env = { ...process.env, XDG_CACHE_HOME: store };
    const without = reviewOf(base);
    const before = reviewOf(base, env);
    const kept = `${store}-kept`;
    cpSync(store, kept, { recursive: true });
    const second = pushed(again, { base, env, first });
    rmSync(store, { recursive: true });
    renameSync(kept, store);
    const more = pushed(mores[round], { base, env, first });
    rmSync(store, { recursive: true });
    return { without, before, second, more };
  });
  const shares = (of, part, figure) => {
    const list = rounds.map((round) => round[of][figure] / round[part][figure]).sort((a, b) => a - b);
    return list.map((one) => one.toFixed(2)).join(" ");
  };
  const figures = { wall: "milliseconds", CPU: "cpu", peak: "megabytes" };
  table([
    ["with a store", "of what", "each round, least first"],
    ...Object.entries(figures).map(([name, figure]) => [
      "first push, × without",
      name,
      shares("before", "without", figure),
    ]),
    ...Object.entries({
      second: "second push, one of the files again",
      more: "second push, one file more",
    }).flatMap(([of, what]) =>
      Object.entries(figures).map(([name, figure]) => [
        `${what}, × the first`,
        name,
        shares(of, "before", figure),
      ]),
    ),
  ]);
}

try {
  execFileSync("git", ["clone", "-q", "--no-tags", resolve(given), copy], { stdio: "inherit" });
  const base = git("rev-parse", "HEAD");
  git("checkout", "-q", "-b", "change");
  const paths = sources();
  const changed = push(paths, wanted, "change");
  console.log(`Node ${process.version}, ${paths.length} TypeScript files at ${base.slice(0, 10)}\n`);
  besideEslint(base, changed);
  console.log();
  // From behind the last one that was taken: those before it have no function to change.
  const others = paths.slice(paths.indexOf(changed.at(-1)) + 1);
  secondPush(base, { changed, others });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
