/** Tells from each file alone where outside data cannot come in, so that most files are neither parsed nor bound. */
import type { ts } from "ts-morph";
import { hash } from "../../lib/hash.js";
import type { Framework } from "../../model/framework.js";
import { learn } from "../../syntax/learn.js";
import { ImportAliases } from "../../syntax/typescript/aliases.js";
import { ecmascriptImportPaths } from "../../syntax/typescript/paths.js";
import { OriginTable } from "../origins.js";
import type { Terrain } from "../terrain.js";
import { callAround } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import { Knowledge } from "./knowledge.js";
import { decoratedParameters, expressionsOf, typedParameter } from "./places.js";
import { Project } from "./project.js";
import type { Thing } from "./things.js";

/** The ways of a page's sources that begin at a name: a call that registers, a type, a decorator, an expression. */
const ways = ["handler", "type", "decorator", "value"] as const;
type Way = (typeof ways)[number];

/** Names of a file that may be such an entrance, by their way; none where there is no key. */
type Found = Partial<Record<Way, readonly string[]>>;

/** What an origin begins with: a global that every browser has, or anything else. */
type Start = "browser" | "other";

interface Page {
  readonly id: string;
  /** Of the way, what the page's sources name. */
  readonly tables: Readonly<Record<Way, OriginTable<Start>>>;
  /** Under which answers are kept: another text of the page, or other settings of imports, give other answers. */
  readonly question: string;
}

/**
 * What a name stands for is asked within its file: an import of another file of the project may be anything. So a name
 * that is left out is no entrance, and one that is not may be none either.
 */
export class Entrances {
  readonly #pages: readonly Page[];
  readonly #known = new Map<string, ReadonlyMap<string, Found>>();
  readonly #terrain: Terrain;
  readonly #aliases: ImportAliases;
  readonly #note: (path: string) => void;

