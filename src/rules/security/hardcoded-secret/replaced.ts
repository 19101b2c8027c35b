/** Whether a credential of one settings file is replaced by another settings file before anything starts. */
import type { SecretKind } from "../../../lib/secret-kinds.js";
import type { Source } from "../../../model/source.js";
import type { Survey } from "../../../model/survey.js";

/** The value is always set again from somewhere else: in Elixir at the start, in Django by a module that builds on this one. */
export function isReplaced({ name, form }: SecretKind, source: Source, survey: Survey): boolean {
  if (form === "format") return false;
  if (source.language === "elixir") return isReplacedAtStart(name, source, survey);
  return source.language === "python" && isSetAnew(name, source, survey);
}

/** Elixir reads `config/runtime.exs` last, at the start, and `prod.exs` after `config.exs`: what it fetches under the same name takes the literal's place. */
function isReplacedAtStart(name: string, { path }: Source, { files }: Survey): boolean {
  const folder = /^(?:.*\/)?config\/(?=\w+\.exs$)/.exec(path)?.[0];
  if (folder === undefined) return false;
  const given = new RegExp(`(?<![\\w.])${name.replace(/\W/g, "\\$&")}:\\s*(?!["\\s])`);
  return ["runtime.exs", "releases.exs", "prod.exs"].some((last) => {
    const text = path === folder + last ? "" : (files.get(folder + last)?.source.text ?? "");
    return given.test(text) && /\bSystem\.(?:fetch|get)_env/.test(text);
  });
}

/** `from .base import *` in a neighbour that then reads `SECRET_KEY` from elsewhere: the literal serves developers only. */
function isSetAnew(name: string, { path }: Source, { files }: Survey): boolean {
  const [, folder = "", module = ""] = /^(.*\/)?(\w+)\.py$/.exec(path) ?? [];
  if (!/^\w+$/.test(name) || module === "") return false;
  const takesAll = new RegExp(`^from\\s+[\\w.]*\\.${module}\\s+import\\s+\\*`, "m");
  const isGiven = new RegExp(`^\\s*${name}\\s*=\\s*(?!["'\\s])`, "m");
  return [...files.values()].some(({ source }) => {
    if (source.language !== "python" || source.path === path || !source.path.startsWith(folder)) return false;
    return takesAll.test(source.text) && isGiven.test(source.text);
  });
}
