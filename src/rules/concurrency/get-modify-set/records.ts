/** TypeScript: a number of a record, or an object in one of its columns, is made from what was read and saved with the record. */
import type { ts } from "ts-morph";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  calledName,
  enclosingFunction,
  functionName,
  ownNodes,
  spanOf,
  textOf,
} from "../../../syntax/typescript/ask.js";

const finds = /^(?:find(?:One|First|Unique|ByPk|ById|OneBy|OneOrFail)?(?:OrThrow)?|findOneByOrFail|load)$/;
const updates = /^(?:update|updateOne|updateMany|findByIdAndUpdate|findOneAndUpdate|set)$/;
/** Others are kept out, or the database notices. */
const isSafe =
  /(?<![bc])lock|transaction|mutex|semaphore|runExclusive|serializable|FOR UPDATE|\$inc|increment|\btx\b|\btrx\b|optimistic|\bversion\b/i;

export const changedRecords: Matcher<"typescript"> = function* ({ tree, source }) {
  if (!/\.(?:find|load)/.test(source.text)) return;
  for (const declaration of tree.nodes(tree.ts.SyntaxKind.VariableDeclaration)) {
    const record = recordIn(tree, declaration);
    const holder = record && enclosingFunction(tree, record);
    if (!holder || isSafe.test(textOf(tree, holder))) continue;
    const nodes = ownNodes(tree, holder);
    const change = nodes.find((node) => node.pos > record.end && isChange(tree, node, record.text));
    const saved = change && savedBy(tree, nodes, change, record.text);
    if (change && saved) yield describe(tree, holder, { record, change, saved });
  }
};

/** `const account = await Account.findOne(…)` */
function recordIn({ ts, root }: TypeScriptTree, node: ts.Node): ts.Identifier | undefined {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return undefined;
  const { initializer } = node;
  if (!ts.isAwaitExpression(initializer) || !ts.isCallExpression(initializer.expression)) return undefined;
  const callee = initializer.expression.expression;
  const isFound = ts.isPropertyAccessExpression(callee) && finds.test(callee.name.getText(root));
  return isFound ? node.name : undefined;
}

