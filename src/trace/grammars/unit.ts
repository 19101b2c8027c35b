/** One file with what its names mean. */
import type { Span } from "../../model/source.js";
import type { SurveyedFile } from "../../model/survey.js";
import { parentOf } from "../../lib/paths.js";
import type { Grammar } from "./grammar.js";
import type { Code, Type } from "./terms.js";
import { type Value, nothing } from "./values.js";
import type { Vocabulary } from "./vocabulary.js";

/** What a name stands for that the file imports. */
export interface Imported {
  /** Dotted: module and name. */
  readonly origin: string;
  readonly name: string;
  /** Reviewed files it may come from; empty for packages. */
  readonly targets: readonly Unit[];
}

/** Other files, as a unit sees them. */
export interface Neighbours {
  importsOf(path: string): readonly Unit[];
  inFolder(folder: string): Folder;
  /** Values of the top-level names of a file. */
  bindingsOf(unit: Unit): ReadonlyMap<string, Value>;
  readonly vocabulary: Vocabulary;
}

/** Files that see each other's names. */
export class Folder {
  #byName: ReadonlyMap<string, readonly Unit[]> | undefined;

  constructor(readonly units: readonly Unit[]) {}

  /** Files with a function or type of that name. */
  naming(name: string): readonly Unit[] {
    this.#byName ??= namesIn(this.units);
    return this.#byName.get(name) ?? [];
  }
}

function namesIn(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const { functions, definitions } = unit.file.outline;
    for (const name of new Set([...functions, ...definitions].map((one) => one.name))) {
      const known = found.get(name);
      if (known) known.push(unit);
      else found.set(name, [unit]);
    }
  }
  return found;
}

export class Unit {
  readonly path: string;
  readonly text: string;
  #functions: ReadonlyMap<string, readonly Code[]> | undefined;
  #names: ReadonlySet<string> | undefined;
  #imported: ReadonlyMap<string, Imported> | undefined;

  constructor(
    readonly file: SurveyedFile,
    readonly grammar: Grammar,
    readonly neighbours: Neighbours,
  ) {
    this.path = file.source.path;
    this.text = file.source.text;
  }

  get functions(): ReadonlyMap<string, readonly Code[]> {
    this.#functions ??= byName(this.grammar.functions(this.file));
    return this.#functions;
  }

  get imported(): ReadonlyMap<string, Imported> {
    this.#imported ??= this.#readImports();
    return this.#imported;
  }

  /** Values of the top-level names. */
  get bindings(): ReadonlyMap<string, Value> {
    return this.neighbours.bindingsOf(this);
  }

  /** The function may read outside data itself; what stands right above it counts, for decorators. */
  mayRead(span: Span): boolean {
    return this.neighbours.vocabulary.sourceWords.test(
      this.text.slice(Math.max(0, span.start - 200), span.end),
    );
  }

  /** The function reads outside data in its own words, whatever it is handed. */
  reads({ span }: Code): boolean {
    return this.neighbours.vocabulary.readWords.test(this.text.slice(span.start, span.end));
  }

  /** The functions of that name; files without any are not read for it. */
  named(name: string): readonly Code[] {
    this.#names ??= new Set(this.file.outline.functions.map((one) => one.name));
    return this.#names.has(name) ? (this.functions.get(name) ?? []) : [];
  }

  /** The folder whose names this file sees without a prefix; null where files keep to themselves. */
  get folder(): Folder | null {
    return this.grammar.sharesFolder ? this.neighbours.inFolder(parentOf(this.path)) : null;
  }

  /** This file and those beside it that have the name. */
  near(name: string): readonly Unit[] {
    return [this, ...(this.folder?.naming(name).filter((unit) => unit !== this) ?? [])];
  }

  /** The origin of a type or other dotted name at the top of the file. */
  whence(dotted: string): { readonly origin: string; readonly isForeign: boolean } {
    const [first = "", ...rest] = dotted.split(".");
    const found = this.imported.get(first);
    if (found) return { origin: [found.origin, ...rest].join("."), isForeign: found.targets.length === 0 };
    const onDemand = this.#onDemand(first);
    if (onDemand !== undefined) return { origin: [onDemand, ...rest].join("."), isForeign: true };
    return { origin: dotted, isForeign: false };
  }

  /** The type is an enumeration of this project, so only its own names can be values of it. */
  isEnumeration({ name }: Type): boolean {
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (!/^[A-Z]\w*$/.test(last)) return false;
    const homes = [...this.near(last), ...(this.imported.get(name.split(".")[0] ?? "")?.targets ?? [])];
    const pattern = new RegExp(
      `\\bclass\\s+${last}\\s*\\([^)]*Enum|\\benum\\s+${last}\\b|^${last}\\s*(?::\\s*TypeAlias\\s*)?=\\s*(?:typing\\.)?Literal\\[`,
      "m",
    );
    return homes.some(({ text }) => pattern.test(text));
  }

  /** A value of the type. */
  instanceOf(type: Type | null): Value {
    if (!type || type.name === "") return nothing;
    const { origin, isForeign } = this.whence(type.name);
    return { ...nothing, origin: `${origin}()`, isForeign };
  }

  /** `File` where `java.io.*` is imported. */
  #onDemand(name: string): string | undefined {
    const full = this.neighbours.vocabulary.typeNames.get(name);
    if (!full) return undefined;
    const open = [
      ...this.grammar.implicit,
      ...this.file.outline.imports
        .filter(({ names }) => names.length === 0)
        .map(({ module }) => dotsOf(module)),
    ];
    return [...full].find((one) => open.includes(one.slice(0, one.lastIndexOf("."))));
  }

  #readImports(): ReadonlyMap<string, Imported> {
    const files = this.neighbours.importsOf(this.path);
    const found = new Map<string, Imported>();
    for (const { module, names } of this.file.outline.imports) {
      for (const { imported, local } of names) {
        const origin = imported === "*" ? dotsOf(module) : `${dotsOf(module)}.${imported}`;
        const targets = files.filter((unit) => isMeant(unit, module, imported));
        found.set(local, { origin, name: imported === "*" ? "" : imported, targets });
      }
    }
    return found;
  }
}

/** Rust's paths with dots; Go's keep their slashes. */
function dotsOf(module: string): string {
  return module.replaceAll("::", ".");
}

/** The file is the module, or the folder of it, or defines it. */
function isMeant(unit: Unit, module: string, imported: string): boolean {
  const last = module.split(/[./:]+/).at(-1) ?? module;
  const stem = unit.path.replace(/\.\w+$/, "").replace(/\/(?:__init__|mod|lib|main)$/, "");
  const names = stem.split("/");
  if (names.at(-1) === last || names.at(-1) === imported || last === "") return true;
  if (unit.grammar.sharesFolder && names.at(-2) === last) return true;
  return (
    unit.file.tree.family === "elixir" &&
    unit.file.outline.definitions.some(({ name }) => name === module || name === last)
  );
}

function byName(functions: readonly Code[]): ReadonlyMap<string, readonly Code[]> {
  const found = new Map<string, Code[]>();
  for (const code of functions) {
    const known = found.get(code.name);
    if (known) known.push(code);
    else found.set(code.name, [code]);
  }
  return found;
}
