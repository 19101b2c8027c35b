/** Reads the parameters of Python's functions with their types. */
import type { SgNode } from "@ast-grep/napi";
import { partsOf, spanOf } from "../reading.js";
import { type Parameter, type Term, type Type, build } from "../terms.js";

type ReadTerm = (node: SgNode | null | undefined) => Term;

export function readParameters(list: SgNode | null, termOf: ReadTerm): readonly Parameter[] {
  return (list ? partsOf(list) : []).flatMap((node) => readParameter(node, termOf) ?? []);
}

function readParameter(node: SgNode, termOf: ReadTerm): Parameter | undefined {
  const name = nameIn(node);
  if (!name) return undefined;
  const written = node.field("type");
  const annotated = written ? callIn(written) : undefined;
  const preset = annotated ?? node.field("value");
  return {
    target: build.name(name.text(), spanOf(name)),
    type: readType(written?.text() ?? null),
    decorators: [],
    preset: preset ? termOf(preset) : null,
  };
}

function nameIn(node: SgNode): SgNode | undefined {
  if (node.kind() === "identifier") return node;
  const first = node.field("name") ?? partsOf(node)[0];
  if (!first || first === node) return undefined;
  return first.kind() === "identifier" ? first : nameIn(first);
}

/** `Query()` of `Annotated[str, Query()]`. */
function callIn(type: SgNode): SgNode | undefined {
  if (!type.text().includes("Annotated[")) return undefined;
  return type.find({ rule: { kind: "call" } }) ?? undefined;
}

const plain =
  /^(?:int|float|bool|complex|UUID\d?|uuid\.UUID|datetime|date|time|timedelta|Decimal|\w*Enum|Literal|(?:Positive|Negative|NonNegative|conint)Int|datetime\.\w+|PydanticObjectId|ObjectId|IPv\w+)$/;

/** The type that matters in `Optional[T]`, `T | None`, `Annotated[T, …]`, `"T"`. */
export function readType(written: string | null): Type | null {
  if (written === null) return null;
  const text = written.replace(/^["']|["']$/g, "").replace(/\s*\|\s*None\b|\bNone\s*\|\s*/g, "");
  const within = /^(?:typing\.)?(?:Optional|Annotated|List|list|Sequence|Set|set|Union)\[\s*([\w.]+)/.exec(
    text,
  );
  const name = within?.[1] ?? /^[\w.]+/.exec(text)?.[0] ?? "";
  return { name, isPlain: plain.test(name) };
}
