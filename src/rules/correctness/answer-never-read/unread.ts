/** Collects, file by file, the values that functions name, and which of them nothing reads. */
import type { ts } from "ts-morph";
import type { Span } from "../../../model/source.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  functionName,
  functionNodes,
  hasModifier,
  isFunctionNode,
  isWithin,
  spanOf,
  textOf,
} from "../../../syntax/typescript/ask.js";
import { mentionsOf } from "../../../syntax/typescript/mentions.js";

export interface Unread {
  readonly name: string;
  readonly at: Span;
  /** What it is given, `find(id)`, or the function whose parameter it is. */
  readonly from: string;
  readonly isParameter: boolean;
  /** Its name or the call says that it decides whether to go on. */
  readonly decides: boolean;
}

export interface Named {
  /** Values that are given a name in functions of this file, read or not. */
  readonly count: number;
  readonly unread: readonly Unread[];
}

export function namedIn(tree: TypeScriptTree): Named {
  // What `eval` and `with` read, nobody sees.
  if (/(?<![.\w])(?:eval\(|with\s*\([^()\n]*\)\s*\{)/.test(tree.root.text)) return { count: 0, unread: [] };
  const found = [...variables(tree), ...parameters(tree)];
  return { count: found.length, unread: found.flatMap((one) => one ?? []) };
}

const decides =
  /^(?:error|err|errors|success|ok|exists|allowed|permitted|authori[sz]ed|(?:is|has|can)(?:Valid|Allowed|Auth|Access|Permi|Owner|Admin|Error|Exist|Member|Locked|Expired|Manager)\w*|existing\w*|already\w*|duplicate\w*)$/;
const looksUp = /^find(?:One|First|Unique|ByPk|ById)$/;

/** One entry a variable: null for those that are read. */
function variables(tree: TypeScriptTree): readonly (Unread | null)[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.VariableDeclaration).flatMap((declaration) => {
    const { initializer, name } = declaration;
    const scope = initializer && scopeOf(tree, declaration);
    if (!scope || isFunctionNode(tree, initializer) || acts(tree, initializer)) return [];
    if (isMeant(tree, declaration)) return [];
    return namesOf(tree, name).map((own) => {
      if (isLeftAside(own.text) || isMentioned(tree, own, scope)) return null;
      return {
        name: own.text,
        at: spanOf(tree, name),
        from: short(textOf(tree, initializer)),
        isParameter: false,
        decides:
          calledIn(tree, initializer) && (decides.test(own.text) || isFetched(tree, initializer, name)),
      };
    });
  });
}

/** What is called for what it does: that its answer has a name is a courtesy to the reader. */
const acting =
  /^(?:create|update|upsert|add|insert|save|set|schedule|send|delete|destroy|remove|start|stop|run|register|sign(?:In|Up|Out)|post|put|patch|write|upload|push|emit|dispatch|subscribe|listen|mount|init|render|spawn|exec|import|require|move|clear|connect|attach|append|open|show)(?=$|[A-Z_])/;

function acts(tree: TypeScriptTree, value: ts.Expression): boolean {
  const { ts } = tree;
  const inner = ts.isAwaitExpression(value) ? value.expression : value;
  if (ts.isNewExpression(inner) || ts.isClassExpression(inner) || ts.isBinaryExpression(inner))
    return !ts.isBinaryExpression(inner) || inner.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!ts.isCallExpression(inner)) return false;
  const name = textOf(tree, inner.expression);
  return acting.test(name.slice(name.lastIndexOf(".") + 1));
}

/** Said to be unread by its author, or written by a program: names of one letter, lines that nobody can read. */
function isMeant({ root }: TypeScriptTree, declaration: ts.VariableDeclaration): boolean {
  const from = root.text.lastIndexOf("\n", declaration.end) + 1;
  const line = root.text
    .slice(root.text.lastIndexOf("\n", Math.max(0, from - 2)) + 1)
    .split("\n", 2)
    .join("\n");
  return /no-?unused|@ts-(?:ignore|expect-error)/i.test(line) || line.length > 600;
}

function calledIn({ ts }: TypeScriptTree, value: ts.Expression): boolean {
  return ts.isCallExpression(ts.isAwaitExpression(value) ? value.expression : value);
}

