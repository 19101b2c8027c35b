/** An expiry that was thought of and then forgotten: a constant that nothing reads, a parameter that its function leaves alone. */
import type { Survey, SurveyedFile } from "../../../model/survey.js";
import { type KeyValueCall, assignmentsIn, mentions } from "../../../syntax/key-value-calls.js";

const isExpiry = /expir|ttl|max_?age|lifetime/i;

/** Constants of the file or of its classes, named after an expiry, that neither it nor any other file reads. */
export function unreadExpiries(survey: Survey, file: SurveyedFile): readonly string[] {
  const { outline, source } = file;
  const isAlone = (name: string): boolean => isExpiry.test(name) && outline.mentions.get(name)?.length === 1;
  const ofFile = outline.definitions
    .filter(({ kind, name, container }) => kind === "variable" && container === null && isAlone(name))
    .filter(({ name, isExported }) => !isExported || !isImported(survey, source.path, name))
    .map(({ name }) => name);
  const ofClasses = [...source.text.matchAll(constants)]
    .map(([, name = ""]) => name)
    .filter((name) => isAlone(name) && !isMentioned(survey, source.path, name));
  return [...ofFile, ...ofClasses];
}

/** `ACTIVE_TTL = 60`, `private static readonly ACTIVE_TTL = 60;` in a class. */
const constants =
  /^[ \t]+(?:(?:private|protected|public|static|readonly)[ \t]+)*([A-Z][A-Z0-9_]+)[ \t]*(?::[^=\n]+)?=[^=]/gm;

function isMentioned({ files }: Survey, path: string, name: string): boolean {
  return [...files.values()].some(
    ({ source, outline }) => source.path !== path && outline.mentions.has(name),
  );
}

/** Some file takes the name, or everything, out of a module of this file's name. */
function isImported({ files }: Survey, path: string, wanted: string): boolean {
  const stem = stemOf(path);
  return [...files.values()].some(({ outline }) =>
    outline.imports.some(
      ({ module, names }) =>
        (stemOf(module) === stem || /^(?:index|__init__|mod)$/.test(stem)) &&
        (names.length === 0 || names.some(({ imported }) => imported === wanted || imported === "*")),
    ),
  );
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

/** A variable of the function, named after an expiry, that is given a value before the write and never read after that. */
export function variableLeftAlone(text: string, { holder, span }: KeyValueCall): string | undefined {
  const { end } = holder.bodySpan;
  const given = assignmentsIn(text, holder.bodySpan);
  const last = given.findLast(
    ({ at, names }) => at < span.start && names.length === 1 && isExpiry.test(names[0] ?? ""),
  );
  const [name = ""] = last?.names ?? [];
  if (!last) return undefined;
  const next = given.find(({ at, names }) => at > last.at && names.includes(name));
  // Up to where it is given another value, which the names before the sign belong to.
  const until = next ? text.lastIndexOf("\n", next.at) : end;
  return mentions(text.slice(last.at, until), name) ? undefined : name;
}

/** The expiry is asked about and goes no further, or the way on which there is one goes without it. */
export function parameterOnlyAsked(text: string, { holder, span }: KeyValueCall): string | undefined {
  const body = text.slice(holder.bodySpan.start, holder.bodySpan.end);
  const before = text.slice(holder.bodySpan.start, span.start);
  const head = /\bif\b\s*\(?([^\n{};]*?)\)?\s*[{:]?\s*(?:(?:return|await)\s+)*$/.exec(before)?.[1] ?? "";
  const names = expiryParameters(holder).filter((name) => /ttl|expir|seconds|duration/i.test(name));
  const outside = body.replace(conditions, "");
  return names.every((name) => mentions(body, name) && !mentions(outside, name))
    ? names[0]
    : names.find((name) => isThere(head, name));
}

const conditions = /\bif\s*\((?:[^()\n]|\([^()\n]*\))*\)|\b(?:el)?if\b[^:\n(]*:/g;

/** `ttl !== undefined`, `if ttl`; not `!ttl`, which leads to the way without one. */
function isThere(condition: string, name: string): boolean {
  const isMissing = new RegExp(
    `!\\s*${name}\\b|\\b${name} ={2,3}|\\bnot ${name}\\b|\\b${name} is None|\\b${name} <`,
  );
  return mentions(condition, name) && !isMissing.test(condition);
}

/** What the function calls the expiry among its parameters, where its body never says that name. */
export function parameterLeftAlone(text: string, holder: KeyValueCall["holder"]): string | undefined {
  const names = expiryParameters(holder);
  const body = text.slice(holder.bodySpan.start, holder.bodySpan.end);
  return names.length > 0 && !names.some((name) => new RegExp(`\\b${name}\\b`).test(body))
    ? names[0]
    : undefined;
}

/** Parameters, and parts of them, that bring the expiry or may bring it: `ttl`, `{ key, ttlSeconds }`, `options`. */
export function expiryParameters({ parameters }: KeyValueCall["holder"]): readonly string[] {
  return parameters.flatMap(
    ({ name }) =>
      name.match(/\w*(?:ttl|expir|exp(?:Time|In|Sec)|seconds|duration|options|timeout)\w*/gi) ?? [],
  );
}
