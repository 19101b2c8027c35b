/** Code of others runs in a sandbox that is known not to hold it. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { spanOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Published escapes of every version, see the advisories of each package; whether the code comes from others is not seen.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Sandbox that does not hold",
  risk: "Ways out of this sandbox are published and its makers have given it up: code that runs in it runs with all rights of this process.",
  fix: "Run the code in another process or isolate (isolated-vm, a container) without rights, or replace it by a parser of the few expressions that are needed.",
  trial: {
    name: "a way out of the sandbox",
    arrange: "the code `this.constructor.constructor('return process')()`",
    act: "run {it} with that code",
    assert: "it gets no `process`",
  },
  cwe: [693, 94],
  match: { typescript: uses },
  examples: [
    {
      language: "javascript",
      bad: "const { VM } = require('vm2');\nexports.run = (code) => new VM().run(code);\n",
      good: "const ivm = require('isolated-vm');\nexports.run = (code) => new ivm.Isolate().compileScriptSync(code);\n",
    },
    {
      language: "typescript",
      bad: "import { eval as safeEval } from 'notevil';\nexport const total = (formula: string) => safeEval(formula);\n",
      good: "import { evaluate } from './formula';\nexport const total = (formula: string) => evaluate(formula);\n",
    },
  ],
});

/** vm2: CVE-2023-37466 and discontinued; notevil: CVE-2021-23771; safe-eval: CVE-2022-25904. None has a fixed version. */
const leaking = /^(?:vm2|notevil|safe-eval)$/;

/** The first use of each name that is imported from such a package. */
function* uses({ tree, outline }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { ts } = tree;
  for (const { module, span, names } of outline.imports) {
    if (!leaking.test(module)) continue;
    const locals = new Set(names.map(({ local }) => local));
    const use = tree
      .nodes(ts.SyntaxKind.Identifier)
      .find((node) => locals.has(node.text) && (node.pos < span.start || node.pos >= span.end));
    yield {
      at: use ? spanOf(tree, use) : span,
      issue: `Code runs in \`${module}\`, for which ways out are published and no fixed version exists.`,
    };
  }
}
