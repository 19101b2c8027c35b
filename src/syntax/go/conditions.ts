/** The conditions under which a piece of Go code runs. */
import type { SgNode } from "@ast-grep/napi";
import { namedChildren } from "./ask.js";

export interface Branch {
  /** As written: `opts.SkipVerify`, the value and label of a case. */
  readonly condition: string;
  /** True in the branch taken when the condition holds. */
  readonly holds: boolean;
}

/** Innermost first, up to the file. */
export function branchesAround(node: SgNode): readonly Branch[] {
  const branches: Branch[] = [];
  let child = node;
  for (let around = node.parent(); around; around = around.parent()) {
    const kind = around.kind();
    const condition = around.field("condition");
    if (kind === "if_statement" && condition) {
      const [inThen, inElse] = ["consequence", "alternative"].map(
        (field) => around.field(field)?.id() === child.id(),
      );
      if (inThen || inElse) branches.push({ condition: condition.text(), holds: inThen === true });
    }
    if (kind === "expression_case")
      branches.push({ condition: around.field("value")?.text() ?? "", holds: true });
    child = around;
  }
  return branches;
}

/** An `if` with all its conditions, and whether a plain `else` ends it. */
export interface Chain {
  readonly links: readonly SgNode[];
  readonly otherwise: SgNode | null;
}

/** The chain that begins with this `if`; undefined for an `else if`. */
export function chainFrom(head: SgNode): Chain | undefined {
  if (head.parent()?.kind() === "if_statement") return undefined;
  const links: SgNode[] = [];
  let next: SgNode | null = head;
  for (; next?.kind() === "if_statement"; next = next.field("alternative")) links.push(next);
  return { links, otherwise: next };
}

/** Statements of a block, in order. */
export function statementsOf(block: SgNode | null): readonly SgNode[] {
  const list = block?.children().find((child) => child.kind() === "statement_list");
  return list ? namedChildren(list) : [];
}
