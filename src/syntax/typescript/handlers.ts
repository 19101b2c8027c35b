/** Recognises functions that answer a request, by their parameters, their name or where they are registered. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, calledName, functionName, hasModifier, isFunctionNode } from "./ask.js";

const requestNames = /^_?(?:req|request)$/;
const responseNames = /^_?(?:res|response|reply|rep|h)$/;
/** Express, Koa, Fastify, Hapi and the routers that follow them. */
const verbs = /^(?:get|post|put|patch|delete|head|options|all|use|route)$/;
const routers = /(?:^|\.)(?:app|router|server|fastify|api|\w*Router|\w*App|routes)$/;
/** Names that Next.js calls for every request. */
const frameworkNames = /^(?:GET|POST|PUT|PATCH|DELETE|getServerSideProps)$/;

export function isRequestHandler(tree: TypeScriptTree, node: FunctionNode): boolean {
  const [first, second] = node.parameters.map((parameter) => parameter.name.getText(tree.root));
  if (first !== undefined && second !== undefined && requestNames.test(first) && responseNames.test(second))
    return true;
  if (first === "ctx" && (second === undefined || second === "next") && isRegistered(tree, node)) return true;
  return isRegistered(tree, node) || isFrameworkHandler(tree, node);
}

/** The nearest function around the node that answers requests; functions nested in it run on its behalf. */
export function enclosingHandler(tree: TypeScriptTree, node: ts.Node): FunctionNode | undefined {
  for (let current: ts.Node | undefined = node.parent; current; current = current.parent) {
    if (isFunctionNode(tree, current) && isRequestHandler(tree, current)) return current;
  }
  return undefined;
}

/** `router.get("/path", …, handler)` */
function isRegistered(tree: TypeScriptTree, node: FunctionNode): boolean {
  const { ts } = tree;
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const path = call.arguments[0];
  return (
    verbs.test(calledName(tree, call) ?? "") &&
    routers.test(call.expression.expression.getText(tree.root)) &&
    path !== undefined &&
    path !== node &&
    (ts.isStringLiteralLike(path) || ts.isTemplateExpression(path))
  );
}

function isFrameworkHandler(tree: TypeScriptTree, node: FunctionNode): boolean {
  const { ts } = tree;
  const statement = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  return (
    frameworkNames.test(functionName(tree, node)) && hasModifier(tree, statement, ts.SyntaxKind.ExportKeyword)
  );
}
