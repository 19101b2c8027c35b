/** Finds what expressions stand for, across files: the ground for origins of callees and for going into functions. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode, literalText } from "../../syntax/typescript/ask.js";
import { type Origin, called } from "../origins.js";
import { moduleName } from "../pages-in-use.js";
import type { Binding, CodeFile } from "./code-file.js";
import { type Project, requiredModule } from "./project.js";
import { Members } from "./members.js";
import {
  assignedTo,
  entityNames,
  importAround,
  returnedExpressions,
  rootOf,
  writtenForms,
} from "./expressions.js";
import { type FunctionThing, type Thing, distinct, unwrap } from "./things.js";

/** Longest chain of names and calls that is looked through: beyond it lie cycles and registries, hardly ever code. */
const deepest = 14;
/** Assignments to a variable beyond which it may be anything. */
const mostAssignments = 6;

/** Names for the global object: `window.fetch` is `fetch`. */
const globalObjects = new Set(["globalThis", "window", "self", "global"]);

export class Knowledge {
  readonly #known = new Map<ts.Node, readonly Thing[]>();
  readonly #knownMembers = new Map<ts.Node, Map<string, readonly Thing[]>>();
  readonly #open = new Set<ts.Node>();
  /** How often a question was cut off; what was found out meanwhile may be incomplete and is not kept. */
  #cuts = 0;
  readonly #members: Members;

  constructor(readonly project: Project) {
    this.#members = new Members(this);
  }

  /** Everything the expression may stand for; empty when nobody knows. */
  whatIs(file: CodeFile, expression: ts.Node, depth = 0): readonly Thing[] {
    const node = unwrap(file.tree, expression);
    const known = this.#known.get(node);
    if (known) return known;
    if (depth > deepest || this.#open.has(node)) return this.#cut();
    const cuts = this.#cuts;
    this.#open.add(node);
    const things = distinct(this.#look(file, node, depth + 1));
    this.#open.delete(node);
    if (cuts === this.#cuts || depth === 0) this.#known.set(node, things);
    return things;
  }

  #cut(): readonly Thing[] {
    this.#cuts++;
    return [];
  }

  /** What the member of that name is, of an object the expression stands for. */
  memberOf(things: readonly Thing[], name: string, depth = 0): readonly Thing[] {
    if (depth > deepest) return this.#cut();
    return distinct(things.flatMap((thing) => this.#member(thing, name, depth + 1)));
  }

  #member(thing: Thing, name: string, depth: number): readonly Thing[] {
    if (thing.kind !== "object") return this.#members.of(thing, name, depth);
    let members = this.#knownMembers.get(thing.node);
    if (!members) this.#knownMembers.set(thing.node, (members = new Map<string, readonly Thing[]>()));
    const known = members.get(name);
    if (known) return known;
    const cuts = this.#cuts;
    // An object that is spread into itself by way of others asks for its own member: it has none.
    members.set(name, []);
    const found = this.#members.of(thing, name, depth);
    if (cuts === this.#cuts || depth <= 1) members.set(name, found);
    else members.delete(name);
    return found;
  }

  /** Where the expression comes from, for comparison with pages. */
  originOf(file: CodeFile, expression: ts.Node): Origin {
    const foreign = this.whatIs(file, expression).filter((thing) => thing.kind === "foreign");
    const known = foreign[0]?.tokens ?? null;
    const root = rootOf(file, expression);
    const isGlobal =
      known !== null && root !== undefined && file.bindingOf(root) === undefined && root.text === known[0];
    return { known, written: writtenForms(file, expression), isGlobal };
  }

  /** Functions the callee may be; the names of unknown receivers are not asked. */
  functionsOf(file: CodeFile, callee: ts.Node): readonly FunctionThing[] {
    return this.whatIs(file, callee).flatMap((thing) => {
      if (thing.kind === "function") return [thing];
      return thing.kind === "class" ? this.#members.constructorsOf(thing, 0) : [];
    });
  }

  whatBindingIs(binding: Binding, depth = 0): readonly Thing[] {
    if (depth > deepest) return [];
    const { file, declaration } = binding;
    const { ts } = file.tree;
    if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration))
      return [{ kind: "function", file, node: declaration }];
    if (ts.isClassLike(declaration)) return [{ kind: "class", file, node: declaration }];
    if (ts.isVariableDeclaration(declaration)) return this.#variable(binding, declaration, depth);
    if (ts.isParameter(declaration)) return this.typed(file, declaration.type, depth);
    if (ts.isBindingElement(declaration)) return this.#part(file, declaration, depth);
    return this.#imported(file, declaration, depth);
  }

  /** What a name of another file is. */
  exported(file: CodeFile, name: string, depth: number): readonly Thing[] {
    if (depth > deepest) return [];
    const { named, whole, passedOn, stars } = this.project.exportsOf(file);
    if (name === "*") return [{ kind: "module", file }];
    const node = named.get(name);
    if (node) return this.#declared(file, node, depth + 1);
    const passed = passedOn.get(name);
    if (passed) return this.#fromModule(file, passed.module, passed.name, depth + 1);
    if (whole) {
      const things = this.whatIs(file, whole, depth + 1);
      return name === "default" ? things : this.memberOf(things, name, depth + 1);
    }
    return distinct(
      stars.flatMap((module) => {
        const target = this.project.resolve(file, module);
        return target ? this.exported(target, name, depth + 2) : [];
      }),
    );
  }

  #declared(file: CodeFile, node: ts.Node, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    if (ts.isFunctionDeclaration(node)) return [{ kind: "function", file, node }];
    if (ts.isClassDeclaration(node)) return [{ kind: "class", file, node }];
    return this.whatIs(file, node, depth);
  }

  #fromModule(file: CodeFile, module: string, name: string, depth: number): readonly Thing[] {
    const target = this.project.resolve(file, module);
    if (target) return this.#fromFile(target, name, depth);
    if (module.startsWith(".")) return [];
    const tokens = moduleName(module).split(".");
    const isWhole = name === "*" || name === "default";
    return [{ kind: "foreign", tokens: isWhole ? tokens : [...tokens, name] }];
  }

