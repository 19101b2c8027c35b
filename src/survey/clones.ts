/** Finds functions that are copies of each other once names and literals are set aside. */
import { hash } from "../lib/hash.js";
import type { FunctionFact } from "../model/outline.js";
import type { CloneGroup, SurveyedFile } from "../model/survey.js";
import { learn } from "../syntax/learn.js";

/** Shorter bodies repeat by chance; 70 tokens is about ten lines. All 8 groups judged at this size were true copies. */
const leastTokens = 70;

type Place = CloneGroup["places"][number];

/** Groups of two places or more, the largest copies first; a copy inside a copied function is not listed again. */
export function findClones(files: ReadonlyMap<string, SurveyedFile>): readonly CloneGroup[] {
  const groups = new Map<string, { tokens: number; places: Place[] }>();
  for (const file of files.values()) {
    const shapes = learn(file, "clones", () => file.outline.functions.map((fact) => shapeOf(file, fact)));
    for (const [i, fact] of file.outline.functions.entries()) {
      const shape = shapes[i];
      if (!shape) continue;
      const { key, tokens } = shape;
      const group = groups.get(key) ?? { tokens, places: [] };
      group.places.push({ path: file.source.path, span: fact.span, name: fact.name });
      groups.set(key, group);
    }
  }
  const copies = [...groups.values()].filter((group) => group.places.length > 1);
  copies.sort((a, b) => b.tokens - a.tokens || comparePlaces(a.places[0], b.places[0]));
  return withoutNested(copies);
}

/** What copies have in common; null for tests and for what is too short. */
interface Shape {
  readonly key: string;
  readonly tokens: number;
}

function shapeOf(file: SurveyedFile, fact: FunctionFact): Shape | null {
  if (fact.isTest) return null;
  const tokens = normalisedTokens(file, fact);
  return tokens.length < leastTokens ? null : { key: hash(tokens.join(" "), 24), tokens: tokens.length };
}

const token =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\.{3}|\.?[A-Za-z_$][\w$]*|\d[\w.]*|=>|[^\s\w]/g;
const keywords = new Set(
  (
    "if else elif for while do try except catch finally return raise throw with async await yield in is not and or " +
    "new class def function lambda switch case break continue const let var None null undefined True False true false " +
    "this self import from del delete typeof instanceof void pass assert"
  ).split(" "),
);

function normalisedTokens(file: SurveyedFile, fact: FunctionFact): readonly string[] {
  return Array.from(codeOf(file, fact).matchAll(token), ([text]) => {
    if (/^["'`\d]/.test(text)) return "L";
    // What is called on an object is part of the behaviour; what things are called is not.
    if (text.startsWith(".") || keywords.has(text)) return text;
    return /^[A-Za-z_$]/.test(text) ? "I" : text;
  });
}

/** The body without its comments and the docstrings of it and of what it defines. */
function codeOf({ source, outline }: SurveyedFile, { bodySpan }: FunctionFact): string {
  let code = "";
  let from = bodySpan.start;
  for (const comment of outline.comments) {
    if (comment.start < from || comment.end > bodySpan.end) continue;
    code += source.text.slice(from, comment.start);
    from = comment.end;
  }
  code += source.text.slice(from, bodySpan.end);
  return code.replace(/(^|:[ \t]*\r?\n)\s*(?:"""[\s\S]*?"""|'''[\s\S]*?''')/g, "$1");
}

function withoutNested(groups: readonly CloneGroup[]): readonly CloneGroup[] {
  const kept: CloneGroup[] = [];
  for (const group of groups) {
    const isInside = kept.some((larger) =>
      group.places.every((place) => larger.places.some((outer) => contains(outer, place))),
    );
    if (!isInside) kept.push(group);
  }
  return kept;
}

function contains(outer: Place, inner: Place): boolean {
  return (
    outer.path === inner.path && outer.span.start <= inner.span.start && outer.span.end >= inner.span.end
  );
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return 0;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start;
}
