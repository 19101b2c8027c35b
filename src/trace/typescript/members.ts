/** Finds members of what the project itself defines: classes, objects, functions that fill `this`. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode, walk } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Knowledge } from "./knowledge.js";
import { type ClassNode, type Thing, keyText, unwrap } from "./things.js";

/** An assignment `this.name = value`, or to a variable that is `this`. */
type Assignments = ReadonlyMap<string, readonly ts.Expression[]>;

/** Classes above a class that are looked through. */
const mostParents = 4;

export class Members {
  readonly #assigned = new Map<ts.Node, Assignments>();

  constructor(private readonly knowledge: Knowledge) {}

  of(thing: Thing, name: string, depth: number): readonly Thing[] {
    switch (thing.kind) {
      case "foreign":
        return [{ kind: "foreign", tokens: [...thing.tokens, name] }];
      case "module":
        return this.knowledge.exported(thing.file, name, depth);
      case "object":
        return this.#ofObject(thing, name, depth);
      case "instance":
        return this.#ofInstance(thing.file, thing.node, name, depth);
      case "class":
        return this.#ofClass(thing, name, depth);
      case "function":
        return this.#ofFunction(thing, name);
      case "list":
        return [];
    }
  }

  /** What `this` is: an instance of the class around it, or of the function or object its function belongs to. */
  self(file: CodeFile, node: ts.Node): readonly Thing[] {
    const { ts } = file.tree;
    let owner: ts.Node | undefined = node.parent;
    while (owner && !(ts.isClassLike(owner) || (isFunctionNode(file.tree, owner) && hasThis(ts, owner))))
      owner = owner.parent as ts.Node | undefined;
    if (!owner) return [];
    if (ts.isClassLike(owner)) return [{ kind: "instance", file, node: owner }];
    const { parent } = owner;
    if (ts.isClassLike(parent)) return [{ kind: "instance", file, node: parent }];
    const holder = ts.isPropertyAssignment(parent) ? parent.parent : parent;
    if (ts.isObjectLiteralExpression(holder)) return [{ kind: "object", file, node: holder }];
    const outer = this.#assigningFunction(file, owner);
    return isFunctionNode(file.tree, outer) ? [{ kind: "instance", file, node: outer }] : [];
  }

  /** What `super` is: the class above where it is called, an instance of it elsewhere. */
  above(file: CodeFile, node: ts.Node, depth: number): readonly Thing[] {
    const [around] = this.self(file, node);
    if (around?.kind !== "instance" || !file.tree.ts.isClassLike(around.node)) return [];
    const parent = parentOf(file, around.node);
    const classes = parent ? this.knowledge.whatIs(file, parent, depth) : [];
    const isCalled = file.tree.ts.isCallExpression(node.parent) && node.parent.expression === node;
    return isCalled ? classes : this.knowledge.instancesOf(classes);
  }

  /** The constructor of a class, or of the one above that has one. */
  constructorsOf(
    { file, node }: Thing & { readonly kind: "class" },
    depth: number,
  ): readonly (Thing & { readonly kind: "function" })[] {
    const { ts } = file.tree;
    const own = node.members.find((member) => ts.isConstructorDeclaration(member) && member.body);
    if (own && isFunctionNode(file.tree, own)) return [{ kind: "function", file, node: own }];
    const parent = parentOf(file, node);
    if (!parent || depth > mostParents) return [];
    return this.knowledge
      .whatIs(file, parent)
      .flatMap((thing) => (thing.kind === "class" ? this.constructorsOf(thing, depth + 1) : []));
  }

