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
} from "../../syntax/typescript/ask.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";
import { learn } from "../../syntax/learn.js";
import { type RecordWrite, recordWrites } from "../../syntax/typescript/record-writes.js";

export default defineRule({
  severity: "medium",
  // Read on seven projects: 29 of 43 true, most of the others would mend themselves when the work is run again.
  confidence: 0.6,
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
    if (ts.isCallExpression(node) && /transaction/i.test(node.expression.getText(root))) return true;
    if (!isFunctionNode(tree, node)) continue;
    const names = node.parameters.flatMap(({ name }) => name.getText(root).match(/\w+/g) ?? []);
    if (names.some((name) => isHandle.test(name))) return true;
  }
  return false;
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
  if (!runTogether(tree, first, second)) return false;
  if ([first, second].some(({ call }) => passesHandle.test(textOf(tree, call)))) return false;
  if (/token|code|session|otp/.test(first.model)) return false;
  if (first.model === second.model) return first.verb === "remove" && second.verb === "make";
  // What is cleared away last can be cleared away later, unless it stood for what was made.
  return !([first, second].every(isRepeatable) || (first.verb !== "make" && second.verb === "remove"));
}

/** In one block; what is made or removed also counts when one of the two depends on a condition. */
function runTogether(tree: TypeScriptTree, first: RecordWrite, second: RecordWrite): boolean {
  const [a, b] = [blockOf(tree, first.call), blockOf(tree, second.call)];
  if (a === b) return true;
  if (first.verb === "change" && second.verb === "change") return false;
  return isInside(b, a) || (isInside(a, b) && !leavesAfter(tree, a));
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
