/** Reads which names a Go file mentions, and which of them may refer to a binding. */
import type { Import, Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { GoTree } from "../../model/tree.js";
import { addOffset } from "../names.js";
import type { Word } from "./words.js";
import { spanOf } from "../nodes.js";

const nameKinds = ["identifier", "type_identifier", "field_identifier", "package_identifier"];

/** Names as the parser knows them, for code that it had to mend. */
export function namesInTree(tree: GoTree, text: string): readonly Word[] {
  return nameKinds
    .flatMap((kind) =>
      tree.nodes(kind).map((node) => {
        const { start } = spanOf(node);
        const isMember = kind === "field_identifier" || isAfterDot(text, start);
        return { name: node.text(), start, isMember };
      }),
    )
    .sort((a, b) => a.start - b.start);
}

/** `http.Client` mentions the type of another package; `rest ...Client` spreads one of this file. */
function isAfterDot(text: string, start: number): boolean {
  return text.charAt(start - 1) === "." && text.charAt(start - 2) !== ".";
}

/** The same for sound code from its words, which is several times cheaper. */
export function namesAmong(
  words: readonly Word[],
  {
    tree,
    text,
    imports,
  }: { readonly tree: GoTree; readonly text: string; readonly imports: readonly Import[] },
): readonly Word[] {
  const apart = declaredApart(tree, text);
  const unbound = imports.map(({ span }) => span);
  return words
    .filter(
      ({ name, start }) => apart.get(start) !== "label_name" && !(name === "_" && isWithin(unbound, start)),
    )
    .map((word) => (apart.has(word.start) ? { ...word, isMember: true } : word));
}

const declaredField = {
  kind: "field_identifier",
  inside: { any: [{ kind: "field_declaration" }, { kind: "method_elem" }] },
};

/** Kinds, by offset, of the names that stand in no scope: fields where a type declares them, and labels. */
function declaredApart(tree: GoTree, text: string): ReadonlyMap<number, string> {
  const any = [
    ...(/\b(?:struct|interface)\s*\{\s*[^\s}]/.test(text) ? [declaredField] : []),
    // A label nobody jumps to is an error (Go specification, "Labeled statements").
    ...(/\b(?:break|continue|goto)[ \t]+\w/.test(text) ? [{ kind: "label_name" }] : []),
  ];
  if (any.length === 0) return new Map();
  const found = tree.root.findAll({ rule: { any } });
  return new Map(found.map((node) => [spanOf(node).start, String(node.kind())]));
}

function isWithin(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}

/** @param defined offsets at which imports and definitions bind a name */
export function groupNames(
  names: readonly Word[],
  defined: ReadonlySet<number>,
): Pick<Outline, "mentions" | "references"> {
  const mentions = new Map<string, number[]>();
  const references = new Map<string, number[]>();
  for (const { name, start, isMember } of names) {
    addOffset(mentions, name, start);
    if (!isMember && !defined.has(start)) addOffset(references, name, start);
  }
  return { mentions, references };
}
