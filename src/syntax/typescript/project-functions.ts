/** Finds the function of the project that a TypeScript call runs, by names, imports and written types; no checker. */
import type { ts } from "ts-morph";
import type { FunctionFact } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { Latest } from "../latest.js";
import { learn } from "../learn.js";
import { type FunctionNode, enclosingClass, functionName, isFunctionNode } from "./ask.js";
import { type Binding, bindingOf } from "./bindings.js";
import { type Scope, type TypeNode, plainMembers, readScope } from "./project-scopes.js";

export interface ProjectFunction {
  readonly name: string;
  readonly path: string;
  readonly tree: TypeScriptTree;
  /** A signature when only an interface or an abstract class is known. */
  readonly node: FunctionNode | ts.MethodSignature | ts.PropertySignature;
}

const known = new Latest<Survey, ProjectFunctions>();

/** The functions of a survey; scopes are read once a survey. */
export function projectFunctions(survey: Survey): ProjectFunctions {
  return known.of(survey, () => new ProjectFunctions(survey));
}

/** Re-exports and base classes are followed this far. */
const deepest = 4;

/** Names of three words and more, `updateDomainList`, are hardly ever those of another library too. */
const tellsApart = /^[a-z]+(?:[A-Z0-9][a-z]*){2,}$/;

interface Found<T> {
  readonly scope: Scope;
  readonly node: T;
}

export class ProjectFunctions {
  readonly #scopes = new Map<string, Scope>();
  readonly #facts = new Map<string, FunctionFact[]>();
  readonly #stems = new Map<string, string[]>();
  #plain?: ReadonlySet<string>;

  constructor(readonly survey: Survey) {
    for (const { source, tree } of survey.files.values()) {
      if (tree.family !== "typescript" || source.isTest) continue;
      const stem = stemOf(source.path);
      this.#stems.set(stem, [...(this.#stems.get(stem) ?? []), source.path]);
    }
  }

  /** What the call runs, when the code says so; undefined for what comes from outside or stays open. */
  calledBy(path: string, call: ts.CallExpression): ProjectFunction | undefined {
    const scope = this.#scope(path);
    if (!scope) return undefined;
    const { ts } = scope.tree;
    const callee = call.expression;
    if (ts.isIdentifier(callee)) return this.#named(scope, callee);
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const { expression, name } = callee;
    if (expression.kind === ts.SyntaxKind.ThisKeyword) {
      const holder = enclosingClass(scope.tree, call);
      return holder && this.#method({ scope, node: holder }, name.text, 0);
    }
    if (ts.isIdentifier(expression)) return this.#memberOf(scope, expression, name.text);
    return this.#memberOfField(scope, expression, name.text);
  }

