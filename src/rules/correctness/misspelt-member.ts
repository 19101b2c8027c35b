/** A member is named once in the whole project, one letter off from what the same file calls its twins. */
import { groupBy } from "../../lib/group.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import { type Survey, type SurveyedFile, filesInFocus } from "../../model/survey.js";
import { codeOf } from "../../syntax/code-text.js";
import { learn } from "../../syntax/learn.js";
import { examples } from "./misspelt-member/examples.js";

export default defineRule({
  severity: "medium",
  // Read on 26 projects: one hit, and it is true; too few to claim more.
  confidence: 0.45,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Misspelt member among correct ones",
  risk: "The value is written where nobody reads it, or read where nobody wrote it, and nothing says so.",
  fix: "Write the name as the others do.",
  reads: ["typescript", "python"],
  tests: "include",
  project: misspelt,
  examples,
});

/** Shorter names are one letter away from too many words. */
const shortest = 6;
/** The right name stands so often in all files, the wrong one once. */
const fewestTwins = 3;

interface Candidate {
  readonly name: string;
  readonly at: number;
  readonly twin: string;
  readonly twins: readonly number[];
}

function* misspelt(survey: Survey): Iterable<ProjectHit> {
  for (const file of filesInFocus(survey).values()) {
    if (file.tree.family !== "typescript" && file.tree.family !== "python") continue;
    const candidates = learn(file, "misspelt-member", () => candidatesIn(file));
    for (const candidate of candidates) {
      if (mentionsOf(survey, candidate.name) > 1) continue;
      const twins = mentionsOf(survey, candidate.twin);
      if (twins >= fewestTwins) yield hit(file, candidate, twins);
    }
  }
}

function mentionsOf({ index }: Survey, name: string): number {
  return index.mentions(name).reduce((count, { offsets }) => count + offsets.length, 0);
}

function hit({ source: { path } }: SurveyedFile, candidate: Candidate, count: number): ProjectHit {
  const { name, at, twin, twins } = candidate;
  return {
    path,
    at: { start: at, end: at + name.length },
    also: twins.slice(0, 3).map((start) => ({ path, span: { start, end: start + twin.length } })),
    issue: `\`${name}\` is named here and nowhere else in the code that was read, which names \`${twin}\` ${count.toString()} times, in this file too.`,
    recommendation: `Write \`${twin}\`, or choose a name that cannot be taken for it.`,
  };
}

function candidatesIn(file: SurveyedFile): readonly Candidate[] {
  const { source, outline } = file;
  if (isMadeByMachine(source.text)) return [];
  const code = codeOf(file);
  const names = [...outline.mentions.keys()].filter((name) => name.length >= shortest - 1);
  const alike = groupBy(names, formOf);
  return names.flatMap((name): readonly Candidate[] => {
    const [at, ...more] = outline.mentions.get(name) ?? [];
    if (at === undefined || more.length > 0 || name.length < shortest || isKnownElsewhere(name)) return [];
    if (!isMember(code, at, name.length) || source.text.includes(`"${name}"`)) return [];
    const twin = neighbours(name)
      .flatMap((form) => alike.get(form) ?? [])
      .find((other) => isSlip(name, other));
    const mentions = outline.mentions.get(twin ?? "") ?? [];
    const twins = mentions.filter((offset) => twin !== undefined && isMember(code, offset, twin.length));
    return twin !== undefined && twins.length > 0 ? [{ name, at, twin, twins }] : [];
  });
}

/** Names of two forms that differ by more than one in length are not a slip apart. */
function formOf(name: string): string {
  return name.slice(0, 1) + name.length.toString();
}

function neighbours(name: string): readonly string[] {
  return [name.length - 1, name.length, name.length + 1].map(
    (length) => name.slice(0, 1) + length.toString(),
  );
}

function isMadeByMachine(text: string): boolean {
  return /@generated|DO NOT EDIT|^[^\n]{3000}/m.test(text.slice(0, 20_000));
}

/** Behind a dot, or the key of an object, a shape or an argument. */
function isMember(code: string, at: number, length: number): boolean {
  const before = code.slice(Math.max(0, at - 200), at).trimEnd();
  const behind = code.slice(at + length, at + length + 3);
  if (/(?<!\.)\.$/.test(before)) return true;
  return /[{,;(]$|\breadonly$/.test(before) && /^\s*\??:(?!:)|^=(?!=)/.test(behind);
}

/** Names of the language's own objects. */
const builtIn = new Set(
  [
    Array,
    String,
    Object,
    Promise,
    Map,
    Set,
    RegExp,
    Number,
    Date,
    Function,
    Uint8Array,
    Symbol,
    Math,
    JSON,
    Reflect,
  ]
    .flatMap((holder) => [holder, "prototype" in holder ? holder.prototype : holder])
    .flatMap((holder: object) => Object.getOwnPropertyNames(holder)),
);

function isKnownElsewhere(name: string): boolean {
  return builtIn.has(name) || /^__\w+__$/.test(name);
}

/** Two neighbours swapped, or one letter too many or too few inside a word. */
function isSlip(name: string, twin: string): boolean {
  let start = 0;
  while (start < name.length && name[start] === twin[start]) start++;
  let end = 0;
  const shorter = Math.min(name.length, twin.length) - start;
  while (end < shorter && name.at(-1 - end) === twin.at(-1 - end)) end++;
  const [own, other] = [name.slice(start, name.length - end), twin.slice(start, twin.length - end)];
  if (own.length === 2 && other.length === 2)
    return own === [...other].reverse().join("") && /^[a-z]+$/.test(own);
  if (own.length + other.length !== 1 || !/^[a-z]$/.test(own + other) || start === 0) return false;
  // `enabledAll` beside `enableAll`, `keys_of` beside `key_of`: another form of the word.
  const endsWord = /^(?:$|[A-Z\d_])/.test(name.slice(name.length - end));
  return !endsWord;
}
