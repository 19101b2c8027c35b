/** A function whose conditions, loops or error handlers stand so deep in each other that its paths cannot be followed. */
import { plural } from "../../lib/text.js";
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { ElixirTree, GoTree, JavaTree, PythonTree, RustTree, TypeScriptTree } from "../../model/tree.js";
import { callsNamed } from "../../syntax/elixir/calls.js";
import { controlSpans as elixirControls } from "../../syntax/elixir/outline.js";
import { type Depth, deepestControls } from "../../syntax/measure.js";
import { controlSpans as javaControls } from "../../syntax/java/outline.js";
import { controlSpans as goControls } from "../../syntax/go/outline.js";
import { controlSpans as pythonControls } from "../../syntax/python/outline.js";
import { controlSpans as rustControls } from "../../syntax/rust/outline.js";
import { spanOf } from "../../syntax/typescript/ask.js";
import { controlSpans } from "../../syntax/typescript/outline.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

const nestedTries =
  "async def handle(self, message):\n    try:\n        await self.open()\n        try:\n            await self.send(message)\n        finally:\n            try:\n                await self.close()\n            except OSError:\n                self.broken = True\n    finally:\n        self.busy = False\n";

export default defineRule({
  severity: "low",
  // Depth and decisions are counted, not guessed; whether the author minds is another question.
  confidence: 0.85,
  judged: { right: 43, arguable: 13, wrong: 0, projects: 19 },
  title: "Deeply nested control flow",
  risk: "Nobody can say which path runs when; a change in one branch skips a check or a cleanup in another.",
  fix: "Return early instead of wrapping, and move each inner block into a function of its own.",
  match: {
    typescript: nestedInTypeScript,
    python: nestedInPython,
    elixir: nestedInElixir,
    rust: nestedInRust,
    java: nestedInJava,
    go: nestedInGo,
  },
  examples: [
    {
      language: "python",
      bad: nestedTries,
      good: "async def handle(self, message):\n    try:\n        await self.send(message)\n    except OSError:\n        self.broken = True\n    try:\n        await self.flush()\n    except OSError:\n        self.broken = True\n    try:\n        await self.close()\n    finally:\n        self.busy = False\n",
    },
    {
      language: "typescript",
      bad: "function place(rows: number[][], limit: number) {\n  for (const row of rows) {\n    if (row.length > 0) {\n      for (const cell of row) {\n        if (cell > limit) {\n          while (limit < cell) {\n            if (cell % limit === 0) return limit;\n            limit++;\n          }\n        }\n      }\n    }\n  }\n  return 0;\n}\n",
      good: 'function grade(n: number) {\n  if (n > 90) return "a";\n  else if (n > 80) return "b";\n  else if (n > 70) return "c";\n  else if (n > 60) return "d";\n  else if (n > 50) return "e";\n  else if (n > 40) return "f";\n  else return "g";\n}\nexport const each = (rows: number[][]) => {\n  if (rows.length > 0) rows.forEach((row) => {\n    if (row.length > 0) row.forEach((cell) => {\n      if (cell > 0) { try { grade(cell); } catch { grade(0); } }\n    });\n  });\n};\n',
    },
    {
      language: "elixir",
      bad: "defmodule A do\n  def place(rows, limit) do\n    for row <- rows do\n      if row != [] do\n        for cell <- row do\n          case cell do\n            {:ok, n} ->\n              if n > limit and n > 0 do\n                with {:ok, m} <- find(n) do\n                  if m > n, do: m, else: n\n                end\n              end\n            _ -> nil\n          end\n        end\n      end\n    end\n  end\nend\n",
      good: "defmodule A do\n  def grade(n) do\n    cond do\n      n > 90 -> :a\n      n > 80 -> :b\n      n > 70 -> :c\n      true -> :d\n    end\n  end\n  def each(rows) do\n    for row <- rows do\n      if row != [] do\n        Enum.each(row, &grade/1)\n      end\n    end\n  end\nend\n",
    },
    {
      language: "rust",
      bad: "fn place(rows: &[Vec<u32>], mut limit: u32) -> u32 {\n    for row in rows {\n        if !row.is_empty() {\n            for cell in row {\n                match cell {\n                    0 => continue,\n                    n => {\n                        if *n > limit {\n                            while limit < *n {\n                                if limit == 7 {\n                                    return 7;\n                                }\n                                limit += 1;\n                            }\n                        }\n                    }\n                }\n            }\n        }\n    }\n    limit\n}\n",
      good: "fn grade(n: u32) -> char {\n    if n > 90 {\n        'a'\n    } else if n > 80 {\n        'b'\n    } else if n > 70 {\n        'c'\n    } else if n > 60 {\n        'd'\n    } else if n > 50 {\n        'e'\n    } else {\n        'f'\n    }\n}\n\nfn place(rows: &[Vec<u32>], mut limit: u32) -> u32 {\n    for row in rows {\n        if !row.is_empty() {\n            for cell in row {\n                match cell {\n                    0 => continue,\n                    n => {\n                        if *n > limit {\n                            while limit < *n {\n                                limit += 1;\n                            }\n                        }\n                    }\n                }\n            }\n        }\n    }\n    limit\n}\n",
    },
    {
      language: "java",
      bad: "class Link {\n  void handle(Message message) {\n    try {\n      open();\n      try {\n        send(message);\n      } finally {\n        try {\n          close();\n        } catch (IOException e) {\n          broken = true;\n        }\n      }\n    } finally {\n      busy = false;\n    }\n  }\n}\n",
      good: "class Link {\n  void handle(Message message) {\n    try (Line line = open()) {\n      line.send(message);\n    } catch (IOException e) {\n      broken = true;\n    }\n    try {\n      flush();\n    } finally {\n      busy = false;\n    }\n  }\n}\n",
    },
    {
      language: "go",
      bad: "package a\n\nfunc place(rows [][]int, limit int) int {\n\tfor _, row := range rows {\n\t\tif len(row) > 0 {\n\t\t\tfor _, cell := range row {\n\t\t\t\tif cell > limit {\n\t\t\t\t\tfor limit < cell {\n\t\t\t\t\t\tif cell%limit == 0 {\n\t\t\t\t\t\t\tif row[0] > 0 {\n\t\t\t\t\t\t\t\treturn limit\n\t\t\t\t\t\t\t}\n\t\t\t\t\t\t}\n\t\t\t\t\t\tlimit++\n\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n\treturn 0\n}\n",
      good: 'package a\n\nfunc grade(n int) string {\n\tif n > 90 {\n\t\treturn "a"\n\t} else if n > 80 {\n\t\treturn "b"\n\t} else if n > 70 {\n\t\treturn "c"\n\t} else if n > 60 {\n\t\treturn "d"\n\t} else if n > 50 {\n\t\treturn "e"\n\t} else if n > 40 {\n\t\treturn "f"\n\t}\n\treturn "g"\n}\n',
    },
  ],
});