  constructor({ beside, ...terrain }: Terrain) {
    this.#terrain = beside ? { ...terrain, survey: beside.survey } : terrain;
    this.#aliases = new ImportAliases(this.#terrain.survey.files);
    const standing = hash(this.#aliases.standing());
    this.#pages = terrain.pages.map((page) => readPage(page, standing));
    this.#note = beside?.note ?? (() => undefined);
  }

  /** What is known of a file's entrances, in words. */
  said(path: string): string {
    return JSON.stringify([...this.#of(path)]);
  }

  /** Whether a call of the file may register handlers with what the page describes. */
  mayRegister(path: string, page: string): boolean {
    return this.#of(path).get(page)?.handler !== undefined;
  }

  /** Whether the name may be that of an entrance somewhere in the file. */
  mayBe(way: Way, name: string, path: string): boolean {
    for (const found of this.#of(path).values()) if (found[way]?.includes(name)) return true;
    return false;
  }

  #of(path: string): ReadonlyMap<string, Found> {
    const known = this.#known.get(path);
    if (known) return known;
    this.#note(path);
    const found = this.#read(path);
    this.#known.set(path, found);
    return found;
  }

  #read(path: string): ReadonlyMap<string, Found> {
    const surveyed = this.#terrain.survey.files.get(path);
    const found = new Map<string, Found>();
    // What a test makes up is no outside data.
    if (!surveyed || surveyed.source.isTest) return found;
    let look: Look | undefined;
    for (const page of this.#pages) {
      const names = namesSaid(page, surveyed.outline.mentions);
      if (ways.every((way) => names[way].length === 0)) continue;
      const answer = learn(surveyed, page.question, () => {
        look ??= lookAt(this.#terrain, this.#aliases, path);
        return look ? entrancesOf(page, names, look) : {};
      });
      found.set(page.id, answer);
    }
    return found;
  }
}

/** What the search asks of single files, in words. */
export function entrancesIn(terrain: Terrain): (path: string) => string {
  const entrances = new Entrances(terrain);
  return (path) => entrances.said(path);
}

/** @param standing what the project's settings say of imports, as a hash */
function readPage({ id, sources }: Framework, standing: string): Page {
  const table = (way: Way): OriginTable<Start> =>
    new OriginTable(
      sources.flatMap((source) => (source[way] ?? []).map((name) => [name, startOf(name)] as const)),
    );
  const said = ways.map((way) => sources.map((source) => source[way] ?? []));
  return {
    id,
    tables: {
      handler: table("handler"),
      type: table("type"),
      decorator: table("decorator"),
      value: table("value"),
    },
    question: `entrances by place ${id} ${hash(JSON.stringify(said))} ${standing}`,
  };
}

function startOf(notation: string): Start {
  return /^\{?(?:window|document|self|top|location)\b/.test(notation) ? "browser" : "other";
}

type Names = Readonly<Record<Way, readonly string[]>>;

function namesSaid({ tables }: Page, mentions: ReadonlyMap<string, unknown>): Names {
  const said = (way: Way): readonly string[] =>
    [...(tables[way].lastNames ?? [])].filter((name) => mentions.has(name));
  return { handler: said("handler"), type: said("type"), decorator: said("decorator"), value: said("value") };
}

/** The file, and the project in which nobody looks into others. */
interface Look {
  readonly file: CodeFile;
  readonly alone: Alone;
}

function lookAt(terrain: Terrain, aliases: ImportAliases, path: string): Look | undefined {
  const alone = new Alone(terrain, aliases);
  const file = alone.file(path);
  return file && { file, alone };
}

/** The project as a file sees it that knows no other. */
class Alone extends Project {
  #hasLeft = false;

  constructor(
    terrain: Terrain,
    private readonly aliases: ImportAliases,
  ) {
    super(terrain);
  }

  override resolve(from: CodeFile, specifier: string): undefined {
    const mayLead = !this.isDescribed(specifier) && this.aliases.mayLead(specifier, from.path);
    if (mayLead || ecmascriptImportPaths(specifier, from.path).length > 0) this.#hasLeft = true;
  }

  /** Whether the answer is yes, or would hang on another file. */
  holds(ask: (knowledge: Knowledge) => boolean): boolean {
    this.#hasLeft = false;
    // What is known already is not asked again, and then nobody would see that it hung on another file.
    return ask(new Knowledge(this)) || this.#hasLeft;
  }

  /** Whether the answer is yes by what the file itself says. */
  holdsHere(ask: (knowledge: Knowledge) => boolean): boolean {
    return ask(new Knowledge(this));
  }
}

function entrancesOf({ tables }: Page, names: Names, look: Look): Found {
  const found: Found = {};
  for (const way of ways) {
    const isOpen = (identifier: ts.Identifier): boolean => tests[way](look, identifier, tables[way]);
    const open = names[way].filter((name) => look.file.named(name).some(isOpen));
    if (open.length > 0) found[way] = open;
  }
  return found;
}

type Test = (look: Look, identifier: ts.Identifier, table: OriginTable<Start>) => boolean;

/** Each asks what the search for sources asks of a name, in the same words. */
const tests: Readonly<Record<Way, Test>> = {
  handler(look, identifier, table) {
    const call = callAround(look.file, identifier);
    return call !== undefined && isOf(look, call.expression, table);
  },
  type({ file, alone }, identifier, table) {
    const parameter = typedParameter(file, identifier);
    if (!parameter) return false;
    const fits = (thing: Thing): boolean =>
      thing.kind === "foreign" && table.match({ known: thing.tokens.slice(0, -1), written: [] }).length > 0;
    return alone.holds((knowledge) => knowledge.typed(file, parameter.type).some(fits));
  },
  decorator: (look, identifier, table) =>
    decoratedParameters(look.file, identifier).length > 0 && isOf(look, identifier, table),
  value({ file, alone }, identifier, table) {
    // Nobody imports the browser's globals from a file of the project: `user.name` is not `window.name`.
    const isOfBrowser = table.endingIn(identifier.text).every((start) => start === "browser");
    return expressionsOf(file, identifier).some((node) => {
      const ask = asks(file, node, table);
      return isOfBrowser ? alone.holdsHere(ask) : alone.holds(ask);
    });
  },
};

function isOf({ file, alone }: Look, node: ts.Node, table: OriginTable<Start>): boolean {
  return alone.holds(asks(file, node, table));
}

function asks(file: CodeFile, node: ts.Node, table: OriginTable<Start>): (knowledge: Knowledge) => boolean {
  return (knowledge) => table.match(knowledge.originOf(file, node)).length > 0;
}
