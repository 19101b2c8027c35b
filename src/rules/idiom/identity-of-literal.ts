/** `is` asks whether two names mean one object; for a literal that depends on the interpreter. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { spanOf } from "../../syntax/nodes.js";

/**
 * What CPython keeps one object of, by its own account only as a matter of fact (`sys.getrefcount`, "Integer Objects" in
 * its C API): whole numbers from -5 to 256, the empty text and texts of one Latin-1 letter.
 */
function isShared(literal: string): boolean {
  const number = /^\d+$/.test(literal) ? Number(literal) : Number.NaN;
  return number <= 256 || /^[rRuU]?(?:"[\0-\xff]?"|'[\0-\xff]?')$/.test(literal);
}

const literals = new Set([
  "string",
  "concatenated_string",
  "integer",
  "float",
  "tuple",
  "list",
  "dictionary",
  "set",
]);

export default defineRule({
  severity: "medium",
  // Python itself warns about it (SyntaxWarning since 3.8, for all but the containers).
  confidence: 0.95,
  judged: { right: 10, arguable: 3, wrong: 0, projects: 5 },
  title: "Literal compared with `is`",
  risk: "Equal texts and numbers are one object only as long as the interpreter happens to share them; read from a file or a request most compare as different.",
  fix: "Compare with `==` or `!=`; keep `is` for None, True, False and sentinels.",
  tests: "include",
  match: {
    *python({ tree, source }) {
      if (!/\bis\b/.test(source.text)) return;
      for (const node of tree.nodes("comparison_operator")) {
        const sign = identityOperator(node);
        const operator = sign?.text().replace(/\s+/g, " ");
        const literal = operator && node.children().find((child) => literals.has(String(child.kind())));
        if (!literal) continue;
        const isWorking = isShared(literal.text());
        const isFresh = /^[[{(]/.test(literal.text());
        yield {
          at: spanOf(node),
          // In a chain the first sign need not be the one beside the literal.
          edits:
            sign && node.children().length === 3
              ? [{ at: spanOf(sign), text: operator === "is" ? "==" : "!=" }]
              : [],
          // Of 10 hits read 3 misbehaved; the other 7 were numbers and texts that CPython keeps once.
          ...(isWorking ? { severity: "low" } : {}),
          issue: isWorking
            ? `\`${operator}\` asks whether both sides are one object; CPython keeps \`${literal.text()}\` only once, so it works there, with a SyntaxWarning since Python 3.8.`
            : isFresh
              ? `\`${operator}\` compares with \`${literal.text()}\`, which is made anew here and is never the same object as another.`
              : `\`${operator}\` asks whether both sides are one object; whether an equal value is the same object as \`${literal.text()}\` depends on the interpreter.`,
          recommendation: `Write \`${operator === "is" ? "==" : "!="} ${literal.text()}\`.`,
        };
      }
    },
  },
  examples: [
    {
      language: "python",
      bad: "def is_open(state):\n    return state is 'open'\n",
      good: "def is_open(state, other):\n    return state == 'open' or state is None or state is other or (state is True) == (1 == 1)\n",
    },
    {
      language: "python",
      bad: "def is_alone(parts):\n    return len(parts) is 1\n",
      good: "def is_alone(parts):\n    return len(parts) == 1\n",
    },
    {
      language: "python",
      bad: "def has_items(items):\n    return items is not []\n",
      good: "def has_items(items):\n    return items != [] and 'is' in items and items is not ...\n",
    },
  ],
});

function identityOperator(node: SgNode): SgNode | undefined {
  return node.children().find((child) => !child.isNamed() && /^is(?:\s+not)?$/.test(child.text()));
}
