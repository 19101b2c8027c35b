/** Several records are written one after the other outside the transaction that the project uses for such writes. */
import type { ts } from "ts-morph";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import {
  type FunctionNode,
  ancestor,
  functionName,
  functionNodes,
  isFunctionNode,
  isAsync,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";
import { learn } from "../../syntax/learn.js";
import { type RecordWrite, recordWrites } from "../../syntax/typescript/record-writes.js";

export default defineRule({
  severity: "medium",
  // Read on seven projects: 29 of 43 true, most of the others would mend themselves when the work is run again.
  confidence: 0.6,
  judged: { right: 7, arguable: 4, wrong: 1, projects: 5 },
  title: "Writes that belong together outside a transaction",
  risk: "When the second write fails, or the process ends between them, the first one stays: the records no longer fit together, and nothing puts that right.",
  fix: "Run the writes in one transaction and pass its handle to each of them.",
  trial: {
    name: "a failing second write leaves nothing behind",
    arrange: "the second write replaced by one that fails",
    act: "run {it}",
    assert: "the database is as it was before",
  },
  cwe: [362],
  reads: ["typescript"],
  *project(survey) {
    const files = scriptFiles(survey).filter(({ source }) => !isScript.test(source.path));
    const used = files.filter(({ source }) => opens.test(source.text)).length;
    if (used < fewest) return;
    for (const file of files)
      for (const hit of learn(file, "loose writes", () => looseWrites(file)))
        yield { ...hit, issue: `${hit.issue} ${String(used)} files of the project open a transaction.` };
  },
  examples: [
    {
      language: "typescript",
      bad: {
        "server/join.ts":
          'import { prisma } from "./db";\nexport async function join(user: User, invite: Invite) {\n  const member = await prisma.member.create({ data: { userId: user.id, roomId: invite.roomId } });\n  await prisma.invite.delete({ where: { id: invite.id } });\n  return member;\n}\n',
        "server/a.ts": "export const a = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/b.ts": "export const b = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/c.ts": "export const c = () => prisma.$transaction(async (tx) => run(tx));\n",
      },
      good: {
        "server/join.ts":
          'import { prisma } from "./db";\nexport async function join(user: User, invite: Invite) {\n  return prisma.$transaction(async (tx) => {\n    const member = await tx.member.create({ data: { userId: user.id, roomId: invite.roomId } });\n    await tx.invite.delete({ where: { id: invite.id } });\n    return member;\n  });\n}\nexport async function other(user: User, invite: Invite) {\n  if (invite.old) await prisma.invite.delete({ where: { id: invite.id } });\n  else await prisma.member.create({ data: { userId: user.id } });\n}\n',
        "server/a.ts": "export const a = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/b.ts": "export const b = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/c.ts": "export const c = () => prisma.$transaction(async (tx) => run(tx));\n",
      },
    },
    {
      language: "typescript",
      bad: {
        "server/pause.ts":
          'import { prisma } from "./db";\nexport async function pause(campaign: Campaign) {\n  if (campaign.workflowId) await prisma.workflow.update({ where: { id: campaign.workflowId }, data: { isOn: false } });\n  await prisma.campaign.update({ where: { id: campaign.id }, data: { isOn: false } });\n}\n',
        "server/a.ts": "export const a = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/b.ts": "export const b = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/c.ts": "export const c = () => prisma.$transaction(async (tx) => run(tx));\n",
      },
      good: {
        "server/pause.ts":
          'import { prisma } from "./db";\nexport async function visit(link: Link, account: Account) {\n  if (link.isOpen) await prisma.link.update({ where: { id: link.id }, data: { isOpen: false } });\n  await prisma.account.update({ where: { id: account.id }, data: { seenAt: new Date() } });\n}\nexport async function count(link: Link) {\n  await Promise.all([prisma.link.update({ where: { id: link.id }, data: { clicks: 1 } }), prisma.day.update({ where: { id: link.day }, data: { clicks: 1 } })]);\n}\n',
        "server/a.ts": "export const a = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/b.ts": "export const b = () => prisma.$transaction(async (tx) => run(tx));\n",
        "server/c.ts": "export const c = () => prisma.$transaction(async (tx) => run(tx));\n",
      },
    },
  ],
});

/** So many files with transactions make a project that wants them. */
const fewest = 3;
const opens = /\.\$?(?:transaction|withTransaction)\s*\(/;
const isScript =
  /(?:^|\/)(?:scripts?|seeds?|seeders?|migrations?|fixtures|mocks?|cli|playwright|cypress|e2e)\/|(?:^|\/)seed/;
/** Handles of transactions, as parameters and as arguments are called. */
const isHandle = /^(?:tx|trx|t|transaction|trans|manager|entityManager|queryRunner)$/;
const passesHandle =
  /\b(?:tx|trx|transaction|queryRunner|ctx|context)\b|[,(]\s*\{\s*session\s*[,}]|\bsession:/;
const byHand = /startTransaction|\bBEGIN\b|queryRunner/;

type File = SurveyedFile & { readonly tree: TypeScriptTree };

function looseWrites(file: File): readonly ProjectHit[] {
  if (!/\basync\b/.test(file.source.text)) return [];
  const { tree } = file;
  return functionNodes(tree).flatMap((holder) => {
    if (!isAsync(tree, holder) || !holder.body) return [];
    const writes = recordWrites(file, holder);
    if (writes.length < 2 || isInTransaction(tree, holder) || byHand.test(textOf(tree, holder))) return [];
    const pair = pairIn(tree, writes);
    return pair ? [describe(file, holder, pair)] : [];
  });
}

/** The function runs in a transaction around it, or is given the handle of one. */
function isInTransaction(tree: TypeScriptTree, holder: FunctionNode): boolean {
  const { ts, root } = tree;
  for (let node: ts.Node = holder; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isCallExpression(node) && opensTransaction(tree, node.expression)) return true;
    if (!isFunctionNode(tree, node)) continue;
    const names = node.parameters.flatMap(({ name }) => name.getText(root).match(/\w+/g) ?? []);
    if (names.some((name) => isHandle.test(name))) return true;
  }
  return false;
}

/** The name that is called says it; what a function called on the spot holds in its body does not. */
function opensTransaction({ ts, root }: TypeScriptTree, callee: ts.Expression): boolean {
  return !ts.isParenthesizedExpression(callee) && /transaction/i.test(callee.getText(root));
}

interface Pair {
  readonly first: RecordWrite;
  readonly second: RecordWrite;
}

function pairIn(tree: TypeScriptTree, writes: readonly RecordWrite[]): Pair | undefined {
  for (const [i, first] of writes.entries()) {
    const second = writes.slice(i + 1).find((later) => belongs(tree, first, later));
    if (second) return { first, second };
  }
  return undefined;
}

/**
 * The second runs whenever the first does, and they write different things, or one removes what the other makes anew.
 * Two that could simply be run again are left alone.
 */
function belongs(tree: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  if (!runTogether(tree, first, second) || areSideBySide(tree, first, second)) return false;
  if ([first, second].some(({ call }) => passesHandle.test(textOf(tree, call)))) return false;
  if (/token|code|session|otp/.test(first.model)) return false;
  if (first.model === second.model) return first.verb === "remove" && second.verb === "make";
  // What is cleared away last can be cleared away later, unless it stood for what was made, or only what went first names it.
  if (second.verb === "remove" && first.verb !== "make") return isNamedByRemoved(tree, first, second);
  return ![first, second].every(isRepeatable);
}

/** `const bounty = await prisma.bounty.delete(…)`, and then what `bounty.workflowId` names: a second run does not find it again. */
function isNamedByRemoved(tree: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  const holder = ancestor(first.call, (node) => !tree.ts.isAwaitExpression(node));
  const answer =
    holder && tree.ts.isVariableDeclaration(holder) && tree.ts.isIdentifier(holder.name)
      ? holder.name.text
      : undefined;
  return first.verb === "remove" && answer !== undefined && namesGiven(tree, second).has(answer);
}

/** In one block; what is made or removed also counts when one of the two depends on a condition. */
function runTogether(tree: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  const [a, b] = [blockOf(tree, first.call), blockOf(tree, second.call)];
  if (a === b) return true;
  if (first.verb === "change" && second.verb === "change" && !isAboutSame(tree, first, second)) return false;
  return isInside(b, a) || (isInside(a, b) && !leavesAfter(tree, a));
}

/** Both name the same value, or one names what the other changes: `campaign.workflowId`, `campaign`. */
function isAboutSame(tree: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  const [a, b] = [namesGiven(tree, first), namesGiven(tree, second)];
  const namesModel = (names: ReadonlySet<string>, { model }: RecordWrite): boolean =>
    [...names].some((name) => name.toLowerCase().startsWith(model));
  return [...a].some((name) => b.has(name)) || namesModel(a, second) || namesModel(b, first);
}

/** Variables in what a write is given; what every write of a project is given does not tell. */
function namesGiven(tree: TypeScriptTree, { call }: RecordWrite): ReadonlySet<string> {
  const { ts } = tree;
  const names = new Set<string>();
  walk(tree, call, (node) => {
    if (node === call.expression) return false;
    if (ts.isIdentifier(node) && isValue(tree, node) && !/^[A-Z]|^(?:undefined|now)$/.test(node.text))
      names.add(node.text);
    return undefined;
  });
  return names;
}

/** Entries of one `Promise.all([…])`: whoever starts them at once takes them for independent. */
function areSideBySide({ ts }: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  return first.call.parent === second.call.parent && ts.isArrayLiteralExpression(first.call.parent);
}

function isValue({ ts }: TypeScriptTree, node: ts.Identifier): boolean {
  const { parent } = node;
  return !(
    (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) &&
    parent.name === node
  );
}

function isInside(inner: ts.Node, outer: ts.Node): boolean {
  return ancestor(inner, (node) => node === outer) !== undefined;
}

/** The branch ends by leaving the function, so that nothing behind it runs. */
function leavesAfter({ ts }: TypeScriptTree, branch: ts.Node): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function isRepeatable({ call }: RecordWrite): boolean {
  return /\.upsert$/.test(call.expression.getText());
}

/** The part of the function that runs as one with the node; a loop over some list is taken to run. */
function blockOf(tree: TypeScriptTree, node: ts.Node): ts.Node {
  const { ts } = tree;
  const { parent } = node;
  const isPart =
    ts.isIfStatement(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isCaseOrDefaultClause(parent) ||
    (ts.isBlock(node) && !ts.isForOfStatement(parent)) ||
    ts.isSourceFile(parent);
  return isPart ? node : blockOf(tree, parent);
}

function describe(file: File, holder: FunctionNode, { first, second }: Pair): ProjectHit {
  const { tree, source } = file;
  const name = functionName(tree, holder);
  const show = ({ call }: RecordWrite): string => `\`${textOf(tree, call.expression)}\``;
  return {
    path: source.path,
    at: spanOf(tree, second.call.expression),
    also: [{ path: source.path, span: spanOf(tree, first.call.expression) }],
    issue: `${name === "<anonymous>" ? "This function" : `\`${name}\``} runs ${show(first)} and then ${show(second)} without a transaction: when the second fails, the first stays.`,
  };
}
