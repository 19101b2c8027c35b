/** Compares `load(path, limit=3)` and `get_state/1` of a plan with the functions of the code. */
import { wordsOf } from "../../lib/words.js";
import type { FunctionFact } from "../../model/outline.js";
import type { Sighting, Where } from "./anchors.js";
import { type Code, type CodeFile, type Part, placeAt, textOf } from "./code.js";
import { lookForIdentifier } from "./look-up.js";
import { namesIn } from "./reach.js";

export interface Signature {
  readonly shown: string;
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value: string | null }[] | null;
  /** Elixir's and Erlang's way to say how many. */
  readonly arity: number | null;
}

/** Null for what is no call and has no arity. */
export function readSignature(written: string): Signature | null {
  const byArity = /^([A-Z][\w.]*\.)?([a-z_]\w*[?!]?)\/(\d)$/.exec(written);
  if (byArity) return { shown: written, name: byArity[2] ?? "", parameters: null, arity: Number(byArity[3]) };
  const call =
    /^(?:(?:async |def |function |func |fn )*)((?:[A-Za-z_$][\w$]*[.:]+)*[A-Za-z_$][\w$]*[?!]?)\((.*)\)(?:\s*(?:->|:|=>).*)?$/s.exec(
      written,
    );
  if (!call) return null;
  const name = (call[1] ?? "").split(/[.:]+/).at(-1) ?? "";
  return { shown: written, name, parameters: readParameters(call[2] ?? ""), arity: null };
}

function readParameters(text: string): Signature["parameters"] {
  const inner = text
    .trim()
    .replace(/^\{|\}$/g, "")
    .trim();
  if (inner === "") return null;
  const parts = inner
    .split(",")
    .map((part) => /^\s*[*&.]*([A-Za-z_$][\w$]*)\??(?:\s*:[^=]*)?\s*(?:=\s*(.+?))?\s*$/.exec(part));
  // What holds literals or nested calls is an example of a use.
  if (parts.some((part) => part === null)) return null;
  return parts.flatMap((part) =>
    part?.[1] === undefined ? [] : [{ name: part[1], value: part[2] ?? null }],
  );
}

interface Match {
  readonly file: CodeFile;
  readonly fact: FunctionFact;
}

/** Functions, methods and constructors that a signature may mean. */
function matchesOf({ name }: Pick<Signature, "name">, { files }: Code): readonly Match[] {
  const wanted = wordsOf(name).join(" ");
  return files.flatMap((file) =>
    file.outline.functions.filter((fact) => isNamed(fact, name, wanted)).map((fact) => ({ file, fact })),
  );
}

function isNamed({ name, className }: FunctionFact, wanted: string, words: string): boolean {
  if (name === wanted || name === `__${wanted}__`) return true;
  // Factories: `makeLogin` gives `login`.
  if (/^(?:make|create|new|build)_?/i.test(name) && wordsOf(name).slice(1).join(" ") === words) return true;
  if (/^(?:__init__|constructor|new|init)$/.test(name) && className === wanted) return true;
  return (
    wordsOf(name).join(" ") === words &&
    name.replace(/_/g, "").toLowerCase() === wanted.replace(/_/g, "").toLowerCase()
  );
}

/** The functions that a statement is about. */
export function partsOf(signature: Signature, code: Code): readonly Part[] {
  const methods = matchesOf(signature, code).flatMap(({ file, fact }) => [
    { file, ...fact.span },
    ...(fact.className === null ? [] : (code.definitions.get(fact.className) ?? [])),
  ]);
  return methods.length > 0 ? methods : (code.definitions.get(signature.name) ?? []);
}

export function lookForSignature(signature: Signature, where: Where): Sighting {
  const matches = matchesOf(signature, where.code);
  const [first] = matches;
  if (!first) return lookForIdentifier(signature.name, where);
  const sightings = matches.map((match) => compare(signature, match, where.code));
  return sightings.find(({ state }) => state === "found") ?? sightings[0] ?? { state: "absent" };
}

function compare(signature: Signature, { file, fact }: Match, code: Code): Sighting {
  const place = placeAt(file, fact.nameSpan.start);
  const own = fact.parameters.filter(({ name }) => !/^(?:self|cls|this|&self|&mut self)$/.test(name));
  if (signature.arity !== null) {
    const least = own.filter(({ hasDefault }) => !hasDefault).length;
    return signature.arity >= least && signature.arity <= own.length
      ? { state: "found", place }
      : { state: "elsewhere", place, says: `\`${fact.name}\` takes ${own.length} parameters` };
  }
  if (!signature.parameters || fact.name.startsWith("__")) return { state: "found", place };
  const header = file.text.slice(fact.span.start, Math.max(fact.bodySpan.start, fact.nameSpan.end));
  return (
    otherDefault(signature, header, place) ??
    namedAlike(signature, { own, header, place, body: bodyAndTypes(file, fact, code) })
  );
}

/** `limit=3` against `limit=5`. */
function otherDefault({ parameters }: Signature, header: string, place: Sighting["place"]): Sighting | null {
  for (const { name, value } of parameters ?? []) {
    if (value === null) continue;
    const written = new RegExp(`\\b${name}\\??(?:\\s*:[^=,)]*)?\\s*=\\s*([^,)\\n]+)`)
      .exec(header)?.[1]
      ?.trim();
    if (
      written === undefined ||
      isSameValue(written, value) ||
      !/^[\d_.]+$|^["']|^(?:True|False|true|false|None|null)$/.test(written)
    )
      continue;
    return {
      state: "contradicted",
      ...(place ? { place } : {}),
      says: `\`${name}\` defaults to ${written} where the plan says ${value}`,
    };
  }
  return null;
}

function isSameValue(a: string, b: string): boolean {
  const plain = (text: string): string =>
    text
      .replace(/_(?=\d)/g, "")
      .replace(/["']/g, "")
      .toLowerCase();
  return plain(a) === plain(b);
}

interface Compared {
  readonly own: FunctionFact["parameters"];
  readonly header: string;
  readonly place: NonNullable<Sighting["place"]>;
  /** What the function does, and the types it takes. */
  readonly body: string;
}

function bodyAndTypes(file: CodeFile, { span, bodySpan }: FunctionFact, code: Code): string {
  const types = [...namesIn({ file, start: span.start, end: bodySpan.start })].flatMap(
    (name) => code.definitions.get(name) ?? [],
  );
  return [file.text.slice(span.start, span.end), ...types.map(textOf)].join("\n");
}

/** Parameters with the planned names, or as many of them, or an object whose fields the function uses. */
function namedAlike({ parameters }: Signature, { own, header, place, body }: Compared): Sighting {
  const written = new Set([...header.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => wordsOf(name).join(" ")));
  const missing = (parameters ?? []).filter(({ name }) => !written.has(wordsOf(name).join(" ")));
  if (missing.length === 0) return { state: "found", place };
  if (own.length === parameters?.length)
    return { state: "found", place, says: "with other names of parameters" };
  if (missing.every(({ name }) => new RegExp(`\\b${name}\\b`, "i").test(body)))
    return { state: "found", place, says: "its parameters come in one object" };
  return {
    state: "elsewhere",
    place,
    says: `it has no ${missing.map(({ name }) => `\`${name}\``).join(", ")}`,
  };
}
