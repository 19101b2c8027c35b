/** Parts of a project that its own code takes and that are not there: without them it cannot be built or started. */
import type { Span } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { withoutComments } from "./growth.js";
import { implementation } from "./implementation.js";

export interface MissingPart {
  readonly file: SurveyedFile;
  readonly span: Span;
  /** As the code names it: `./store.js`, `.models`, `Rabbit`. */
  readonly name: string;
}

/** @param others files of the project that were not read, by path: they are there all the same */
export function missingParts(survey: Survey, others: readonly string[]): readonly MissingPart[] {
  const paths = [...survey.files.keys(), ...others];
  const present = new Set(paths.flatMap(namesOfPath));
  const files = implementation(survey);
  const isGenerated = generates(survey);
  const ownTypes = isPlainJava(survey, paths) ? typesIn(survey, paths) : null;
  return files.flatMap((file): readonly MissingPart[] => {
    switch (file.tree.family) {
      case "typescript":
        return isGenerated
          ? []
          : importsFrom(file, (module) => scriptPath(module, file.source.path), present);
      case "python":
        return importsFrom(file, (module) => modulePath(module, file.source.path, present), present);
      case "java":
        return ownTypes ? missingTypes(file, ownTypes) : [];
      default:
        return [];
    }
  });
}

/** A project whose commands write code has parts that come with its build. */
function generates({ files }: Survey): boolean {
  return [...files.values()].some(
    ({ source }) =>
      /(?:^|\/)package\.json$/.test(source.path) && /code-?gen|\bgen(?:erate)?\b|protoc/i.test(source.text),
  );
}

/** A path as imports may write it: whole, without its endings, and each folder above it. */
function namesOfPath(path: string): readonly string[] {
  const parts = path.split("/");
  const folders = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join("/"));
  const last = parts.at(-1) ?? "";
  const before = parts.slice(0, -1);
  const endings = [...last.matchAll(/\./g)].map(({ index }) => [...before, last.slice(0, index)].join("/"));
  return [path, ...folders, ...endings];
}

function importsFrom(
  file: SurveyedFile,
  locate: (module: string) => string | null,
  present: ReadonlySet<string>,
): readonly MissingPart[] {
  return file.outline.imports
    .filter(({ span }) => !isConditional(file.source.text, span))
    .flatMap(({ module, span }) => {
      const path = locate(module);
      return path === null || present.has(path) ? [] : [{ file, span, name: module }];
    });
}

/** What stands in a function, in a `try` or under a condition may be meant to be absent. */
function isConditional(text: string, { start }: Span): boolean {
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^\s/.test(line) || /[({?]/.test(line);
}

/** Folders and endings of what tools write, and endings of what is no code. */
const made =
  /(?:^|\/)(?:dist|build|out|lib|es[m]?|cjs|gen(?:erated)?|__generated__|pkg|wasm|types|\+types)(?:\/|$)|[.-]gen(?:erated)?$/;
const script = /\.[cm]?[jt]sx?$/;

function scriptPath(module: string, from: string): string | null {
  if (!/^\.\.?\//.test(module) || /[?!*]/.test(module)) return null;
  const path = joined(from.split("/").slice(0, -1), module.split("/"));
  if (path === null || made.test(path)) return null;
  const last = path.split("/").at(-1) ?? "";
  if (script.test(last)) return path.replace(script, "");
  // `./store.service` is a module, `./logo.svg` is none.
  return /\.\w{2,5}$/.test(last) ? null : path;
}

/** Null above the project, of which nothing is known. */
function joined(folder: readonly string[], steps: readonly string[]): string | null {
  const path = [...folder];
  for (const step of steps) {
    if (step === "..") {
      if (path.pop() === undefined) return null;
    } else if (step !== "." && step !== "") path.push(step);
  }
  return path.length === 0 ? null : path.join("/");
}

/** Modules that tools write at build time. */
const written = /(?:^|\.)(?:_\w+|version|\w+_pb2(?:_grpc)?)$/;

function modulePath(module: string, from: string, present: ReadonlySet<string>): string | null {
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(module) ?? [];
  if (rest === "" || written.test(rest)) return null;
  const folder = from.split("/").slice(0, -1);
  const steps = rest.split(".");
  if (dots !== "")
    return dots.length - 1 > folder.length
      ? null
      : [...folder.slice(0, folder.length - dots.length + 1), ...steps].join("/");
  const root = ["", "src/"].find((one) => present.has(`${one}${steps[0] ?? ""}/__init__`));
  return root === undefined ? null : `${root}${steps.join("/")}`;
}

/** Java without a build file and without foreign imports has its own types and those of the language, and no others. */
function isPlainJava({ files }: Survey, paths: readonly string[]): boolean {
  const isBuilt = paths.some((path) =>
    /(?:^|\/)(?:pom\.xml|build\.xml|BUILD(?:\.bazel)?|\w+\.gradle(?:\.kts)?)$|\.(?:kt|scala|groovy|jar)$/.test(
      path,
    ),
  );
  if (isBuilt) return false;
  const java = [...files.values()].filter(({ tree }) => tree.family === "java");
  return java.every(({ source }) =>
    [...source.text.matchAll(/^\s*import\s+(?:static\s+)?(\w+)\./gm)].every(([, root = ""]) =>
      /^javax?$/.test(root),
    ),
  );
}

function typesIn({ files }: Survey, paths: readonly string[]): ReadonlySet<string> {
  const defined = [...files.values()]
    .filter(({ tree }) => tree.family === "java")
    .flatMap(({ source }) =>
      [...source.text.matchAll(/\b(?:class|interface|enum|record)\s+(\w+)/g)].map(([, name = ""]) => name),
    );
  const byFile = paths.flatMap((path) => /(\w+)\.(?:java|class)$/.exec(path)?.[1] ?? []);
  return new Set([...defined, ...byFile]);
}

/** `java.lang`, which needs no import; failures of all kinds by their ending. */
const ofLanguage =
  /^(?:Object|String\w*|Integer|Long|Short|Byte|Double|Float|Boolean|Character|Number|(?:Strict)?Math|System|\w*Thread\w*|Runnable|Runtime|Process\w*|Iterable|Comparable|CharSequence|Cloneable|AutoCloseable|Appendable|Readable|Enum|Record|Void|Class\w*|Module\w*|Package|Stack\w+|Override|Deprecated|SuppressWarnings|FunctionalInterface|SafeVarargs|\w*(?:Exception|Error)|Throwable|[A-Z])$/;
const named = /\bnew\s+([A-Z]\w*)\s*(?=[(<[])|(?<![\w.])([A-Z]\w*)\.class\b|\bextends\s+([A-Z]\w*)(?![\w.])/g;

function missingTypes(file: SurveyedFile, own: ReadonlySet<string>): readonly MissingPart[] {
  const code = withoutComments(file).replace(/"(?:[^"\\\n]|\\.)*"/g, (text) => " ".repeat(text.length));
  // What a whole package brings in nobody can tell from here.
  if (/^\s*import\s+(?:static\s+)?[\w.]+\.\*\s*;/m.test(code)) return [];
  const imported = new Set(
    [...code.matchAll(/^\s*import\s+(?:static\s+)?[\w.]*\.(\w+)\s*;/gm)].map(([, name = ""]) => name),
  );
  return [...code.matchAll(named)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? "";
    if (own.has(name) || imported.has(name) || ofLanguage.test(name)) return [];
    const start = match.index + match[0].indexOf(name);
    return [{ file, span: { start, end: start + name.length }, name }];
  });
}
