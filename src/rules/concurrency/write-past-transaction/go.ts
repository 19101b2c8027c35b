/** Go: a write in the function of GORM's `Transaction` that is sent over the connection outside. */
import type { SgNode } from "@ast-grep/napi";
import { plural } from "../../../lib/text.js";
import type { Hit, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { enclosingFunction } from "../../../syntax/go/ask.js";
import { argumentsOf } from "../../../syntax/go/calls.js";
import { spanOf } from "../../../syntax/nodes.js";

export function* goWritesPast({ tree, source }: Subject<GoTree>): Iterable<Hit> {
  if (!/\.Transaction\(\s*func\(/.test(source.text)) return;
  for (const call of tree.nodes("call_expression")) {
    const opened = transactionOf(call);
    const [first, ...others] = opened ? pastWrites(opened) : [];
    if (!opened || !first) continue;
    const also = others.length > 0 ? `, as ${plural(others.length, "more write")} in it` : "";
    yield {
      at: spanOf(first.at),
      issue: `\`${opened.client}\` sends this ${first.verb} over another connection than the transaction it stands in${also}: \`${opened.handle}\`, which the transaction hands over, is not named in the statement.`,
    };
  }
}

interface Transaction {
  readonly client: string;
  readonly handle: string;
  readonly work: SgNode;
}

/** `db.Transaction(func(tx *gorm.DB) error { … })`, however the connection was set up before. */
function transactionOf(call: SgNode): Transaction | null {
  const callee = call.field("function");
  if (callee?.kind() !== "selector_expression" || callee.field("field")?.text() !== "Transaction")
    return null;
  const work = argumentsOf(call)[0];
  if (work?.kind() !== "func_literal") return null;
  const handle = /^\(\s*(\w+)\s+\*gorm\.DB\s*,?\s*\)$/.exec(work.field("parameters")?.text() ?? "")?.[1];
  const client = connectionOf(callee.field("operand"));
  if (handle === undefined || client === null || new RegExp(`^${handle}\\b`).test(client)) return null;
  return { client, handle, work };
}

/** `s.db` of `s.db.WithContext(ctx)`, `app.Dao().DB()`: what is set up for one statement is left away. */
function connectionOf(operand: SgNode | null): string | null {
  const callee = operand?.kind() === "call_expression" ? operand.field("function") : null;
  const isSetUp = /^(?:WithContext|Session|Debug|Clauses|Set)$/.test(callee?.field("field")?.text() ?? "");
  if (isSetUp) return connectionOf(callee?.field("operand") ?? null);
  return operand ? unspaced(operand) : null;
}

const unspaced = (node: SgNode): string => node.text().replace(/\s+/g, "");

const writes =
  /^(?:Create|CreateInBatches|FirstOrCreate|Save|Update|Updates|UpdateColumn|UpdateColumns|Delete|Exec|Append|Replace|Clear)$/;

interface Written {
  readonly at: SgNode;
  readonly verb: string;
}

function pastWrites({ client, handle, work }: Transaction): readonly Written[] {
  return work.findAll({ rule: { kind: "call_expression" } }).flatMap((call) => {
    const callee = call.field("function");
    const verb = callee?.field("field")?.text() ?? "";
    if (!writes.test(verb) || !unspaced(call).startsWith(`${client}.`)) return [];
    if (enclosingFunction(call)?.id() !== work.id()) return [];
    return new RegExp(`\\b${handle}\\b`).test(call.text()) ? [] : [{ at: call, verb }];
  });
}
