/** Finds the checks of named fields that stand before a handler of requests, and what a tested result says about them. */
import type { ts } from "ts-morph";
import { type FunctionNode, literalText, walk } from "../../syntax/typescript/ask.js";
import type { CallNode } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import { type Shape, maskOf } from "./facts.js";
import { isLeft } from "./leaving.js";
import type { Knowledge } from "./knowledge.js";
import type { Models } from "./models.js";
import { outcomeOf, requestMember, resultOf } from "./outcomes.js";
import type { Located } from "./project.js";
import type { Schemas } from "./schemas.js";
import { unwrap } from "./things.js";
import { functionAround } from "./uses.js";

/** What the checks before a function say: some for sure, some only once their result was tested. */
interface Said {
  readonly sure: Shape;
  readonly tested: Shape;
}

const nothing: Said = { sure: new Map(), tested: new Map() };
/** Lists in lists beyond which nobody writes checks. */
const deepestList = 4;
/** Methods that say whether a value fits a schema. */
const fits = /^(?:validate|validateSync|validateAsync|safeParse|safeParseAsync|parse|parseAsync)$/;
/** Those that throw where it does not. */
const throwing = /^(?:parse|parseAsync|validateAsync)$/;
/** Methods after which a check counts under a condition, or the other way round. */
const conditional = new Set(["if", "not"]);

export class Validators {
  readonly #registrations = new Map<FunctionNode, Located<CallNode>[]>();
  readonly #known = new Map<FunctionNode, Said>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
    private readonly schemas: Schemas,
  ) {}

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
    for (const item of list) {
      this.#chain(item, { sure, tested });
      add(sure, this.#refused(item));
      if (this.#isTest(item)) add(sure, tested);
    }
    add(tested, sure);
    return { sure, tested };
  }

  /** `body("email").trim().isEmail()` */
  #chain(
    { file, node }: Located,
    into: { readonly sure: Map<string, number>; readonly tested: Map<string, number> },
  ): void {
    const matchOf = (call: ts.CallExpression) =>
      this.models.fields.match(this.knowledge.originOf(file, call.expression))[0]?.value;
    const chain = this.schemas.chainOf({ file, node }, (call) => matchOf(call) !== undefined);
    const validator = chain && matchOf(chain.begin.node);
    if (!chain || !validator) return;
    const names = chain.methods.map(({ name }) => name);
    if (names.some((name) => conditional.has(name) && !isNegatedHarmlessly(names, name))) return;
    const { checks = [], casts = [], of = [], harms } = validator;
    const isCast = names.some((name) => casts.includes(name));
    if (!isCast && !names.some((name) => checks.includes(name))) return;
    for (const field of namesIn(file, chain.begin.node.arguments[0]))
      for (const member of of) (isCast ? into.sure : into.tested).set(`${member}.${field}`, maskOf(harms));
  }

  /** A middleware of a package, or of the project, that refuses what does not fit a schema. */
  #refused({ file, node }: Located): Shape {
    const { ts } = file.tree;
    if (!ts.isCallExpression(node)) return new Map();
    const [schema] = node.arguments;
    if (!schema) return new Map();
    const isOfPackage = this.models.refusals.match(this.knowledge.originOf(file, node.expression)).length > 0;
    return isOfPackage ? this.schemas.shapeOf({ file, node: schema }, "") : new Map();
  }

  /** A function that tests the result of all checks before it and refuses the request. */
  #isTest({ file, node }: Located): boolean {
    return this.knowledge.functionsOf(file, node).some((target) => {
      const { ts } = target.file.tree;
      const isResult = (call: ts.CallExpression | null): boolean =>
        call !== null &&
        this.models.results.match(this.knowledge.originOf(target.file, call.expression)).length > 0;
      let isTest = false;
      walk(target.file.tree, target.node, (inner) => {
        if (ts.isIfStatement(inner)) isTest ||= refuses(target.file, inner, isResult);
        const callee = ts.isCallExpression(inner) && unwrap(target.file.tree, inner.expression);
        if (callee && ts.isPropertyAccessExpression(callee) && callee.name.text === "throw")
          isTest ||= isResult(resultOf(target.file, callee.expression));
      });
      return isTest;
    });
  }
}

/** `if (!errors.isEmpty()) return …`, or `if (errors.isEmpty()) return next();` */
function refuses(
  file: CodeFile,
  statement: ts.IfStatement,
  isResult: (call: ts.CallExpression | null) => boolean,
): boolean {
  const { ts } = file.tree;
  let condition = unwrap(file.tree, statement.expression);
  let holds = true;
  while (ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken) {
    condition = unwrap(file.tree, condition.operand);
    holds = !holds;
  }
  const outcome = outcomeOf(file, condition);
  if (!outcome || !isResult(outcome.call)) return false;
  const isGoodFirst = outcome.isFine === holds;
  const { thenStatement, elseStatement } = statement;
  if (isGoodFirst) return isLeft(file, thenStatement) || (!!elseStatement && isLeft(file, elseStatement));
  return isLeft(file, thenStatement) || !!elseStatement;
}

/** `not()` before a check that says nothing about objects: `not().isEmpty()`. */
function isNegatedHarmlessly(names: readonly string[], name: string): boolean {
  // The last method comes first in the list.
  return name === "not" && names[names.indexOf(name) - 1] === "isEmpty";
}

function namesIn(file: CodeFile, argument: ts.Node | undefined): readonly string[] {
  const { ts } = file.tree;
  if (!argument) return [];
  const node = unwrap(file.tree, argument);
  const items = ts.isArrayLiteralExpression(node) ? node.elements : [node];
  return items.flatMap((item) => literalText(file.tree, item) ?? []);
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
