/** A file that imports the way of ES modules and exports the way of CommonJS. */
import type { ts } from "ts-morph";
import { plural } from "../../lib/text.js";
import { type ProjectHit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { ancestor, dottedName, spanOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "low",
  // Both statements are plain syntax; what remains are files that only a bundler ever reads.
  // Of 7 hits in other people's code all were built by something that takes both, so it is for the deep profile.
  confidence: 0.45,
  judged: { right: 0, arguable: 7, wrong: 0, projects: 7 },
  title: "Two module systems in one file",
  risk: "Whether the file loads depends on the tool that reads it: as an ES module `module` does not exist, as CommonJS `import` does not parse.",
  fix: "Export the way the file imports: `export default …` or `export { … }`.",
  reads: ["typescript"],
  project: mixedFiles,
  examples: [
    {
      language: "javascript",
      bad: 'import { open } from "./store.js";\n\nmodule.exports = { open };\n',
      good: 'const { open } = require("./store");\n\nmodule.exports = { open };\n',
    },
    {
      language: "typescript",
      bad: 'import { open } from "./store.js";\n\nmodule.exports.open = open;\n',
      good: 'import { open } from "./store.js";\nimport store = require("./other");\nconst module = { exports: {} };\nmodule.exports = store;\nexport { open };\nif (typeof globalThis.module === "object") start("module.exports = {}");\n',
    },
    {
      language: "javascript",
      bad: 'import store from "./store.js";\nexports.open = store.open;\nmodule.exports = exports;\n',
      good: 'import store from "./store.js";\nif (typeof module !== "undefined") {\n  module.exports = store;\n}\nexport const open = store.open;\n',
    },
  ],
});

const mostPlaces = 12;

/** A habit of the project is one thing to decide, not one for every file. */
function* mixedFiles({ files }: Survey): Iterable<ProjectHit> {
  const places = [...files.values()].flatMap((file) => {
    const { source, outline, tree } = file;
    if (tree.family !== "typescript" || source.isTest) return [];
    return mixed({ tree, outline, source }).map((span) => ({ path: source.path, span }));
  });
  const [first, ...rest] = places;
  if (!first) return;
  const others =
    rest.length === 0 ? "" : ` So ${rest.length === 1 ? "does" : "do"} ${plural(rest.length, "other file")}.`;
  yield {
    path: first.path,
    at: first.span,
    also: rest.slice(0, mostPlaces),
    issue: `The file uses \`import\`, which makes it an ES module, and exports through \`module.exports\`, which only CommonJS has.${others}`,
  };
}

function mixed({
  tree,
  outline,
  source,
}: Pick<Subject<TypeScriptTree>, "tree" | "outline" | "source">): readonly Span[] {
  if (!source.text.includes("module.exports") || definesModule(outline)) return [];
  const { ts } = tree;
  const usesImport = tree.root.statements.some(
    (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
  );
  const exported = usesImport ? firstExport(tree) : undefined;
  return exported ? [spanOf(tree, exported.left)] : [];
}

function definesModule({ definitions, imports }: Subject["outline"]): boolean {
  return (
    definitions.some(({ name }) => name === "module") ||
    imports.some(({ names }) => names.some(({ local }) => local === "module"))
  );
}

/** The first assignment to `module.exports` outside of any condition: who asks first serves both systems on purpose. */
function firstExport(tree: TypeScriptTree): ts.BinaryExpression | undefined {
  const { ts } = tree;
  return tree
    .nodes(ts.SyntaxKind.BinaryExpression)
    .find(
      (node) =>
        node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        /^module\.exports(?:\.|$)/.test(dottedName(tree, node.left) ?? "") &&
        !ancestor(node, (outer) => ts.isIfStatement(outer) || ts.isConditionalExpression(outer)),
    );
}
