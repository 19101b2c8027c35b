/** Finds the functions that packages call with requests: those registered, decorated, exported, or of a known shape. */
import type { ts } from "ts-morph";
import type { Framework } from "../../model/framework.js";
import type { Outline } from "../../model/outline.js";
import type { SurveyedFile } from "../../model/survey.js";
import { type FunctionNode, functionNodes } from "../../syntax/typescript/ask.js";
import { OriginTable } from "../origins.js";
import { moduleName } from "../pages-in-use.js";
import { type CallNode, callAround } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import type { Ground } from "./ground.js";
import type { Source } from "./models.js";
import type { Located } from "./project.js";
import { offered } from "./offered.js";
import { unwrap } from "./things.js";
import { type Given, wrappedIn } from "./wrappers.js";

/** A function that handles requests, and the source that says so. */
export interface Handler extends Located<FunctionNode> {
  readonly source: Source;
  readonly isByName: boolean;
}

/** How a page's handlers are registered: the last names of the calls, and what their receivers are called. */
interface Registering {
  readonly id: string;
  readonly names: ReadonlySet<string>;
  readonly receivers: ReadonlySet<string>;
}

/** Wrappers around a handler that are looked into: `catchErrors(authorised(handler))`. */
const deepestWrapper = 3;

export class Handlers {
  #importers: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly ground: Ground) {}

  /** Every handler of the project, one for each source that knows it. */
  *find(): Iterable<Handler> {
    for (const page of this.ground.models.pages) {
      const { sources, packages } = page;
      yield* this.#registered(page);
      for (const source of sources) {
        if (source.signature) yield* this.#shaped(source, source.signature);
        if (source.exported?.includes("*")) yield* offered(this.ground, source, this.#candidates(packages));
        else if (source.exported) yield* this.#exported(source, source.exported);
      }
    }
  }

  *#registered({ id, sources, packages }: Framework): Iterable<Handler> {
    const table = new OriginTable(
      sources.flatMap((source) => (source.handler ?? []).map((origin) => [origin, source] as const)),
    );
    if (table.isEmpty) return;
    const names = table.lastNames;
    if (!names) return;
    const receivers = namedReceivers(sources);
    const seen = new Set<ts.Node>();
    for (const file of this.#candidates(packages, { id, receivers, names }))
      for (const name of names)
        for (const identifier of file.named(name)) {
          const call = callAround(file, identifier);
          if (!call || seen.has(call)) continue;
          seen.add(call);
          const matches = table.match(this.ground.knowledge.originOf(file, call.expression));
          for (const { value, isByName } of matches)
            for (const target of this.#among(file, call)) {
              this.#register(target, { file, node: call });
              yield { ...target, source: value, isByName };
            }
        }
  }

  /** Whatever stands before a wrapper stands before what it wraps. */
  #register(target: Given, at: Located<CallNode>): void {
    const { knowledge, validators } = this.ground;
    for (const { node } of [target, ...wrappedIn(knowledge, target)]) validators.register(node, at);
  }

