/** A collection that lives as long as the program, takes something for every request or event, and never gives anything up. */
import { plural } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { SurveyedFile } from "../../model/survey.js";
import { type Addition, type Collection, additionsOnly } from "../../syntax/growth.js";
import { collectionsIn, dialectOf } from "./unbounded-collection/declared.js";
import { elixir, elixirExamples } from "./unbounded-collection/elixir.js";
import { isPerUse, runsAtStart } from "./unbounded-collection/entries.js";
import { examples } from "./unbounded-collection/examples.js";

const inGo = (said: string, body: string): string =>
  `package a\n\nimport "sync"\n\n${said}\ntype Seen struct {\n\tmu    sync.Mutex\n\tknown map[string]int\n\tlast  map[string]int\n}\n\nfunc (s *Seen) Visit(id string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n${body}}\n`;

export default defineRule({
  severity: "medium",
  // Every mention in the file is an addition or a reading; how long the process lives and how many entries come is judged by names.
  confidence: 0.7,
  judged: { right: 6, arguable: 4, wrong: 1, projects: 0 },
  title: "Collection that only ever grows",
  risk: "Memory grows with every request or event until the process is killed or slows down; who can send events can make that happen.",
  fix: "Give it a limit and drop the oldest entries, or let entries expire, or remove an entry when what it stands for ends.",
  trial: {
    name: "the collection has a limit",
    arrange: "the collection, empty",
    act: "add to it under more different keys than may be kept",
    assert: "the collection is no larger than its limit",
  },
  cwe: [401, 770],
  fold: "file",
  match: {
    typescript: growing,
    python: growing,
    go: growing,
    java: growing,
    rust: growing,
    elixir,
  },
  examples: [
    ...examples,
    ...elixirExamples,
    {
      language: "go",
      bad: inGo("// Seen counts visits.", "\ts.last[id]++\n"),
      good: inGo("// Seen is a store used\n// for testing.", "\ts.last[id]++\n"),
    },
    {
      language: "go",
      bad: inGo("// Seen counts visits.", "\ts.last[id] = 1\n"),
      good: inGo("// Seen counts visits.", "\tfor id := range s.known {\n\t\ts.last[id] = 1\n\t}\n"),
    },
  ],
});

function* growing(subject: Subject): Iterable<Hit> {
  const dialect = dialectOf(subject.tree.family);
  if (!dialect || endsSoon(subject)) return;
  for (const collection of collectionsIn(subject)) {
    const additions = additionsOnly(subject, collection, dialect);
    const first = additions?.find((addition) => comesWithUse(subject, addition));
    if (!first || isReachedElsewhere(subject, collection) || isBounded(subject, first, collection)) continue;
    yield hit(collection, first, additions ?? []);
  }
}

/** Programs that end soon, and code that runs in one person's browser. */
const runsOnce =
  /(?:^|\/)(?:scripts?|bin|tools?|cli|cmd|migrations?|examples?|bench\w*|seeds?|docs?|build|codegen)\//;

function endsSoon({ source, outline }: Subject): boolean {
  return (
    runsOnce.test(source.path) ||
    outline.imports.some(({ module }) => /^(?:react|vue|mobx|svelte|@angular)(?:$|[/-])/.test(module))
  );
}

function comesWithUse({ tree }: Subject, { entry, within }: Addition): boolean {
  // Only the constructors of Java are called like their class.
  const isConstructor = tree.family === "java" && /^[A-Z]/.test(within.name);
  return !isConstructor && !runsAtStart(within.name) && isPerUse(entry);
}

/** The key walks over another collection of the same object, or the type says that only tests make one. */
function isBounded({ source }: Subject, { entry, within }: Addition, { at }: Collection): boolean {
  const around = source.text.slice(within.span.start, within.span.end);
  const key = /^\w+$/.exec(entry.trim())?.[0];
  const isWalk = key !== undefined && new RegExp(`\\bfor ${key}\\b[^\\n]* range \\w+\\.\\w+`).test(around);
  const above = source.text.slice(0, at.start);
  const type = above.lastIndexOf("\ntype ");
  const said = type === -1 ? "" : (/(?:\n\/\/[^\n]*)+$/.exec(above.slice(0, type))?.[0] ?? "");
  return isWalk || /\bfor (?:unit )?test(?:s|ing)\b/i.test(said.replace(/\n\/\/\s*/g, " "));
}

/** Another file may take out what this one puts in. */
function isReachedElsewhere({ survey, source }: Subject, { name, isShared, isMember }: Collection): boolean {
  if (!isShared) return false;
  const pattern = new RegExp(`${isMember ? "\\." : "(?<![\\w$])"}${name}(?![\\w$])`);
  return survey.index
    .mentions(name)
    .some(({ path }) => path !== source.path && pattern.test(textOf(survey.files.get(path))));
}

function textOf(file: SurveyedFile | undefined): string {
  return file && !file.source.isTest ? file.source.text : "";
}

function hit({ name, at }: Collection, first: Addition, additions: readonly Addition[]): Hit {
  const others = additions.length - 1;
  const more = others > 0 ? ` (and ${plural(others, "other place")})` : "";
  return {
    at,
    also: [{ start: first.at, end: first.at + name.length }],
    title: `\`${name}\` only ever grows`,
    issue: `\`${first.within.name}\`${more} adds to \`${name}\`, which lives as long as the program; nothing removes an entry, replaces the collection or looks at its size.`,
  };
}
