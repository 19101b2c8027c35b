/** Decorators and annotations, and what a class says for all its methods. */
import type { Definition } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { namesIn } from "./arguments.js";
import { fileOfName } from "./inherit.js";

/** Decorators in a text, each with its dotted name and its arguments. */
export interface Decorator {
  readonly name: string;
  readonly on: string;
  readonly given: string;
}

export function decoratorsIn(text: string): readonly Decorator[] {
  return [...text.matchAll(/@([A-Za-z_][\w.]*)\s*(\()?/g)].map((match) => {
    const parts = (match[1] ?? "").split(".");
    const given = match[2] === undefined ? "" : upToClosing(text.slice(match.index + match[0].length));
    return { name: parts.at(-1) ?? "", on: parts.slice(0, -1).join("."), given };
  });
}

export function upToClosing(text: string): string {
  let depth = 1;
  for (let at = 0; at < text.length; at++) {
    if ("([{".includes(text.charAt(at))) depth++;
    else if (")]}".includes(text.charAt(at)) && --depth === 0) return text.slice(0, at);
  }
  return text;
}

/** The decorators right above an offset: lines that begin with `@`, and the lines their brackets reach over. */
export function headStart(code: string, offset: number): number {
  let start = code.lastIndexOf("\n", offset - 1) + 1;
  const block: string[] = [];
  for (let end = start - 1; end > 0;) {
    const from = code.lastIndexOf("\n", end - 1) + 1;
    const line = code.slice(from, end);
    block.unshift(line);
    const text = block.join("\n");
    const isOpen = count(text, /[([{]/g) < count(text, /[)\]}]/g);
    if (/^\s*@/.test(line)) {
      start = from;
      block.length = 0;
    } else if (
      !(isOpen || (line.trim() === "" && block.length === 1 && code.slice(start, offset).includes("@"))) ||
      block.length > 40
    )
      break;
    end = from - 1;
  }
  return start;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

export interface Class {
  readonly definition: Definition;
  readonly decorators: readonly Decorator[];
  readonly bases: string;
  /** Names that hold for all of its methods. */
  readonly names: readonly string[];
}

/** What a class says for all its methods: its decorators, its bases and the guards among its fields. */
export function classOf(file: SurveyedFile, name: string): Class | undefined {
  const code = withoutComments(file);
  const definition = file.outline.definitions.find((one) => one.kind === "class" && one.name === name);
  if (!definition) return undefined;
  const head = code.slice(headStart(code, definition.span.start), definition.nameSpan.start);
  const body = code.slice(definition.nameSpan.end, definition.span.end);
  const bases = /^[^{:]*?(?:\(([^)]*)\)|(?:extends|implements)\s+([^{]*))/.exec(body);
  const fields =
    body.match(
      /^[ \t]*(?:\w*permission\w*|authentication_classes|decorators|dependencies|\w+\s*:[^=\n]+=\s*Depends)\b[^\n]*/gm,
    ) ?? [];
  return {
    definition,
    decorators: decoratorsIn(head),
    bases: bases?.[1] ?? bases?.[2] ?? "",
    names: [
      ...namesIn(head.replace(/@/g, " ")),
      ...namesIn(bases?.[1] ?? bases?.[2] ?? ""),
      ...fields.flatMap((field) => namesIn(field)),
    ],
  };
}

/** A class with what its bases say, as far as they are among the reviewed files. */
export function inheritedNames(
  survey: Survey,
  file: SurveyedFile,
  name: string,
  depth = 0,
): readonly string[] {
  const own = classOf(file, name);
  if (!own || depth > 3) return [];
  const above = namesIn(own.bases)
    .filter((base) => base !== name)
    .flatMap((base) => inheritedNames(survey, holderOf(survey, file, base), base, depth + 1));
  return [...own.names, ...above];
}

/** The file that declares a class, through files that only pass its name on. */
function holderOf(survey: Survey, file: SurveyedFile, name: string, depth = 0): SurveyedFile {
  if (depth > 2 || declares(file, name)) return file;
  const targets = survey.index.importsOf(file.source.path).flatMap((path) => survey.files.get(path) ?? []);
  const path = fileOfName(survey, file, name);
  const next = path === null ? targets.find((target) => declares(target, name)) : survey.files.get(path);
  return next ? holderOf(survey, next, name, depth + 1) : file;
}

function declares({ outline }: SurveyedFile, name: string): boolean {
  return outline.definitions.some((one) => one.name === name);
}