function nestedInTypeScript({ tree, outline }: Subject<TypeScriptTree>): Iterable<Hit> {
  const tries = tree.nodes(tree.ts.SyntaxKind.TryStatement);
  return nested(outline.functions, {
    tries: () => tries.map((node) => spanOf(tree, node)),
    cleanups: () => tries.flatMap(({ finallyBlock }) => (finallyBlock ? spanOf(tree, finallyBlock) : [])),
    controls: () => controlSpans(tree),
  });
}

function nestedInPython({ tree, outline }: Subject<PythonTree>): Iterable<Hit> {
  return nested(outline.functions, {
    tries: () => tree.nodes("try_statement").map(spanOfNode),
    cleanups: () => tree.nodes("finally_clause").map(spanOfNode),
    controls: () => pythonControls(tree),
  });
}

function nestedInElixir({ tree, outline }: Subject<ElixirTree>): Iterable<Hit> {
  return nested(outline.functions, {
    tries: () => callsNamed(tree, /^try$/).map(({ span }) => span),
    cleanups: () => tree.nodes("after_block").map(spanOfNode),
    controls: () => elixirControls(tree),
  });
}

/** Rust has no error handlers to nest; its `match`, `if let` and `select!` each take a level of their own. */
function nestedInRust({ tree, outline }: Subject<RustTree>): Iterable<Hit> {
  const tooDeep = outline.functions.filter(
    ({ isTest, nesting, complexity }) =>
      isTest !== true && (nesting >= veryDeep || (nesting >= deepAlways && complexity >= complexInRust)),
  );
  return nested(tooDeep, { tries: () => [], cleanups: () => [], controls: () => rustControls(tree) });
}

