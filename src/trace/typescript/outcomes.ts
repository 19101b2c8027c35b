/** Reads conditions on the result of a check of a whole request: `!errors.isEmpty()`, `error` of `schema.validate(req.body)`. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { plainText } from "./comparisons.js";
import { keyText, unwrap } from "./things.js";
import { functionAround } from "./uses.js";

/** A condition that asks how a check ended. */
export interface Outcome {
  /** The check. */
  readonly call: ts.CallExpression;
  /** Whether the condition holds where nothing was wrong. */
  readonly isFine: boolean;
}

/** What a result says when nothing was wrong, by the names it goes by. */
const saysFine = /^(?:isValid|valid|success|ok|isEmpty)$/;
const saysWrong = /^(?:errors?|err|length|size)$/;
/** Methods that give another form of the same result. */
const forms = new Set(["array", "mapped", "formatWith"]);

/** What the condition asks about; null where it asks about no result. Negations are for who asks. */
export function outcomeOf(file: CodeFile, condition: ts.Node): Outcome | null {
  const { ts } = file.tree;
  const node = unwrap(file.tree, condition);
  if (ts.isBinaryExpression(node)) return compared(file, node);
  if (ts.isIdentifier(node)) return named(file, node);
  const isMethod = ts.isCallExpression(node) && node.arguments.length === 0;
  const access = isMethod ? unwrap(file.tree, node.expression) : node;
  if (!ts.isPropertyAccessExpression(access)) return null;
  const isFine = meaningOf(access.name.text);
  const call = isFine === null ? null : resultOf(file, access.expression);
  return call && isFine !== null ? { call, isFine } : null;
}

/** The call that gave a result, in whatever form the result is asked. */
export function resultOf(file: CodeFile, expression: ts.Node): ts.CallExpression | null {
  const { ts } = file.tree;
  const node = unwrap(file.tree, expression);
  if (ts.isCallExpression(node)) {
    const callee = unwrap(file.tree, node.expression);
    const isForm = ts.isPropertyAccessExpression(callee) && forms.has(callee.name.text);
    return isForm ? resultOf(file, callee.expression) : node;
  }
  if (ts.isPropertyAccessExpression(node))
    return saysWrong.test(node.name.text) ? resultOf(file, node.expression) : null;
  const declaration = ts.isIdentifier(node) ? file.bindingOf(node)?.declaration : undefined;
  if (!declaration) return null;
  const isWhole = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
  const given = isWhole ? declaration.initializer : takenApart(file, declaration, saysWrong);
  return given && !ts.isIdentifier(unwrap(file.tree, given)) ? resultOf(file, given) : null;
}

/** `errors.length > 0`, `error !== undefined`, `result.success === false` */
function compared(file: CodeFile, node: ts.BinaryExpression): Outcome | null {
  const { SyntaxKind } = file.tree.ts;
  const outcome = outcomeOf(file, node.left);
  const right = node.right.getText(file.tree.root);
  const operator = node.operatorToken.kind;
  if (!outcome || !/^(?:0|1|true|false|null|undefined)$/.test(right)) return null;
  const isEqual =
    operator === SyntaxKind.EqualsEqualsToken || operator === SyntaxKind.EqualsEqualsEqualsToken;
  const isOther =
    operator === SyntaxKind.ExclamationEqualsToken || operator === SyntaxKind.ExclamationEqualsEqualsToken;
  const isMore = operator === SyntaxKind.GreaterThanToken || operator === SyntaxKind.GreaterThanEqualsToken;
  if (!isEqual && !isOther && !isMore) return null;
  const holds = isEqual ? right === "true" : isOther ? right !== "true" : true;
  return holds ? outcome : { ...outcome, isFine: !outcome.isFine };
}

/** `const { error } = …`, `const errors = …` */
function named(file: CodeFile, node: ts.Identifier): Outcome | null {
  const { ts } = file.tree;
  const declaration = file.bindingOf(node)?.declaration;
  if (!declaration) return null;
  const given = takenApart(file, declaration, /^/);
  if (given && ts.isBindingElement(declaration)) {
    const isFine = meaningOf(keyText(file.tree, declaration.propertyName ?? declaration.name) ?? "");
    const call = isFine === null ? null : resultOf(file, given);
    return call && isFine !== null ? { call, isFine } : null;
  }
  if (!saysWrong.test(node.text)) return null;
  const call = resultOf(file, node);
  return call && { call, isFine: false };
}

function meaningOf(name: string): boolean | null {
  if (saysFine.test(name)) return true;
  return saysWrong.test(name) ? false : null;
}

/** What the pattern around a name takes apart, where it takes a member of such a name. */
function takenApart({ tree }: CodeFile, declaration: ts.Node, names: RegExp): ts.Expression | undefined {
  const { ts } = tree;
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const { parent } = declaration.parent;
  const key = keyText(tree, declaration.propertyName ?? declaration.name) ?? "";
  return ts.isVariableDeclaration(parent) && names.test(key) ? parent.initializer : undefined;
}

/** The member of a request that an expression means: `body` of `req.body`, `ctx.request.body` and `const data = req.body`. */
export function requestMember(file: CodeFile, expression: ts.Node): string | null {
  const { ts } = file.tree;
  const node = unwrap(file.tree, expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return literalText(file.tree, node.argumentExpression);
  const declaration = ts.isIdentifier(node) ? file.bindingOf(node)?.declaration : undefined;
  if (!declaration) return null;
  if (ts.isBindingElement(declaration))
    return keyText(file.tree, declaration.propertyName ?? declaration.name);
  const given = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return given && ts.isPropertyAccessExpression(unwrap(file.tree, given)) ? requestMember(file, given) : null;
}

/**
 * `const { isValid } = checkForm(req.body); if (!isValid) …`: a check of what the value is a part of, that nobody can
 * judge.
 * @param text the value as it is written
 * @param holds whether the condition holds where the question is asked
 */
export function checkOfWhole(
  { file, text }: { readonly file: CodeFile; readonly text: string },
  condition: ts.Node,
  holds: boolean,
): ts.CallExpression | null {
  const outcome = outcomeOf(file, condition);
  if (outcome?.isFine !== holds) return null;
  const [whole] = outcome.call.arguments;
  const name = whole && plainText(file, whole);
  if (!name || !/valid|check|verify/i.test(outcome.call.expression.getText(file.tree.root))) return null;
  return text.startsWith(`${name}.`) || takenFrom(file, condition, text) === name ? outcome.call : null;
}

/** What the name was taken from: `req.body` for `email` of `const { email } = req.body`. */
function takenFrom(file: CodeFile, near: ts.Node, text: string): string | null {
  const { ts } = file.tree;
  const [name = ""] = text.split(".");
  for (const identifier of file.named(name)) {
    const declaration = file.declaredBy(identifier)?.declaration;
    if (!declaration || !ts.isBindingElement(declaration)) continue;
    const given = declaration.parent.parent;
    const isNear = functionAround(file, identifier) === functionAround(file, near);
    if (isNear && ts.isVariableDeclaration(given) && given.initializer)
      return plainText(file, given.initializer);
  }
  return null;
}
