/** Local variables that hold what was read from shared state, and whether the function changes them. */
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { calledName, spanOf } from "./ask.js";

/** A local variable that holds what was read from a place. */
export interface Copy {
  readonly place: string;
  readonly at: Span;
  /** True when the variable no longer holds the value as it was read: writing it back writes a change. */
  readonly isChanged: boolean;
  /** True when it is given another value somewhere, so that what it holds may not come from the place. */
  readonly isReplaced: boolean;
}

type PlaceOf = (node: ts.Node) => string | null;

/** The copies a function makes, by the name of the variable; `own` are its nodes without those of nested functions. */
export function copiesIn(
  tree: TypeScriptTree,
  own: readonly ts.Node[],
  placeOf: PlaceOf,
): ReadonlyMap<string, Copy> {
  const { ts } = tree;
  const changes = changesOf(tree, own);
  const copies = new Map<string, Copy>();
  for (const node of own) {
    if (!ts.isVariableDeclaration(node) || !node.initializer) continue;
    for (const { name, source, isClone } of readsOf(tree, node, node.initializer)) {
      const place = typeof source === "string" ? source : placeOf(source);
      if (place === null) continue;
      const isChanged = changes.stepped.has(name) || (isClone && changes.filled.has(name));
      copies.set(name, {
        place,
        at: spanOf(tree, node.initializer),
        isChanged,
        isReplaced: changes.replaced.has(name),
      });
    }
  }
  return copies;
}

interface Read {
  readonly name: string;
  /** The expression that is read, or the place itself. */
  readonly source: ts.Node | string;
  readonly isClone: boolean;
}

/** `const n = this.n`, `const { n } = this`, `const list = [...this.list]`. */
function readsOf(
  tree: TypeScriptTree,
  { name }: ts.VariableDeclaration,
  initializer: ts.Expression,
): readonly Read[] {
  const { ts } = tree;
  const value = bare(tree, initializer);
  if (ts.isIdentifier(name)) {
    const cloned = clonedBy(tree, value);
    return [{ name: name.text, source: cloned ?? value, isClone: cloned !== undefined }];
  }
  if (!ts.isObjectBindingPattern(name) || value.kind !== ts.SyntaxKind.ThisKeyword) return [];
  return name.elements.flatMap((element) => {
    if (!ts.isIdentifier(element.name) || element.dotDotDotToken) return [];
    const field = element.propertyName ?? element.name;
    return ts.isIdentifier(field)
      ? [{ name: element.name.text, source: `this.${field.text}`, isClone: false }]
      : [];
  });
}

/** What a copy one level deep is made of: `[...x]`, `{ ...x }`, `x.slice()`, `structuredClone(x)`. */
function clonedBy(tree: TypeScriptTree, value: ts.Expression): ts.Expression | undefined {
  const { ts } = tree;
  if (ts.isArrayLiteralExpression(value)) {
    const spread = value.elements.find((element) => ts.isSpreadElement(element));
    return spread && ts.isSpreadElement(spread) ? spread.expression : undefined;
  }
  if (ts.isObjectLiteralExpression(value)) {
    const spread = value.properties.find((property) => ts.isSpreadAssignment(property));
    return spread && ts.isSpreadAssignment(spread) ? spread.expression : undefined;
  }
  if (!ts.isCallExpression(value)) return undefined;
  const called = calledName(tree, value);
  if (called === "structuredClone" || called === "cloneDeep") return value.arguments[0];
  const isOwnSlice = called === "slice" && value.arguments.length === 0;
  return isOwnSlice && ts.isPropertyAccessExpression(value.expression)
    ? value.expression.expression
    : undefined;
}

interface Changes {
  /** Computed from what they held: `n += 1`, `n = n.concat(x)`. */
  readonly stepped: ReadonlySet<string>;
  /** Something was put in or taken out: `list.push(x)`, `record.name = x`. */
  readonly filled: ReadonlySet<string>;
  /** They hold something else altogether. */
  readonly replaced: ReadonlySet<string>;
}

const fills = /^(?:push|unshift|splice|pop|shift|sort|reverse|set|add|delete)$/;

function changesOf(tree: TypeScriptTree, own: readonly ts.Node[]): Changes {
  const { ts } = tree;
  const stepped = new Set<string>();
  const filled = new Set<string>();
  const replaced = new Set<string>();
  for (const node of own) {
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const isStep = [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator);
      if (isStep && ts.isIdentifier(node.operand)) stepped.add(node.operand.text);
    } else if (ts.isBinaryExpression(node) && isAssignment(tree, node)) {
      const target = bare(tree, node.left);
      if (ts.isIdentifier(target)) (isOfItself(tree, target, node) ? stepped : replaced).add(target.text);
      else if (isMember(tree, target) && ts.isIdentifier(target.expression))
        filled.add(target.expression.text);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (ts.isIdentifier(expression) && fills.test(name.text)) filled.add(expression.text);
    }
  }
  return { stepped, filled, replaced };
}

/** `n += 1` and `n = n + 1`, but not `n = other`. */
function isOfItself(tree: TypeScriptTree, target: ts.Identifier, node: ts.BinaryExpression): boolean {
  if (node.operatorToken.kind !== tree.ts.SyntaxKind.EqualsToken) return true;
  const uses = (inner: ts.Node): boolean =>
    (tree.ts.isIdentifier(inner) && inner.text === target.text) ||
    tree.ts.forEachChild(inner, (child) => uses(child) || undefined) === true;
  return uses(node.right);
}

function isMember(
  { ts }: TypeScriptTree,
  node: ts.Node,
): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

export function isAssignment({ ts }: TypeScriptTree, node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Without parentheses, `!` and `as`. */
export function bare(tree: TypeScriptTree, node: ts.Expression): ts.Expression {
  const { ts } = tree;
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return bare(tree, node.expression);
  return node;
}
