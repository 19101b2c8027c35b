/** A survey that notes what is read of it, so that an answer drawn from it can be believed while that is the same. */
import { type Part, type Readings, parts, shifting } from "../model/kept.js";
import type { Outline } from "../model/outline.js";
import type { Source } from "../model/source.js";
import type { Survey, SurveyedFile, SymbolIndex } from "../model/survey.js";
import type { GrammarTree, Tree, TypeScriptTree } from "../model/tree.js";

export class Watch {
  readonly survey: Survey;
  readonly #places: ReadonlyMap<string, number>;
  readonly #parts: number[];
  readonly #names = new Set<string>();
  #imports = false;
  /** Something was asked of which nothing is noted, so the answer may hang on anything. */
  #isOpen = false;

  constructor(private readonly plain: Survey) {
    const paths = [...plain.files.keys()];
    this.#places = new Map(paths.map((path, i) => [path, i]));
    this.#parts = paths.map(() => 0);
    this.survey = this.#watched();
  }

  /** Null when the answer may hang on what was not noted. */
  get readings(): Readings | null {
    if (this.#isOpen) return null;
    return { files: [...this.#parts], names: [...this.#names].sort(), imports: this.#imports };
  }

  note(path: string, part: Part): void {
    const place = this.#places.get(path);
    if (place !== undefined) this.#parts[place] = (this.#parts[place] ?? 0) | parts[part];
  }

  #watched(): Survey {
    const { plain } = this;
    const files = new Map([...plain.files].map(([path, file]) => [path, this.#file(file)]));
    const open = <T>(value: T): T => {
      this.#isOpen = true;
      return value;
    };
    return {
      files,
      index: this.#index(),
      get clones() {
        return open(plain.clones);
      },
      get checklist() {
        return open(plain.checklist);
      },
      get facts() {
        return open(plain.facts);
      },
      get flows() {
        return open(plain.flows);
      },
      // Where there is none, whoever asks is told so, and that hangs on the kind of review.
      get focus() {
        return open(plain.focus);
      },
    };
  }

  #index(): SymbolIndex {
    const { index } = this.plain;
    const open = <T>(value: T): T => {
      this.#isOpen = true;
      return value;
    };
    const note = this.note.bind(this);
    return {
      mentions: (name) => {
        this.#names.add(name);
        return index.mentions(name).map(({ path, offsets }) => ({
          path,
          get offsets() {
            note(path, "mentions");
            return offsets;
          },
        }));
      },
      importsOf: (path) => this.#ofImports(index.importsOf(path)),
      importersOf: (path) => this.#ofImports(index.importersOf(path)),
      hasPackage: (path, name) => open(index.hasPackage(path, name)),
      answer: (query) => open(index.answer(query)),
    };
  }

  #ofImports<T>(value: T): T {
    this.#imports = true;
    return value;
  }

  #file(file: SurveyedFile): SurveyedFile {
    const { path, language, isTest } = file.source;
    const whole = <T>(value: T): T => {
      this.note(path, "whole");
      return value;
    };
    const source: Source = {
      path,
      language,
      isTest,
      get text() {
        return whole(file.source.text);
      },
    };
    const tree = watchedTree(file.tree, () => {
      this.note(path, "whole");
    });
    const outline = this.#outline(path, file.outline);
    return {
      source,
      tree,
      outline,
      get secrets() {
        return whole(file.secrets);
      },
      get suspected() {
        return whole(file.suspected);
      },
      // What was learned of a file may say all of it.
      get learned() {
        return whole(file.learned ?? new Map<string, unknown>());
      },
    };
  }

  #outline(path: string, outline: Outline): Outline {
    const noted = <P extends Part & keyof Outline>(part: P): Outline[P] => {
      this.note(path, part);
      return outline[part];
    };
    const whole = (): void => {
      this.note(path, "whole");
    };
    let functions: Outline["functions"] | undefined;
    let imports: Outline["imports"] | undefined;
    const mentions = new WatchedNames(outline.mentions, this.#names, () => {
      this.note(path, "mentions");
    });
    return {
      mentions,
      get functions() {
        return (functions ??= noted("functions").map((one) => shiftingNoted(one, shifting.functions, whole)));
      },
      get definitions() {
        return noted("definitions");
      },
      get imports() {
        return (imports ??= noted("imports").map((one) => shiftingNoted(one, shifting.imports, whole)));
      },
      get references() {
        return noted("references");
      },
      get calls() {
        return noted("calls");
      },
      get comments() {
        return noted("comments");
      },
      get parseErrors() {
        return noted("parseErrors");
      },
    };
  }
}

/** A copy that tells when it is asked for one of these. */
function shiftingNoted<T extends object>(plain: T, keys: readonly (keyof T)[], note: () => void): T {
  const copy = { ...plain };
  for (const key of keys)
    Object.defineProperty(copy, key, {
      enumerable: true, // so that whoever copies it in turn asks, too
      get() {
        note();
        return plain[key];
      },
    });
  return copy;
}

type Offsets = readonly number[];

/** Whether a name is there is noted of the name; everything else of the file. */
class WatchedNames implements ReadonlyMap<string, Offsets> {
  constructor(
    private readonly plain: ReadonlyMap<string, Offsets>,
    private readonly names: Set<string>,
    private readonly note: () => void,
  ) {}

  has(name: string): boolean {
    this.names.add(name);
    return this.plain.has(name);
  }

  get(name: string): Offsets | undefined {
    return this.#noted().get(name);
  }

  get size(): number {
    return this.#noted().size;
  }

  keys(): MapIterator<string> {
    return this.#noted().keys();
  }

  values(): MapIterator<Offsets> {
    return this.#noted().values();
  }

  entries(): MapIterator<[string, Offsets]> {
    return this.#noted().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Offsets]> {
    return this.#noted()[Symbol.iterator]();
  }

  forEach(see: (offsets: Offsets, name: string, all: ReadonlyMap<string, Offsets>) => void): void {
    this.#noted().forEach(see);
  }

  #noted(): ReadonlyMap<string, Offsets> {
    this.note();
    return this.plain;
  }
}

/** Its family follows from the language; whatever else is asked of it may say all of the file. */
function watchedTree(tree: Tree, note: () => void): Tree {
  if (tree.family === "text") return tree;
  if (tree.family === "typescript") return new WatchedTypeScriptTree(tree, note);
  return new WatchedGrammarTree(tree, note) as Tree; // of the family of the tree that it shows
}

class WatchedTypeScriptTree implements TypeScriptTree {
  readonly family = "typescript";

  constructor(
    private readonly plain: TypeScriptTree,
    private readonly note: () => void,
  ) {}

  get ts(): TypeScriptTree["ts"] {
    this.note();
    return this.plain.ts;
  }

  get root(): TypeScriptTree["root"] {
    this.note();
    return this.plain.root;
  }

  get nodes(): TypeScriptTree["nodes"] {
    this.note();
    return this.plain.nodes.bind(this.plain);
  }
}

class WatchedGrammarTree implements GrammarTree {
  readonly family: string;

  constructor(
    private readonly plain: GrammarTree,
    private readonly note: () => void,
  ) {
    this.family = plain.family;
  }

  get root(): GrammarTree["root"] {
    this.note();
    return this.plain.root;
  }

  nodes(kind: string): ReturnType<GrammarTree["nodes"]> {
    this.note();
    return this.plain.nodes(kind);
  }
}
