/** Takes the texts of Java code apart: what is fixed, and which values are put in. */
import type { SgNode } from "@ast-grep/napi";
import {
  type Piece,
  type Supplier,
  deepestChain,
  isCheckedIn,
  isCleaning,
  isConstantName,
  isHarmlessCall,
  readsRequest,
} from "../pieces.js";
import { argumentsOf, calleeOf, enclosingFunction, hasModifier, methodKinds } from "./ask.js";
import { type Declaration, declarationOf } from "./declarations.js";
import { literalText } from "./literals.js";
import { ancestor, spanOf } from "../nodes.js";

/** The pieces an expression's text is made of, in order; local variables are looked into. */
export function piecesOf(node: SgNode): readonly Piece[] {
  return read(node, 0);
}

function read(node: SgNode, depth: number): readonly Piece[] {
  if (depth > deepestChain) return [valueOf(node, "program")];
  switch (node.kind()) {
    case "string_literal":
      return [literalText(node) ?? ""];
    case "character_literal":
      return [node.text().slice(1, -1)];
    case "identifier":
      return readName(node, depth);
    case "field_access":
      return isConstantName(node.text()) ? [node.text()] : [valueOf(node, "program")];
    case "method_invocation":
      return readCall(node, depth);
    case "object_creation_expression":
      return /^(?:String|StringBuilder|StringBuffer|StringJoiner|File)$/.test(calleeOf(node) ?? "")
        ? argumentsOf(node).flatMap((argument) => read(argument, depth + 1))
        : [valueOf(node, "program")];
    case "binary_expression":
      return node.field("operator")?.text() === "+"
        ? [...readField(node, "left", depth), ...readField(node, "right", depth)]
        : ["0"];
    case "ternary_expression":
      return readEither(readField(node, "consequence", depth), readField(node, "alternative", depth));
    case "cast_expression":
      return harmlessType.test(node.field("type")?.text() ?? "") ? ["0"] : readField(node, "value", depth);
    case "parenthesized_expression":
      return node
        .children()
        .filter((child) => child.isNamed())
        .flatMap((child) => read(child, depth));
    case "array_access":
      return [valueOf(node, "program")];
    default:
      return ["0"];
  }
}

function readField(node: SgNode, name: string, depth: number): readonly Piece[] {
  const child = node.field(name);
  return child ? read(child, depth) : [];
}

/** Two ways a text can go on: the one that holds values tells more. */
function readEither(one: readonly Piece[], other: readonly Piece[]): readonly Piece[] {
  return one.some((piece) => typeof piece !== "string") ? one : other;
}

/** Types whose text holds neither quotes nor blanks; a type variable or an own class is not among them. */
const harmlessType =
  /^(?:java\.\w+\.)?(?:int|long|short|byte|double|float|boolean|char|Integer|Long|Short|Byte|Double|Float|Boolean|Number|BigInteger|BigDecimal|UUID|Date|Timestamp|Time|Instant|Duration|Class|(?:Local|Zoned|Offset)\w*Time|LocalDate|Year|Level|ChronoUnit|TimeUnit|AtomicInteger|AtomicLong)$/;

function readName(node: SgNode, depth: number): readonly Piece[] {
  const name = node.text();
  const declaration = declarationOf(name, node);
  if (!declaration) return isConstantName(name) ? [name] : [valueOf(node, "program")];
  const { kind, type, value } = declaration;
  if (harmlessType.test(type ?? "") || isEnum(node, type)) return ["0"];
  if (kind === "local") return readLocal(node, declaration, depth);
  if (kind === "parameter") return [valueOf(node, supplierOfParameter(declaration, node))];
  if (isConstantName(name)) return value ? read(value, depth + 1).map(fixed) : [name];
  return value && hasModifier(declaration.node, "final")
    ? read(value, depth + 1)
    : [valueOf(node, "program")];
}

/** What a constant holds is decided by the program, however it is put together. */
function fixed(piece: Piece): string {
  return typeof piece === "string" ? piece : piece.text;
}

