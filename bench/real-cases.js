// What both sets of real cases share: findings of a review and of linters in one shape, and when one hits a known spot.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, relative, resolve } from "node:path";
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { loadCatalog } from "../dist/catalog/catalog.js";
import { review } from "../dist/review.js";

/** Claims less sure than this are left out of the strict profile; below the first, out of both. */
export const profiles = { standard: 0.5, strict: 0.8 };

/** How far, in lines, a finding may lie from a spot: the scorers that these follow allow as much. */
const width = 3;

export function isNear({ line, endLine = line }, start, end) {
  return line <= end + width && endLine >= start - width;
}

/** `--name value` anywhere among the arguments. */
export function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** The arguments that are neither options nor their values. */
export function operands() {
  const given = process.argv.slice(2);
  return given.filter((word, i) => !word.startsWith("--") && !given[i - 1]?.startsWith("--"));
}

/** A function from a folder to the findings of an offline review of it. */
export async function makeReviewer() {
  const catalog = await loadCatalog();
  const reviewers = (option("reviewers") ?? "security").split(",");
  const isAll = reviewers[0] === "all";
  return async (folder) => {
    const request = { cwd: folder, paths: ["."], ...(isAll ? {} : { reviewers }) };
    const { findings } = await review(request, { catalog, toolVersion: "0.0.0" });
    return findings.flatMap(({ path, lines, rule, category, confidence, severity, title }) =>
      lines
        ? [{ file: path, line: lines.start, endLine: lines.end, rule, category, confidence, severity, title }]
        : [],
    );
  };
}

const code = [".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs"];

function codeFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && code.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](?:node_modules|dist|build|vendor)[/\\]|\.min\./.test(path));
}

/** Linters installed in a folder of their own, each a function from a folder of code to findings; none without one. */
export async function makeLinters() {
  const home = option("linters");
  if (!home) return {};
  const load = async (name) => {
    const { createRequire } = await import("node:module");
    const path = createRequire(resolve(home, "package.json")).resolve(name);
    const found = await import(pathToFileURL(path).href);
    return found.default ?? found;
  };
  const { ESLint } = await load("eslint");
  const [security, sonar, parser] = await Promise.all(
    ["eslint-plugin-security", "eslint-plugin-sonarjs", "@typescript-eslint/parser"].map(load),
  );
  const plain = { files: ["**/*.{js,jsx,ts,tsx,mjs,cjs}"], languageOptions: { parser } };
  const using = (config) => (folder) => lint(ESLint, folder, [plain, config]);
  return {
    "eslint-plugin-security": using(security.configs.recommended),
    "eslint-plugin-sonarjs": using(sonar.configs.recommended),
    oxlint: (folder) => oxlint(resolve(home), folder),
  };
}

async function lint(ESLint, cwd, overrideConfig) {
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig,
    allowInlineConfig: false,
    errorOnUnmatchedPattern: false,
  });
  const found = [];
  for (const path of codeFiles(cwd)) {
    const [result] = await eslint.lintFiles([path]).catch(() => []);
    for (const { ruleId, line, endLine } of result?.messages ?? [])
      if (ruleId) found.push({ file: relative(cwd, path), line, endLine: endLine ?? line, rule: ruleId });
  }
  return found;
}

function oxlint(home, cwd) {
  const config = mkdtempSync(join(tmpdir(), "session-review-oxlint-"));
  try {
    writeFileSync(join(config, "oxlintrc.json"), "{}");
    const args = ["-c", join(config, "oxlintrc.json"), "-f", "json", "-W", "suspicious", "."];
    const bin = join(home, "node_modules", ".bin", "oxlint");
    const { stdout } = spawnSync(bin, args, { cwd, encoding: "utf8", maxBuffer: 1 << 29 });
    return JSON.parse(stdout || '{"diagnostics":[]}').diagnostics.map(({ filename, code: rule, labels }) => {
      const line = labels[0]?.span.line ?? 1;
      return { file: filename, line, endLine: line, rule };
    });
  } finally {
    rmSync(config, { recursive: true, force: true });
  }
}

export function countLines(folder) {
  return codeFiles(folder).reduce((sum, path) => sum + readFileSync(path, "utf8").split("\n").length, 0);
}
