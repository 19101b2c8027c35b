/** Looks through functions that the project wraps around others: what a wrapper was given, and whom it calls with its own request. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode, walk } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Knowledge } from "./knowledge.js";
import type { Located } from "./project.js";
import type { FunctionThing, Made } from "./things.js";

/** A function, and the call of the project's own that gave it, where one did. */
export interface Given extends Located<FunctionNode> {
  readonly made?: Made;
}

/** What the call handed in for a parameter of the function it calls. */
export function argumentFor(
  knowledge: Knowledge,
  made: Made | null | undefined,
  declaration: ts.ParameterDeclaration,
): Located | null {
  const owner = declaration.parent;
  if (!made || !isFunctionNode(made.file.tree, owner)) return null;
  const isCalled = knowledge.functionsOf(made.file, made.node.expression).some(({ node }) => node === owner);
  const argument = isCalled ? made.node.arguments[owner.parameters.indexOf(declaration)] : undefined;
  return argument ? { file: made.file, node: argument } : null;
}

/** Handlers that `wrap(handler)` calls: it gives `(req, res, next) => handler(req, res, next).catch(next)`. */
export function wrappedIn(knowledge: Knowledge, wrapper: Given): readonly FunctionThing[] {
  const { file, node, made } = wrapper;
  if (!made) return [];
  const { ts } = file.tree;
  const found: FunctionThing[] = [];
  walk(file.tree, node, (inner) => {
    const [first] = ts.isCallExpression(inner) ? inner.arguments : [];
    if (!ts.isCallExpression(inner) || !first) return undefined;
    const [called, handed] = [parameterOf(file, inner.expression), parameterOf(file, first)];
    const handler = called && handed === node.parameters[0] ? argumentFor(knowledge, made, called) : null;
    if (handler) found.push(...knowledge.functionsOf(handler.file, handler.node));
    return undefined;
  });
  return found;
}

function parameterOf(file: CodeFile, node: ts.Node): ts.ParameterDeclaration | null {
  const { ts } = file.tree;
  const declaration = ts.isIdentifier(node) ? file.bindingOf(node)?.declaration : undefined;
  return declaration && ts.isParameter(declaration) ? declaration : null;
}