/** An enumeration of the same file. */
function isEnum(node: SgNode, type: string | null): boolean {
  const file = ancestor(node, "program");
  return type !== null && (file?.text().includes(`enum ${type} `) ?? false);
}

/** What the variable is given first, and everything added to it up to here. */
function readLocal(node: SgNode, declaration: Declaration, depth: number): readonly Piece[] {
  const block = declaration.node.parent();
  const name = node.text();
  if (declaration.node.kind() === "enhanced_for_statement") return readElement(node, declaration, depth);
  const { start } = spanOf(node);
  const additions = block ? additionsTo(name, block).filter((one) => spanOf(one).end <= start) : [];
  const first = declaration.value && declaration.value.kind() !== "null_literal" ? [declaration.value] : [];
  const all = [...first, ...additions];
  return all.length === 0 ? [valueOf(node, "program")] : all.flatMap((part) => read(part, depth + 1));
}

/** An element of a list that the function was given is the caller's. */
function readElement(node: SgNode, declaration: Declaration, depth: number): readonly Piece[] {
  const list = declaration.node.field("value");
  const values = list ? read(list, depth + 1).filter((piece) => typeof piece !== "string") : [];
  const [first] = values;
  return [valueOf(node, first?.supplier ?? "program")];
}

/** What `name += …`, `name = …` and `name.append(…)` add inside a block, in order. */
function additionsTo(name: string, block: SgNode): readonly SgNode[] {
  const assigned = block
    .findAll({ rule: { kind: "assignment_expression" } })
    .filter((assignment) => assignment.field("left")?.text() === name)
    .flatMap((assignment) => assignment.field("right") ?? [])
    .filter((right) => right.kind() !== "null_literal" && !new RegExp(`^${name}\\s*\\.`).test(right.text()));
  const appended = block
    .findAll({ rule: { kind: "method_invocation" } })
    .filter((call) => isAppend(call) && rootOf(call)?.text() === name)
    .flatMap(argumentsOf);
  return [...assigned, ...appended].sort((a, b) => spanOf(a).start - spanOf(b).start);
}

function isAppend(call: SgNode): boolean {
  return /^(?:append|add|concat)$/.test(call.field("name")?.text() ?? "");
}

/** `builder` of `builder.append(a).append(b)`. */
function rootOf(call: SgNode): SgNode | null {
  let root: SgNode | null = call;
  while (root?.kind() === "method_invocation") root = root.field("object");
  return root;
}

const passing =
  /^(?:toString|trim|strip|toLowerCase|toUpperCase|substring|intern|getPath|getAbsolutePath|getCanonicalPath)$/;
/** Calls whose result is a number, a name of the program's own, or marks for parameters. */
const harmless =
  /^(?:size|length|count|ordinal|getId|getTime|hashCode|currentTimeMillis|nanoTime|intValue|longValue|getSimpleName|getTableName|nCopies|getPageSize|getOffset|getPageNumber|get(?:Start|Limit|Total|Count|Port)|toMillis|encodeToString|getClass)$/i;
const settings =
  /^(?:System\.getenv|System\.getProperty|[\w.]*(?:env|environment|config|properties|props|settings)\.get\w*)$/i;

function readCall(call: SgNode, depth: number): readonly Piece[] {
  const name = call.field("name")?.text() ?? "";
  const object = call.field("object");
  const callee = calleeOf(call) ?? name;
  if (/^(?:String|MessageFormat)\.format$/.test(callee)) return readFormat(argumentsOf(call), depth);
  if (name === "formatted" && object) return readFormat([object, ...argumentsOf(call)], depth);
  if (/^(?:String\.valueOf|Objects\.toString|Paths\.get|Path\.of)$/.test(callee))
    return argumentsOf(call).flatMap((argument) => read(argument, depth + 1));
  if (isAppend(call) && object)
    return [...read(object, depth), ...argumentsOf(call).flatMap((one) => read(one, depth + 1))];
  if (
    isCleaning(call.text()) ||
    /filter|clean|allowed/i.test(name) ||
    harmless.test(name) ||
    isHarmlessCall(callee) ||
    isHarmlessCall(name)
  )
    return ["0"];
  if (settings.test(callee)) return [valueOf(call, "setting")];
  if (readsRequest(call.text())) return [valueOf(call, "request")];
  if (passing.test(name) && object) return read(object, depth + 1);
  if (/^String\.join$|^joining$/.test(callee)) return readJoin(call, depth);
  return [valueOf(call, supplierOfRoot(call))];
}

