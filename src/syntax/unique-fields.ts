/** Finds what a project says about unique fields: indexes, columns and constraints, in code and in schema files. */
import type { Survey } from "../model/survey.js";
import { closingOf } from "./code-text.js";
import { Latest } from "./latest.js";

export interface UniquePlace {
  /** The declaration around the word. */
  readonly text: string;
  /** All of the file in lower case without underscores, to look for the name of a model in. */
  readonly file: string;
}

const known = new Latest<Survey, readonly UniquePlace[]>();

/** Every place of the project that declares something unique or a primary key. */
export function uniquePlaces(survey: Survey): readonly UniquePlace[] {
  return known.of(survey, () =>
    [...survey.files.values()].flatMap(({ source: { text, isTest } }) => {
      if (isTest || !/unique|primary/i.test(text)) return [];
      const file = text.toLowerCase().replaceAll("_", "");
      return [
        ...text.matchAll(/\bunique(?=\b|_together|Index\b|Constraint)|(?<=[a-z_])unique\b|primary[_ ]?key/gi),
      ].map(({ index }) => ({
        text: declarationAround(text, index),
        file,
      }));
    }),
  );
}

/** Longer brackets hold more than one declaration. */
const longest = 400;

/** The line, the brackets the word stands in or before, and the line after a decorator. */
function declarationAround(text: string, at: number): string {
  const inner = bracketsAround(text, at);
  const outer =
    inner && text[inner.start - 1] === "(" ? inner : inner && bracketsAround(text, inner.start - 1);
  const around = outer && text[outer.start] === "(" ? outer : inner;
  const start = text.lastIndexOf("\n", around?.start ?? at) + 1;
  const end = lineEnd(text, around?.end ?? at);
  const following = /^[^\n;]*?[([{]/.exec(text.slice(at, at + 150));
  const after = following
    ? text.slice(at, closingOf(text, at + following[0].length - 1)).slice(0, longest)
    : "";
  const isAnnotation = /^\s*@/.test(text.slice(start, end));
  return text.slice(start, isAnnotation ? lineEnd(text, end + 1) : end) + after;
}

function bracketsAround(
  text: string,
  at: number,
): { readonly start: number; readonly end: number } | undefined {
  let depth = 0;
  for (let i = at - 1; i >= Math.max(0, at - longest); i--) {
    const character = text.charAt(i);
    if (")]}".includes(character)) depth++;
    else if ("([{".includes(character) && depth-- === 0) {
      const end = closingOf(text, i);
      return end - i <= longest ? { start: i, end } : undefined;
    }
  }
  return undefined;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}