  /** `require` of a file is what it assigns to `module.exports`; `import x` too where there is no default. */
  #fromFile(target: CodeFile, name: string, depth: number): readonly Thing[] {
    const { whole } = this.project.exportsOf(target);
    if (name === "*" && whole) return this.whatIs(target, whole, depth + 1);
    return this.exported(target, name, depth);
  }

  #look(file: CodeFile, node: ts.Node, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    if (ts.isIdentifier(node)) return this.#identifier(file, node, depth);
    if (ts.isPropertyAccessExpression(node))
      return this.memberOf(this.whatIs(file, node.expression, depth), node.name.text, depth);
    if (ts.isElementAccessExpression(node)) {
      const name = literalText(file.tree, node.argumentExpression);
      return name === null ? [] : this.memberOf(this.whatIs(file, node.expression, depth), name, depth);
    }
    if (ts.isCallExpression(node)) return this.#call(file, node, depth);
    if (ts.isNewExpression(node)) return this.instancesOf(this.whatIs(file, node.expression, depth));
    if (isFunctionNode(file.tree, node)) return [{ kind: "function", file, node }];
    if (ts.isClassLike(node)) return [{ kind: "class", file, node }];
    if (ts.isObjectLiteralExpression(node)) return [{ kind: "object", file, node }];
    if (ts.isArrayLiteralExpression(node)) return [{ kind: "list", file, node }];
    if (ts.isConditionalExpression(node))
      return [...this.whatIs(file, node.whenTrue, depth), ...this.whatIs(file, node.whenFalse, depth)];
    if (ts.isBinaryExpression(node)) return this.#binary(file, node, depth);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.#members.self(file, node);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return this.#members.above(file, node, depth);
    return [];
  }

  #identifier(file: CodeFile, node: ts.Identifier, depth: number): readonly Thing[] {
    const binding = file.bindingOf(node);
    if (binding) return this.whatBindingIs(binding, depth);
    if (node.text === "module" || node.text === "exports" || node.text === "arguments") return [];
    return [{ kind: "foreign", tokens: globalObjects.has(node.text) ? [] : [node.text] }];
  }

  #binary(file: CodeFile, node: ts.BinaryExpression, depth: number): readonly Thing[] {
    const { SyntaxKind } = file.tree.ts;
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken)
      return [...this.whatIs(file, node.left, depth), ...this.whatIs(file, node.right, depth)];
    const isRight = kind === SyntaxKind.EqualsToken || kind === SyntaxKind.AmpersandAmpersandToken;
    return isRight || kind === SyntaxKind.CommaToken ? this.whatIs(file, node.right, depth) : [];
  }

  #call(file: CodeFile, node: ts.CallExpression, depth: number): readonly Thing[] {
    const module = requiredModule(file, node);
    if (module !== null) return this.#fromModule(file, module, "*", depth);
    const [first] = node.arguments;
    if (this.#isBinding(file, node.expression)) return this.#bound(file, node.expression, depth);
    return this.whatIs(file, node.expression, depth).flatMap((thing): readonly Thing[] => {
      if (thing.kind === "function")
        return this.returned(thing, depth).map((given) =>
          given.kind === "function" ? { ...given, made: { file, node } } : given,
        );
      if (thing.kind !== "foreign") return [];
      if (first && passesOn.test(thing.tokens.join("."))) return this.whatIs(file, first, depth);
      return [{ kind: "foreign", tokens: [...thing.tokens, called], made: { file, node } }];
    });
  }

  /** `handler.bind(this)` is the handler. */
  #isBinding({ tree }: CodeFile, callee: ts.Node): callee is ts.PropertyAccessExpression {
    return tree.ts.isPropertyAccessExpression(callee) && callee.name.text === "bind";
  }

  #bound(file: CodeFile, callee: ts.PropertyAccessExpression, depth: number): readonly Thing[] {
    return this.whatIs(file, callee.expression, depth);
  }

  instancesOf(classes: readonly Thing[]): readonly Thing[] {
    return classes.flatMap((thing): readonly Thing[] => {
      if (thing.kind === "class" || thing.kind === "function") return [{ ...thing, kind: "instance" }];
      return thing.kind === "foreign" ? [{ kind: "foreign", tokens: [...thing.tokens, called] }] : [];
    });
  }

  /** What a function of the project gives, where it is a thing: a pool, a router, an object of functions. */
  returned(
    { file, node }: { readonly file: CodeFile; readonly node: FunctionNode },
    depth: number,
  ): readonly Thing[] {
    if (depth > deepest || !node.body) return [];
    return returnedExpressions(file, node).flatMap((expression) => this.whatIs(file, expression, depth + 1));
  }

  #variable(binding: Binding, declaration: ts.VariableDeclaration, depth: number): readonly Thing[] {
    const { file } = binding;
    const given = declaration.initializer ? [declaration.initializer] : [];
    const later = assignedTo(binding);
    if (later.length > mostAssignments) return [];
    const things = [...given, ...later].flatMap((expression) => this.whatIs(file, expression, depth + 1));
    return things.length > 0 ? things : this.typed(file, declaration.type, depth);
  }

  #part(file: CodeFile, element: ts.BindingElement, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    const name = element.propertyName ?? element.name;
    if (!ts.isIdentifier(name) || !ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken)
      return [];
    return this.memberOf(this.#pattern(file, element.parent, depth + 1), name.text, depth + 1);
  }

  /** What is taken apart by the pattern. */
  #pattern(file: CodeFile, pattern: ts.ObjectBindingPattern, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    const { parent } = pattern;
    if (ts.isVariableDeclaration(parent))
      return parent.initializer ? this.whatIs(file, parent.initializer, depth) : [];
    return ts.isBindingElement(parent)
      ? this.#part(file, parent, depth)
      : this.typed(file, parent.type, depth);
  }

  /** What a type annotation says a value is. */
  typed(file: CodeFile, type: ts.TypeNode | undefined, depth = 0): readonly Thing[] {
    const { ts } = file.tree;
    if (!type || depth > deepest) return [];
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type))
      return type.types.flatMap((part) => this.typed(file, part, depth + 1));
    if (!ts.isTypeReferenceNode(type)) return [];
    const [argument] = type.typeArguments ?? [];
    const names = entityNames(ts, type.typeName);
    if (names.at(-1) === "Promise" && argument) return this.typed(file, argument, depth + 1);
    const [root = "", ...rest] = names;
    const binding = file.atTop(root);
    const start: readonly Thing[] = binding
      ? this.whatBindingIs(binding, depth + 1)
      : [{ kind: "foreign", tokens: [root] }];
    return this.instancesOf(rest.reduce((things, name) => this.memberOf(things, name, depth + 1), start));
  }

  #imported(file: CodeFile, declaration: ts.Node, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    if (ts.isImportEqualsDeclaration(declaration)) {
      const reference = declaration.moduleReference;
      if (!ts.isExternalModuleReference(reference)) return this.whatIs(file, reference, depth + 1);
      return this.#fromModule(file, literalText(file.tree, reference.expression) ?? ".", "*", depth + 1);
    }
    const statement = importAround(file, declaration);
    const module = statement && literalText(file.tree, statement.moduleSpecifier);
    if (module === undefined || module === null) return [];
    if (ts.isNamespaceImport(declaration)) return this.#fromModule(file, module, "*", depth + 1);
    if (ts.isImportClause(declaration)) return this.#fromModule(file, module, "default", depth + 1);
    if (!ts.isImportSpecifier(declaration)) return [];
    return this.#fromModule(file, module, (declaration.propertyName ?? declaration.name).text, depth + 1);
  }
}

/** Calls that give their first argument, another kind of function though it may be. */
const passesOn =
  /^(?:util\.promisify|pify|bluebird\.promisify|Object\.freeze|Object\.seal|express-async-handler|asyncHandler)$/;
