/** The files of a project, bound when asked for, and what they export. */
import type { ts } from "ts-morph";
import type { SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, functionNodes, literalText } from "../../syntax/typescript/ask.js";
import { ImportLookup } from "../../syntax/typescript/import-lookup.js";
import { moduleName } from "../pages-in-use.js";
import type { Terrain } from "../terrain.js";
import { CodeFile } from "./code-file.js";
import { type Exports, readExports } from "./exports.js";

/** A node and the file it stands in. */
export interface Located<Node extends ts.Node = ts.Node> {
  readonly file: CodeFile;
  readonly node: Node;
}

/** Functions of one name in the project above which the name says nothing. */
const mostNamesakes = 2;
/** Shorter method names, such as `get` or `parse`, are those of many things. */
const shortestTellingName = 6;

export class Project {
  readonly #files = new Map<string, CodeFile>();
  readonly #exports = new Map<CodeFile, Exports>();
  readonly #modules = new Map<string, string | null>();
  #functionNames: ReadonlyMap<string, readonly string[]> | undefined;

  #lookup: ImportLookup | undefined;
  /** Packages that pages describe: what is known of them is more than their code would say. */
  readonly #described: ReadonlySet<string>;

  constructor(readonly terrain: Terrain) {
    this.#described = new Set(terrain.pages.flatMap(({ packages }) => packages));
  }

  file(path: string): CodeFile | undefined {
    const known = this.#files.get(path);
    if (known) return known;
    const surveyed = this.terrain.survey.files.get(path);
    if (!surveyed || !isTypeScript(surveyed)) return undefined;
    const file = new CodeFile(surveyed);
    this.#files.set(path, file);
    return file;
  }

  /** Whether a page says what the package does. */
  isDescribed(specifier: string): boolean {
    return this.#described.has(moduleName(specifier));
  }

  /** Files that mention a name, bound; only those of which `isWanted` holds. */
  *mentioning(name: string, isWanted: (path: string) => boolean = () => true): Iterable<CodeFile> {
    for (const { path } of this.terrain.survey.index.mentions(name)) {
      const file = isWanted(path) ? this.file(path) : undefined;
      if (file) yield file;
    }
  }

  /** The reviewed file an import leads to; null for packages. */
  resolve(from: CodeFile, specifier: string): CodeFile | undefined {
    const key = `${from.path}\n${specifier}`;
    let path = this.#modules.get(key);
    if (path === undefined) {
      this.#lookup ??= new ImportLookup(this.terrain.survey.files);
      path =
        (this.isDescribed(specifier)
          ? this.#lookup.findPlain(specifier, from.path)
          : this.#lookup.find(specifier, from.path)) ?? null;
      this.#modules.set(key, path);
    }
    return path === null ? undefined : this.file(path);
  }

  exportsOf(file: CodeFile): Exports {
    let exports = this.#exports.get(file);
    if (!exports) this.#exports.set(file, (exports = readExports(file)));
    return exports;
  }

  /** Functions of this name, where it is telling and few bear it; for receivers nobody knows. */
  namesakes(name: string): readonly Located<FunctionNode>[] {
    if (name.length < shortestTellingName) return [];
    this.#functionNames ??= this.#indexFunctions();
    const paths = this.#functionNames.get(name) ?? [];
    if (paths.length > mostNamesakes) return [];
    return [...new Set(paths)].flatMap((path) => {
      const file = this.file(path);
      if (!file) return [];
      return functionNodes(file.tree)
        .filter((node) => node.body && this.nameOf(file, node) === name)
        .map((node) => ({ file, node }));
    });
  }

  /** Name a function or method goes by. */
  nameOf({ tree }: CodeFile, node: FunctionNode): string | undefined {
    const { ts } = tree;
    const { parent } = node;
    const name = node.name ?? (isNamedHolder(ts, parent) ? parent.name : undefined);
    if (name && ts.isIdentifier(name)) return name.text;
    if (ts.isBinaryExpression(parent) && parent.right === node) {
      if (ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
      if (ts.isIdentifier(parent.left)) return parent.left.text;
    }
    return undefined;
  }

  /** A file's imports that lead to another file, with the names it gives them. */
  localNamesOf(target: CodeFile): readonly { readonly file: CodeFile; readonly local: string }[] {
    return this.terrain.survey.index.importersOf(target.path).flatMap((path) => {
      const file = this.file(path);
      if (!file) return [];
      return file.surveyed.outline.imports
        .filter(({ module }) => this.resolve(file, module) === target)
        .flatMap(({ names }) => names.filter(({ imported }) => imported === "default" || imported === "*"))
        .map(({ local }) => ({ file, local }));
    });
  }

  #indexFunctions(): ReadonlyMap<string, readonly string[]> {
    const paths = new Map<string, string[]>();
    for (const { source, outline } of this.terrain.files) {
      if (source.isTest) continue;
      for (const { name } of outline.functions) {
        const list = paths.get(name);
        if (list) list.push(source.path);
        else paths.set(name, [source.path]);
      }
    }
    return paths;
  }
}

function isTypeScript(file: SurveyedFile): file is SurveyedFile & { readonly tree: TypeScriptTree } {
  return file.tree.family === "typescript";
}

function isNamedHolder(
  compiler: TypeScriptTree["ts"],
  node: ts.Node,
): node is ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration {
  return (
    compiler.isVariableDeclaration(node) ||
    compiler.isPropertyAssignment(node) ||
    compiler.isPropertyDeclaration(node)
  );
}

/** The module of `require("x")` or `import("x")`. */
export function requiredModule({ tree }: CodeFile, call: ts.CallExpression): string | null {
  const { ts } = tree;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === "require";
  if (!isRequire && call.expression.kind !== ts.SyntaxKind.ImportKeyword) return null;
  return literalText(tree, call.arguments[0]);
}