  /** `this.find = function () { this.x }`: both mean the function around. */
  #assigningFunction(file: CodeFile, owner: ts.Node): ts.Node {
    const { ts } = file.tree;
    const { parent } = owner;
    const isMethod =
      ts.isBinaryExpression(parent) &&
      ts.isPropertyAccessExpression(parent.left) &&
      parent.left.expression.kind === ts.SyntaxKind.ThisKeyword;
    if (isMethod) {
      const [around] = this.self(file, parent.left.expression);
      if (around?.kind === "instance") return around.node;
    }
    return this.#prototypeOwner(file, owner) ?? owner;
  }

  /** `F.prototype.name = function () {}` is a method of F. */
  #prototypeOwner(file: CodeFile, owner: ts.Node): ts.Node | undefined {
    const { ts } = file.tree;
    const { parent } = owner;
    if (!ts.isBinaryExpression(parent) || !ts.isPropertyAccessExpression(parent.left)) return undefined;
    const target = parent.left.expression;
    if (!ts.isPropertyAccessExpression(target) || target.name.text !== "prototype") return undefined;
    const [thing] = this.knowledge.whatIs(file, target.expression);
    return thing?.kind === "function" || thing?.kind === "class" ? thing.node : undefined;
  }

  #ofObject(
    { file, node }: { readonly file: CodeFile; readonly node: ts.ObjectLiteralExpression },
    name: string,
    depth: number,
  ): readonly Thing[] {
    const { ts } = file.tree;
    const own = node.properties.findLast((property) => keyText(file.tree, property.name) === name);
    if (own && ts.isPropertyAssignment(own)) return this.knowledge.whatIs(file, own.initializer, depth);
    if (own && ts.isShorthandPropertyAssignment(own)) return this.knowledge.whatIs(file, own.name, depth);
    if (own && ts.isMethodDeclaration(own)) return [{ kind: "function", file, node: own }];
    if (own && ts.isGetAccessorDeclaration(own)) return this.knowledge.returned({ file, node: own }, depth);
    return node.properties.flatMap((property) =>
      ts.isSpreadAssignment(property)
        ? this.knowledge.memberOf(this.knowledge.whatIs(file, property.expression, depth), name, depth)
        : [],
    );
  }

  #ofInstance(file: CodeFile, node: ClassNode, name: string, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    if (!ts.isClassLike(node)) {
      const assigned = this.#given(file, node, name, depth);
      return assigned.length > 0 ? assigned : this.#onPrototype(file, node, name, depth);
    }
    const own = this.#ofMembers(file, node, name, depth);
    if (own.length > 0) return own;
    const given = this.#given(file, node, name, depth);
    if (given.length > 0) return given;
    const parent = parentOf(file, node);
    if (!parent) return [];
    const above = this.knowledge.whatIs(file, parent, depth);
    return above.flatMap((thing) => {
      if (thing.kind === "class") return this.#ofInstance(thing.file, thing.node, name, depth + 1);
      return thing.kind === "foreign" ? [{ kind: "foreign", tokens: [...thing.tokens, "()", name] }] : [];
    });
  }

  /** Static members, and those of the class it extends. */
  #ofClass(
    { file, node }: { readonly file: CodeFile; readonly node: ts.ClassLikeDeclaration },
    name: string,
    depth: number,
  ): readonly Thing[] {
    const own = this.#ofMembers(file, node, name, depth);
    const above = own.length > 0 ? undefined : parentOf(file, node);
    return above ? this.knowledge.memberOf(this.knowledge.whatIs(file, above, depth), name, depth) : own;
  }

  #ofMembers(file: CodeFile, node: ts.ClassLikeDeclaration, name: string, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    for (const member of node.members) {
      if (ts.isConstructorDeclaration(member)) {
        const property = member.parameters.find(
          (parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name,
        );
        const isProperty = property && ts.isParameterPropertyDeclaration(property, member);
        if (isProperty) return this.knowledge.typed(file, property.type, depth);
      }
      if (keyText(file.tree, member.name) !== name) continue;
      if (ts.isSetAccessorDeclaration(member)) continue;
      if (ts.isGetAccessorDeclaration(member)) {
        const given = this.knowledge.returned({ file, node: member }, depth);
        return given.length > 0 ? given : this.knowledge.typed(file, member.type, depth);
      }
      if (isFunctionNode(file.tree, member) && member.body) return [{ kind: "function", file, node: member }];
      if (!ts.isPropertyDeclaration(member)) continue;
      const things = member.initializer ? this.knowledge.whatIs(file, member.initializer, depth) : [];
      return things.length > 0 ? things : this.knowledge.typed(file, member.type, depth);
    }
    return [];
  }

  #ofFunction(
    { file, node }: { readonly file: CodeFile; readonly node: FunctionNode },
    name: string,
  ): readonly Thing[] {
    // `handler.name` is no function of ours; `factory.create = function () {}` is found by its name.
    const holder = node.name ?? undefined;
    if (!holder || !file.tree.ts.isIdentifier(holder)) return [];
    const value = assignedMember(file, holder.text, name);
    return value ? this.knowledge.whatIs(file, value) : [];
  }

  #given(file: CodeFile, node: ClassNode, name: string, depth: number): readonly Thing[] {
    let assigned = this.#assigned.get(node);
    if (!assigned) this.#assigned.set(node, (assigned = assignmentsToThis(file, node)));
    return (assigned.get(name) ?? []).flatMap((value) => this.knowledge.whatIs(file, value, depth));
  }

  #onPrototype(file: CodeFile, node: FunctionNode, name: string, depth: number): readonly Thing[] {
    const { ts } = file.tree;
    if (!node.name || !ts.isIdentifier(node.name)) return [];
    const found = file.named(name).flatMap((identifier): readonly ts.Expression[] => {
      const target = identifier.parent;
      const isTarget =
        ts.isPropertyAccessExpression(target) &&
        ts.isPropertyAccessExpression(target.expression) &&
        target.expression.name.text === "prototype" &&
        ts.isBinaryExpression(target.parent) &&
        target.parent.left === target;
      return isTarget ? [target.parent.right] : [];
    });
    return found.flatMap((value) => this.knowledge.whatIs(file, value, depth));
  }
}

