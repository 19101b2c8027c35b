/** A case with code of its own runs on into the next one. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isShared, leadsOn } from "./switch-fallthrough/shared.js";
import { ends } from "./switch-fallthrough/endings.js";
import { isCopiedLibrary } from "../../syntax/copied-library.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // A comment, a way out in a branch or work on another variable counts as intent; without one about every second such case is meant.
  confidence: 0.7,
  judged: { right: 7, arguable: 0, wrong: 0, projects: 5 },
  title: "Case runs on into the next",
  risk: "What belongs to the next case is done for this one too; the mistake shows only with this very value.",
  fix: "End the case with `break` or `return`; where running on is meant, say so with a `// falls through` comment.",
  trial: {
    name: "each case does its own work only",
    arrange: "the value of the case that falls through",
    act: "run {it} with that value",
    assert: "nothing of the next case was done",
  },
  cwe: [484],
  match: { typescript: openCases },
  examples: [
    {
      language: "typescript",
      bad: "export function label(kind: string): string {\n  let text = '';\n  switch (kind) {\n    case 'open':\n      text = 'Open';\n    case 'closed':\n      text = 'Closed';\n      break;\n  }\n  return text;\n}\n",
      good: "export function label(kind: string): string {\n  let text = '';\n  switch (kind) {\n    case 'new':\n    case 'open':\n      text = 'Open';\n      break;\n    case 'late':\n      text = 'Late: ';\n    // falls through\n    case 'closed':\n      text += 'Closed';\n      break;\n    case 'lost': {\n      if (text) {\n        return text;\n      } else {\n        throw new Error(kind);\n      }\n    }\n    case 'bad':\n      fail(kind);\n      process.exit(1);\n    case 'kinds':\n      switch (text) {\n        case 'Open':\n          return kind;\n          break;\n        default:\n          return text;\n          break;\n      }\n    case 'last':\n      text = 'Last';\n  }\n  return text;\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.read = (state, mark) => {\n  switch (state) {\n    case 'start':\n      mark('name');\n      state = 'end';\n    case 'name':\n      mark('rest');\n  }\n  return state;\n};\n",
      good: "exports.read = (state, mark) => {\n  switch (state) {\n    case 'start':\n      mark('name');\n      state = 'name';\n    case 'name':\n      mark('rest');\n  }\n  return state;\n};\n",
    },
    {
      language: "javascript",
      path: "public/libs/page.js",
      bad: "exports.run = (kind) => {\n  switch (kind) {\n    case 1:\n      start();\n    default:\n      stop();\n  }\n};\n",
      good: "/*\n * Pages 2.1.0\n * Copyright (c) 2015, released under the MIT license\n */\nexports.run = (kind) => {\n  switch (kind) {\n    case 1:\n      start();\n    default:\n      stop();\n  }\n};\n",
    },
    {
      language: "javascript",
      bad: "exports.run = (kind) => {\n  switch (kind) {\n    case 1:\n      start();\n    default:\n      stop();\n  }\n};\n",
      good: "exports.run = (kind) => {\n  for (;;) switch (kind) {\n    case 1:\n      start();\n      continue;\n    case 2:\n      while (true) work();\n    case 4:\n      if (a) return start();\n    case 5:\n      width = 2;\n    case 6:\n      height = 3;\n      break;\n    case 7:\n      sum ^= b << 8;\n    case 8:\n      sum ^= b;\n      break;\n    case 3:\n      try { return start(); } catch { throw new Error(kind); }\n    default:\n      stop();\n  }\n};\n",
    },
  ],
});

function* openCases({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  // The compiler turns async functions into switches whose cases run on.
  if (/\b__generator\b|regeneratorRuntime/.test(source.text) || isCopiedLibrary(source)) return;
  const { ts } = tree;
  for (const block of tree.nodes<ts.SyntaxKind>(ts.SyntaxKind.CaseBlock)) {
    if (!ts.isCaseBlock(block)) continue;
    for (const [i, clause] of block.clauses.entries()) {
      const next = block.clauses[i + 1];
      const last = clause.statements.at(-1);
      if (!next || !last || ends(tree, clause.statements)) continue;
      // The last word may stand in the block of the case or between the cases.
      const between = tree.root.text.slice(last.end, next.getStart(tree.root)) + tail(tree, last);
      if (/\/[/*]/.test(between) || addsNothing(tree, next)) continue;
      if (isShared(tree, clause, next) || leadsOn(tree, clause, next)) continue;
      yield {
        at: {
          start: spanOf(tree, clause).start,
          end: spanOf(tree, next).start + textOf(tree, next).indexOf(":") + 1,
        },
        issue: `\`${labelOf(tree, clause)}\` has code of its own and no \`break\` or \`return\` at its end, so \`${labelOf(tree, next)}\` is run as well.`,
      };
    }
  }
}

function labelOf(tree: TypeScriptTree, clause: ts.CaseOrDefaultClause): string {
  return tree.ts.isCaseClause(clause) ? `case ${textOf(tree, clause.expression)}` : "default";
}

/** Comments before the closing brace of a case's own block. */
function tail(tree: TypeScriptTree, last: ts.Statement): string {
  if (!tree.ts.isBlock(last)) return "";
  const inner = last.statements.at(-1);
  return tree.root.text.slice(inner?.end ?? last.pos, last.end);
}

/** Running on into a case that is empty or only breaks changes nothing. */
function addsNothing(tree: TypeScriptTree, next: ts.CaseOrDefaultClause): boolean {
  const first = next.statements[0];
  return first === undefined || (next.statements.length === 1 && tree.ts.isBreakStatement(first));
}
