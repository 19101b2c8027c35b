/** Reads middleware that the project wrote itself: what it holds a part of a request against, and that it refuses it. */
import type { ts } from "ts-morph";
import { type FunctionNode, isWithin, literalText, walk } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Shape } from "./facts.js";
import type { Knowledge } from "./knowledge.js";
import { isLeft } from "./leaving.js";
import { outcomeOf, requestMember } from "./outcomes.js";
import type { Located } from "./project.js";
import type { Schemas } from "./schemas.js";
import { type Made, unwrap } from "./things.js";
import { argumentFor } from "./wrappers.js";

/** Methods that say whether a value fits a schema. */
export const fits = /^(?:validate|validateSync|validateAsync|safeParse|safeParseAsync|parse|parseAsync)$/;
/** Those that throw where it does not. */
export const throwing = /^(?:parse|parseAsync|validateAsync)$/;
/** Those that throw where nobody keeps a result to look at. */
const throwingAlone = /^(?:parse|parseAsync|validate|validateAsync|validateSync)$/;

type Check = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** A function in a list of handlers, and the call that made it. */
interface Middleware extends Located<FunctionNode> {
  readonly made: Made | null;
}

export class Refusals {
  /** The same middleware stands before many handlers. */
  readonly #checks = new Map<FunctionNode, readonly Check[]>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly schemas: Schemas,
  ) {}

  /** The fields of the request that hold no object once the middleware has let it pass. */
  of({ file, node }: Located): Shape {
    const [target, ...others] = this.knowledge.functionsOf(file, node);
    if (!target || others.length > 0) return new Map();
    const made = file.tree.ts.isCallExpression(node) ? { file, node } : null;
    const middleware = { file: target.file, node: target.node, made };
    return new Map(this.#checksOf(middleware).flatMap((check) => [...this.#shapeOf(middleware, check)]));
  }

  #checksOf(middleware: Middleware): readonly Check[] {
    let checks = this.#checks.get(middleware.node);
    if (!checks) {
      checks = checksIn(middleware).filter((check) => isRefused(middleware, check));
      this.#checks.set(middleware.node, checks);
    }
    return checks;
  }

  #shapeOf(middleware: Middleware, check: Check): Shape {
    const { file } = middleware;
    const at = this.#checkedPart(middleware, check.arguments[0]);
    if (at === null) return new Map();
    const formal = formalIn(file, check.expression.expression, 0);
    if (!formal) return this.schemas.shapeOf({ file, node: check.expression.expression }, at);
    const given = argumentFor(this.knowledge, middleware.made, formal.declaration);
    if (!given) return new Map();
    if (formal.member === null) return this.schemas.shapeOf(given, at);
    const start = `${formal.member}.`;
    const shape = this.schemas.shapeOf(given, "");
    return formal.member === at
      ? new Map([...shape].filter(([field]) => field.startsWith(start)))
      : new Map();
  }

  /** The part of the request that is held against the schema; empty for the request itself, or an object of its parts. */
  #checkedPart(middleware: Middleware, argument: ts.Expression | undefined): string | null {
    const { file } = middleware;
    const { ts } = file.tree;
    if (!argument) return null;
    const node = unwrap(file.tree, argument);
    if (ts.isObjectLiteralExpression(node)) return areOwnParts(file, node) ? "" : null;
    if (isRequest(middleware, node)) return "";
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      return first && isRequest(middleware, first) ? "" : null;
    }
    if (ts.isElementAccessExpression(node) && isRequest(middleware, node.expression)) {
      const key = unwrap(file.tree, node.argumentExpression);
      return literalText(file.tree, key) ?? this.#namedPart(middleware, key);
    }
    const declaration = ts.isIdentifier(node) ? file.bindingOf(node)?.declaration : undefined;
    const isKept = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
    if (isKept) return this.#checkedPart(middleware, declaration.initializer);
    return requestMember(file, node);
  }

  /** `source` of `validate(schema, "query")`, or what it is when nobody says. */
  #namedPart(middleware: Middleware, key: ts.Node): string | null {
    const { file } = middleware;
    const { ts } = file.tree;
    const declaration = ts.isIdentifier(key) ? file.bindingOf(key)?.declaration : undefined;
    if (!declaration || !ts.isParameter(declaration)) return null;
    const given = argumentFor(this.knowledge, middleware.made, declaration);
    if (given) return literalText(given.file.tree, given.node);
    return declaration.initializer ? literalText(file.tree, declaration.initializer) : null;
  }
}