  /** Every function of a name that says enough to be told apart; undefined when one of them is not async. */
  alwaysAsync(name: string): FunctionFact | undefined {
    if (!tellsApart.test(name)) return undefined;
    const all = this.#byName().get(name) ?? [];
    if (!all.every(({ isAsync }) => isAsync) || this.#declaredOtherwise().has(name)) return undefined;
    return all[0];
  }

  /** Names of members that are declared without a promise: `byId: (id: string) => Item`, `byId = memoised(…)`. */
  #declaredOtherwise(): ReadonlySet<string> {
    this.#plain ??= new Set(
      scriptFiles(this.survey).flatMap((file) =>
        learn(file, "members without a promise", () => plainMembers(file.tree)),
      ),
    );
    return this.#plain;
  }

  #byName(): ReadonlyMap<string, readonly FunctionFact[]> {
    if (this.#facts.size > 0) return this.#facts;
    for (const { outline } of scriptFiles(this.survey)) {
      for (const fact of outline.functions) {
        if (!tellsApart.test(fact.name)) continue;
        const same = this.#facts.get(fact.name);
        if (same) same.push(fact);
        else this.#facts.set(fact.name, [fact]);
      }
    }
    return this.#facts;
  }

  #scope(path: string): Scope | undefined {
    const before = this.#scopes.get(path);
    if (before) return before;
    const file = this.survey.files.get(path);
    if (file?.tree.family !== "typescript" || file.outline.parseErrors.length > 0) return undefined;
    const scope = readScope(path, file.tree as TypeScriptTree);
    this.#scopes.set(path, scope);
    return scope;
  }

  #named(scope: Scope, use: ts.Identifier): ProjectFunction | undefined {
    const binding = bindingOf(scope.tree, use);
    if (binding && this.#isImport(scope, binding)) return this.#imported(scope, use.text);
    if (binding && binding.kind !== "variable") return undefined;
    const own = scope.functions.get(use.text);
    if (own !== undefined) return own === "several" ? undefined : made(scope, own);
    return binding ? undefined : this.#imported(scope, use.text);
  }

  /** `const { save } = require("./store")` binds a name like any declaration, and is an import. */
  #isImport(scope: Scope, binding: Binding): boolean {
    if (binding.kind === "parameter" || binding.kind === "item") return false;
    const value = binding.kind === "part" ? binding.of : binding.given[0]?.value;
    return value !== undefined && /^(?:await import|require)\(/.test(value.getText(scope.tree.root));
  }

  #imported(scope: Scope, local: string): ProjectFunction | undefined {
    const found = this.#importOf(scope, local);
    return found && this.#exported(found.path, found.name, 0);
  }

  /** The file and the name a local name was imported from. */
  #importOf(scope: Scope, local: string): { path: string; name: string } | undefined {
    const file = this.survey.files.get(scope.path);
    for (const { module, names } of file?.outline.imports ?? []) {
      const name = names.find((one) => one.local === local);
      const path = name && this.#resolve(scope.path, module);
      if (name && path !== undefined) return { path, name: name.imported };
    }
    return undefined;
  }

  /** The reviewed file of a specifier; an alias such as `@server/models/User` counts by its last two names. */
  #resolve(from: string, module: string): string | undefined {
    const imported = this.survey.index.importsOf(from);
    const isOf = (path: string): boolean => stemOf(path) === lastPart(module);
    const own = imported.filter(isOf);
    if (own.length === 1 && module.startsWith(".")) return own[0];
    if (module.startsWith(".")) return own.find((path) => withoutEnding(path).endsWith(tailOf(module)));
    if (!/^(?:[@~#][\w-]*\/|src\/)/.test(module)) return undefined;
    const aliased = (this.#stems.get(lastPart(module)) ?? []).filter((path) =>
      `/${withoutEnding(path)}`.endsWith(tailOf(module)),
    );
    return aliased.length === 1 ? aliased[0] : undefined;
  }

  #exported(path: string, name: string, depth: number): ProjectFunction | undefined {
    const scope = this.#scope(path);
    if (!scope || depth > deepest) return undefined;
    const local = scope.exports.get(name) ?? name;
    const own = scope.functions.get(local);
    if (own !== undefined) return own === "several" ? undefined : made(scope, own);
    const passed = this.#importOf(scope, local);
    return passed && this.#exported(passed.path, passed.name, depth + 1);
  }

  #memberOf(scope: Scope, receiver: ts.Identifier, method: string): ProjectFunction | undefined {
    const { ts } = scope.tree;
    const binding = bindingOf(scope.tree, receiver);
    if (binding?.kind === "parameter")
      return this.#typed(scope, binding.node.type?.getText(scope.tree.root), method);
    if (binding?.kind === "variable" && !this.#isImport(scope, binding)) {
      const [given] = binding.given;
      if (!given || binding.given.length > 1) return undefined;
      const declared = ts.isVariableDeclaration(given.value.parent) ? given.value.parent.type : undefined;
      return this.#typed(
        scope,
        declared?.getText(scope.tree.root) ?? madeBy(scope.tree, given.value),
        method,
      );
    }
    if (binding && !this.#isImport(scope, binding)) return undefined;
    const instance = scope.instances.get(receiver.text);
    if (instance !== undefined) return this.#typed(scope, instance, method);
    const isStatic = this.#type(scope, receiver.text, 0);
    if (isStatic) return this.#method(isStatic, method, 0);
    return this.#memberOfImport(scope, receiver.text, method);
  }

  /** `import * as store from "./store"`, `import { store } from "./store"` with `export const store = new Store()`. */
  #memberOfImport(scope: Scope, local: string, method: string): ProjectFunction | undefined {
    const found = this.#importOf(scope, local);
    const other = found && this.#scope(found.path);
    if (!found || !other) return undefined;
    const instance = other.instances.get(other.exports.get(found.name) ?? found.name);
    if (instance !== undefined) return this.#typed(other, instance, method);
    return found.name === "*" ? this.#exported(found.path, method, 0) : undefined;
  }

  #memberOfField(scope: Scope, receiver: ts.Expression, method: string): ProjectFunction | undefined {
    const { ts } = scope.tree;
    if (!ts.isPropertyAccessExpression(receiver)) return undefined;
    if (receiver.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
    const holder = enclosingClass(scope.tree, receiver);
    const type = holder && scope.fields(holder).get(receiver.name.text);
    return this.#typed(scope, type, method);
  }

  #typed(scope: Scope, written: string | undefined, method: string): ProjectFunction | undefined {
    const name = /^(\w+)(?:<[^|]*>)?(?:\s*\|\s*(?:null|undefined))*$/.exec(written ?? "")?.[1];
    const type = name === undefined ? undefined : this.#type(scope, name, 0);
    return type && this.#method(type, method, 0);
  }

  #type(scope: Scope, local: string, depth: number): Found<TypeNode> | undefined {
    const own = scope.types.get(scope.exports.get(local) ?? local);
    if (own || depth > deepest) return own && { scope, node: own };
    const found = this.#importOf(scope, local);
    const other = found && this.#scope(found.path);
    return other && this.#type(other, found.name, depth + 1);
  }

  #method({ scope, node }: Found<TypeNode>, name: string, depth: number): ProjectFunction | undefined {
    const { ts, root } = scope.tree;
    const found = node.members.filter((member) => member.name?.getText(root) === name);
    const withBody = found.find((member) => ts.isMethodDeclaration(member) && member.body) ?? found[0];
    if (withBody) return ofMember(scope, withBody);
    if (depth > deepest) return undefined;
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== ts.SyntaxKind.ExtendsKeyword && !ts.isInterfaceDeclaration(node)) continue;
      for (const { expression } of clause.types) {
        const parent = this.#type(scope, expression.getText(root), 0);
        const inherited = parent && this.#method(parent, name, depth + 1);
        if (inherited) return inherited;
      }
    }
    return undefined;
  }
}

