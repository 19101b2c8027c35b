/** Finds the writes of records in a TypeScript function that it waits for, with Prisma, Sequelize, TypeORM and what follows them. */
import type { ts } from "ts-morph";
import type { Outline } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, dottedName, ownNodes } from "./ask.js";
import { bindingOf } from "./bindings.js";

export interface RecordWrite {
  readonly call: ts.CallExpression;
  readonly verb: "make" | "change" | "remove";
  /** What is written, lower case: `user`, for `prisma.user.create`, `User.create` and `user.save`. */
  readonly model: string;
}

interface Code {
  readonly tree: TypeScriptTree;
  readonly outline: Outline;
}

const verbs: Readonly<Record<string, RecordWrite["verb"]>> = {
  create: "make",
  createMany: "make",
  createManyAndReturn: "make",
  bulkCreate: "make",
  insert: "make",
  insertOne: "make",
  insertMany: "make",
  upsert: "change",
  update: "change",
  updateMany: "change",
  updateOne: "change",
  save: "change",
  increment: "change",
  decrement: "change",
  delete: "remove",
  deleteMany: "remove",
  deleteOne: "remove",
  destroy: "remove",
  remove: "remove",
};

const client =
  /^(?:(?:this|ctx|context|fastify|app|req|request|server)\.)*_?(?:prisma\w*|db|database|orm|\w+Prisma)$/;
const fromModels = /(?:^|[/@])(?:models?|entit(?:y|ies)|schemas?|db|database)(?:[/.]|$)/i;

/** Writes in source order, those of lists that are waited for as a whole too; other nested functions are left out. */
export function recordWrites(code: Code, holder: FunctionNode): readonly RecordWrite[] {
  const { ts } = code.tree;
  return ownNodes(code.tree, holder).flatMap((node) => {
    const isWaitedFor = ts.isAwaitExpression(node) || ts.isReturnStatement(node);
    if (!isWaitedFor || !node.expression || !ts.isCallExpression(node.expression)) return [];
    const call = node.expression;
    const isAll = dottedName(code.tree, call.expression) === "Promise.all";
    return isAll ? writesTogether(code, call.arguments[0]) : (writeOf(code, call) ?? []);
  });
}

/** `Promise.all(ids.map((id) => prisma.user.update(…)))`, and lists of such calls. */
function writesTogether(code: Code, list: ts.Expression | undefined): readonly RecordWrite[] {
  const { ts } = code.tree;
  if (!list) return [];
  if (ts.isArrayLiteralExpression(list))
    return list.elements.flatMap((one) => (ts.isCallExpression(one) ? (writeOf(code, one) ?? []) : []));
  const each = ts.isCallExpression(list) ? list.arguments[0] : undefined;
  return each && ts.isArrowFunction(each) && ts.isCallExpression(each.body)
    ? [writeOf(code, each.body) ?? []].flat()
    : [];
}

function writeOf(code: Code, call: ts.CallExpression): RecordWrite | undefined {
  const { ts } = code.tree;
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const verb = Object.hasOwn(verbs, callee.name.text) ? verbs[callee.name.text] : undefined;
  const model = verb && modelOf(code, callee.expression);
  return verb && model !== undefined ? { call, verb, model: model.toLowerCase() } : undefined;
}

function modelOf(code: Code, receiver: ts.Expression): string | undefined {
  const { ts } = code.tree;
  if (ts.isPropertyAccessExpression(receiver)) {
    const isModel = client.test(dottedName(code.tree, receiver.expression) ?? "");
    return isModel ? receiver.name.text : undefined;
  }
  if (!ts.isIdentifier(receiver)) return undefined;
  if (isModelClass(code, receiver.text)) return receiver.text;
  const binding = bindingOf(code.tree, receiver);
  if (binding?.kind !== "variable") return undefined;
  const maker = /^(?:await\s+)?(?:new\s+)?([A-Z]\w*)\b/.exec(
    binding.given[0]?.value.getText(code.tree.root) ?? "",
  )?.[1];
  return maker !== undefined && isModelClass(code, maker) ? maker : undefined;
}

function isModelClass({ outline }: Code, name: string): boolean {
  return (
    /^[A-Z]/.test(name) &&
    outline.imports.some(
      ({ module, names }) => fromModels.test(module) && names.some(({ local }) => local === name),
    )
  );
}
