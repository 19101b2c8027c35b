/** Reads which names a Go file mentions, and which of them may refer to a binding. */
import type { Import, Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { GoTree } from "../../model/tree.js";
import { addOffset } from "../names.js";
import { spanOf } from "./ask.js";
import type { Word } from "./words.js";

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

/** The same for sound code from its words, which is several times cheaper: only declared fields and labels are asked for. */
export function namesAmong(
  words: readonly Word[],
  tree: GoTree,
  imports: readonly Import[],
): readonly Word[] {
  const { fields, labels } = declaredApart(tree);
  const unbound = imports.map(({ span }) => span);
  return words
    .filter(({ name, start }) => !labels.has(start) && !(name === "_" && isWithin(unbound, start)))
    .map((word) => (fields.has(word.start) ? { ...word, isMember: true } : word));
}

const declaredField = {
  kind: "field_identifier",
  inside: { any: ["field_declaration", "method_elem", "method_declaration"].map((kind) => ({ kind })) },
};

/** Offsets of the names that stand in no scope: fields where a type declares them, and labels. */
function declaredApart(tree: GoTree): {
  readonly fields: ReadonlySet<number>;
  readonly labels: ReadonlySet<number>;
} {
  const fields = new Set<number>();
  const labels = new Set<number>();
  for (const node of tree.root.findAll({ rule: { any: [declaredField, { kind: "label_name" }] } })) {
    (node.kind() === "label_name" ? labels : fields).add(spanOf(node).start);
  }
  return { fields, labels };
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
