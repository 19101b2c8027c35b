/** What an expression can stand for: functions, classes, instances, objects, lists, modules, and things of packages. */
import type { ts } from "ts-morph";
import type { FunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";

export type ClassNode = ts.ClassLikeDeclaration | FunctionNode;

export type Thing =
  | {
      readonly kind: "function";
      readonly file: CodeFile;
      readonly node: FunctionNode;
      /** The call of a function of the project that gave it, where one did. */
      readonly made?: Made;
    }
  /** A class, or a function that is called with `new`. */
  | { readonly kind: "class"; readonly file: CodeFile; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: "instance"; readonly file: CodeFile; readonly node: ClassNode }
  | { readonly kind: "object"; readonly file: CodeFile; readonly node: ts.ObjectLiteralExpression }
  | { readonly kind: "module"; readonly file: CodeFile }
  | { readonly kind: "list"; readonly file: CodeFile; readonly node: ts.ArrayLiteralExpression }
  /** Of a package or the runtime, as an origin: `["pg", "Pool", "()"]`. */
  | {
      readonly kind: "foreign";
      readonly tokens: readonly string[];
      /** The call that gave it, where one did. */
      readonly made?: Made;
    };

export type FunctionThing = Thing & { readonly kind: "function" };

export interface Made {
  readonly file: CodeFile;
  readonly node: ts.CallExpression;
}

/** More alternatives than these say nothing: a registry of everything. */
const mostAlternatives = 8;

export function distinct(things: readonly Thing[]): readonly Thing[] {
  const seen = new Set<unknown>();
  return things
    .filter((thing) => {
      const key = identityOf(thing);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, mostAlternatives);
}

function identityOf(thing: Thing): unknown {
  if (thing.kind === "foreign") return thing.tokens.join(".");
  // An instance and its class share the node.
  return thing.kind === "module" || thing.kind === "instance" ? thing : thing.node;
}

/** Expressions that mean what they hold: parentheses, `as`, `!`, `satisfies`, `await`. */
export function unwrap({ ts }: CodeFile["tree"], node: ts.Node): ts.Node {
  let inner = node;
  while (isWrapper(ts, inner)) inner = inner.expression;
  return inner;
}

export type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.NonNullExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.AwaitExpression;

export function isWrapper(compiler: CodeFile["tree"]["ts"], node: ts.Node): node is Wrapper {
  return (
    compiler.isParenthesizedExpression(node) ||
    compiler.isAsExpression(node) ||
    compiler.isNonNullExpression(node) ||
    compiler.isSatisfiesExpression(node) ||
    compiler.isTypeAssertionExpression(node) ||
    compiler.isAwaitExpression(node)
  );
}

/** Names of an expression as written, calls as `()`; empty for what has no name. */
export function writtenNames({ tree }: CodeFile, node: ts.Node): readonly string[] {
  const { ts } = tree;
  const names: string[] = [];
  for (let next = unwrap(tree, node); ;) {
    if (ts.isIdentifier(next)) return [...names, next.text].reverse();
    if (next.kind === ts.SyntaxKind.ThisKeyword) return [...names, "this"].reverse();
    if (ts.isPropertyAccessExpression(next)) names.push(next.name.text);
    else if (ts.isCallExpression(next) || ts.isNewExpression(next)) names.push("()");
    else if (ts.isElementAccessExpression(next)) names.push("[]");
    else return names.reverse();
    next = unwrap(tree, next.expression);
  }
}

/** The name of a property in a literal or class, where it is written as text. */
export function keyText({ ts }: CodeFile["tree"], name: ts.Node | undefined): string | null {
  if (!name) return null;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return null;
}