function made(scope: Scope, node: FunctionNode): ProjectFunction {
  return { name: functionName(scope.tree, node), path: scope.path, tree: scope.tree, node };
}

function ofMember(scope: Scope, member: ts.ClassElement | ts.TypeElement): ProjectFunction | undefined {
  const { ts } = scope.tree;
  if (ts.isMethodDeclaration(member)) return made(scope, member);
  if (
    ts.isPropertyDeclaration(member) &&
    member.initializer &&
    isFunctionNode(scope.tree, member.initializer)
  )
    return made(scope, member.initializer);
  if (!ts.isMethodSignature(member) && !ts.isPropertySignature(member)) return undefined;
  return { name: member.name.getText(scope.tree.root), path: scope.path, tree: scope.tree, node: member };
}

/** `Store` for `new Store(…)`. */
function madeBy({ ts, root }: TypeScriptTree, value: ts.Expression): string | undefined {
  return ts.isNewExpression(value) ? value.expression.getText(root) : undefined;
}

function withoutEnding(path: string): string {
  return path.replace(/\.d\.ts$|\.[cm]?[jt]sx?$/, "").replace(/\/index$/, "");
}

function lastPart(path: string): string {
  return path
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/\/(?:index)?$/, "")
    .replace(/^.*\//, "");
}

function stemOf(path: string): string {
  return lastPart(withoutEnding(path));
}

/** The last two names of a specifier with the slash before them; one where there is only one. */
function tailOf(module: string): string {
  const parts = withoutEnding(module)
    .split("/")
    .filter((part) => !/^\.{0,2}$|^[@~#]/.test(part));
  return `/${parts.slice(-2).join("/")}`;
}

/** The surveyed TypeScript and JavaScript files that are not tests. */
export function scriptFiles(survey: Survey): readonly (SurveyedFile & { readonly tree: TypeScriptTree })[] {
  return [...survey.files.values()].filter(
    (file): file is SurveyedFile & { readonly tree: TypeScriptTree } =>
      file.tree.family === "typescript" && !file.source.isTest && file.outline.parseErrors.length === 0,
  );
}
