/** Chooses the files that a change is connected to, by what texts say of each other, before anything is parsed. */
import { joinPath, nameOf, parentOf } from "../lib/paths.js";
import { groupBy } from "../lib/group.js";
import type { LineRange, Source } from "../model/source.js";
import { Lines } from "../lib/text.js";

export interface Surroundings {
  /** Files that the changed ones use, or that use them. */
  readonly near: ReadonlySet<string>;
  /**
   * Files without which "nobody uses this" might not hold: whoever says a name that the change declares or gives up, and
   * settings that say where imports lead and which version of Go is written.
   */
  readonly far: ReadonlySet<string>;
}

/**
 * A file uses another when one of its imports may mean it: by its path where that is relative, else by the last two
 * parts. That takes in too many rather than too few. In Go and Java the files of a folder see each other without a word.
 * @param changed by their paths now; a deleted one by its last
 */
export function surroundingsOf(
  sources: readonly Source[],
  changed: ReadonlyMap<string, ChangedText>,
): Surroundings {
  const near = new Around(sources).neighboursOf([...changed.keys()]);
  const names = new Set([...changed.values()].flatMap((text) => [...declaredIn(text), ...givenUpIn(text)]));
  const others = sources.filter(({ path }) => !near.has(path) && !changed.has(path));
  const settings = others.filter(({ path }) => holdsForAll.test(path));
  return { near, far: new Set([...sayersOf(names, others), ...settings.map(({ path }) => path)]) };
}

const holdsForAll = /(?:^|\/)(?:(?:[jt]sconfig(?:\.[\w-]+)?|package)\.json|go\.mod)$/;

/** A file before and after; null where there is none. */
export interface ChangedText {
  readonly before: string | null;
  readonly now: string | null;
  readonly written: readonly LineRange[];
}

interface Fact {
  readonly path: string;
  /** What others may call it. */
  readonly names: readonly string[];
  /** What it calls others. */
  readonly uses: readonly string[];
}

class Around {
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #byName: ReadonlyMap<string, readonly Fact[]>;
  readonly #byUse: ReadonlyMap<string, readonly Fact[]>;

  constructor(sources: readonly Source[]) {
    const facts = sources.map((source): Fact => ({
      path: source.path,
      names: namesOf(source),
      uses: usesOf(source),
    }));
    this.#facts = new Map(facts.map((fact) => [fact.path, fact]));
    this.#byName = inverted(facts, "names");
    this.#byUse = inverted(facts, "uses");
  }