/** `String.join(", ", names)`: the list decides; a list of marks holds no values. */
function readJoin(call: SgNode, depth: number): readonly Piece[] {
  const [, list] = argumentsOf(call);
  if (!list || /"\?"|'\?'|placeholder|marks?\b/i.test(list.text())) return ["?"];
  return list.kind() === "identifier" ? readName(list, depth + 1) : [valueOf(list, supplierOfRoot(list))];
}

/** The text with each `%s` replaced by the pieces of its argument; other conversions cannot carry text. */
function readFormat([format, ...given]: readonly SgNode[], depth: number): readonly Piece[] {
  if (!format) return [];
  const text = read(format, depth + 1);
  if (text.some((piece) => typeof piece !== "string")) return text;
  const left = [...given];
  return text
    .join("")
    .split(/(%(?:\d+\$)?[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z]|\{\d+\})/)
    .flatMap((part): readonly Piece[] => {
      if (!/^(?:%.*[a-zA-Z]|\{\d+\})$/.test(part) || part.endsWith("n")) return [part];
      const argument = left.shift();
      return argument && /[sS}]$/.test(part) ? read(argument, depth + 1) : ["0"];
    });
}

/** A part of what the caller gave is the caller's: `user.getName()`. */
function supplierOfRoot(call: SgNode): Supplier {
  const root = rootOf(call);
  const declaration = root?.kind() === "identifier" ? declarationOf(root.text(), root) : null;
  return declaration?.kind === "parameter" && root ? supplierOfParameter(declaration, root) : "program";
}

const requestParameter =
  /@(?:RequestParam|PathVariable|RequestBody|RequestHeader|CookieValue|ModelAttribute|PathParam|QueryParam|FormParam|HeaderParam)\b/;
const requestHandler = /@(?:Get|Post|Put|Delete|Patch|Request)Mapping\b|@(?:GET|POST|PUT|DELETE|Path)\b/;

function supplierOfParameter({ node }: Declaration, use: SgNode): Supplier {
  if (requestParameter.test(node.text())) return "request";
  const method = ancestor(use, ...methodKinds);
  const modifiers =
    method
      ?.children()
      .find((child) => child.kind() === "modifiers")
      ?.text() ?? "";
  const isFromFramework = /^(?:Http\w+|Model|Principal|Authentication|\w*Session|Pageable)$/.test(
    node.field("type")?.text() ?? "",
  );
  if (requestHandler.test(modifiers) && !isFromFramework) return "request";
  return "caller";
}

/** The function compares the value with a list, a pattern or fixed texts somewhere: it has been thought of. */
function isCompared(scope: string, value: string): boolean {
  // In Java `exec` starts a program; elsewhere it asks a pattern.
  if (isCheckedIn(scope.replaceAll(".exec(", "("), value)) return true;
  if (!/^[\w.]+$/.test(value)) return false;
  const name = value.replaceAll(".", "\\.");
  return new RegExp(
    `\\.(?:contains|containsKey|matcher|anyMatch)\\(${name}\\)|\\b[A-Z]\\w*\\.valueOf\\(${name}|\\b${name}\\.(?:matches|equals\\w*)\\(|"\\.equals\\w*\\(${name}\\)|\\bswitch \\(${name}\\)`,
  ).test(scope.replace(/"(?:null|undefined)?"\.equals\w*\(/g, ""));
}

function valueOf(node: SgNode, supplier: Supplier): Piece {
  const scope = enclosingFunction(node);
  if (scope && isCompared(scope.text(), node.text())) return "checked";
  const method = ancestor(node, ...methodKinds);
  const isPublic = method !== undefined && !hasModifier(method, "private");
  return { text: node.text(), supplier, isPublic };
}
