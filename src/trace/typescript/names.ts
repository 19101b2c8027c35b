/** Carries values into names: variables, parameters, patterns, members. */
import type { ts } from "ts-morph";
import { isWithin } from "../../syntax/typescript/ask.js";
import type { Binding, CodeFile } from "./code-file.js";
import { factsOfMember, withVerdict } from "./facts.js";
import type { Ground } from "./ground.js";
import type { Meetings } from "./meetings.js";
import { readingsOf, sharedShelf } from "./shared-members.js";
import type { Shared } from "./shared-modules.js";
import { keyText, unwrap } from "./things.js";
import { usesAfter } from "./uses.js";
import {
  type Arrival,
  type Value,
  anyMember,
  element,
  excerpt,
  readMember,
  stepAt,
  within,
} from "./value.js";

export class Names {
  constructor(
    private readonly ground: Ground,
    private readonly meetings: Meetings,
  ) {}

  /** Into a declared name or pattern. `place` is the declaration, from which on the name has the value. */
  bind(name: ts.BindingName, value: Value, place: ts.Node): readonly Arrival[] {
    const { ts } = value.file.tree;
    if (ts.isIdentifier(name)) {
      const binding = value.file.bindingOf(name);
      return binding ? this.#use(binding, value, place) : [];
    }
    return name.elements.flatMap((part) => (ts.isBindingElement(part) ? this.#part(part, value, place) : []));
  }

  /** Into the target of an assignment. */
  assign(target: ts.Node, value: Value, place: ts.Node): readonly Arrival[] {
    const { ts } = value.file.tree;
    const node = unwrap(value.file.tree, target);
    if (ts.isIdentifier(node)) {
      const binding = value.file.bindingOf(node);
      if (!binding) return this.#export(node, value, place);
      return [...this.#use(binding, value, place), ...this.#beyond(binding, value, place)];
    }
    if (ts.isPropertyAccessExpression(node))
      return this.#member({ holder: node.expression, name: node.name.text }, value, place);
    if (ts.isElementAccessExpression(node)) {
      const name = keyText(value.file.tree, node.argumentExpression) ?? anyMember;
      return this.#member({ holder: node.expression, name }, value, place);
    }
    if (ts.isObjectLiteralExpression(node)) return this.#takeApart(node, value, place);
    if (!ts.isArrayLiteralExpression(node)) return [];
    const path = readMember(value.path, element);
    return path ? node.elements.flatMap((part) => this.assign(part, { ...value, path }, place)) : [];
  }

  /** Into what a method fills: `list.push(x)`, `Object.assign(target, x)`. */
  fill(holder: ts.Expression, value: Value, place: ts.Node): readonly Arrival[] {
    return this.assign(holder, value, place);
  }

  /** `exports.name = …` and `module.exports.name = …` */
  #export({ text }: ts.Identifier, value: Value, place: ts.Node): readonly Arrival[] {
    const [first, ...rest] = value.path;
    const path = text === "exports" ? value.path : text === "module" && first === "exports" ? rest : [];
    return path.length === 0 ? [] : this.#everywhere({ home: value.file, path }, value, place);
  }

  /** What is put into an object that files share is read in all of them. */
  #beyond(binding: Binding, value: Value, place: ts.Node): readonly Arrival[] {
    const shared = value.carrier ? null : this.ground.shared.memberOf(binding, value.path);
    return shared ? this.#everywhere(shared, value, place) : [];
  }

  #everywhere(shared: Shared, value: Value, place: ts.Node): readonly Arrival[] {
    if (value.carrier) return [];
    const step = stepAt(value.file, place, `kept in \`${shared.path.join(".")}\` of ${shared.home.path}`);
    return this.ground.shared
      .usesOf(shared)
      .filter(({ file, node }) => file !== value.file || !isWithin(node, place))
      .map(({ file, node, path }) => ({
        value: this.seen({ ...value, file, node, path, stack: null }),
        step,
      }));
  }