/** `account.balance -= price`, `account.count = account.count + 1`, `balance: account.balance - price`. */
function isChange(tree: TypeScriptTree, node: ts.Node, record: string): boolean {
  const { ts } = tree;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return (
      /^(?:\+\+|--)|(?:\+\+|--)$/.test(textOf(tree, node)) &&
      textOf(tree, node.operand).startsWith(`${record}.`)
    );
  if (ts.isPropertyAssignment(node)) {
    const place = `${record}.${textOf(tree, node.name)}`;
    return (
      isComputedFrom(textOf(tree, node.initializer), place) || isRewrittenFrom(tree, node.initializer, place)
    );
  }
  if (!ts.isBinaryExpression(node)) return false;
  const left = textOf(tree, node.left);
  if (!left.startsWith(`${record}.`)) return false;
  const operator = textOf(tree, node.operatorToken);
  // Text that is added to is put together, not counted.
  if (operator === "+=" || operator === "-=") return !/^["'`]/.test(textOf(tree, node.right));
  return (
    operator === "=" &&
    (isComputedFrom(textOf(tree, node.right), left) || isRewrittenFrom(tree, node.right, left))
  );
}

/** `{ ...user.settings, theme }`: the whole column is written again for the sake of one entry. */
function isRewrittenFrom({ ts, root }: TypeScriptTree, value: ts.Expression, place: string): boolean {
  if (!ts.isObjectLiteralExpression(value) || value.properties.length < 2) return false;
  const [first] = value.properties;
  if (!first || !ts.isSpreadAssignment(first)) return false;
  const spread = first.expression.getText(root).replace(/^\(+/, "");
  return spread.startsWith(place) && !/^[\w$.[(]/.test(spread.slice(place.length));
}

/** Starts with the old value and adds to it or takes from it. */
function isComputedFrom(value: string, place: string): boolean {
  const old = place.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^\\(?${old}(?: (?:\\?\\?|\\|\\|) \\d+)?\\)? [-+] (?!["'\`])`).test(value);
}

/** The call that stores the change: `account.save()`, or the update it stands in. */
function savedBy(
  tree: TypeScriptTree,
  nodes: readonly ts.Node[],
  change: ts.Node,
  record: string,
): ts.CallExpression | undefined {
  const { ts } = tree;
  return nodes.find((node): node is ts.CallExpression => {
    if (!ts.isCallExpression(node)) return false;
    const name = calledName(tree, node) ?? "";
    if (ts.isPropertyAssignment(change))
      return updates.test(name) && node.pos < change.pos && change.end <= node.end;
    const argument = node.arguments[0];
    const isOfRecord =
      textOf(tree, node.expression) === `${record}.save` ||
      (name === "save" && argument !== undefined && textOf(tree, argument) === record);
    return isOfRecord && node.pos > change.pos;
  });
}

interface Story {
  readonly record: ts.Identifier;
  readonly change: ts.Node;
  readonly saved: ts.CallExpression;
}

function describe(tree: TypeScriptTree, holder: FunctionNode, { record, change, saved }: Story): Hit {
  const name = functionName(tree, holder);
  const shown = textOf(tree, change).replace(/\s+/g, " ").slice(0, 60);
  return {
    at: spanOf(tree, change),
    also: [spanOf(tree, record.parent), spanOf(tree, saved.expression)],
    ...(shown.includes("...") ? rewritten : computed),
    issue: `${name === "<anonymous>" ? "This function" : `\`${name}\``} reads \`${record.text}\`, computes \`${shown}\` and stores it with \`${textOf(tree, saved.expression)}\`: a change that another caller stores in between is overwritten.`,
  };
}

const computed = {
  title: "Stored number computed from what was read",
  recommendation:
    "Let the database compute it (`increment`, `$inc`, `SET n = n + 1`), or read and write in one transaction that locks the record.",
};

const rewritten = {
  title: "Column rewritten from what was read",
  recommendation:
    "Let the database change the one entry (`jsonb_set`, `JSON_SET`, `$set` with a dotted path), or read and write in one transaction that locks the record.",
};

export const recordExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export async function pay(id: string, price: number) {\n  const wallet = await Wallet.findOne({ where: { id } });\n  wallet.balance -= price;\n  await wallet.save();\n}\n",
    good: 'export async function pay(id: string, price: number) {\n  await Wallet.decrement({ balance: price }, { where: { id } });\n}\nexport async function rename(id: string, name: string) {\n  const wallet = await Wallet.findOne({ where: { id } });\n  wallet.name = name;\n  wallet.label += " (renamed)";\n  await wallet.save();\n}\nexport async function inOne(id: string, price: number) {\n  await sequelize.transaction(async (transaction) => {\n    const wallet = await Wallet.findOne({ where: { id }, transaction, lock: true });\n    wallet.balance -= price;\n    await wallet.save({ transaction });\n  });\n}\n',
  },
  {
    language: "typescript",
    bad: "export async function join(id: string) {\n  const room = await prisma.room.findUnique({ where: { id } });\n  await prisma.room.update({ where: { id }, data: { members: room.members + 1 } });\n}\n",
    good: "export async function join(id: string) {\n  const room = await prisma.room.findUnique({ where: { id } });\n  await prisma.room.update({ where: { id }, data: { members: { increment: 1 } } });\n  return { members: room.members + 1 };\n}\nexport async function next(id: string) {\n  const room = await prisma.room.findUnique({ where: { id } });\n  return { members: room.members + 1 };\n}\n",
  },
  {
    language: "typescript",
    bad: "export async function choose(id: string, theme: string) {\n  const user = await prisma.user.findUnique({ where: { id } });\n  await prisma.user.update({ where: { id }, data: { settings: { ...(user.settings as object), theme } } });\n}\n",
    good: "export async function choose(id: string, theme: string) {\n  const user = await prisma.user.findUnique({ where: { id } });\n  await prisma.theme.update({ where: { id }, data: { settings: { theme, size: user.settings.size } } });\n  await prisma.user.update({ where: { id }, data: { shown: { ...user.settings, theme }, last: { ...user } } });\n  return { settings: { ...user.settings, theme } };\n}\nexport async function inOne(id: string, theme: string) {\n  await prisma.$transaction(async (tx) => {\n    const user = await tx.user.findUnique({ where: { id } });\n    await tx.user.update({ where: { id }, data: { settings: { ...user.settings, theme } } });\n  });\n}\n",
  },
  {
    language: "typescript",
    bad: "export async function choose(id: string, theme: string) {\n  const user = await User.findOne({ where: { id } });\n  user.settings = { ...user.settings, theme };\n  await user.save();\n}\n",
    good: "export async function choose(id: string, theme: string) {\n  const user = await User.findOne({ where: { id } });\n  user.settings = { theme };\n  user.copy = { ...user.settingsBefore, theme };\n  await user.save();\n}\n",
  },
];