function checksIn({ file, node }: Middleware): readonly Check[] {
  const { ts } = file.tree;
  const found: Check[] = [];
  walk(file.tree, node, (child) => {
    const isCheck =
      ts.isCallExpression(child) &&
      ts.isPropertyAccessExpression(child.expression) &&
      fits.test(child.expression.name.text);
    if (isCheck) found.push(child as Check);
    return undefined;
  });
  return found;
}

/** The parameter that a schema was handed in by: `schema`, `schema.body`, `Joi.compile(schema)`, `const part = pick(schema, …)`. */
function formalIn(
  file: CodeFile,
  expression: ts.Node,
  depth: number,
): { readonly declaration: ts.ParameterDeclaration; readonly member: string | null } | null {
  const { ts } = file.tree;
  const node = unwrap(file.tree, expression);
  if (depth > 4) return null;
  if (ts.isIdentifier(node)) {
    const declaration = file.bindingOf(node)?.declaration;
    if (declaration && ts.isParameter(declaration)) return { declaration, member: null };
    const isKept = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
    return isKept ? formalIn(file, isKept, depth + 1) : null;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const whole = formalIn(file, node.expression, depth + 1);
    return whole && whole.member === null ? { ...whole, member: node.name.text } : whole;
  }
  if (!ts.isCallExpression(node)) return null;
  const callee = unwrap(file.tree, node.expression);
  const [first] = node.arguments;
  const chained = ts.isPropertyAccessExpression(callee) ? formalIn(file, callee.expression, depth + 1) : null;
  return chained ?? (first ? formalIn(file, first, depth + 1) : null);
}

/** Whether what does not fit goes no further than the check. */
function isRefused({ file, node }: Middleware, check: Check): boolean {
  const { ts } = file.tree;
  let isTested = false;
  walk(file.tree, node, (child) => {
    if (ts.isIfStatement(child)) isTested ||= refuses(file, child, (call) => call === check);
    return isTested ? false : undefined;
  });
  if (isTested) return true;
  const name = check.expression.name.text;
  const isKept = ts.isVariableDeclaration(statementOf(file, check));
  return (isKept ? throwing : throwingAlone).test(name) && isCaught({ file, node }, check);
}

/** What keeps the result: `const result = await schema.parse(…)`. */
function statementOf({ tree }: CodeFile, check: ts.Node): ts.Node {
  const { parent } = check;
  return tree.ts.isAwaitExpression(parent) ? parent.parent : parent;
}

/** Whether nobody catches what the check throws, or whoever does leads nowhere. */
function isCaught({ file, node }: Located<FunctionNode>, check: ts.Node): boolean {
  const { ts } = file.tree;
  let attempt: ts.Node | undefined = check;
  while (attempt && attempt !== node && !(ts.isTryStatement(attempt) && isWithin(check, attempt.tryBlock)))
    attempt = attempt.parent as ts.Node | undefined;
  if (!attempt || attempt === node || !ts.isTryStatement(attempt)) return true;
  const { catchClause } = attempt;
  if (!catchClause || goesOn(file, catchClause.block)) return false;
  const { end } = attempt;
  return isLeft(file, catchClause.block) || !goesOn(file, node, end);
}

/** Whether `next()` is called there, without an error. */
function goesOn({ tree }: CodeFile, node: ts.Node, from = 0): boolean {
  let goes = false;
  walk(tree, node, (child) => {
    if (!tree.ts.isCallExpression(child) || child.pos < from || child.arguments.length > 0) return undefined;
    goes ||= /^next$/.test(child.expression.getText(tree.root));
    return undefined;
  });
  return goes;
}

/** `if (!errors.isEmpty()) return …`, or `if (errors.isEmpty()) return next();` */
export function refuses(
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

/** `{ body: req.body, query: req.query }` */
function areOwnParts(file: CodeFile, node: ts.ObjectLiteralExpression): boolean {
  const { ts } = file.tree;
  return node.properties.every(
    (property) =>
      ts.isPropertyAssignment(property) &&
      requestMember(file, property.initializer) === property.name.getText(file.tree.root),
  );
}

function isRequest({ file, node }: Middleware, expression: ts.Node): boolean {
  const { ts } = file.tree;
  const inner = unwrap(file.tree, expression);
  const declaration = ts.isIdentifier(inner) ? file.bindingOf(inner)?.declaration : undefined;
  return declaration !== undefined && declaration === node.parameters[0];
}