  neighboursOf(paths: readonly string[]): ReadonlySet<string> {
    const own = new Set(paths);
    const facts = paths.flatMap((path) => this.#facts.get(path) ?? []);
    const used = facts.flatMap(({ uses }) => uses.flatMap((use) => this.#byName.get(use) ?? []));
    const users = facts.flatMap(({ names }) => names.flatMap((name) => this.#byUse.get(name) ?? []));
    return new Set([...used, ...users].map(({ path }) => path).filter((path) => !own.has(path)));
  }
}

function inverted(facts: readonly Fact[], side: "names" | "uses"): ReadonlyMap<string, readonly Fact[]> {
  const pairs = facts.flatMap((fact) => [...new Set(fact[side])].map((key) => ({ key, fact })));
  return new Map(
    [...groupBy(pairs, ({ key }) => key)].map(([key, all]) => [key, all.map(({ fact }) => fact)]),
  );
}

/** Files that stand for their folder. */
const standsForFolder = /^(?:index|mod|lib|main|__init__|package)$/;

/** Folders that say nothing about what is in them. */
const plainFolder = /^(?:src|lib|dist|source|main|java|python|app)$/;

function namesOf({ path, language }: Source): readonly string[] {
  const place = parentOf(path);
  const whole = place === "" ? stemOf(path) : `${place}/${stemOf(path)}`;
  const names = [exactly(whole), loosely(whole)];
  if (standsForFolder.test(stemOf(path)) && place !== "") {
    const telling = place.split("/").filter((part) => !plainFolder.test(part));
    names.push(exactly(place), loosely(place), `package ${simplify(telling.at(-1) ?? "")}`);
  }
  if (language === "go" || language === "java") names.push(`folder ${place}`);
  if (language === "go") names.push(loosely(place), `package ${simplify(nameOf(place))}`);
  return names;
}

function stemOf(path: string): string {
  return nameOf(path).replace(/\..*$/, "");
}

/** What an import says, over the languages: in quotes, or as words behind the keyword. */
const quotedImport =
  /(?:\bfrom|\bimport|\brequire|\bimport[ \t]*\(|\brequire[ \t]*\()[ \t]*["'`]([^"'`\n]+)["'`]/g;
const wordImport =
  /^[ \t]*(?:pub(?:\([a-z]+\))?[ \t]+)?(?:(from)[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^\n;#]*)|(?:import(?:[ \t]+static)?|use|mod|alias)[ \t]+([\w.:]+(?:[^\n;]*)))/gm;
const goImport = /^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"([\w./-]+)"[ \t]*$/gm;

function usesOf({ path, text, language }: Source): readonly string[] {
  if (language === "text") return []; // prose names everything and uses nothing
  const folder = parentOf(path);
  if (language === "typescript" || language === "javascript")
    return Array.from(text.matchAll(quotedImport), ([, said = ""]) => quoted(said, folder)).flat();
  if (language === "go")
    return [
      `folder ${folder}`,
      ...Array.from(text.matchAll(goImport), ([, said = ""]) => quoted(said, folder)).flat(),
    ];
  const said = Array.from(text.matchAll(wordImport), ([, , from = "", names = "", words = ""]) =>
    from === ""
      ? words.split(/[,{}]/).flatMap((each) => dotted(each, folder))
      : fromImport(from, names, folder),
  ).flat();
  // Modules are called by their whole names without an import.
  const whole =
    language === "elixir" || language === "rust"
      ? (text.match(/\b[A-Za-z]\w*(?:(?:\.|::)[A-Za-z]\w*)+/g) ?? [])
      : [];
  return [
    ...said,
    ...whole.flatMap((each) => dotted(each, folder)),
    ...(language === "java" ? [`folder ${folder}`] : []),
  ];
}

function quoted(said: string, folder: string): readonly string[] {
  const bare = said.replace(/\.(?:[cm]?[jt]sx?|json)$/, "");
  if (bare.startsWith(".")) return [exactly(joinPath(folder, bare))];
  const parts = bare.split("/").filter((part) => part !== "");
  return [...(parts.length > 1 ? [loosely(bare)] : []), `package ${simplify(parts.at(-1) ?? "")}`];
}

/** `a.b.C`, `crate::a::b`, `MyApp.Store`: the last of them may be something in the file, or the file. */
function dotted(said: string, folder: string): readonly string[] {
  const parts = (said.match(/\w+/g) ?? []).filter(
    (part) => !/^(?:crate|self|super|as|static|pub)$/.test(part),
  );
  const [last = ""] = parts.slice(-1);
  if (parts.length === 0) return [];
  if (parts.length === 1) return [exactly(joinPath(folder, snake(last))), exactly(snake(last))];
  return [
    loosely(parts.map(snake).join("/")),
    loosely(parts.slice(0, -1).map(snake).join("/")),
    `package ${simplify(parts.at(-2) ?? "")}`,
  ];
}

/** `from .store import Session`, `from app import store`. */
function fromImport(module: string, names: string, folder: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  const places = [parts, ...(names.match(/\w+/g) ?? []).map((name) => [...parts, name])];
  const start = joinPath(folder, "../".repeat(Math.max(0, dots - 1)) || ".");
  return places.flatMap((place) => {
    const way = place.join("/");
    if (dots > 0) return [exactly(joinPath(start, way))];
    return place.length > 1 ? [loosely(way)] : [exactly(way), exactly(joinPath(folder, way))];
  });
}

function exactly(path: string): string {
  return `at ${simplify(path)}`;
}

/** The last two parts; one that is alone names a place of its own. */
function loosely(path: string): string {
  const parts = path.split("/");
  return parts.length > 1 ? `ends ${simplify(parts.slice(-2).join("/"))}` : exactly(path);
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

/** `UserStore`, `user_store` and `user-store` name the same file in one language or another. */
function simplify(name: string): string {
  const lower = name.toLowerCase();
  return /[-_]/.test(lower) ? lower.replaceAll(/[-_]/g, "") : lower;
}

const declaration =
  /\b(?:function\*?|class|const|let|var|def|defmacro|defmodule|func|fn|type|interface|enum|struct|trait)[ \t]+(?:\([^)\n]*\)[ \t]*)?(\w{4,})/g;

/** Names that the change declares. */
function declaredIn({ now, written }: ChangedText): readonly string[] {
  if (now === null || written.length === 0) return [];
  const lines = new Lines(now);
  const said = written
    .map(({ start, end }) => now.slice(lines.startOf(start), lines.startOf(end + 1)))
    .join("\n");
  return Array.from(said.matchAll(declaration), ([, name = ""]) => name);
}

/** Words that the file said and says no more: what they name may have lost its only user. */
function givenUpIn({ before, now }: ChangedText): readonly string[] {
  const left = wordsIn(now ?? "");
  return [...wordsIn(before ?? "")].filter((word) => !left.has(word));
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/\b[A-Za-z_]\w{3,}/g));
}

/** Whoever says one of the names, of each name the first few: one other mention is enough to show that it is used. */
const fewSayers = 3;

function sayersOf(names: ReadonlySet<string>, sources: readonly Source[]): ReadonlySet<string> {
  const sayers = new Map([...names].map((name) => [name, [] as string[]]));
  for (const { path, text, language } of sources) {
    if (names.size === 0 || language === "text") continue;
    for (const word of wordsIn(text)) {
      const known = sayers.get(word);
      if (known && known.length < fewSayers) known.push(path);
    }
  }
  return new Set([...sayers.values()].flat());
}
