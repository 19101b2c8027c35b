/** What Java, Rust and Go files say of interfaces and of the types that keep them. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { GoTree, JavaTree, RustTree } from "../../model/tree.js";
import * as java from "../../syntax/java/ask.js";
import * as rust from "../../syntax/rust/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export interface ClassFact {
  readonly path: string;
  readonly name: string;
  /** The header, where the interface begins. */
  readonly at: Span;
  readonly isAbstract: boolean;
  readonly parents: readonly string[];
  /** Says what a type keeps without declaring the type. */
  readonly isPart?: true;
}

export function javaClasses(path: string, tree: JavaTree): readonly ClassFact[] {
  return ["interface_declaration", "class_declaration", "record_declaration", "enum_declaration"]
    .flatMap((kind) => tree.nodes(kind))
    .flatMap((node) => {
      const name = node.field("name");
      if (!name) return [];
      const isInterface = node.kind() === "interface_declaration";
      return {
        path,
        name: name.text(),
        at: { start: headerStart(node), end: spanOf(name).end },
        isAbstract: isInterface || hasAbstractMethod(node),
        parents: [...(isInterface ? [] : parentsOf(node))],
      };
    });
}

/** A class that only shares code with its children is no interface. */
function hasAbstractMethod(node: SgNode): boolean {
  const members = node.field("body")?.children() ?? [];
  return members.some(
    (member) => member.kind() === "method_declaration" && java.hasModifier(member, "abstract"),
  );
}

/** The line with the name, without the annotations above it. */
function headerStart(node: SgNode): number {
  const word = node
    .children()
    .find((child) => /^(?:interface|class|record|enum)$/.test(String(child.kind())));
  return spanOf(word ?? node).start;
}

function parentsOf(node: SgNode): readonly string[] {
  const interfaces = node.field("interfaces")?.find({ rule: { kind: "type_list" } });
  const superclass = node.field("superclass");
  return [...(superclass?.children() ?? []), ...(interfaces?.children() ?? [])].flatMap((type) => {
    const name = java.dottedName(type);
    return name === null ? [] : [name.slice(name.lastIndexOf(".") + 1)];
  });
}

/** Traits, and an entry for each `impl Trait for Type` outside tests. */
export function rustClasses(path: string, tree: RustTree, outline: Outline): readonly ClassFact[] {
  const own = new Set(outline.definitions.map(({ name }) => name));
  const traits = tree.nodes("trait_item").flatMap((node): readonly ClassFact[] => {
    const name = node.field("name");
    if (!name || !node.field("body")?.find({ rule: { kind: "function_signature_item" } })) return [];
    const at = { start: spanOf(node).start, end: spanOf(name).end };
    return [{ path, name: name.text(), at, isAbstract: true, parents: [] }];
  });
  const kept = tree.nodes("impl_item").flatMap((node): readonly ClassFact[] => {
    const [trait, name] = [node.field("trait"), rust.holderName(node)];
    const isGeneric =
      node
        .field("type_parameters")
        ?.text()
        .includes(`${name ?? ""}:`) ?? false;
    if (!trait || name === null || rust.isInTest(tree, node)) return [];
    // An implementation for every type, or for one of the standard library, is no second way to do the work.
    if (isGeneric || !(own.has(name) || /\bcrate\b/.test(node.field("type")?.text() ?? ""))) return [];
    const parent = /(\w+)\s*(?:<[\s\S]*)?$/.exec(trait.text())?.[1] ?? "";
    return [{ path, name, at: spanOf(node), isAbstract: false, parents: [parent], isPart: true }];
  });
  return [...traits, ...kept];
}

const assertion = /^var\s+_\s+(\w+(?:\.\w+)?)\s*=\s*(?:\(\s*\*\s*(\w+)\s*\)\s*\(\s*nil\s*\)|&?(\w+)\{\s*\})$/;

/** Interfaces, and an entry for each `var _ Store = (*Memory)(nil)`: what the compiler was asked to check. */
export function goClasses(path: string, tree: GoTree): readonly ClassFact[] {
  const interfaces = tree.nodes("type_spec").flatMap((node): readonly ClassFact[] => {
    const name = node.field("name");
    if (!name || node.field("type")?.kind() !== "interface_type") return [];
    const at = { start: spanOf(node).start, end: spanOf(name).end };
    return [{ path, name: name.text(), at, isAbstract: true, parents: [] }];
  });
  const kept = tree.nodes("var_declaration").flatMap((node): readonly ClassFact[] => {
    const [, parent, pointer, value] = assertion.exec(node.text().trim()) ?? [];
    const name = pointer ?? value;
    // Errors that answer a question about themselves are not ways to do some work.
    if (parent === undefined || name === undefined || /^[eE]rr[A-Z]|Error$/.test(name)) return [];
    const plain = parent.slice(parent.lastIndexOf(".") + 1);
    return [{ path, name, at: spanOf(node), isAbstract: false, parents: [plain], isPart: true }];
  });
  return [...interfaces, ...kept];
}
