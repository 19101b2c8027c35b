/** Looks functions and files up by the names a registration uses. */
import { withoutComments } from "../growth.js";
import type { FunctionFact } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { learn } from "../learn.js";
import { namesIn } from "./arguments.js";
import { guardsAtRoute } from "./guards.js";
import type { Handler } from "./route.js";

/** The functions of a project by name. */
export class Functions {
  readonly #byName = new Map<string, Handler[]>();

  constructor(private readonly survey: Survey) {
    for (const file of survey.files.values()) {
      if (file.source.isTest || file.tree.family === "text") continue;
      for (const fact of file.outline.functions.map((one) => namedByVariable(file, one)))
        if (fact.name !== "<anonymous>") this.#add(file, fact);
    }
  }

  #add(file: SurveyedFile, fact: FunctionFact): void {
    const known = this.#byName.get(fact.name);
    const handler = handlerOf(file, fact);
    if (known) known.push(handler);
    else this.#byName.set(fact.name, [handler]);
  }

  /** `orders.list` in the file that `orders` stands for; null where that is not known. */
  findIn(dotted: string, from: SurveyedFile): Handler | null {
    const [receiver = "", name = ""] = dotted.split(".");
    const path = fileOfName(this.survey, from, receiver);
    return (this.#byName.get(name) ?? []).find(({ file }) => file.source.path === path) ?? null;
  }

  /** In the file itself, in what it imports, beside it, or the only one of that name anywhere. */
  find(name: string, from: SurveyedFile): Handler | null {
    if (name.includes(".")) return this.findIn(name, from);
    const all = (this.#byName.get(name) ?? []).filter(({ file }) => file.tree.family === from.tree.family);
    if (all.length < 2) return all[0] ?? null;
    const { path } = from.source;
    const imported = this.survey.index.importsOf(path);
    return (
      all.find(({ file }) => file === from) ??
      all.find(({ file }) => imported.includes(file.source.path)) ??
      all.find(({ file }) => folderOf(file.source.path) === folderOf(path)) ??
      null
    );
  }
}

/** `const list = requireAdmin(async (req, res) => …)`, `exports.list = [guard, show]`: what stands before a function. */
export function wrappersOf(file: SurveyedFile, name: string): readonly string[] {
  if (!/^(?:typescript|go)$/.test(file.tree.family)) return [];
  const wrappers = learn(file, "guards around functions", () => wrappersIn(withoutComments(file)));
  // A function may be called `constructor` or `toString`, which every object has.
  return Object.hasOwn(wrappers, name) ? (wrappers[name] ?? []) : [];
}

function wrappersIn(code: string): Readonly<Record<string, readonly string[]>> {
  const made = code.matchAll(
    /(?:\b(?:const|let|var)[ \t]+|\bexports\.|^[ \t]+(?:static[ \t]+)?)(\w+)[ \t]*(?::[^=\n]+)?=\s*(?=\[|[\w.]+\()/gm,
  );
  const pairs = Array.from(made, (match): [string, readonly string[]] => {
    const rest = code.slice(match.index + match[0].length, match.index + match[0].length + 300);
    const ahead = rest.split(/=>|\bfunction\b|\bfunc\b|;\s*\n/)[0] ?? "";
    return [match[1] ?? "", namesIn(ahead).filter((each) => guardsAtRoute(each).length > 0)];
  });
  return Object.fromEntries(pairs.filter(([, names]) => names.length > 0));
}

/** `const show = asyncHandler(async (req, res) => …)`: the function in it goes by the name of the variable. */
export function namedByVariable(file: SurveyedFile, fact: FunctionFact): FunctionFact {
  if (fact.name !== "<anonymous>" || file.tree.family !== "typescript") return fact;
  const before = file.source.text.slice(Math.max(0, fact.span.start - 160), fact.span.start);
  if (!/\(\s*$/.test(before)) return fact;
  const name =
    /(?:\b(?:const|let|var|static)\s+|\bexports\.|\n[ \t]+)(\w+)(?:\s*:[^=\n]+)?\s*=\s*(?:[\w.]+\(\s*)+$/.exec(
      before,
    )?.[1];
  return name === undefined ? fact : { ...fact, name };
}

export function handlerOf(file: SurveyedFile, fact: FunctionFact): Handler {
  return {
    file,
    fact,
    get code() {
      return withoutComments(file).slice(fact.span.start, fact.span.end);
    },
  };
}

/** The outermost function that begins inside the span. */
export function functionWithin(file: SurveyedFile, { start, end }: Span): Handler | null {
  const fact = file.outline.functions
    .filter(({ span }) => span.start >= start && span.end <= end)
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)[0];
  return fact ? handlerOf(file, fact) : null;
}

/** The reviewed file that a local name stands for. */
export function fileOfName(survey: Survey, { source, outline }: SurveyedFile, name: string): string | null {
  const entry = outline.imports.find(({ names }) => names.some(({ local }) => local === name));
  if (!entry) return null;
  const imported = entry.names.find(({ local }) => local === name)?.imported ?? "";
  return fileOfModule(survey, source.path, entry.module, imported);
}

/** The reviewed file that a module specifier leads to, by its last part. */
export function fileOfModule(survey: Survey, from: string, module: string, imported = ""): string | null {
  const parts = module.replace(/\.[cm]?[jt]sx?$/, "").split(/[./\\]+/);
  const wanted = [imported, parts.at(-1) ?? ""].filter((part) => /^\w/.test(part) && part !== "default");
  const targets = survey.index.importsOf(from);
  const beside = /^\.\/(?!.*\.\.)/.test(module) ? `${folderOf(from)}${module.slice(2)}` : null;
  for (const name of wanted) {
    const alike = targets.filter((path) => stemOf(path) === name);
    // `./settings` beside `../lib/settings`: the one has the name of the other.
    // Python's `from shop.orders import views` among many files of that name.
    const within = `/${parts.at(-1) ?? ""}/${name}.`;
    const found =
      alike.find((path) => beside !== null && path.startsWith(beside)) ??
      alike.find((path) => `/${path}`.includes(within)) ??
      alike[0];
    if (found !== undefined) return found;
  }
  return null;
}

function stemOf(path: string): string {
  const stem = (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "");
  return /^(?:index|__init__|mod)$/.test(stem) ? (path.split("/").at(-2) ?? "") : stem;
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
