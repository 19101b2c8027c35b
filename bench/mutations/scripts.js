// TypeScript and JavaScript: awaits, guards, releases and transactions that somebody forgot.

/** Awaited calls whose result or end matters: `return await f()` outside `try` hands the same promise on. */
export function awaits({ tree }) {
  const { ts, root } = tree;
  return tree.nodes(ts.SyntaxKind.AwaitExpression).flatMap((node) => {
    if (!ts.isCallExpression(node.expression) || isHandedOn(tree, node)) return [];
    const start = node.getStart(root);
    return [{ at: start, cuts: [{ start, end: node.expression.getStart(root) }] }];
  });
}

function isHandedOn({ ts }, node) {
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) ({ parent } = parent);
  if (ts.isArrowFunction(parent)) return true;
  return ts.isReturnStatement(parent) && !ancestors(parent).some((one) => ts.isTryStatement(one));
}

function ancestors(node) {
  const found = [];
  for (let one = node.parent; one; one = one.parent) found.push(one);
  return found;
}

/** `if (…) return` and `throw` among the first statements of a function, and middleware of a route that lets in or turns away. */
export function guards(file) {
  const { tree } = file;
  const { ts, root } = tree;
  const conditions = tree.nodes(ts.SyntaxKind.IfStatement).flatMap((node) => {
    const block = node.parent;
    if (!ts.isBlock(block) || !ts.isFunctionLike(block.parent) || block.statements.indexOf(node) > 3)
      return [];
    const { thenStatement, elseStatement } = node;
    const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
    const isOnlyThat = !ts.isBlock(thenStatement) || thenStatement.statements.length <= 2;
    if (elseStatement || !last || !isOnlyThat || !(ts.isReturnStatement(last) || ts.isThrowStatement(last)))
      return [];
    const start = node.getStart(root);
    return [{ at: start, cuts: [{ start, end: node.end }] }];
  });
  return [...conditions, ...middleware(file)];
}

function middleware({ tree }) {
  const { ts, root } = tree;
  return tree.nodes(ts.SyntaxKind.CallExpression).flatMap((call) => {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee) || !/^(?:get|post|put|patch|delete)$/.test(callee.name.text))
      return [];
    const [path, ...others] = call.arguments;
    if (!path || !ts.isStringLiteralLike(path) || others.length < 2) return [];
    return others.slice(0, -1).flatMap((argument) => {
      const text = argument.getText(root);
      if (!/auth|valid|csrf|permission|limit|guard|require/i.test(text) || text.length > 200) return [];
      const start = argument.getStart(root);
      const end = start + text.length + /^\s*,\s*/.exec(root.text.slice(start + text.length))[0].length;
      return [{ at: start, cuts: [{ start, end }] }];
    });
  });
}

/** The `finally` block that gives a lock or a connection back. */
export function releases({ tree }) {
  const { ts, root } = tree;
  return tree.nodes(ts.SyntaxKind.TryStatement).flatMap((node) => {
    const { finallyBlock, catchClause, tryBlock } = node;
    if (finallyBlock?.statements.length !== 1) return [];
    const text = finallyBlock.getText(root);
    if (!/\b\w*(?:release|unlock)\w*(?:\?\.)?\(/i.test(text) || /\b(?:reader|writer|stream)\w*\./i.test(text))
      return [];
    const start = node.getStart(root);
    const ending = { start: (catchClause ?? tryBlock).end, end: finallyBlock.end };
    const opening = { start, end: tryBlock.getStart(root) };
    return [{ at: start, cuts: catchClause ? [ending] : [opening, ending] }];
  });
}

const opens = /^(?:\$?transaction|withTransaction)$/;
const writes =
  /\.(?:create|createMany\w*|update|updateMany\w*|upsert|insert|save|destroy|delete|deleteMany|increment|decrement|set|remove|bulkCreate|findOrCreate)(?:WithCtx)?\(/g;

/** Transactions around two writes or more, run without: the handle becomes the client, options lose it. */
export function transactions({ tree }) {
  const { ts, root } = tree;
  return tree.nodes(ts.SyntaxKind.CallExpression).flatMap((call) => {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee) || !opens.test(callee.name.text)) return [];
    const body = call.arguments.find(
      (argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument),
    );
    const handle = body?.parameters[0]?.name.getText(root);
    if (!body || !handle || (body.getText(root).match(writes) ?? []).length < 2) return [];
    const client = callee.expression.getText(root);
    const inner = { start: body.getStart(root), end: body.end };
    const bare = bareBody(root.text.slice(inner.start, inner.end), body, {
      handle,
      client,
      root,
      offset: inner.start,
    });
    return [
      { at: call.getStart(root), cuts: [{ start: call.getStart(root), end: call.end, by: `(${bare})()` }] },
    ];
  });
}

function bareBody(text, body, { handle, client, root, offset }) {
  const parameter = body.parameters[0];
  const [from, to] = [parameter.getStart(root) - offset, parameter.end - offset];
  const head = text.slice(0, from);
  const rest = text.slice(to);
  const name = handle.replace(/\$/g, "\\$");
  return (
    head +
    rest
      .replace(new RegExp(`,\\s*\\{\\s*(?:transaction:\\s*)?${name},?\\s*\\}`, "g"), "")
      .replace(new RegExp(`^[ \\t]*(?:transaction:\\s*)?${name},?\\n`, "gm"), "")
      .replace(new RegExp(`,\\s*(?:transaction:\\s*)?${name}\\b(?=\\s*[,})])`, "g"), "")
      .replace(new RegExp(`\\b(?:transaction|tx):\\s*${name}\\b,?`, "g"), "")
      .replace(new RegExp(`(?<![\\w.$])${name}\\b`, "g"), client)
  );
}
