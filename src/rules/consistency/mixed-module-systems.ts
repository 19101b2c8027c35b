/** A file that imports the way of ES modules and exports the way of CommonJS. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { ancestor, dottedName, spanOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "low",
  // Both statements are plain syntax; what remains are files that only a bundler ever reads.
  confidence: 0.85,
  title: "Two module systems in one file",
  risk: "Whether the file loads depends on the tool that reads it: as an ES module `module` does not exist, as CommonJS `import` does not parse.",
  fix: "Export the way the file imports: `export default …` or `export { … }`.",
  match: { typescript: mixed },
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

function mixed({ tree, outline, source }: Subject<TypeScriptTree>): readonly Hit[] {
  if (!source.text.includes("module.exports") || definesModule(outline)) return [];
  const { ts } = tree;
  const usesImport = tree.root.statements.some(
    (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
  );
  const exported = usesImport ? firstExport(tree) : undefined;
  if (!exported) return [];
  return [
    {
      at: spanOf(tree, exported.left),
      issue:
        "The file uses `import`, which makes it an ES module, and exports through `module.exports`, which only CommonJS has.",
    },
  ];
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