/** What the class extends. */
export function parentOf({ tree }: CodeFile, node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const { ExtendsKeyword } = tree.ts.SyntaxKind;
  return node.heritageClauses?.find(({ token }) => token === ExtendsKeyword)?.types[0]?.expression;
}

/** Arrows and blocks of classes take `this` from outside. */
function hasThis(compiler: CodeFile["tree"]["ts"], node: ts.Node): boolean {
  return !compiler.isArrowFunction(node);
}

function assignedMember(file: CodeFile, holder: string, name: string): ts.Expression | undefined {
  const { ts } = file.tree;
  for (const identifier of file.named(name)) {
    const target = identifier.parent;
    if (!ts.isPropertyAccessExpression(target) || target.name !== identifier) continue;
    const isOfHolder = ts.isIdentifier(target.expression) && target.expression.text === holder;
    if (isOfHolder && ts.isBinaryExpression(target.parent) && target.parent.left === target)
      return target.parent.right;
  }
  return undefined;
}

function assignmentsToThis(file: CodeFile, node: ClassNode): Assignments {
  const { ts } = file.tree;
  const found = new Map<string, ts.Expression[]>();
  walk(file.tree, node, (child) => {
    if (!ts.isBinaryExpression(child) || child.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      return undefined;
    const { left } = child;
    if (!ts.isPropertyAccessExpression(left) || !isSelf(file, left.expression)) return undefined;
    const list = found.get(left.name.text);
    if (list) list.push(child.right);
    else found.set(left.name.text, [child.right]);
    return undefined;
  });
  return found;
}

/** `this`, or a variable that was given it. */
function isSelf(file: CodeFile, node: ts.Node): boolean {
  const { ts } = file.tree;
  const inner = unwrap(file.tree, node);
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return true;
  const declaration = ts.isIdentifier(inner) ? file.bindingOf(inner)?.declaration : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return declaration.initializer?.kind === ts.SyntaxKind.ThisKeyword;
}
