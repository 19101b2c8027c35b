/** Finds, in one function, what comes from outside as a whole, and takes arguments apart down to it. */
import { entriesOf } from "../../../syntax/written-calls.js";
import type { BoundaryFamily } from "./stores.js";

/** The whole of what a sender has written: no field of it, and nothing a schema has made of it. */
const sources: Readonly<Record<BoundaryFamily, string>> = {
  typescript: String.raw`(?:await\s+)?(?:(?:req|request|ctx\.request)\.body|(?:req|request|c\.req)\.json\(\)|readBody\((?:event)\)|JSON\.parse\((?:(?:req|request|event)\.body)\))`,
  python: String.raw`(?:await\s+)?(?:(?:flask\.)?(?:self\.)?request\.(?:json|get_json\([^()]*\)|json\(\)|form\.to_dict\([^()]*\))|(?:websocket|ws|socket)\.receive_json\(\)|json\.loads\((?:await\s+)?(?:self\.)?request\.(?:body|data|get_data|text)(?:\([^()]*\))?(?:\.decode\([^()]*\))?\)|json\.loads\(await\s+(?:websocket|ws|socket)\.(?:recv|receive_text)\(\)\))`,
  go: String.raw`(?:json\.NewDecoder\(\w+\.Body\)\.Decode|\w+\.(?:(?:Should)?BindJSON|BodyParser|(?:Should)?Bind))\(\s*`,
};
/** What may stand between a value and the word behind it in TypeScript: `as User`, `as unknown as User`, `!`. */
const cast = String.raw`(?:\s+as\s+[\w.<>[\], ]+)?!?`;

const direct = {
  typescript: new RegExp(`^${sources.typescript}${cast}$`),
  python: new RegExp(`^${sources.python}$`),
};
const variables: Readonly<Record<"typescript" | "python", RegExp>> = {
  typescript: new RegExp(
    String.raw`\b(?:const|let|var)\s+(\w+)(?:\s*:[^=;\n]+)?\s*=\s*(${sources.typescript})${cast}\s*(?:;|\n|$)`,
    "g",
  ),
  python: new RegExp(String.raw`^[ \t]*(\w+)(?:\s*:[^=\n]+)?\s*=\s*(${sources.python})[ \t]*$`, "gm"),
};

/** Go decodes into a variable: at once, by a decoder of its own, or out of bytes it has read before. */
function goReading(scope: string): RegExp {
  const decoders = [...scope.matchAll(/\b(\w+)\s*:?=\s*json\.NewDecoder\(\w+\.Body\)/g)].map(
    ([, name = ""]) => String.raw`${name}\.Decode\(\s*`,
  );
  const bytes = [...scope.matchAll(/\b(\w+)\s*,\s*\w+\s*:?=\s*(?:io|ioutil)\.ReadAll\(\w+\.Body\)/g)].map(
    ([, name = ""]) => String.raw`json\.Unmarshal\(\s*${name}\s*,\s*`,
  );
  return new RegExp(String.raw`\b(?:${[sources.go, ...decoders, ...bytes].join("|")})&?(\w+)\s*\)`, "g");
}

export interface OutsideValue {
  /** The variable that holds it; null where it is used as it is read. */
  readonly name: string | null;
  /** The expression that reads it, as written. */
  readonly read: string;
  /** Offset behind it in the text of the function. */
  readonly from: number;
}

/** Variables that are given a whole value from outside, in source order. */
export function outsideVariables(scope: string, family: BoundaryFamily): readonly OutsideValue[] {
  const pattern = family === "go" ? goReading(scope) : variables[family];
  return [...scope.matchAll(pattern)].map(({ 0: text, 1: name = "", 2: read, index }) => ({
    name,
    read: (read ?? text).replace(/\s+/g, " ").trim(),
    from: index + text.trimEnd().length,
  }));
}

/** True for `req.body` and its like. */
export function isOutside(text: string, family: BoundaryFamily): boolean {
  return family !== "go" && direct[family].test(text.trim());
}

/** Calls that hand on all of what they are given. */
const wrapping =
  /^(?:JSON\.stringify|json\.dumps|dict|orjson\.dumps|(?:await\s+)?jsonable_encoder)\(([\s\S]*)\)$/;
/** Entries under these names are the record itself: `{ $set: body }`, `create({ data: body })`, `Item=data`. */
const holding =
  /^["'`]?(?:\$set|\$setOnInsert|\$push|data|set|Item|mapping|values|doc|document)["'`]?\s*[:=]\s*/;
const deepest = 4;

/** Expressions that the argument hands on whole: `body` for `{ ...body, owner }`, `JSON.stringify(body)` and `&body`. */
export function wholesIn(argument: string, depth = 0): readonly string[] {
  if (depth > deepest) return [];
  const text = argument.trim().replace(/^(?:\.\.\.|\*\*|&)/, "");
  const wrapped = wrapping.exec(text)?.[1];
  if (wrapped !== undefined) return wholesIn(entriesOf(`(${wrapped})`)[0] ?? "", depth + 1);
  if (holding.test(text)) return wholesIn(text.replace(holding, ""), depth + 1);
  if (!/^[{[]/.test(text)) return [text.replace(new RegExp(`${cast}$`), "").trim()];
  return entriesOf(text)
    .filter((entry) => /^(?:\.\.\.|\*\*)/.test(entry) || holding.test(entry) || text.startsWith("["))
    .flatMap((entry) => wholesIn(entry, depth + 1));
}

const log =
  /\b(?:console|log|logger|logging|print|fmt|debug|slog|zap|app\.logger)\b[\w.]*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*$/;

/** True when the code does anything with the value's fields, or hands it to a function that might. */
export function isLookedAt(code: string, value: string): boolean {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const mention = new RegExp(String.raw`(?<![\w$.])${escaped}(?![\w$])`, "g");
  return [...code.matchAll(mention)].some(({ index }) => {
    const line = code.slice(code.lastIndexOf("\n", index - 1) + 1, index);
    return (
      !log.test(line) && !isPlainMention(line, code.slice(index + value.length, index + value.length + 120))
    );
  });
}

/** A field is set or removed, or it is asked only whether there is anything, or a record is looked up by a field. */
function isPlainMention(before: string, after: string): boolean {
  const isSet = /^(?:\.\w+|\[[^\]\n]+\])+\s*(?:[:+|&?]|\?\?|\|\|)?=(?![=>])/.test(after);
  const isRemoved = /\b(?:delete|del)\s+$/.test(before);
  const isAskedForAny =
    /(?:\bif\s*\(?\s*(?:!|not\s+)?|\bif\s+not\s+)$/.test(before) &&
    /^\s*(?:\)|:|is\s+(?:not\s+)?None\s*:|[!=]==?\s*(?:null|undefined)\s*\))/.test(after);
  const isLookup =
    /[{,]\s*["']?\w+["']?\s*:\s*$/.test(before) && /^(?:\.\w+|\[["']\w+["']\])\s*[},]/.test(after);
  return isSet || isRemoved || isAskedForAny || isLookup;
}
