/** Finds the checks of named fields that stand before a handler of requests, and what a tested result says about them. */
import type { ts } from "ts-morph";
import { type FunctionNode, walk } from "../../syntax/typescript/ask.js";
import type { CallNode } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import { FieldChecks, type Said } from "./field-checks.js";
import type { Shape } from "./facts.js";
import type { Knowledge } from "./knowledge.js";
import type { Models } from "./models.js";
import { outcomeOf, requestMember, resultOf } from "./outcomes.js";
import type { Located } from "./project.js";
import { Refusals, fits, refuses, throwing } from "./refusals.js";
import type { Schemas } from "./schemas.js";
import { unwrap } from "./things.js";
import { functionAround } from "./uses.js";

const nothing: Said = { sure: new Map(), tested: new Map() };
/** Lists in lists beyond which nobody writes checks. */
const deepestList = 4;

export class Validators {
  readonly #registrations = new Map<FunctionNode, Located<CallNode>[]>();
  readonly #known = new Map<FunctionNode, Said>();
  readonly #tests = new Map<FunctionNode, boolean>();

  readonly #fields: FieldChecks;
  readonly #refusals: Refusals;

  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
    private readonly schemas: Schemas,
  ) {
    this.#fields = new FieldChecks(knowledge, models, schemas);
    this.#refusals = new Refusals(knowledge, schemas);
  }

  /** The call hands the function to a framework, with what stands before it. */
  register(node: FunctionNode, { file, node: call }: Located<CallNode>): void {
    const known = this.#registrations.get(node);
    if (!known) this.#registrations.set(node, [{ file, node: call }]);
    else if (!known.some((other) => other.node === call)) known.push({ file, node: call });
  }

  /** What is sure of a request where the function begins. */
  before(file: CodeFile, node: FunctionNode): Shape {
    return this.#said(file, node).sure;
  }

  /**
   * What a condition says about the fields of a request.
   * @param holds whether the condition holds where the question is asked
   */
  afterCondition(file: CodeFile, condition: ts.Node, holds: boolean): Shape | null {
    const outcome = outcomeOf(file, condition);
    return outcome?.isFine === holds ? this.#held(file, outcome.call) : null;
  }

  /** What is known after a call that throws where something is wrong: `validationResult(req).throw()`. */
  afterCall(file: CodeFile, call: ts.CallExpression): Shape | null {
    const { ts } = file.tree;
    const callee = unwrap(file.tree, call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return null;
    if (throwing.test(callee.name.text)) return this.#held(file, call);
    const result = callee.name.text === "throw" ? resultOf(file, callee.expression) : null;
    return result && this.#held(file, result);
  }

  /** What holds where the check held. */
  #held(file: CodeFile, call: ts.CallExpression): Shape | null {
    const { ts } = file.tree;
    if (this.models.results.match(this.knowledge.originOf(file, call.expression)).length > 0) {
      const around = functionAround(file, call);
      return around ? this.#said(file, around).tested : null;
    }
    const [first] = call.arguments;
    if (!first) return null;
    const callee = unwrap(file.tree, call.expression);
    const at = requestMember(file, first);
    if (ts.isPropertyAccessExpression(callee) && fits.test(callee.name.text))
      return at === null ? null : this.schemas.shapeOf({ file, node: callee.expression }, at);
    return at === null ? null : this.#delegated(file, callee, at);
  }

  /** `const check = (data) => schema.validate(data)`, called with a part of the request. */
  #delegated(file: CodeFile, callee: ts.Node, at: string): Shape | null {
    const functions = this.knowledge.functionsOf(file, callee);
    const [target] = functions;
    if (!target || functions.length > 1) return null;
    const { ts } = target.file.tree;
    const check = find(target.file, target.node, (node) => isFitting(target.file, node));
    if (!check || !ts.isPropertyAccessExpression(check.expression)) return null;
    const [given] = check.arguments;
    const declaration = given && ts.isIdentifier(given) ? target.file.bindingOf(given)?.declaration : null;
    if (!declaration || declaration !== target.node.parameters[0]) return null;
    return this.schemas.shapeOf({ file: target.file, node: check.expression.expression }, at);
  }

  #said(file: CodeFile, node: FunctionNode): Said {
    const known = this.#known.get(node);
    if (known) return known;
    // A question about itself on the way is answered with nothing.
    this.#known.set(node, nothing);
    const lists = this.#listsBefore(file, node).map((list) => this.#saidBy(list));
    const said = {
      sure: common(lists.map(({ sure }) => sure)),
      tested: common(lists.map(({ tested }) => tested)),
    };
    this.#known.set(node, said);
    return said;
  }

  /** For each place where the function is registered what stands before it there. */
  #listsBefore(file: CodeFile, node: FunctionNode): readonly (readonly Located[])[] {
    const { ts } = file.tree;
    const { parent } = node;
    const siblings = ts.isArrayLiteralExpression(parent)
      ? parent.elements.filter((element) => element.pos < node.pos).map((each) => ({ file, node: each }))
      : [];
    const registrations = this.#registrations.get(node) ?? [];
    if (registrations.length === 0) return siblings.length > 0 ? [this.#flat(siblings)] : [];
    return registrations.map(({ file: place, node: call }) =>
      this.#flat([
        ...siblings,
        ...callsBefore(place, call),
        ...(call.arguments ?? []).map((each) => ({ file: place, node: each })),
      ]).filter((item) => item.node !== node),
    );
  }

  #flat(items: readonly Located[], depth = 0): readonly Located[] {
    if (depth > deepestList) return [];
    return items.flatMap(({ file, node }): readonly Located[] => {
      const { ts } = file.tree;
      const inner = ts.isSpreadElement(node) ? node.expression : node;
      const made = this.schemas.madeBy({ file, node: inner });
      if (!ts.isArrayLiteralExpression(made.node)) return [made];
      return this.#flat(
        made.node.elements.map((each) => ({ file: made.file, node: each })),
        depth + 1,
      );
    });
  }

  #saidBy(list: readonly Located[]): Said {
    const sure = new Map<string, number>();
    const tested = new Map<string, number>();
    const take = (said: Said | null): void => {
      add(sure, said?.sure ?? nothing.sure);
      add(tested, said?.tested ?? nothing.tested);
    };
    for (const item of list) {
      take(this.#fields.saidBy(item));
      take(this.#oneOf(item));
      add(sure, this.#refused(item));
      if (!this.#isTest(item)) continue;
      take(this.#handedTo(item));
      add(sure, tested);
    }
    add(tested, sure);
    return { sure, tested };
  }

  /** What every group says of which one has to hold. */
  #oneOf(item: Located): Said | null {
    const groups = this.#fields.groupsOf(item);
    if (groups.length === 0) return null;
    return {
      sure: nothing.sure,
      tested: common(groups.map((group) => this.#saidBy(this.#flat([group])).tested)),
    };
  }

  /** `validate([body("email").isEmail()])`: the checks are handed to what runs and tests them. */
  #handedTo({ file, node }: Located): Said | null {
    if (!file.tree.ts.isCallExpression(node)) return null;
    return this.#saidBy(this.#flat(node.arguments.map((each) => ({ file, node: each }))));
  }

  /** A middleware of a package, or of the project, that refuses what does not fit a schema. */
  #refused({ file, node }: Located): Shape {
    const { ts } = file.tree;
    const [schema] = ts.isCallExpression(node) ? node.arguments : [];
    const [match] =
      schema && ts.isCallExpression(node)
        ? this.models.refusals.match(this.knowledge.originOf(file, node.expression))
        : [];
    if (!match || !schema) return this.#refusals.of({ file, node });
    const { of: members = [""] } = match.value;
    return new Map(members.flatMap((member) => [...this.schemas.shapeOf({ file, node: schema }, member)]));
  }

  #isTest({ file, node }: Located): boolean {
    return this.knowledge.functionsOf(file, node).some((target) => {
      let isTest = this.#tests.get(target.node);
      if (isTest === undefined) this.#tests.set(target.node, (isTest = this.#refusesAfterChecks(target)));
      return isTest;
    });
  }

  /** Whether the function tests the result of all checks before it and refuses the request. */
  #refusesAfterChecks({ file, node }: Located<FunctionNode>): boolean {
    const { ts } = file.tree;
    const isResult = (call: ts.CallExpression | null): boolean =>
      call !== null && this.models.results.match(this.knowledge.originOf(file, call.expression)).length > 0;
    let isTest = false;
    walk(file.tree, node, (inner) => {
      if (ts.isIfStatement(inner)) isTest ||= refuses(file, inner, isResult);
      const callee = ts.isCallExpression(inner) && unwrap(file.tree, inner.expression);
      if (callee && ts.isPropertyAccessExpression(callee) && callee.name.text === "throw")
        isTest ||= isResult(resultOf(file, callee.expression));
    });
    return isTest;
  }
}

