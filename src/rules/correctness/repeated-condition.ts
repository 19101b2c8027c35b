/** A condition or case that the same chain has tested before. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { type Part, firstRepetition, fold, shorten } from "../../syntax/repetitions.js";
import { conditionChains } from "../../syntax/java/branches.js";
import { chainsOf } from "../../syntax/rust/conditions.js";
import { spanOf, textOf } from "../../syntax/typescript/ask.js";
import { elixir, elixirExamples } from "./repeated-condition/elixir.js";
import { chainsOf as goChains, goExamples } from "./repeated-condition/go.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Equal text without side effects in between is a fact; open is only which of the two was meant differently.
  confidence: 0.9,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Condition repeated",
  risk: "The second branch never runs: one case the author had in mind is not handled.",
  fix: "Find out which of the two was meant to say something else, correct it, or delete the second.",
  match: {
    *typescript({ tree }) {
      for (const chain of typescriptChains(tree)) yield* repetition(chain);
      for (const cases of typescriptCases(tree)) yield* repetition(cases);
    },
    *python({ tree }) {
      for (const chain of pythonChains(tree)) yield* repetition(chain);
      for (const cases of pythonCases(tree)) yield* repetition(cases);
    },
    elixir,
    *rust({ tree }) {
      for (const chain of chainsOf(tree)) yield* repetition(chain);
    },
    // The compiler refuses two equal cases of one `switch`.
    *java({ tree }) {
      for (const chain of conditionChains(tree)) yield* repetition(chain);
    },
    *go({ tree }) {
      for (const chain of goChains(tree)) yield* repetition(chain);
    },
  },
  examples: [
    {
      language: "typescript",
      bad: 'export function kind(n: number) {\n  if (n > 0) return "plus";\n  else if (n < 0) return "minus";\n  else if (n > 0) return "none";\n  return "";\n}\n',
      good: "export function next(stream: Stream) {\n  if (stream.next()) return 1;\n  else if (stream.next()) return 2;\n  return 0;\n}\nexport const isNumber = (x: number) => x === x;\nexport const either = (a: boolean, b: boolean) => (a && b) || (!a && !b);\nexport const last = (a: string, b: string) => a && b && a;\n",
    },
    {
      language: "typescript",
      bad: 'export function run(a: string) {\n  switch (a) {\n    case "x":\n      return 1;\n    case "y":\n      return 2;\n    case "x":\n      return 3;\n  }\n}\n',
      good: 'export function run(a: string, b: string) {\n  switch (a) {\n    case "x":\n      switch (b) { case "x": return 1; }\n      break;\n    case "y":\n      return 2;\n  }\n}\n',
    },
    {
      language: "python",
      bad: "def kind(n):\n    if n > 0:\n        return 1\n    elif n < 0:\n        return 2\n    elif n  >  0:\n        return 3\n",
      good: "def take(parser, n):\n    if parser.pop():\n        return 1\n    elif parser.pop():\n        return 2\n    elif (m := n):\n        return m\n    if n > 0:\n        n = -n\n    if n > 0:\n        return n\n",
    },
    {
      language: "python",
      bad: 'def run(a):\n    match a:\n        case "x":\n            return 1\n        case "x":\n            return 2\n',
      good: "def run(a, b):\n    if a:\n        send(b)\n        close(b)\n    else:\n        close(b)\n        send(b)\n",
    },
    ...elixirExamples,
    {
      language: "rust",
      bad: "fn kind(n: i64) -> i64 {\n    if n > 0 {\n        1\n    } else if n < 0 {\n        2\n    } else if n > 0 {\n        3\n    } else {\n        4\n    }\n}\n",
      good: "fn kind(parser: &mut Parser, n: Option<i64>, m: Option<i64>) -> i64 {\n    if parser.next() {\n        1\n    } else if parser.next() {\n        2\n    } else if let Some(a) = n {\n        a\n    } else if let Some(a) = m {\n        a\n    } else {\n        3\n    }\n}\n",
    },
    {
      language: "java",
      bad: 'class Sign {\n  int of(int n, String mode) {\n    if (n > 0) return 1;\n    else if (mode.equals("a")) return 2;\n    else if (n > 0) return 3;\n    return 0;\n  }\n}\n',
      good: "class Sign {\n  int of(Reader in, int n) {\n    if (in.read() == 1) return 1;\n    else if (in.read() == 1) return 2;\n    if (n > 0) return 3;\n    if (n > 0) n--;\n    else if (n == 0) return 4;\n    return 0;\n  }\n}\n",
    },
    ...goExamples,
  ],
});

function* repetition(parts: readonly Part[]): Iterable<Hit> {
  const found = firstRepetition(parts);
  if (!found) return;
  yield {
    at: found.again.at,
    issue: `\`${shorten(found.again.text)}\` has been tested before in the same chain, so this branch never runs.`,
    also: [found.first.at],
  };
}

function* typescriptChains(tree: TypeScriptTree): Iterable<readonly Part[]> {
  const { ts } = tree;
  for (const node of tree.nodes(ts.SyntaxKind.IfStatement)) {
    const isLink = ts.isIfStatement(node.parent) && node.parent.elseStatement === node;
    if (isLink || !node.elseStatement) continue;
    const parts: Part[] = [];
    for (let link: ts.Statement | undefined = node; link && ts.isIfStatement(link); link = link.elseStatement)
      parts.push(partOf(tree, link.expression));
    yield parts;
  }
}

function* typescriptCases(tree: TypeScriptTree): Iterable<readonly Part[]> {
  const { ts } = tree;
  for (const node of tree.nodes<ts.SyntaxKind>(ts.SyntaxKind.CaseBlock)) {
    if (!ts.isCaseBlock(node)) continue;
    yield node.clauses.filter(ts.isCaseClause).map((clause) => partOf(tree, clause.expression));
  }
}

function partOf(tree: TypeScriptTree, node: ts.Node): Part {
  return { at: spanOf(tree, node), text: fold(textOf(tree, node)) };
}

function* pythonChains(tree: PythonTree): Iterable<readonly Part[]> {
  for (const head of chainHeads(tree)) {
    const links = [head, ...head.children().filter((child) => child.kind() === "elif_clause")];
    yield links.flatMap((link) => pythonPart(link.field("condition")));
  }
}

/** The `if` statements that have an `elif`. */
function chainHeads(tree: PythonTree): readonly SgNode[] {
  const heads = new Map<number, SgNode>();
  for (const clause of tree.nodes("elif_clause")) {
    const head = clause.parent();
    if (head) heads.set(head.id(), head);
  }
  return [...heads.values()];
}

/** Patterns of the cases without a guard. */
function* pythonCases(tree: PythonTree): Iterable<readonly Part[]> {
  for (const node of tree.nodes("match_statement")) {
    const clauses =
      node
        .field("body")
        ?.children()
        .filter((child) => child.kind() === "case_clause") ?? [];
    yield clauses
      .filter((clause) => !clause.children().some((child) => child.kind() === "if_clause"))
      .flatMap((clause) =>
        pythonPart(clause.children().find((child) => child.kind() === "case_pattern") ?? null),
      );
  }
}

function pythonPart(node: SgNode | null): readonly Part[] {
  return node ? [{ at: spanOfNode(node), text: fold(node.text()) }] : [];
}
