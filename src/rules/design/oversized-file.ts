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
  // The numbers are counted; about a quarter of 31 hits in 11 projects were classes an author would defend,
  // none of the few that do many kinds of work.
  confidence: 0.75,
  title: "Oversized file",
  risk: "Every change meets every other in this file: it is hard to find things in, merges conflict, and nothing in it can be tested alone.",
  fix: "Move each group of definitions that belong together into a module of its own and leave the wiring here.",
  match: { typescript: oversized, python: oversized, java: oversized },
  examples: [
    {
      language: "python",
      bad: rows(105),
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
          `export class Part${String(i)} {\n${`  at(n: number) {\n    return n;\n  }\n`.repeat(90)}}\n`,
      ).join("\n"),
      good: `export const countries = [\n${table(1200)}];\nexport function find(code: string) {\n  return countries.find((c) => c.code === code);\n}\n`,
    },
    {
      language: "java",
      bad: `class Store {\n${Array.from({ length: 110 }, (_, i) => `  int at${String(i)}(int n) {\n${"    n = n + 1;\n".repeat(8)}    return n;\n  }\n`).join("\n")}}\n`,
      good: `class Store {\n${Array.from({ length: 60 }, (_, i) => `  /** Counts on. */\n\n  int at${String(i)}(int n) {\n${"    // a remark\n".repeat(16)}    return n;\n  }\n`).join("\n")}}\n`,
    },
  ],
});

/** Lines without blank ones and comments. 1,000 is where Pylint's `too-many-lines` (C0302) stands. */
const large = 1000;
const largest = 2000;
const many = { classes: 3, functions: 30 };
/** Below `large` a file must fall apart into this many groups that never refer to each other. */
const loose = 600;
const fewestGroups = 4;
const groupLines = 60;
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
  const hit = verdictOn(size, parts, outline) ?? manyKinds(size, subject);
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

function verdictOn(size: number, parts: readonly Part[], outline: Outline): Verdict | undefined {
  if (size <= loose) return undefined;
  return size > large ? crowded(size, parts, outline) : scattered(size, parts, outline);
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
  if (classes < many.classes && functions < many.functions) return undefined;
  const counts = [
    ...(classes > 0 ? [plural(classes, "class", "classes")] : []),
    plural(functions, "named function"),
  ];
  return {
    title: `File of ${grouped(size)} lines of code`,
    issue: `The file holds ${plural(size, "line")} of code without blank lines and comments: ${counts.join(" and ")}. The largest: ${largestOf(parts)}.`,
    severity: size >= largest ? "medium" : "low",
  };
}

function scattered(size: number, parts: readonly Part[], outline: Outline): Verdict | undefined {
  const groups = unrelatedGroups(parts, outline).filter((group) => linesOf(group) >= groupLines);
  if (groups.length < fewestGroups) return undefined;
  const leaders = groups.flatMap((group) => group[0] ?? []);
  return {
    issue: `The file holds ${plural(size, "line")} of code in ${plural(groups.length, "group")} that never refer to each other, led by ${largestOf(leaders)}.`,
  };
}

function linesOf(group: readonly Part[]): number {
  return group.reduce((sum, part) => sum + part.lines, 0);
}

function largestOf(parts: readonly Part[]): string {
  return parts
    .slice(0, 4)
    .map(({ name, lines }) => `\`${name}\` (${plural(lines, "line")})`)
    .join(", ");
}

/** Parts joined by any reference from one to the other, largest part first in each group. */
function unrelatedGroups(parts: readonly Part[], outline: Outline): readonly (readonly Part[])[] {
  const groups = new Map<Part, Part[]>(parts.map((part) => [part, [part]]));
  for (const part of parts) {
    for (const offset of outline.references.get(part.name) ?? []) {
      const user = parts.find(({ span }) => offset >= span.start && offset < span.end);
      if (user) join(groups, part, user);
    }
  }
  return [...new Set(groups.values())]
    .map((group) => group.sort((a, b) => b.lines - a.lines))
    .sort((a, b) => linesOf(b) - linesOf(a));
}

function join(groups: Map<Part, Part[]>, a: Part, b: Part): void {
  const [into, from] = [groups.get(a), groups.get(b)];
  if (!into || !from || into === from) return;
  into.push(...from);
  for (const part of from) groups.set(part, into);
}