  /**
   * Files that import the package, or a file that does, or have a receiver of a telling name.
   * @param registering only files that may register handlers by these names; any file when absent
   */
  *#candidates(packages: readonly string[], registering?: Registering): Iterable<CodeFile> {
    const { files, survey } = this.ground.project.terrain;
    const own = this.#importing(packages);
    for (const { source, outline } of files) {
      if (registering && !mentionsAny(outline, registering.names)) continue;
      const isNear =
        own.has(source.path) || survey.index.importsOf(source.path).some((path) => own.has(path));
      if (!isNear && !(registering && mentionsAny(outline, registering.receivers))) continue;
      // Binding a file's names costs a walk through its tree.
      if (registering && !this.ground.entrances.mayRegister(source.path, registering.id)) continue;
      const file = this.ground.project.file(source.path);
      if (file) yield file;
    }
  }

  /** Files that import one of the packages; those that import anything when there is none. */
  #importing(packages: readonly string[]): ReadonlySet<string> {
    const importers = this.#importers ?? importersByPackage(this.ground.project.terrain.files);
    this.#importers = importers;
    const names = packages.length === 0 ? [...importers.keys()] : packages;
    return new Set(names.flatMap((name) => importers.get(name) ?? []));
  }

  /** Functions among the arguments: as such, in lists and options, and inside wrappers. */
  *#among(file: CodeFile, call: CallNode): Iterable<Given> {
    for (const argument of call.arguments ?? []) yield* this.#functionsIn(file, argument, 0);
  }

  *#functionsIn(file: CodeFile, expression: ts.Node, depth: number): Iterable<Given> {
    const { ts } = file.tree;
    if (depth > deepestWrapper) return;
    const node = unwrap(file.tree, expression);
    const functions = this.ground.knowledge.functionsOf(file, node);
    yield* functions;
    if (ts.isArrayLiteralExpression(node))
      for (const item of node.elements) yield* this.#functionsIn(file, item, depth);
    else if (ts.isSpreadElement(node)) yield* this.#functionsIn(file, node.expression, depth);
    else if (ts.isCallExpression(node) && functions.length === 0)
      for (const argument of node.arguments) yield* this.#functionsIn(file, argument, depth + 1);
    else if (ts.isObjectLiteralExpression(node))
      for (const property of node.properties) {
        if (ts.isPropertyAssignment(property))
          yield* this.#functionsIn(file, property.initializer, depth + 1);
        if (ts.isMethodDeclaration(property)) yield { file, node: property };
      }
    else if (ts.isIdentifier(node) && functions.length === 0) yield* this.#listed(file, node, depth);
  }

  /** `const guards = [a, b]; app.get("/", guards)` */
  *#listed(file: CodeFile, node: ts.Identifier, depth: number): Iterable<Given> {
    const { ts } = file.tree;
    const declaration = file.bindingOf(node)?.declaration;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return;
    const initial = unwrap(file.tree, declaration.initializer);
    if (ts.isArrayLiteralExpression(initial)) yield* this.#functionsIn(file, initial, depth + 1);
  }

  /** Functions whose first parameters are called like those of a handler. */
  *#shaped(source: Source, signature: readonly string[]): Iterable<Handler> {
    const tables = signature.map((name) => new OriginTable([[name, true]]));
    for (const { source: text, outline } of this.ground.project.terrain.files) {
      if (text.isTest) continue;
      const fitting = outline.functions.filter(({ parameters }) =>
        tables.every(
          (table, i) => table.match({ known: [parameters[i]?.name ?? ""], written: [] }).length > 0,
        ),
      );
      if (fitting.length === 0) continue;
      const file = this.ground.project.file(text.path);
      if (!file) continue;
      const starts = new Set(fitting.map(({ bodySpan }) => bodySpan.end));
      for (const node of functionNodes(file.tree))
        if (node.body && starts.has(node.body.end)) yield { file, node, source, isByName: true };
    }
  }

  /** Functions exported under a name that a framework calls, from files where it looks for them. */
  *#exported(source: Source, names: readonly string[]): Iterable<Handler> {
    const patterns = (source.files ?? []).map(globPattern);
    for (const { source: text } of this.ground.project.terrain.files) {
      if (text.isTest) continue;
      if (patterns.length > 0 && !patterns.some((pattern) => pattern.test(text.path))) continue;
      const file = this.ground.project.file(text.path);
      if (!file) continue;
      for (const name of names)
        for (const thing of this.ground.knowledge.exported(file, name, 0))
          if (thing.kind === "function")
            yield { file: thing.file, node: thing.node, source, isByName: false };
    }
  }
}

function importersByPackage(files: readonly SurveyedFile[]): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const { source, outline } of files)
    for (const { module } of outline.imports) {
      const name = moduleName(module);
      const known = importers.get(name);
      if (known) known.push(source.path);
      else importers.set(name, [source.path]);
    }
  return importers;
}

function mentionsAny({ mentions }: Outline, names: ReadonlySet<string>): boolean {
  for (const name of names) if (mentions.has(name)) return true;
  return false;
}

/** First names of the origins that go by a receiver's name. */
function namedReceivers(sources: readonly Source[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { handler = [] } of sources)
    for (const origin of handler) {
      const first = /^\?(\{[^}]*\}|[^.({]+)/.exec(origin)?.[1];
      for (const name of first?.replace(/[{}]/g, "").split(",") ?? []) found.add(name.trim());
    }
  return found;
}

/** `**` any folders, `*` any part of a name, `{a,b}` either. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|[\]\\]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(",", "|")})`)
    .replace(/\*\*\/?|\*/g, (stars) => (stars === "*" ? "[^/]*" : "(?:.*/)?"));
  return new RegExp(`^${source}$`);
}