  #takeApart(node: ts.ObjectLiteralExpression, value: Value, place: ts.Node): readonly Arrival[] {
    const { ts } = value.file.tree;
    return node.properties.flatMap((property) => {
      const path = readMember(value.path, keyText(value.file.tree, property.name) ?? anyMember);
      if (!path) return [];
      if (ts.isShorthandPropertyAssignment(property))
        return this.assign(property.name, { ...value, path }, place);
      return ts.isPropertyAssignment(property)
        ? this.assign(property.initializer, { ...value, path }, place)
        : [];
    });
  }

  #part(part: ts.BindingElement, value: Value, place: ts.Node): readonly Arrival[] {
    const { ts } = value.file.tree;
    if (part.dotDotDotToken) return this.bind(part.name, value, place);
    const isObject = ts.isObjectBindingPattern(part.parent);
    const key = isObject ? (keyText(value.file.tree, part.propertyName ?? part.name) ?? anyMember) : element;
    if (value.carrier && value.path.length === 0) {
      const inner = this.meetings.read(value, key, part);
      return inner ? this.bind(part.name, inner, place) : [];
    }
    const path = readMember(value.path, key);
    const facts = value.path.length === 0 ? factsOfMember(value.facts, key) : value.facts;
    return path ? this.bind(part.name, { ...value, path, facts }, place) : [];
  }

  #use(binding: Binding, value: Value, place: ts.Node): readonly Arrival[] {
    if (isHarmlessType(binding)) return [];
    const { file } = binding;
    const step = value.carrier ? null : stepAt(file, binding.at, `kept in \`${binding.name}\``);
    const outward = this.#outward(binding, value, place);
    const uses = usesAfter(binding, place).map((use) => ({
      value: this.seen({ ...value, file, node: use }),
      step,
    }));
    return [...uses, ...outward];
  }

  /** The value at a use, with what the conditions around the use say. */
  seen(value: Value): Value {
    if (value.carrier) return value;
    return { ...value, facts: withVerdict(value.facts, this.ground.checks.at(value.file, value.node)) };
  }

  /** What is put into a member of a parameter is in the argument of the caller too. */
  #outward(binding: Binding, value: Value, place: ts.Node): readonly Arrival[] {
    const { ts } = binding.file.tree;
    const { declaration } = binding;
    const isOfParameter = ts.isParameter(declaration) && place !== declaration && value.path.length > 0;
    if (!isOfParameter || !value.stack || value.carrier) return [];
    const { call, entered, up } = value.stack;
    const index = entered.parameters.indexOf(declaration);
    if (index < 0 || !(ts.isCallExpression(call) || ts.isNewExpression(call))) return [];
    const argument = call.arguments?.[index];
    const file = this.ground.project.file(call.getSourceFile().fileName);
    return argument && file ? this.assign(argument, { ...value, file, stack: up }, call) : [];
  }

  #member(
    { holder, name }: { readonly holder: ts.Expression; readonly name: string },
    value: Value,
    place: ts.Node,
  ): readonly Arrival[] {
    const { file } = value;
    const { ts } = file.tree;
    const path = within(name, value.path);
    const inner = unwrap(file.tree, holder);
    if (!value.carrier && this.meetings.isCarrier(inner))
      return this.meetings.keep(name, { ...value, path: value.path }, place);
    const shelf = value.carrier ? null : sharedShelf(file, inner);
    if (shelf !== null) return this.#share({ shelf, name }, value, place);
    const set = this.#set(inner, name, value);
    if (set.length > 0) return set;
    const isSelf = inner.kind === ts.SyntaxKind.ThisKeyword || this.#isSelfName(file, inner);
    if (isSelf) return this.#field(inner, name, { value, place });
    if (ts.isPropertyAccessExpression(inner))
      return this.#member({ holder: inner.expression, name: inner.name.text }, { ...value, path }, place);
    return this.assign(inner, { ...value, path }, place);
  }

  /** Into the parameter of a `set` of that name. */
  #set(holder: ts.Node, name: string, value: Value): readonly Arrival[] {
    const { knowledge, accessors } = this.ground;
    return accessors
      .settersOf(knowledge.whatIs(value.file, holder), name)
      .flatMap(({ file, node: { parameters } }) => {
        const [parameter] = parameters;
        return parameter ? this.bind(parameter.name, { ...value, file, stack: null }, parameter) : [];
      });
  }

  #share(
    { shelf, name }: { readonly shelf: string; readonly name: string },
    value: Value,
    place: ts.Node,
  ): readonly Arrival[] {
    const step = stepAt(value.file, place, `kept as \`${shelf}.${name}\` for the next handlers`);
    return readingsOf(this.ground.project, shelf, name).map(({ file, node }) => ({
      value: this.seen({ ...value, file, node, stack: null }),
      step,
    }));
  }

  #isSelfName(file: CodeFile, node: ts.Node): boolean {
    const { ts } = file.tree;
    const declaration = ts.isIdentifier(node) ? file.bindingOf(node)?.declaration : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
    return declaration.initializer?.kind === ts.SyntaxKind.ThisKeyword;
  }

  /** Every reading of the field on the same kind of instance, in this file. Who called is forgotten on the way. */
  #field(
    self: ts.Node,
    name: string,
    { value, place }: { readonly value: Value; readonly place: ts.Node },
  ): readonly Arrival[] {
    const { file } = value;
    const { ts } = file.tree;
    const { knowledge } = this.ground;
    const [owner] = knowledge.whatIs(file, self);
    if (!owner || owner.kind === "foreign" || owner.kind === "module") return [];
    const step = value.carrier ? null : stepAt(file, place, `kept as \`${excerpt(file, self)}.${name}\``);
    return file.named(name).flatMap((identifier): readonly Arrival[] => {
      const access = identifier.parent;
      if (!ts.isPropertyAccessExpression(access) || access.name !== identifier) return [];
      const isRead = !(ts.isBinaryExpression(access.parent) && access.parent.left === access);
      if (!isRead || !isOwnedBy(knowledge.whatIs(file, access.expression), owner.node)) return [];
      return [{ value: this.seen({ ...value, node: access, stack: null }), step }];
    });
  }
}

function isOwnedBy(things: ReturnType<Ground["knowledge"]["whatIs"]>, node: ts.Node): boolean {
  return things.some(
    (thing) => (thing.kind === "instance" || thing.kind === "object") && thing.node === node,
  );
}

/** A type that holds no harmful text: numbers, booleans, dates, a choice of literals. */
export function isHarmlessType({ file, declaration }: Binding): boolean {
  const { ts } = file.tree;
  if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration)) return false;
  return declaration.type !== undefined && isHarmless(file, declaration.type);
}

function isHarmless(file: CodeFile, type: ts.TypeNode): boolean {
  const { ts } = file.tree;
  const { SyntaxKind } = ts;
  if (ts.isUnionTypeNode(type)) return type.types.every((part) => isHarmless(file, part));
  if (ts.isLiteralTypeNode(type)) return true;
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    if (type.typeName.text === "Date") return true;
    const declaration = file.atTop(type.typeName.text)?.declaration;
    return declaration !== undefined && ts.isEnumDeclaration(declaration);
  }
  return (
    type.kind === SyntaxKind.NumberKeyword ||
    type.kind === SyntaxKind.BooleanKeyword ||
    type.kind === SyntaxKind.BigIntKeyword ||
    type.kind === SyntaxKind.UndefinedKeyword
  );
}
