/** Reads Elixir's patterns: the names they bind, and where in the value these lie. */
import type { SgNode } from "@ast-grep/napi";
import { keyOf } from "../../../syntax/elixir/ask.js";
import { partsOf, spanOf, unknownTerm } from "../reading.js";
import { type Entry, type Term, build } from "../terms.js";

export function targetOf(node: SgNode): Term {
  const span = spanOf(node);
  const parts = (): readonly Term[] => partsOf(node).map(targetOf);
  switch (node.kind()) {
    case "identifier":
      return build.name(node.text(), span);
    case "tuple":
      // What is told about a failure is the program's own text.
      return partsOf(node)[0]?.text() === ":error" ? unknownTerm(node) : build.list(parts(), span);
    case "list":
      return build.several(parts(), span);
    case "map":
      return mapTarget(node);
    case "arguments":
      return single(parts(), span);
    case "binary_operator":
      return operatorTarget(node);
    case "keywords":
      return build.several(
        partsOf(node)
          .flatMap((pair) => pair.field("value") ?? [])
          .map(targetOf),
        span,
      );
    default:
      return unknownTerm(node);
  }
}

function single(parts: readonly Term[], span: Term["span"]): Term {
  const [first, ...rest] = parts;
  return first && rest.length === 0 ? first : build.list(parts, span);
}

/** `pattern = name`, `"prefix" <> rest`, `[head | tail]`, `name \\ preset`. */
function operatorTarget(node: SgNode): Term {
  const operator = node.field("operator")?.text() ?? "";
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return unknownTerm(node);
  if (operator === "=" || operator === "|")
    return build.several([targetOf(left), targetOf(right)], spanOf(node));
  if (operator === "\\\\" || operator === "when") return targetOf(left);
  return operator === "<>" ? targetOf(right) : unknownTerm(node);
}

function mapTarget(node: SgNode): Term {
  const content = partsOf(node).find((part) => part.kind() === "map_content");
  const entries = (content ? partsOf(content) : []).flatMap((part): readonly Entry[] => {
    if (part.kind() === "keywords") return partsOf(part).flatMap(pairTarget);
    const [key, value] = [part.field("left"), part.field("right")];
    return key && value ? [{ key: build.fixed(keyText(key), spanOf(key)), value: targetOf(value) }] : [];
  });
  return { kind: "collection", entries, isRecord: true, span: spanOf(node) };
}

function pairTarget(pair: SgNode): readonly Entry[] {
  const value = pair.field("value");
  // Outside data has texts for keys; the path of an upload is the server's own.
  if (keyOf(pair) === "path") return [];
  return value ? [{ key: build.fixed(keyOf(pair) ?? "", spanOf(pair)), value: targetOf(value) }] : [];
}

/** `"id"` and `:id` by what they say. */
export function keyText(node: SgNode): string {
  return node.text().replace(/^:|^"|"$/g, "");
}
