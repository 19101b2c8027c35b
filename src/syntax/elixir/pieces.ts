/** What an Elixir string is put together from, with who supplies the values. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { ElixirTree } from "../../model/tree.js";
import {
  type Piece,
  type Supplier,
  isCheckedIn,
  isHarmlessCall,
  isOwnAnswer,
  readsSetting,
} from "../pieces.js";
import { namedChildren } from "./ask.js";
import { clauseAt, givenTo } from "./calls.js";
import type { AttributedClause } from "./modules.js";
import { spanOf } from "../nodes.js";

/** Names that lead to names lead further than this only in loops. */
const deepest = 4;

interface Scope {
  readonly tree: ElixirTree;
  readonly clause: AttributedClause | undefined;
  readonly head: string;
  readonly text: string;
}

export function piecesOf(tree: ElixirTree, node: SgNode, text: string): readonly Piece[] {
  const clause = clauseAt(tree, spanOf(node));
  const slice = (span: Span | undefined): string => (span ? text.slice(span.start, span.end) : "");
  return read({ tree, clause, head: slice(clause?.headSpan), text: slice(clause?.span) }, node, 0);
}

function read(scope: Scope, node: SgNode, depth: number): readonly Piece[] {
  const kind = String(node.kind());
  const inner = namedChildren(node);
  if (/^(?:string|charlist|sigil)$/.test(kind))
    return inner.flatMap((part) => {
      if (part.kind() !== "interpolation")
        return /^(?:quoted_content|escape_sequence)$/.test(String(part.kind())) ? [part.text()] : [];
      return namedChildren(part).flatMap((value) => read(scope, value, depth));
    });
  if (kind === "binary_operator" && /^(?:<>|\+\+)$/.test(node.field("operator")?.text() ?? ""))
    return inner.flatMap((part) => read(scope, part, depth));
  if (kind === "block" && inner.length === 1) return inner.flatMap((part) => read(scope, part, depth));
  if (/^(?:integer|float|atom|alias|boolean|nil|char)$/.test(kind))
    return [kind === "atom" ? node.text() : "0"];
  if (kind === "unary_operator" && node.text().startsWith("@")) return [node.text().slice(1)];
  if (kind === "identifier") return readName(scope, node, depth);
  return isKnown(node) ? ["0"] : [valueOf(scope, node.text())];
}

/** Numbers, hashes, quoted texts, and what a function without arguments finds out itself. */
function isKnown(node: SgNode): boolean {
  const last = node.kind() === "binary_operator" ? node.field("right") : node;
  if (last?.kind() !== "call") return false;
  const target = last.field("target")?.text() ?? "";
  const isNumber =
    /^(?:Integer|Float|DateTime|Date|NaiveDateTime)\.\w+$|^String\.to_(?:integer|float|existing_atom)$|^(?:length|byte_size|map_size|System\.\w+_time|node|self)$/.test(
      target,
    );
  const isCall = last.children().some((child) => child.kind() === "arguments");
  return (
    isNumber || isHarmlessCall(target) || (isCall && givenTo(last).length === 0 && isOwnAnswer(target, 0))
  );
}

/** A local name stands for what the clause binds it to, when that is one thing. */
function readName(scope: Scope, node: SgNode, depth: number): readonly Piece[] {
  const name = node.text();
  const bound = depth < deepest ? bindings(scope, name, spanOf(node)) : [];
  const [only] = bound;
  if (only && bound.length === 1) return read(scope, only, depth + 1);
  if (isVetted(scope, name)) return [name];
  return [valueOf(scope, name)];
}

function bindings({ tree, clause }: Scope, name: string, before: Span): readonly SgNode[] {
  if (!clause) return [];
  return tree.nodes("binary_operator").flatMap((node) => {
    const { start } = spanOf(node);
    if (start < clause.span.start || start > before.start || node.field("operator")?.text() !== "=")
      return [];
    const left = node.field("left");
    const right = node.field("right");
    return left?.kind() === "identifier" && left.text() === name && right ? [right] : [];
  });
}

/** A guard or a comparison with a list has looked at it. */
function isVetted({ head, text }: Scope, name: string): boolean {
  return (
    new RegExp(`\\b(?:is_integer|is_number|is_atom|is_float)\\(${name}\\)|\\b${name} in [[@~]`).test(head) ||
    new RegExp(`\\b${name} (?:not )?in [[@~]|\\b${name} =~|Regex\\.match\\?\\([^,]+, ${name}\\)`).test(
      text,
    ) ||
    isCheckedIn(text, name)
  );
}

function valueOf(scope: Scope, text: string): Piece {
  return { text, supplier: supplierOf(scope, text), isPublic: scope.clause?.word === "def" };
}

/** Keys that are strings come from JSON, forms and query strings. */
const outside =
  /\b(?:params|payload|body_params|query_params|path_params)\b\s*[.[]|\bconn\.(?:params|\w+_params|req_headers)\b/;

function supplierOf({ head }: Scope, text: string): Supplier {
  const name = /[a-z_]\w*/.exec(text)?.[0] ?? "";
  if (outside.test(text) || new RegExp(`"\\w+" => ${name}\\b`).test(head)) return "request";
  if (readsSetting(text) || /^(?:Application\.|System\.(?:get|fetch)_env)/.test(text)) return "setting";
  const parameters = head.slice(head.indexOf("(") + 1);
  return head.includes("(") && new RegExp(`(?<![.:@\\w])${name}\\b(?!:)`).test(parameters)
    ? "caller"
    : "program";
}

/** The items of a list literal. */
export function itemsOf(node: SgNode | undefined): readonly SgNode[] {
  return node?.kind() === "list" ? namedChildren(node) : [];
}