/** A record that is waited for under a name of its own. */
function isFetched({ ts }: TypeScriptTree, value: ts.Expression, name: ts.BindingName): boolean {
  return (
    ts.isIdentifier(name) &&
    ts.isAwaitExpression(value) &&
    ts.isCallExpression(value.expression) &&
    ts.isPropertyAccessExpression(value.expression.expression) &&
    looksUp.test(value.expression.expression.name.text)
  );
}

/** What is left out of the rest, `{ error, ...rest }`, is named to be left out. */
function namesOf({ ts }: TypeScriptTree, target: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  const all: readonly ts.ArrayBindingElement[] = target.elements;
  const elements = all.flatMap((one) => (ts.isBindingElement(one) ? [one] : []));
  if (elements.some(({ dotDotDotToken }) => dotDotDotToken)) return [];
  return elements.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
}

/** `_rest`, `unused`, `$`, and what minifiers name. */
function isLeftAside(name: string): boolean {
  return /^_|^unused|^dummy|^.?$/i.test(name);
}

function isMentioned(tree: TypeScriptTree, name: ts.Identifier, scope: ts.Node): boolean {
  return mentionsOf(tree, name.text).some((node) => node !== name && isWithin(node, scope));
}

/** The block around the variable; at the top of a file others may take it, and a loop may only want to count. */
function scopeOf({ ts }: TypeScriptTree, node: ts.VariableDeclaration): ts.Node | undefined {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list) || !ts.isVariableStatement(list.parent)) return undefined;
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  for (let scope: ts.Node = list.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    const isBlock = ts.isBlock(scope) || ts.isCaseBlock(scope);
    if (isBlock && (!isVar || ts.isFunctionLike(scope.parent))) return scope;
  }
  return undefined;
}

/** What a framework hands to whoever is listening, asked for or not. */
const handedAnyway =
  /^(?:e|ev|evt|event|props|opts|options|args|params|context|ctx|req|request|res|response|next|ref|state|acc|index|i|node)$/;

/** One entry a parameter, or part of one, that could be left out: null for those that are read. */
function parameters(tree: TypeScriptTree): readonly (Unread | null)[] {
  return functionNodes(tree).flatMap((node) => {
    if (!node.body || !isOfOwnForm(tree, node)) return [];
    const from = functionName(tree, node);
    const isRead = (name: ts.Identifier): boolean => isMentioned(tree, name, node);
    const names = node.parameters.flatMap(({ name }) => namesOf(tree, name));
    // A function that looks at nothing it is given is a place for one that will.
    if (!names.some(isRead)) return [];
    // The callers' order is fixed: one before another that is read has to stand there.
    const last = node.parameters.findLastIndex(({ name }) => !tree.ts.isIdentifier(name) || isRead(name));
    return node.parameters.flatMap(({ name, modifiers, dotDotDotToken }, i) => {
      if (modifiers || dotDotDotToken || (tree.ts.isIdentifier(name) && i < last)) return [];
      return namesOf(tree, name).map((own) =>
        isLeftAside(own.text) || handedAnyway.test(own.text) || isRead(own)
          ? null
          : { name: own.text, at: spanOf(tree, own), from, isParameter: true, decides: false },
      );
    });
  });
}

/** Called by its name alone: what a framework calls, or a type or a parent class prescribes, has its form from there. */
function isOfOwnForm(tree: TypeScriptTree, node: FunctionNode): boolean {
  const { ts } = tree;
  if (/\barguments\b/.test(textOf(tree, node))) return false;
  if (ts.isMethodDeclaration(node)) {
    const holder = node.parent;
    return (
      ts.isClassLike(holder) &&
      !holder.heritageClauses &&
      !hasModifier(tree, holder, ts.SyntaxKind.AbstractKeyword) &&
      !/^Base|Base$/.test(holder.name?.text ?? "") &&
      !ts.getDecorators(node)?.length
    );
  }
  const { parent } = node;
  const isHeld = ts.isVariableDeclaration(parent) && parent.initializer === node && !parent.type;
  if (!ts.isFunctionDeclaration(node) && !isHeld) return false;
  return !mentionsOf(tree, functionName(tree, node)).some((name) => isHandedOn(tree, name));
}

/** `process.on("exit", stop)`: whoever gets the function calls it in a form of his own. */
function isHandedOn({ ts }: TypeScriptTree, name: ts.Identifier): boolean {
  const { parent } = name;
  return (
    (ts.isCallExpression(parent) && parent.expression !== name) ||
    ts.isPropertyAssignment(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent))
  );
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 50 ? `${line.slice(0, 49)}…` : line;
}
