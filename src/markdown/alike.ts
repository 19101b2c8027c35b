/** Says once what many texts share, and keeps apart what is each one's own: names, places and numbers. */
import { groupBy } from "../lib/group.js";

export interface Alike<T> {
  /** The shared words; what differs is `…`, the range of the numbers, or the two names there are. */
  readonly text: string;
  /** Gaps that are not filled alike. */
  readonly differing: number;
  readonly members: readonly {
    readonly item: T;
    /** What stands in the gaps for this one, in reading order, none twice. */
    readonly own: readonly string[];
  }[];
}

const name = "(?:``[^\\n]+?``|`[^`\\n]+`)";
const path = "[\\w@.-]+(?:\\/[\\w@.()[\\]-]*[\\w)\\]])+(?::\\d+)?";
const named = `(?:(?:the one|${name}) in )?(?:${name}|${path}|line \\d+ of the same file)`;
/** A list of names counts as one gap: how many there are differs from place to place. */
const gap = new RegExp(
  `\\([^()]*\\)|${named}(?:(?:, and |, | and )${named})*|(?<![\\w.])\\d[\\d,]*(?:\\.\\d+)?(?: (?!(?:of|in|to|and|or|is|are|by|times)\\b)[a-z]+(?: (?:files?|functions?|lines?|tokens))?)?`,
  "gu",
);

/** Groups texts that differ only in their gaps, in the order they are met. */
export function alike<T>(items: readonly T[], read: (item: T) => string): readonly Alike<T>[] {
  const parsed = items.map((item) => ({ item, form: formOf(read(item)) }));
  return [...groupBy(parsed, ({ form }) => form.words.join("\u0000")).values()].map((members) => {
    const forms = members.map(({ form }) => form);
    const gaps = (forms[0]?.gaps ?? []).map((_, i) => forms.map(({ gaps: own }) => own[i] ?? []));
    const differs = gaps.map((column) => new Set(column.map((values) => values.join())).size > 1);
    const fillings = gaps.map(filling);
    return {
      text: (forms[0]?.words ?? []).reduce((text, word, i) => `${text}${fillings[i - 1] ?? ""}${word}`),
      differing: differs.filter(Boolean).length,
      members: members.map(({ item, form }) => ({
        item,
        own: [...new Set(form.gaps.filter((_, i) => differs[i]).flat())],
      })),
    };
  });
}

interface Form {
  /** The words around the gaps, one more than there are gaps. */
  readonly words: readonly string[];
  /** Several values where the same sentence was said of several places. */
  readonly gaps: readonly (readonly string[])[];
}

/** Sentences of one form, as they are said of the places of one file, count as one. */
function formOf(text: string): Form {
  const sentences = text
    .split(/(?<=[.!?])\s+(?=[`A-Z])/u)
    .filter((sentence) => !/^And \d+ more in this file\.$/u.test(sentence))
    .map((sentence) => ({ words: sentence.split(gap), gaps: sentence.match(gap) ?? [] }));
  const merged = [...groupBy(sentences, ({ words }) => words.join("\u0000")).values()].map((same) => ({
    words: same[0]?.words ?? [],
    gaps: (same[0]?.gaps ?? []).map((_, i) => [...new Set(same.map(({ gaps }) => gaps[i] ?? ""))]),
  }));
  return merged.reduce<Form>(
    (all, { words: [first = "", ...rest], gaps }) => ({
      words:
        all.words.length === 0
          ? [first, ...rest]
          : [...all.words.slice(0, -1), `${all.words.at(-1) ?? ""} ${first}`, ...rest],
      gaps: [...all.gaps, ...gaps],
    }),
    { words: [], gaps: [] },
  );
}

/** Two names say more than a gap; of one place, for which no list follows, all but a crowd do. */
const mostNames = { ofMany: 2, ofOne: 4 };

/** What stands in a gap of the shared words. */
function filling(column: readonly (readonly string[])[]): string {
  const values = [...new Set(column.flat())];
  const [first = "", second] = values;
  if (second === undefined) return first;
  if (values.every((value) => /^\d/u.test(value))) return range(values);
  const isOfOne = column.length === 1;
  const areNames = values.every((value) => (isOfOne ? /^`/u : /^`[\w.]{1,30}`$|^`\W{1,3}`$/u).test(value));
  if (values.length <= (isOfOne ? mostNames.ofOne : mostNames.ofMany) && areNames)
    return `${values.slice(0, -1).join(", ")} ${isOfOne ? "and" : "or"} ${values.at(-1) ?? ""}`;
  return values.every((value) => value.startsWith("(")) ? "(…)" : "`…`";
}

/** `5–8 lines`; the unit of the largest, which is rarely one. */
function range(values: readonly string[]): string {
  const sorted = values
    .map((value) => ({ number: value.replace(/ .*$/u, ""), unit: value.replace(/^[^ ]*/u, "") }))
    .sort((a, b) => valueOf(a.number) - valueOf(b.number));
  const [least, most] = [sorted[0], sorted.at(-1)];
  const ends = [...new Set([least?.number ?? "", most?.number ?? ""])];
  return `${ends.join("–")}${most?.unit ?? ""}`;
}

function valueOf(number: string): number {
  return Number(number.replaceAll(",", ""));
}
