/** Bare numbers in Go that are compared with, or handed over. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { calleeOf, dottedName, namedChildren } from "../../../syntax/go/ask.js";
import { type Bare, calledRole, comparedRole, isOrdinary } from "../magic-number.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export function numbersOf({ tree }: Subject<GoTree>): readonly Bare[] {
  return tree.nodes("int_literal").flatMap((node) => bare(node) ?? []);
}

function bare(literal: SgNode): Bare | undefined {
  const whole = wholeProduct(literal);
  if (whole.id() === literal.id() && (isOrdinary(literal.text()) || isPermission(literal.text())))
    return undefined;
  const at = spanOf(whole);
  if (at.start !== spanOf(literal).start || isNamed(whole)) return undefined;
  const role = roleOf(whole);
  return role === undefined ? undefined : { at, text: whole.text(), role };
}

/** `0644`: every reader of Go knows the permissions of files by their octal digits. */
function isPermission(text: string): boolean {
  return /^0o?[0-7]{3,4}$/.test(text);
}

function wholeProduct(literal: SgNode): SgNode {
  let whole = literal;
  for (let around = literal.parent(); around?.kind() === "binary_expression"; around = around.parent()) {
    if (!/^[\d\s_*]+$/.test(around.text())) break;
    whole = around;
  }
  return whole;
}

function roleOf(node: SgNode): string | undefined {
  const around = node.parent();
  if (around?.kind() === "argument_list") {
    const call = around.parent();
    const name = call ? calleeOf(call)?.split(".").at(-1) : undefined;
    return name === undefined || plainInGo.test(name) ? undefined : calledRole(name);
  }
  if (around?.kind() !== "binary_expression") return undefined;
  if (!/^[<>]=?$/.test(around.field("operator")?.text() ?? "")) return undefined;
  const left = around.field("left");
  const other = left?.id() === node.id() ? around.field("right") : left;
  return comparedRole(measured(other));
}

/** `len(name)` is about the length of `name`. */
function measured(node: SgNode | null): string | null {
  const list =
    node?.kind() === "call_expression" && calleeOf(node) === "len" ? node.field("arguments") : null;
  return dottedName(list ? (namedChildren(list)[0] ?? null) : node);
}

/** Conversions, sizes of buffers, bases of numbers, permissions of files. */
const plainInGo =
  /^(?:u?int(?:8|16|32|64)?|byte|rune|float(?:32|64)|make|new|Parse(?:Int|Uint|Float)|Format(?:Int|Uint)|Mkdir(?:All)?|OpenFile|WriteFile|Chmod|Duration|Itoa|Date|Repeat|Exit|N|Intn|IntN|Int63n|NewScanner|Buffer|Grow|Put\w+|Int|Int64|Uint64)$/;

function isNamed(node: SgNode): boolean {
  return ancestor(node, "const_spec", "var_spec", "keyed_element", "block")?.kind() !== "block";
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package a\n\nfunc read(s Stream, q Queue) []byte {\n\tframe := s.Read(45)\n\tif len(frame) > 4500 {\n\t\tq.Put(frame)\n\t}\n\tif q.Waiting > 4500 {\n\t\treturn nil\n\t}\n\treturn frame\n}\n",
    good: "package a\n\nconst maxFrame = 4500\n\nvar limits = Limits{Frame: 4500}\n\nfunc read(s Stream, q Queue) []byte {\n\tframe := make([]byte, 4500)\n\tif len(frame) > maxFrame {\n\t\tq.Put(frame)\n\t}\n\t// 4500 is what the other side accepts\n\tif q.Waiting > 4500 {\n\t\treturn nil\n\t}\n\tif s.Status >= 500 || s.Count > 100 {\n\t\tuse(int64(4500))\n\t}\n\treturn frame[:4500]\n}\n",
  },
];
