/** What a TypeScript parameter may hold, and who can call its function. */
import type { ts } from "ts-morph";
import type { Outline } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { type FunctionNode, enclosingClass, enclosingFunction, textOf } from "./ask.js";

/** The written type of a parameter, or of the part of it that has this name; empty when there is none. */
export function writtenType(tree: TypeScriptTree, parameter: ts.ParameterDeclaration, name: string): string {
  const { ts } = tree;
  const { type, initializer } = parameter;
  if (!type) return initializer && ts.isNumericLiteral(initializer) ? "number" : "";
  if (ts.isIdentifier(parameter.name)) return textOf(tree, type);
  if (!ts.isTypeLiteralNode(type)) return "";
  const member = type.members.find((one) => one.name?.getText(tree.root) === name);
  return member && ts.isPropertySignature(member) && member.type ? textOf(tree, member.type) : "";
}

const harmlessPart =
  /^(?:readonly )?(?:number|bigint|boolean|Date|undefined|null|\d+|"[^"]*"|'[^']*'|keyof .*)(?:\[\])?$/;

/** A type whose values cannot hold foreign text: numbers, dates, and texts listed in the type. */
export function isHarmlessType(type: string): boolean {
  const parts = type.split("|").map((part) => part.trim());
  return type !== "" && parts.every((part) => part === "" || harmlessPart.test(part));
}

/** An exported function, or a method of an exported class that is not marked private. */
export function isCallableFromOutside(
  { tree, outline }: { readonly tree: TypeScriptTree; readonly outline: Outline },
  owner: FunctionNode,
): boolean {
  const isExportedName = (name: string | undefined): boolean =>
    outline.definitions.some((one) => one.isExported && one.name === name);
  const holder = enclosingClass(tree, owner);
  if (holder && owner.parent === holder) {
    const isHidden = /^(?:(?:static|async|readonly|override) )*(?:private|protected|#)/.test(
      textOf(tree, owner),
    );
    return !isHidden && isExportedName(holder.name?.text);
  }
  if (enclosingFunction(tree, owner)) return false;
  const start = owner.getStart(tree.root);
  const fact = outline.functions.find(({ span }) => span.start === start);
  const isAssigned = /\bexports\b/.test(textOf(tree, owner.parent).slice(0, 60));
  return fact !== undefined && (fact.isExported || isAssigned || isExportedName(fact.name));
}
