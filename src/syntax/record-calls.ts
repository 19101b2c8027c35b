/** Finds where code looks a record up by a field and where it creates one, with any database library. */
import { closingOf, expressionFrom } from "./code-text.js";

/** One look-up: `User.findOne({ where: { email } })`. */
export interface Lookup {
  /** `user`, lower case without `Repository` and its like. */
  readonly model: string;
  readonly fields: readonly string[];
  readonly start: number;
  readonly end: number;
  /** What the result is called; null when it stands in the condition itself. */
  readonly result: string | null;
}

export interface Creation {
  readonly model: string;
  readonly arguments: string;
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly pattern: RegExp;
  /** Fields named by the expression, from its text and what the pattern caught. */
  readonly fields: (expression: string, caught: string) => readonly string[];
  /** What the expression has to end with to be a question for one record. */
  readonly ending?: RegExp;
}

/** Keys of `{ where: { … } }` or of the object itself; what stands inside their values is not asked for by name. */
const objectKeys = (text: string): readonly string[] => {
  const fields = /\bwhere\s*:\s*(\{[\s\S]*)/.exec(text)?.[1] ?? text;
  const open = fields.indexOf("{");
  if (open === -1) return [];
  let inner = fields.slice(open + 1, closingOf(fields, open) - 1);
  for (let before = ""; before !== inner;) {
    before = inner;
    inner = inner.replace(/\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]/g, "0");
  }
  return [...`,${inner},`.matchAll(/(?<=,)\s*["']?(\w+)["']?\s*(?=[:,])/g)].flatMap(([, name]) => name ?? []);
};

const keywords = (text: string): readonly string[] => [
  ...[...text.matchAll(/[(,]\s*(\w+?)(?:__iexact|__exact)?\s*=(?!=)/g)].flatMap(([, name]) => name ?? []),
  ...[...text.matchAll(/\b[A-Z]\w*\.(\w+)\s*==/g)].flatMap(([, name]) => name ?? []),
];

const inName = (_: string, caught: string): readonly string[] =>
  caught.split("And").map((part) => part.charAt(0).toLowerCase() + part.slice(1));

const receiver = String.raw`(?<model>[\w$]+(?:(?:\.collection)?\(\s*["'][\w-]+["']\s*\)|\[["'][\w-]+["']\])?)`;
const forms: readonly Form[] = [
  {
    pattern: new RegExp(
      `${receiver}\\.(?:findOne|findFirst|findOneBy|find_one|exists|existsBy|countDocuments|count_documents)\\s*\\(`,
      "g",
    ),
    fields: objectKeys,
  },
  {
    pattern: /(?<model>[A-Z]\w*)\.objects\.(?:filter|get)\s*\(/g,
    fields: keywords,
    ending: /\.(?:a?exists|a?first|a?count)\(\)\s*:?$|\.objects\.get\(/,
  },
  {
    pattern:
      /(?<model>[A-Z]\w*)\.query\.filter(?:_by)?\s*\(|\.query\(\s*(?<asked>[A-Z]\w*)\s*\)\s*\.filter(?:_by)?\(|\bselect\(\s*(?<chosen>[A-Z]\w*)\s*\)\s*\.(?:where|filter(?:_by)?)\(/g,
    fields: keywords,
    ending:
      /\.(?:first|one_or_none|scalar|scalar_one_or_none|count)\(\)\s*(?:is (?:not )?None\s*)?:?$|\bselect\(|\.exists\(\)/,
  },
  {
    pattern: /(?<model>\w+)\.(?:existsBy|findBy|findOneBy|findFirstBy)(?<caught>[A-Z]\w*)\s*\(/g,
    fields: inName,
  },
];

/** The look-ups of a piece of code, in source order within each library's form. */
export function lookupsIn(code: string): readonly Lookup[] {
  return forms.flatMap(({ pattern, fields, ending }) =>
    [...code.matchAll(pattern)].flatMap((match): Lookup[] => {
      const { model, asked, chosen, caught } = match.groups ?? {};
      const { end } = expressionFrom(code, match.index);
      const expression = code.slice(match.index, end);
      const name = modelName(model ?? asked ?? chosen ?? "");
      const named = fields(expression, caught ?? "").filter((field) => !isKey(field));
      if (name === "" || named.length === 0 || (ending && !ending.test(expression.trim()))) return [];
      if (ofMany.test(expression)) return [];
      return [
        {
          model: name,
          fields: named,
          start: match.index,
          end,
          result: resultOf(code, match.index, expression),
        },
      ];
    }),
  );
}

/** The newest of several: whoever asks for an order expects more than one record. */
const ofMany = /\border_?by\(|\border\s*:|\bsort\s*[:(]|OrderBy/;

/** What is looked up by the key the database gives out itself is not created with it. */
function isKey(field: string): boolean {
  return /^(?:_?id|pk|uuid|deleted_?at|is_?\w+|status|type|or|and|not|Op|where|select|include|attributes|lock|transaction|replacements|raw|order|limit|rejectOnEmpty)$/i.test(
    field,
  );
}

function modelName(written: string): string {
  const named = /["']([\w-]+)["']/.exec(written)?.[1] ?? written;
  const bare = named
    .replace(/^_+/, "")
    .replace(/(?:_?(?:repository|repo|model|dao|collection|table))$/i, "")
    .toLowerCase();
  return bare.length > 3 ? bare.replace(/s$/, "") : bare;
}

/** `const found = await …`, `.then((found) =>`, `(error, found) =>`. */
function resultOf(code: string, start: number, expression: string): string | null {
  const before = code.slice(Math.max(0, start - 200), start);
  const assigned =
    /(\w+)\s*(?::=|(?::[^=\n]+)?=)\s*(?:\(\s*)?(?:await\s+)?(?:[\w.$]+\(\s*)*(?:await\s+)?[\w.$]*$/.exec(
      before,
    );
  if (assigned?.[1] !== undefined) return assigned[1];
  const callback =
    /\.then\(\s*(?:async\s*)?(?:function\s*\w*\s*)?\(?\s*(\w+)/.exec(expression) ??
    /(?:\(\s*\w+\s*,\s*(\w+)\s*\)\s*=>|function\s*\w*\(\s*\w+\s*,\s*(\w+)\s*\))/.exec(expression);
  return callback?.[1] ?? callback?.[2] ?? null;
}

const creations =
  /(?<model>[\w$]+(?:(?:\.collection)?\(\s*["'][\w-]+["']\s*\)|\[["'][\w-]+["']\])?)(?:\.objects)?\.(?:create|acreate|insert|insertOne|insert_one|save)\s*\(|\bnew\s+(?<made>[A-Z]\w*)\s*\(|(?<![\w.])(?<built>[A-Z]\w*)\s*\(/g;

/** The creations of a piece of code; constructing an object counts when something near it is saved or added. */
export function creationsIn(code: string): readonly Creation[] {
  const isSaved = /\.(?:save|add|persist|insert\w*|add_all)\s*\(/.test(code);
  return [...code.matchAll(creations)].flatMap((match): Creation[] => {
    const { model, made, built } = match.groups ?? {};
    const name = modelName(model ?? made ?? built ?? "");
    if (name === "" || (model === undefined && !isSaved)) return [];
    const open = match.index + match[0].length - 1;
    const end = closingOf(code, open);
    return [{ model: name, arguments: code.slice(open + 1, end - 1), start: match.index, end }];
  });
}
