/** A file that holds so much, or so many things that have nothing to do with each other, that it should be several. */
import { grouped, Lines, plural } from "../../lib/text.js";
import type { Definition, Outline } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Source, Span } from "../../model/source.js";
import { kindsOfWork } from "./oversized-file/kinds.js";

const row = (name: string): string =>
  `def ${name}(rows, limit):\n    kept = []\n    for row in rows:\n        if row is None:\n            continue\n        if row > limit:\n            kept.append(limit)\n        else:\n            kept.append(row)\n    return kept\n`;
const rows = (count: number): string =>
  Array.from({ length: count }, (_, i) => row(`clean_${String(i)}`)).join("\n\n");
const table = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `  { code: "c${String(i)}", name: "Country ${String(i)}" },\n`,
  ).join("");

const route = (name: string): string => `@app.get("/${name}")\ndef ${name}():\n    return ""\n`;
/** Routes, storage and logins. */
const server = `import jwt\nfrom flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\n\napp = Flask(__name__)\ndb = SQLAlchemy(app)\n\n\ndef issue(key):\n    return jwt.encode({}, key)\n\n\n${["meals", "orders", "users"].map(route).join("\n\n")}`;

export default defineRule({
  severity: "low",
  // The numbers are counted. Of files below 2,000 lines most were arguable on unseen projects and are left alone,
  // unless they do many kinds of work at once.
  confidence: 0.75,
  judged: { right: 5, arguable: 3, wrong: 0, projects: 0 },
  title: "Oversized file",
  risk: "Every change meets every other in this file: it is hard to find things in, merges conflict, and nothing in it can be tested alone.",
  fix: "Move each group of definitions that belong together into a module of its own and leave the wiring here.",
  match: { typescript: oversized, python: oversized, java: oversized },
  examples: [
    {
      language: "python",
      bad: rows(230),
      good: `"""Few functions, many blank and commented lines."""\n${"\n# a remark\n".repeat(900)}\n${rows(20)}`,
    },
    {
      language: "python",
      bad: `${server}\nclass Meal(db.Model):\n    id = db.Column(db.Integer)\n\n\nclass Order(db.Model):\n    id = db.Column(db.Integer)\n\n\n${rows(27)}`,
      good: `${server}\n${rows(27)}`,
    },
    {
      language: "typescript",
      bad: Array.from(
        { length: 4 },
        (_, i) =>
          `export class Part${String(i)} {\n${`  at(n: number) {\n    return n;\n  }\n`.repeat(170)}}\n`,
      ).join("\n"),
      good: `export const countries = [\n${table(1200)}];\nexport function find(code: string) {\n  return countries.find((c) => c.code === code);\n}\n`,
    },
    {
      language: "java",
      bad: `class Store {\n${Array.from({ length: 210 }, (_, i) => `  int at${String(i)}(int n) {\n${"    n = n + 1;\n".repeat(8)}    return n;\n  }\n`).join("\n")}}\n`,
      good: `class Store {\n${Array.from({ length: 60 }, (_, i) => `  /** Counts on. */\n\n  int at${String(i)}(int n) {\n${"    // a remark\n".repeat(16)}    return n;\n  }\n`).join("\n")}}\n`,
    },
  ],
});

/** Lines without blank ones and comments, twice what Pylint's `too-many-lines` (C0302) allows: half of the smaller ones were defended. */
const large = 2000;
/** Forms, filters and views that only declare are long lists, not programs. */
const many = { functions: 60, ofEachClass: 2 };
/** From here on a server file that does this many kinds of work is one in which everything is. */
const mixed = 250;
const fewestKinds = 4;
/** Under this share of its lines in functions and classes, a file is a table. */
const codeShare = 0.5;

function* oversized(subject: Subject): Iterable<Hit> {
  const { source, outline } = subject;
  const lines = new Lines(source.text);
  if (lines.count <= mixed || source.path.endsWith(".d.ts")) return;
  const size = countCodeLines(source, lines, outline.comments);
  if (size <= mixed) return;
  const parts = topLevelParts(outline, lines);
  if (parts.reduce((sum, part) => sum + part.lines, 0) < size * codeShare) return;
  const hit = crowded(size, parts, outline) ?? manyKinds(size, subject);
  if (hit) yield { at: { start: 0, end: source.text.length }, ...hit };
}

function countCodeLines({ text }: Source, lines: Lines, comments: readonly Span[]): number {
  const starts = comments.map(({ start }) => start).sort((a, b) => a - b);
  const ends = new Map(comments.map(({ start, end }) => [start, end]));
  let count = 0;
  let next = 0;
  let coveredTo = 0;
  for (let number = 1; number <= lines.count; number++) {
    const line = lines.line(number);
    if (line.trim() === "") continue;
    const first = lines.startOf(number) + line.length - line.trimStart().length;
    for (; next < starts.length && (starts[next] ?? text.length) <= first; next++)
      coveredTo = Math.max(coveredTo, ends.get(starts[next] ?? 0) ?? 0);
    if (first >= coveredTo) count++;
  }
  return count;
}

interface Part extends Definition {
  readonly lines: number;
}

/** Functions and classes that stand alone in the file, and the variables that hold one. */
function topLevelParts(outline: Outline, lines: Lines): readonly Part[] {
  const functions = new Set(outline.functions.map(({ span }) => span.end));
  return outline.definitions
    .filter(({ container, kind }) => container === null && kind !== "type" && kind !== "method")
    .filter(({ kind, span }) => kind !== "variable" || functions.has(span.end))
    .map((definition) => {
      const { start, end } = lines.range(definition.span);
      return { ...definition, lines: end - start + 1 };
    })
    .sort((a, b) => b.lines - a.lines);
}

function manyKinds(size: number, subject: Subject): Verdict | undefined {
  const kinds = kindsOfWork(subject);
  if (kinds.length < fewestKinds) return undefined;
  const named = kinds.map(({ name, shown }) => `${name} (${shown})`);
  return {
    title: "Everything in one file",
    issue: `The file holds ${plural(size, "line")} of code that do ${String(kinds.length)} kinds of work: ${named.slice(0, -1).join(", ")} and ${named.at(-1) ?? ""}.`,
  };
}

type Verdict = Pick<Hit, "issue" | "severity" | "title">;

function crowded(size: number, parts: readonly Part[], outline: Outline): Verdict | undefined {
  const classes = parts.filter(({ kind }) => kind === "class").length;
  const functions = outline.functions.filter(({ name }) => name !== "<anonymous>").length;
  if (size < large || functions < Math.max(many.functions, classes * many.ofEachClass)) return undefined;
  const counts = [
    ...(classes > 0 ? [plural(classes, "class", "classes")] : []),
    plural(functions, "named function"),
  ];
  return {
    title: `File of ${grouped(size)} lines of code`,
    issue: `The file holds ${plural(size, "line")} of code without blank lines and comments: ${counts.join(" and ")}. The largest: ${largestOf(parts)}.`,
    severity: "medium",
  };
}

function largestOf(parts: readonly Part[]): string {
  return parts
    .slice(0, 4)
    .map(({ name, lines }) => `\`${name}\` (${plural(lines, "line")})`)
    .join(", ");
}
