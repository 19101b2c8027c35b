/** A write stands inside the function of a transaction and goes past it, over the client instead of the handle. */
import type { ts } from "ts-morph";
import { plural } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import {
  type FunctionNode,
  dottedName,
  isAsync,
  isFunctionNode,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";
import { goWritesPast } from "./write-past-transaction/go.js";
import { examples } from "./write-past-transaction/examples.js";

export default defineRule({
  severity: "medium",
  // The same client opens the transaction and is written with inside it, and the handle is not named in the statement.
  // Eleven hits in five projects, among the 647 files with transactions of some 470: all true.
  confidence: 0.85,
  judged: { right: 11, arguable: 0, wrong: 0, projects: 5 },
  title: "Write that goes past its transaction",
  risk: "The write is kept when the transaction is rolled back, and it may wait for a lock that the transaction itself holds.",
  fix: "Write over the handle that the transaction hands to its function, or pass the handle to the statement.",
  trial: {
    name: "a failure inside the transaction leaves nothing behind",
    arrange: "the last statement of the transaction replaced by one that fails",
    act: "run {it}",
    assert: "the database is as it was before",
  },
  cwe: [662],
  match: { typescript: writesPast, go: goWritesPast },
  examples,
});

interface Transaction {
  /** What it was opened on, as written: `prisma`, `this.db`. */
  readonly client: string;
  /** Name of the handle; null where the function takes none. */
  readonly handle: string | null;
  readonly work: FunctionNode;
}

function* writesPast({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\.\$?transaction\s*\(/.test(source.text)) return;
  for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
    const opened = transactionOf(tree, call);
    const writes = opened ? pastWrites(tree, opened) : [];
    const [first, ...others] = writes;
    if (opened && first) yield describe(tree, opened, { first, others: others.length });
  }
}

function describe(
  tree: TypeScriptTree,
  { client, handle }: Transaction,
  { first, others }: { readonly first: Written; readonly others: number },
): Hit {
  const also = others > 0 ? `, and so ${others === 1 ? "does" : "do"} ${plural(others, "more write")}` : "";
  const instead =
    handle === null
      ? `the function of the transaction takes no handle, so that nothing in it is part of the transaction`
      : `\`${handle}\`, which the transaction hands over, is not named in the statement`;
  return {
    at: spanOf(tree, first.callee),
    issue: `\`${textOf(tree, first.callee).replace(/\s+/g, "")}\` runs over \`${client}\`${also}: ${instead}.`,
  };
}

/** `client.$transaction(async (tx) => …)`, `client.transaction().execute(async (tx) => …)`. */
function transactionOf(tree: TypeScriptTree, call: ts.CallExpression): Transaction | null {
  const { ts } = tree;
  const opening = openingOf(tree, call);
  const [work] = call.arguments;
  if (!opening || !work || !(ts.isArrowFunction(work) || ts.isFunctionExpression(work))) return null;
  const client = dottedName(tree, opening.expression);
  const [given] = work.parameters;
  const handle = given === undefined ? null : ts.isIdentifier(given.name) ? given.name.text : undefined;
  // A function that waits for nothing is one of a driver whose transactions are those of its only connection.
  if (client === null || handle === undefined || !isAsync(tree, work)) return null;
  if (handle === null && opening.name.text !== "$transaction") return null;
  return client.split(".")[0] === handle ? null : { client, handle, work };
}

function openingOf(tree: TypeScriptTree, call: ts.CallExpression): ts.PropertyAccessExpression | null {
  const { ts } = tree;
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  if (/^\$?transaction$/.test(callee.name.text)) return callee;
  const before = callee.name.text === "execute" ? callee.expression : null;
  return before && ts.isCallExpression(before) && before.arguments.length === 0
    ? openingOf(tree, before)
    : null;
}

interface Written {
  readonly callee: ts.Expression;
}

function pastWrites(tree: TypeScriptTree, { client, handle, work }: Transaction): readonly Written[] {
  const { ts } = tree;
  const found: Written[] = [];
  walk(tree, work, (node) => {
    // What is written when the work failed is often meant to stay.
    if (ts.isCatchClause(node) || (isFunctionNode(tree, node) && !runsForEach(tree, node))) return false;
    const callee = ts.isCallExpression(node)
      ? node.expression
      : ts.isTaggedTemplateExpression(node)
        ? node.tag
        : null;
    if (!callee || !isWrite(tree, callee, client)) return undefined;
    const statement = textOf(tree, chainFrom(tree, node));
    if (handle === null || !new RegExp(`(?<![\\w$])${escaped(handle)}(?![\\w$])`).test(statement))
      found.push({ callee });
    return undefined;
  });
  return found;
}

const escaped = (name: string): string => name.replace(/\$/g, "\\$");

/** Handed to a method of a list, so that it runs before the work goes on. */
function runsForEach(tree: TypeScriptTree, node: FunctionNode): boolean {
  const { ts } = tree;
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  return /^(?:map|flatMap|forEach|reduce)$/.test(call.expression.name.text);
}

const recordVerbs =
  /^(?:create|createMany|createManyAndReturn|upsert|update|updateMany|updateManyAndReturn|delete|deleteMany)$/;
const tableVerbs =
  /^(?:insert|insertInto|update|updateTable|delete|deleteFrom|del|batchInsert|\$executeRaw\w*)$/;

function isWrite(tree: TypeScriptTree, callee: ts.Expression, client: string): boolean {
  const { ts } = tree;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const verb = callee.name.text;
  const receiver = callee.expression;
  if (dottedName(tree, receiver) === client) return tableVerbs.test(verb);
  // `prisma.user.update`
  if (ts.isPropertyAccessExpression(receiver))
    return recordVerbs.test(verb) && dottedName(tree, receiver.expression) === client;
  // `knex("user").where(…).update`
  return tableVerbs.test(verb) && ts.isCallExpression(receiver) && isTableOf(tree, receiver, client);
}

function isTableOf(tree: TypeScriptTree, chain: ts.CallExpression, client: string): boolean {
  const { ts } = tree;
  const callee = chain.expression;
  if (dottedName(tree, callee) === client) return true;
  const before = ts.isPropertyAccessExpression(callee) ? callee.expression : null;
  return before !== null && ts.isCallExpression(before) && isTableOf(tree, before, client);
}

/** The call with all that is called on its result: `.transacting(tx)` may come last. */
function chainFrom(tree: TypeScriptTree, node: ts.Node): ts.Node {
  const { ts } = tree;
  let chain = node;
  while (
    (ts.isPropertyAccessExpression(chain.parent) || ts.isCallExpression(chain.parent)) &&
    chain.parent.expression === chain
  )
    chain = chain.parent;
  return chain;
}
