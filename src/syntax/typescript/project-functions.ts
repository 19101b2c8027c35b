/** Finds the function of the project that a TypeScript call runs, by names, imports and written types; no checker. */
import type { FunctionFact } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { Latest } from "../latest.js";
import { learn } from "../learn.js";
import type { Callee } from "./callee-sketch.js";
import { type FunctionSketch, type TypeSketch, plainMembers, readScope } from "./project-scopes.js";

export interface ProjectFunction extends FunctionSketch {
  readonly path: string;
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

interface Found {
  readonly scope: OpenScope;
  readonly type: TypeSketch;
}

/** A scope with its names at hand. */
interface OpenScope {
  readonly path: string;
  readonly functions: ReadonlyMap<string, FunctionSketch | "several">;
  readonly types: readonly TypeSketch[];
  readonly named: ReadonlyMap<string, number>;
  readonly instances: ReadonlyMap<string, string>;
  readonly exports: ReadonlyMap<string, string>;
  /** Where local names were imported from, as far as anybody has asked. */
  readonly imported: Map<string, { readonly path: string; readonly name: string } | undefined>;
}

export class ProjectFunctions {
  readonly #scopes = new Map<string, OpenScope>();
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

  /** What a call in the file runs, when the code says so; undefined for what comes from outside or stays open. */
  calledBy(path: string, callee: Callee): ProjectFunction | undefined {
    const scope = this.#scope(path);
    if (!scope) return undefined;
    switch (callee.how) {
      case "own":
        return this.#own(scope, callee.name, callee.mayBeImported);
      case "imported":
        return this.#imported(scope, callee.name);
      case "member": {
        const type = scope.types[callee.type];
        return type && this.#method({ scope, type }, callee.name, 0);
      }
      case "typed":
        return this.#typed(scope, callee.written, callee.name);
      case "of":
        return this.#memberOf(scope, callee.receiver, callee.name);
    }
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

  #scope(path: string): OpenScope | undefined {
    const before = this.#scopes.get(path);
    if (before) return before;
    const file = this.survey.files.get(path);
    if (file?.tree.family !== "typescript" || file.outline.parseErrors.length > 0) return undefined;
    const tree = file.tree as TypeScriptTree;
    const { functions, types, named, instances, exports } = learn(file, "scope", () => readScope(tree));
    const scope = {
      path,
      types,
      functions: new Map(functions),
      named: new Map(named),
      instances: new Map(instances),
      exports: new Map(exports),
      imported: new Map(),
    };
    this.#scopes.set(path, scope);
    return scope;
  }

  #own(scope: OpenScope, name: string, mayBeImported: boolean): ProjectFunction | undefined {
    const own = scope.functions.get(name);
    if (own !== undefined) return own === "several" ? undefined : { ...own, path: scope.path };
    return mayBeImported ? this.#imported(scope, name) : undefined;
  }

  #imported(scope: OpenScope, local: string): ProjectFunction | undefined {
    const found = this.#importOf(scope, local);
    return found && this.#exported(found.path, found.name, 0);
  }

  /** The file and the name a local name was imported from. */
  #importOf(scope: OpenScope, local: string): { readonly path: string; readonly name: string } | undefined {
    const { imported } = scope;
    if (!imported.has(local)) imported.set(local, this.#findImport(scope, local));
    return imported.get(local);
  }

  #findImport(scope: OpenScope, local: string): { path: string; name: string } | undefined {
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
    if (own !== undefined) return own === "several" ? undefined : { ...own, path: scope.path };
    const passed = this.#importOf(scope, local);
    return passed && this.#exported(passed.path, passed.name, depth + 1);
  }

  #memberOf(scope: OpenScope, receiver: string, method: string): ProjectFunction | undefined {
    const instance = scope.instances.get(receiver);
    if (instance !== undefined) return this.#typed(scope, instance, method);
    const isStatic = this.#type(scope, receiver, 0);
    return isStatic ? this.#method(isStatic, method, 0) : this.#memberOfImport(scope, receiver, method);
  }

  /** `import * as store from "./store"`, `import { store } from "./store"` with `export const store = new Store()`. */
  #memberOfImport(scope: OpenScope, local: string, method: string): ProjectFunction | undefined {
    const found = this.#importOf(scope, local);
    const other = found && this.#scope(found.path);
    if (!found || !other) return undefined;
    const instance = other.instances.get(other.exports.get(found.name) ?? found.name);
    if (instance !== undefined) return this.#typed(other, instance, method);
    return found.name === "*" ? this.#exported(found.path, method, 0) : undefined;
  }

  #typed(scope: OpenScope, written: string, method: string): ProjectFunction | undefined {
    const name = /^(\w+)(?:<[^|]*>)?(?:\s*\|\s*(?:null|undefined))*$/.exec(written)?.[1];
    const type = name === undefined ? undefined : this.#type(scope, name, 0);
    return type && this.#method(type, method, 0);
  }

  #type(scope: OpenScope, local: string, depth: number): Found | undefined {
    const own = scope.types[scope.named.get(scope.exports.get(local) ?? local) ?? -1];
    if (own || depth > deepest) return own && { scope, type: own };
    const found = this.#importOf(scope, local);
    const other = found && this.#scope(found.path);
    return other && this.#type(other, found.name, depth + 1);
  }

  #method({ scope, type }: Found, name: string, depth: number): ProjectFunction | undefined {
    const own = type.members.find(([one]) => one === name)?.[1];
    if (own !== undefined) return own ? { ...own, path: scope.path } : undefined;
    if (depth > deepest) return undefined;
    for (const written of type.parents) {
      const parent = this.#type(scope, written, 0);
      const inherited = parent && this.#method(parent, name, depth + 1);
      if (inherited) return inherited;
    }
    return undefined;
  }
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
