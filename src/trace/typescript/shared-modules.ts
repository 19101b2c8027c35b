/** Finds what the files of a project share: objects, lists and maps that one exports and others fill and read. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { Binding, CodeFile } from "./code-file.js";
import { importAround } from "./expressions.js";
import type { Knowledge } from "./knowledge.js";
import { requiredModule } from "./project.js";
import { type Thing, unwrap } from "./things.js";
import { readMember, within } from "./value.js";

/** A member of what a file exports. */
export interface Shared {
  readonly home: CodeFile;
  readonly path: readonly string[];
}

/** A name that stands for a part of what is shared, and where in it the member lies. */
export interface SharedUse {
  readonly file: CodeFile;
  readonly node: ts.Identifier;
  readonly path: readonly string[];
}

/** Collections of the language. What packages keep, they keep by keys that nobody compares here. */
const collections = /^(?:Map|Set|Array|WeakMap)$/;

export class SharedModules {
  constructor(private readonly knowledge: Knowledge) {}

  /** Where a member of the binding lies for others; null for what only its own file knows. */
  memberOf(binding: Binding, path: readonly string[]): Shared | null {
    const { file, declaration } = binding;
    if (path.length === 0 || !this.knowledge.whatBindingIs(binding).some(isKept)) return null;
    const source = importOf(file, declaration);
    if (source) {
      const home = this.knowledge.project.resolve(file, source.module);
      return home ? { home, path: source.name === "*" ? path : within(source.name, path) } : null;
    }
    if (file.atTop(binding.name) !== binding) return null;
    const name = this.#exportedName(file, binding.name);
    return name === null ? null : { home: file, path: name === "*" ? path : within(name, path) };
  }

  /** Names in other files, and in the file itself, that reach the member. */
  usesOf({ home, path }: Shared): readonly SharedUse[] {
    const { project } = this.knowledge;
    const isWhole = (name: string): boolean => name === "*" || (name === "default" && this.#isWhole(home));
    const partOf = (name: string): readonly string[] | null =>
      isWhole(name) ? path : readMember(path, name);
    const own = this.#ownUses(home, path);
    const others = project.terrain.survey.index.importersOf(home.path).flatMap((importer) => {
      const file = project.file(importer);
      if (!file) return [];
      return file.surveyed.outline.imports
        .filter(({ module }) => project.resolve(file, module) === home)
        .flatMap(({ names }) =>
          names.flatMap(({ imported, local }) => usesIn(file, local, partOf(imported))),
        );
    });
    return [...own, ...others];
  }

  #ownUses(home: CodeFile, path: readonly string[]): readonly SharedUse[] {
    const [first = "", ...rest] = path;
    const { named, whole } = this.knowledge.project.exportsOf(home);
    const { ts } = home.tree;
    if (whole && ts.isIdentifier(whole)) return usesIn(home, whole.text, path);
    const exported = named.get(first);
    const local = exported && ts.isIdentifier(exported) ? exported.text : first;
    return usesIn(home, local, rest);
  }

  #isWhole(home: CodeFile): boolean {
    return this.knowledge.project.exportsOf(home).whole !== undefined;
  }

  /** `*` where the file exports nothing but the name. */
  #exportedName(file: CodeFile, local: string): string | null {
    const { ts } = file.tree;
    const { named, whole } = this.knowledge.project.exportsOf(file);
    if (whole && ts.isIdentifier(whole) && whole.text === local) return "*";
    if (whole && ts.isObjectLiteralExpression(whole))
      return whole.properties.some(({ name }) => name?.getText(file.tree.root) === local) ? local : null;
    for (const [name, node] of named) if (ts.isIdentifier(node) && node.text === local) return name;
    return null;
  }
}

/** What keeps what is put into it, and gives it back to whoever asks by the same name. */
function isKept(thing: Thing): boolean {
  if (thing.kind === "foreign") return thing.tokens.length === 2 && collections.test(thing.tokens[0] ?? "");
  return thing.kind === "object" || thing.kind === "list" || thing.kind === "module";
}

function importOf(
  file: CodeFile,
  declaration: ts.Node,
): { readonly module: string; readonly name: string } | null {
  const { ts } = file.tree;
  const module = literalText(file.tree, importAround(file, declaration)?.moduleSpecifier);
  if (module !== null) {
    if (ts.isNamespaceImport(declaration)) return { module, name: "*" };
    if (ts.isImportClause(declaration)) return { module, name: "default" };
    return ts.isImportSpecifier(declaration)
      ? { module, name: (declaration.propertyName ?? declaration.name).text }
      : null;
  }
  const isPart = ts.isBindingElement(declaration) && ts.isIdentifier(declaration.name);
  const holder = isPart ? declaration.parent.parent : declaration;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer) return null;
  const call = unwrap(file.tree, holder.initializer);
  const required = ts.isCallExpression(call) ? requiredModule(file, call) : null;
  if (required === null) return null;
  if (!isPart) return { module: required, name: "*" };
  return { module: required, name: (declaration.propertyName ?? declaration.name).getText(file.tree.root) };
}

/** A member of a copy is the member still; the copy itself is none of it. */
function usesIn(file: CodeFile, local: string, path: readonly string[] | null): readonly SharedUse[] {
  const binding = file.atTop(local);
  if (!binding || !path || path.length === 0) return [];
  return file.usesOf(binding).map((node) => ({ file, node, path }));
}
