/** Keys in calls of TypeScript and JavaScript. */
import type { ts } from "ts-morph";
import type { Outline } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { importOrigins, originOf } from "../../syntax/names.js";
import { dottedName, literalText, propertyValue, spanOf } from "../../syntax/typescript/ask.js";
import type { KeyLiteral } from "./literal.js";

/** Argument that is the key, by callee as it is commonly written. */
const keyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/^(?:jwt|jsonwebtoken|jsonwebtoken\.default|JWT)\.(?:sign|verify)$/, 1],
  [/(?:^|\.)create(?:Hmac|Cipheriv)$/, 1],
  [/^(?:cookieParser|cookie-parser(?:\.default)?)$/, 0],
];
/** Option that is the key. */
const keyOptions =
  /^(?:session|expressSession|cookieSession|express-session|cookie-session|expressJwt|expressjwt|jwt|fastifyJwt)(?:\.default)?$|\bJwtModule\.register$/;

export function typeScriptKeys(tree: TypeScriptTree, { imports }: Outline): readonly KeyLiteral[] {
  const origins = importOrigins(imports);
  return tree.nodes(tree.ts.SyntaxKind.CallExpression).flatMap((call) => {
    const callee = dottedName(tree, call.expression);
    if (callee === null) return [];
    return keysOf(tree, call, originOf(callee, origins) ?? callee).flatMap((node) => {
      const literal = literalOf(tree, node);
      const value = literalText(tree, literal);
      if (!literal || value === null) return [];
      const { start, end } = spanOf(tree, literal);
      const isCertain = /cookie-?parser/i.test(callee) && /^[a-z]{4,}$/i.test(value);
      return [{ callee, value, start: start + 1, end: end - 1, isCertain }];
    });
  });
}

function keysOf(tree: TypeScriptTree, call: ts.CallExpression, callee: string): readonly ts.Expression[] {
  const [first] = call.arguments;
  const position = keyArguments.find(([pattern]) => pattern.test(callee))?.[1];
  const argument = position === undefined ? undefined : call.arguments[position];
  if (argument) return [argument];
  if (!keyOptions.test(callee)) return [];
  const options = [propertyValue(tree, first, "secret"), propertyValue(tree, first, "keys")];
  return options.flatMap((option) => {
    if (!option) return [];
    return tree.ts.isArrayLiteralExpression(option) ? [...option.elements] : [option];
  });
}

/** The expression, or what the only variable of its name in this file is once and for all. */
function literalOf(tree: TypeScriptTree, node: ts.Expression): ts.Expression | undefined {
  const { ts } = tree;
  if (!ts.isIdentifier(node)) return node;
  const named = tree
    .nodes(ts.SyntaxKind.VariableDeclaration)
    .filter(({ name }) => ts.isIdentifier(name) && name.text === node.text);
  const [only] = named;
  if (!only || named.length > 1 || isBoundOtherwise(tree, node.text)) return undefined;
  return (only.parent.flags & ts.NodeFlags.Const) === 0 ? undefined : only.initializer;
}

/** A parameter of the same name may be what is meant. */
function isBoundOtherwise(tree: TypeScriptTree, name: string): boolean {
  const { ts } = tree;
  return tree
    .nodes(ts.SyntaxKind.Parameter)
    .some((node) => ts.isParameter(node) && ts.isIdentifier(node.name) && node.name.text === name);
}