function nestedInJava({ tree, outline }: Subject<JavaTree>): Iterable<Hit> {
  const kinds = ["try_statement", "try_with_resources_statement"];
  return nested(outline.functions, {
    tries: () => kinds.flatMap((kind) => tree.nodes(kind)).map(spanOfNode),
    cleanups: () => tree.nodes("finally_clause").map(spanOfNode),
    controls: () => javaControls(tree),
  });
}

/** Go has no `try`; its error checks and the `select` of a loop each take a level of their own. */
function nestedInGo({ tree, outline }: Subject<GoTree>): Iterable<Hit> {
  const tooDeep = outline.functions.filter(
    ({ nesting, complexity }) => nesting >= veryDeep || (nesting >= deepAlways && complexity >= veryComplex),
  );
  return nested(tooDeep, { tries: () => [], cleanups: () => [], controls: () => goControls(tree) });
}

/** Asked for only when a function of the file is nested at all. */
interface Statements {
  tries(): readonly Span[];
  /** `finally` clauses. */
  cleanups(): readonly Span[];
  controls(): readonly Span[];
}

/** Limits: readers lose track after about four levels; two more leave room for what is merely long. */
const deepAlways = 6;
const deepWhenComplex = 5;
const complex = 15;
/** Beyond this an author rarely defends the shape; below it is a matter for the next change. */
const veryDeep = 7;
/** Four times the limit of 10 that McCabe (1976) set. */
const veryComplex = 40;
/** Of 20 Rust functions between five and six deep that were read, those with fewer decisions read well. */
const complexInRust = 20;
const fewestTries = 3;

function* nested(functions: readonly FunctionFact[], statements: Statements): Iterable<Hit> {
  if (!functions.some(({ nesting }) => nesting >= fewestTries)) return;
  const spans = functions.map(({ span }) => span);
  const tries = deepestControls(spans, statements.tries());
  const controls = functions.some(isDeep)
    ? deepestControls(spans, statements.controls())
    : new Map<Span, Depth>();
  for (const fact of functions) {
    const deepestTry = tries.get(fact.span);
    if (deepestTry && deepestTry.depth >= fewestTries)
      yield nestedTry(fact, deepestTry, statements.cleanups());
    else if (isDeep(fact)) yield nestedControl(fact, controls.get(fact.span));
  }
}

/** A stack of `with` statements is deep too, but takes no decisions and hides nothing. */
function isDeep({ nesting, complexity }: FunctionFact): boolean {
  if (complexity <= nesting) return false;
  return nesting >= deepAlways || (nesting >= deepWhenComplex && complexity >= complex);
}

function nestedTry(fact: FunctionFact, { depth, at }: Depth, cleanups: readonly Span[]): Hit {
  const own = cleanups.filter(({ start, end }) => start >= fact.span.start && end <= fact.span.end);
  const cleaning = own.length > 0 ? ` (${plural(own.length, "`finally` clause")})` : "";
  return {
    ...placed(fact, at),
    title: `Error handling nested ${depth} deep in ${titleOf(fact)}`,
    issue: `${nameOf(fact)} nests \`try\` statements ${depth} deep${cleaning} among ${plural(fact.complexity - 1, "decision")}: which handler and which cleanup run for a given error is hard to follow.`,
    recommendation:
      "Move each inner `try` into a function of its own that says what it tries, and let one outer place do the cleanup.",
    severity: "medium",
  };
}

function nestedControl(fact: FunctionFact, depth: Depth | undefined): Hit {
  return {
    ...placed(fact, depth?.at),
    title: `Control flow nested ${fact.nesting} deep in ${titleOf(fact)}`,
    issue: `${nameOf(fact)} nests control statements ${fact.nesting} deep and takes ${plural(fact.complexity - 1, "decision")}.`,
    severity: fact.nesting >= veryDeep || fact.complexity >= veryComplex ? "medium" : "low",
  };
}

/** The whole function is what has to change; the deepest statement is where a reader should look first. */
function placed({ span }: FunctionFact, deepest: Span | undefined): Pick<Hit, "at" | "also"> {
  return { at: span, ...(deepest ? { also: [deepest] } : {}) };
}

function nameOf(fact: FunctionFact): string {
  return fact.name === "<anonymous>" ? "An anonymous function" : titleOf(fact);
}

function titleOf({ name, className }: FunctionFact): string {
  if (name === "<anonymous>") return "an anonymous function";
  return className ? `\`${className}.${name}\`` : `\`${name}\``;
}
