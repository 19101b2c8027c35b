/** An expiry that was thought of and then forgotten: a constant that nothing reads, a parameter that its function leaves alone. */
import type { Survey, SurveyedFile } from "../../../model/survey.js";
import type { KeyValueCall } from "../../../syntax/key-value-calls.js";

const isExpiry = /expir|ttl|max_?age|lifetime/i;

/** Top-level constants of the file, named after an expiry, that neither it nor any other file reads. */
export function unreadExpiries(survey: Survey, file: SurveyedFile): readonly string[] {
  const { outline, source } = file;
  return outline.definitions
    .filter(({ kind, name, container }) => kind === "variable" && container === null && isExpiry.test(name))
    .filter(({ name }) => outline.mentions.get(name)?.length === 1)
    .filter(({ name, isExported }) => !isExported || !isImported(survey, source.path, name))
    .map(({ name }) => name);
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
