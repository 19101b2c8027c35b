/** `any` and switched-off type errors in a project that otherwise does without them. */
import type { ts } from "ts-morph";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { codeFiles, strangersTo } from "../../syntax/habits.js";
import { learn } from "../../syntax/learn.js";
import { spanOf } from "../../syntax/typescript/ask.js";

const typed = "export const size = (name: string): number => name.length;\n";
const project = (last: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`src/part-${i}.ts`, typed])),
  "src/store.ts": last,
});

export default defineRule({
  severity: "low",
  // Counted from the syntax; an `any` with a reason beside it is not counted.
  confidence: 0.85,
  judged: { right: 3, arguable: 0, wrong: 1, projects: 0 },
  title: "Type check switched off in a typed project",
  risk: "Behind `any` the compiler accepts every name and every call, so a renamed field is found by a user and not by the build; the looseness spreads to whatever takes the value.",
  fix: "Give the type, or `unknown` and a check where it is not known; where it cannot be avoided, say why beside it.",
  reads: ["typescript"],
  fold: "file",
  project: hatches,
  examples: [
    {
      language: "typescript",
      bad: project("export function put(row: any): void {\n  save(row.name);\n}\n"),
      good: project(
        "// The driver has no types for rows.\nexport function put(row: any): void {\n  save(row.name);\n}\nexport const anyone: Record<string, unknown> = {};\n",
      ),
    },
    {
      language: "typescript",
      bad: project("// @ts-ignore\nexport const size = load().size;\n"),
      good: {
        ...project(
          "// @ts-expect-error the driver's types lack `size`\nexport const size = load().size;\nexport type Make = new (...args: any[]) => object;\n",
        ),
        "src/load.ts":
          "/* eslint-disable @typescript-eslint/no-explicit-any */\n\nexport type Loader = (given: string) => any;\n",
        "src/types.d.ts": "declare module 'old' {\n  const all: any;\n  export default all;\n}\n",
      },
    },
  ],
});

interface Module {
  readonly file: SurveyedFile;
  readonly places: readonly Span[];
}

function* hatches(survey: Survey): Iterable<ProjectHit> {
  const modules = codeFiles(survey, "typescript")
    .filter(({ source }) => /(?<!\.d)\.(?:ts|tsx|mts|cts)$/.test(source.path))
    .map((file): Module => ({ file, places: placesIn(file) }));
  const { strangers, followers } = strangersTo(modules, ({ places }) => places.length === 0, {
    fewest: 20,
    share: 0.95,
  });
  for (const { file, places } of strangers) {
    const [at, ...rest] = places;
    if (!at) continue;
    const { path, text } = file.source;
    yield {
      path,
      at,
      also: rest.slice(0, 7).map((span) => ({ path, span })),
      issue: `\`${text.slice(at.start, at.end)}\` turns the type check off here; ${followers} of ${modules.length} files of the project do without.`,
    };
  }
}

/** Places without a comment on their line or the one before: a reason given is a decision made. */
function placesIn(file: SurveyedFile): readonly Span[] {
  if (!/\bany\b|@ts-(?:ignore|nocheck)/.test(file.source.text)) return [];
  return learn(file, "type checks switched off", () => findPlaces(file));
}

function findPlaces({ source, tree, outline }: SurveyedFile): readonly Span[] {
  const typescript = tree as TypeScriptTree;
  const { ts } = typescript;
  const isAllowed = /\/\*\s*eslint-disable\s[^*\n]*no-explicit-any/.test(source.text);
  const uses = typescript
    .nodes<ts.SyntaxKind>(ts.SyntaxKind.AnyKeyword)
    .filter((node) => !isRestOfAnything(typescript, node))
    .map((node) => spanOf(typescript, node))
    .filter(({ start }) => !isAllowed && !hasReason(source.text, start));
  const comments = outline.comments.filter(({ start, end }) =>
    /^\/[/*]\s*@ts-(?:ignore|nocheck)\s*(?:\*\/)?$/.test(source.text.slice(start, end)),
  );
  return [...uses, ...comments].sort((a, b) => a.start - b.start);
}

/** `(...args: any[])` is how a type takes any function or class; `unknown[]` would refuse most. */
function isRestOfAnything({ ts }: TypeScriptTree, node: ts.Node): boolean {
  const list = node.parent;
  return ts.isArrayTypeNode(list) && ts.isParameter(list.parent) && list.parent.dotDotDotToken !== undefined;
}

function hasReason(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const before = text.slice(text.lastIndexOf("\n", lineStart - 2) + 1, Math.max(0, lineStart - 1)).trim();
  return /\/\/|\/\*/.test(line) || /^\/\/|\*\/$/.test(before);
}
