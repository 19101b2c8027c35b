/** Asks whether a value, where it stands, does harm. */
import type { ts } from "ts-morph";
import type { Harm } from "../../model/flow.js";
import type { Span } from "../../model/source.js";
import type { Origin, OriginMatch } from "../origins.js";
import type { CallNode } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import { bitOf } from "./facts.js";
import type { Ground } from "./ground.js";
import type { Sink, SinkModel } from "./models.js";
import { keyText, unwrap } from "./things.js";
import { type Value, element } from "./value.js";

/** A value that arrived where it does harm. */
export interface Impact {
  readonly harm: Harm;
  /** What it was given to, as pages name it. */
  readonly sink: string;
  readonly node: ts.Node;
  readonly span: Span;
  /** As the code writes what it was given to. */
  readonly written: string;
  readonly isByName: boolean;
}

type Condition = NonNullable<Sink["only"]>;

/** Harms that members of an argument do as well as the argument itself. */
const deepHarms = new Set<Harm>(["nosql", "prototype"]);

export class Sinks {
  constructor(private readonly ground: Ground) {}

  /** Everything the value does by standing where it stands. */
  at(value: Value): readonly Impact[] {
    const { node, file } = value;
    const { ts } = file.tree;
    const parent = node.parent as ts.Node | undefined;
    if (!parent) return [];
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.#call(value, parent);
    if (
      ts.isSpreadElement(parent) &&
      (ts.isCallExpression(parent.parent) || ts.isNewExpression(parent.parent))
    )
      return this.#call({ ...value, node: parent }, parent.parent);
    if (ts.isBinaryExpression(parent) && parent.right === node && isGiven(file, parent))
      return this.#assigned(value, parent.left, parent);
    if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent))
      return this.#attribute(value, parent.parent);
    return [];
  }

  #call(value: Value, call: CallNode): readonly Impact[] {
    const { file } = value;
    const index = call.arguments?.findIndex((argument) => argument === value.node) ?? -1;
    if (index < 0) return [];
    const origin = this.ground.knowledge.originOf(file, call.expression);
    const matches = this.ground.models.sinks.match(origin);
    return matches
      .filter(({ value: { sink } }) => this.#isArgument(sink, { value, call, index }) && does(sink, value))
      .filter(({ value: { sink } }) => this.#applies(sink, file, call))
      .filter(isFirstOfHarm)
      .map(({ value: model, isByName }) => ({
        harm: model.sink.harm,
        sink: nameOf(origin, model),
        node: call,
        span: { start: calleeStart(file, call), end: value.node.end },
        written: call.expression.getText(file.tree.root).replace(/\s+/g, " ").slice(-50),
        isByName,
      }));
  }

  #isArgument(
    { argument = 0, harm }: Sink,
    { value, call, index }: { readonly value: Value; readonly call: CallNode; readonly index: number },
  ): boolean {
    const [first, ...rest] = value.path;
    if (typeof argument === "string" && argument !== "all") return first === argument && rest.length === 0;
    const count = call.arguments?.length ?? 0;
    const isMeant = argument === "all" || index === (argument < 0 ? count + argument : argument);
    if (!isMeant) return false;
    return deepHarms.has(harm) || value.path.every((part) => part === element);
  }

  #applies({ only, unless }: Sink, file: CodeFile, call: CallNode): boolean {
    if (only && !this.#holds(only, file, call)) return false;
    return !unless || !this.#holds(unless, file, call);
  }

  /** Whether the call has the option or argument, and with that value where one is said. */
  #holds(condition: Condition, file: CodeFile, call: CallNode): boolean {
    const given = this.#given(condition, file, call);
    if (!given) return false;
    if (condition.is === undefined) return true;
    const text = constantOf(given.file, given.node);
    const wanted = Array.isArray(condition.is) ? (condition.is as readonly unknown[]) : [condition.is];
    return wanted.some((each) => text !== null && String(each) === text);
  }

  #given(
    { option, argument }: Condition,
    file: CodeFile,
    call: CallNode,
  ): { readonly file: CodeFile; readonly node: ts.Node } | null {
    const args = call.arguments ?? [];
    if (typeof argument === "number") {
      const node = args[argument < 0 ? args.length + argument : argument];
      return node ? { file, node } : null;
    }
    const name = option ?? (typeof argument === "string" ? argument : null);
    if (name === null) return null;
    for (const node of args)
      for (const thing of this.ground.knowledge.whatIs(file, node)) {
        if (thing.kind !== "object") continue;
        const property = thing.node.properties.find((each) => keyText(thing.file.tree, each.name) === name);
        if (property) return { file: thing.file, node: valueOf(thing.file, property) };
      }
    return null;
  }

  #assigned(value: Value, target: ts.Node, assignment: ts.Node): readonly Impact[] {
    const { file } = value;
    const { ts } = file.tree;
    const node = unwrap(file.tree, target);
    if (!ts.isPropertyAccessExpression(node) && !ts.isIdentifier(node)) return [];
    if (value.path.length > 0) return [];
    const origin = this.ground.knowledge.originOf(file, node);
    return this.ground.models.assigned
      .match(origin)
      .filter(({ value: { sink } }) => does(sink, value))
      .filter(isFirstOfHarm)
      .map(({ value: model, isByName }) => ({
        harm: model.sink.harm,
        sink: nameOf(origin, model),
        node: assignment,
        span: { start: node.getStart(file.tree.root), end: value.node.end },
        written: node.getText(file.tree.root).replace(/\s+/g, " ").slice(-50),
        isByName,
      }));
  }

  #attribute(value: Value, attribute: ts.JsxAttribute): readonly Impact[] {
    const { file } = value;
    const name = attribute.name.getText(file.tree.root);
    const origin = { known: null, written: [["element", name]] };
    return this.ground.models.assigned
      .match(origin)
      .filter(({ value: { sink } }) => does(sink, value))
      .filter(isFirstOfHarm)
      .map(({ value: model }) => ({
        harm: model.sink.harm,
        sink: name,
        node: attribute,
        span: { start: attribute.getStart(file.tree.root), end: attribute.end },
        written: name,
        isByName: false,
      }));
  }
}