/** Calls that a handler is registered on: `.input(schema)` of `procedure.input(schema).query(handler)`. */
function callsBefore(file: CodeFile, call: CallNode): readonly Located[] {
  const { ts } = file.tree;
  const found: Located[] = [];
  for (let callee = unwrap(file.tree, call.expression); ts.isPropertyAccessExpression(callee);) {
    const inner = unwrap(file.tree, callee.expression);
    if (!ts.isCallExpression(inner)) break;
    found.unshift({ file, node: inner });
    callee = unwrap(file.tree, inner.expression);
  }
  return found;
}

function isFitting(file: CodeFile, node: ts.Node): node is ts.CallExpression {
  const { ts } = file.tree;
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    fits.test(node.expression.name.text)
  );
}

function find<T extends ts.Node>(
  { tree }: CodeFile,
  node: ts.Node,
  accepts: (inner: ts.Node) => inner is T,
): T | null {
  let found: T | null = null;
  walk(tree, node, (inner) => {
    if (!found && accepts(inner)) found = inner;
    return found ? false : undefined;
  });
  return found;
}

function add(into: Map<string, number>, from: Shape): void {
  for (const [field, mask] of from) into.set(field, (into.get(field) ?? 0) | mask);
}

/** What all of them say. */
function common(shapes: readonly Shape[]): Shape {
  const [first = new Map<string, number>(), ...rest] = shapes;
  return new Map(
    [...first]
      .map(
        ([field, mask]) => [field, rest.reduce((all, shape) => all & (shape.get(field) ?? 0), mask)] as const,
      )
      .filter(([, mask]) => mask !== 0),
  );
}
