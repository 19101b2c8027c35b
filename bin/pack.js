// Puts the modules of dist into two files: opening one takes a quarter of a second less than opening eight hundred.
// Bundlers follow imports, and shelves have none: they are found by scanning their folders, here as in dist.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

const dist = new URL("../dist/", import.meta.url);
const packedFolder = new URL("packed/", dist);

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: false, // what stands in a module outside is taken as Node hands it out
  removeComments: true,
};

/** A module of dist: what it imports, and the text of a function that fills its exports. */
function packModule(path) {
  const needs = new Set();
  const text = readFileSync(new URL(path, dist), "utf8");
  const transformers = { before: [(context) => (file) => rewrite(file, { path, needs, context })] };
  const { outputText } = ts.transpileModule(text, { compilerOptions, transformers });
  const body = outputText.replace(/^"use strict";\n/, "").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return { needs: [...needs], run: `(exports, require, $load, $meta) => {\n${body}}` };
}

/** Paths of imports are told from dist on; `import()` and `import.meta` become arguments of the function. */
function rewrite(file, { path, needs, context }) {
  const { factory } = context;
  const fromDist = ({ text }) =>
    factory.createStringLiteral(text.startsWith(".") ? `./${posix.join(posix.dirname(path), text)}` : text);
  const needed = (specifier) => {
    const target = fromDist(specifier);
    needs.add(target.text);
    return target;
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node))
      return factory.updateImportDeclaration(
        node,
        undefined,
        node.importClause,
        needed(node.moduleSpecifier),
        undefined,
      );
    if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      return factory.updateExportDeclaration(
        node,
        undefined,
        false,
        node.exportClause,
        needed(node.moduleSpecifier),
        undefined,
      );
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return factory.createIdentifier("$meta");
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const target = node.arguments.map((each) => (ts.isStringLiteral(each) ? fromDist(each) : visit(each)));
      return factory.createCallExpression(factory.createIdentifier("$load"), undefined, target);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
}

/** The modules that this one imports, and all that these import, itself included. */
function reached(path, modules, found = new Set()) {
  if (!modules.has(path) || found.has(path)) return found;
  found.add(path);
  for (const need of modules.get(path).needs) reached(need, modules, found);
  return found;
}

/** The text of a packed file. */
function fileOf(modules) {
  const entries = modules.map(
    ([path, { needs, run }]) => `${JSON.stringify(path)}: [${JSON.stringify(needs)}, ${run}],\n`,
  );
  return `export default {\n${entries.join("")}};\n`;
}

/** What the build can read once for all runs: YAML takes 3 ms a page. */
async function readPages() {
  const { loadCatalog } = await import(new URL("catalog/catalog.js", dist).href);
  const { valuesRead } = await import(new URL("catalog/read-yaml.js", dist).href);
  const { frameworks } = await loadCatalog();
  for (const framework of frameworks) void framework.title; // which is read when it is asked for
  return JSON.stringify(Object.fromEntries(valuesRead));
}

rmSync(packedFolder, { recursive: true, force: true });
mkdirSync(packedFolder);
const paths = readdirSync(dist, { recursive: true })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".js"))
  .sort();
const modules = new Map(paths.map((path) => [`./${path}`, packModule(path)]));
const early = reached("./cli/main.js", modules);
const start = fileOf([...modules].filter(([path]) => early.has(path)));
const rest = fileOf([...modules].filter(([path]) => !early.has(path)));
const pages = await readPages();
const build = createHash("sha256").update(start).update(rest).update(pages).digest("hex");
writeFileSync(new URL("rest.js", packedFolder), rest);
writeFileSync(new URL("start.js", packedFolder), `${start}export const build = "${build}";\n`);
writeFileSync(new URL("pages.json", packedFolder), pages); // the last, because bin/session-review.js looks for it