/** Two pages may know the same sink; one impact is enough. */
function isFirstOfHarm(
  match: OriginMatch<SinkModel>,
  i: number,
  all: readonly OriginMatch<SinkModel>[],
): boolean {
  return all.findIndex(({ value: { sink } }) => sink.harm === match.value.sink.harm) === i;
}

/** Whether the value, as far as it has come, does the harm of the sink. */
function does({ harm, when }: Sink, { facts }: Value): boolean {
  if ((facts.clean & bitOf(harm)) !== 0) return false;
  if (when === "built") return facts.isBuilt;
  if (when === "start") return !facts.isPrefixed;
  if (when === "whole") return !facts.isBuilt && !facts.isText;
  return true;
}

function isGiven({ tree }: CodeFile, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = tree.ts;
  return kind === SyntaxKind.EqualsToken || kind === SyntaxKind.PlusEqualsToken;
}

/** `pg.Pool().query`; as it is written where only the receiver's name is known. */
function nameOf({ known, written }: Origin, { name }: SinkModel): string {
  const tokens = known ?? written[0] ?? [];
  return tokens.length > 0 ? tokens.join(".").replaceAll(".()", "()") : name.replace(/^\?/, "");
}

/** From the name that is called on, so that a long chain before it is left out. */
function calleeStart({ tree }: CodeFile, call: CallNode): number {
  const { ts } = tree;
  const { expression } = call;
  const isChain = ts.isPropertyAccessExpression(expression) && !ts.isIdentifier(expression.expression);
  return isChain ? expression.name.getStart(tree.root) : call.getStart(tree.root);
}

function valueOf({ tree }: CodeFile, property: ts.ObjectLiteralElementLike): ts.Node {
  return tree.ts.isPropertyAssignment(property) ? property.initializer : property;
}

/** A constant as text: `true`, `/bin/sh`; null for anything computed. */
function constantOf({ tree }: CodeFile, node: ts.Node): string | null {
  const { ts } = tree;
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return "true";
  return node.kind === ts.SyntaxKind.FalseKeyword ? "false" : null;
}
