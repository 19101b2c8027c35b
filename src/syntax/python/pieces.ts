/** Takes the texts of Python code apart: what is fixed, and which values are put in. */
import type { SgNode } from "@ast-grep/napi";
import type { Outline } from "../../model/outline.js";
import {
  type Piece,
  type Supplier,
  deepestChain,
  isCheckedIn,
  isCleaning,
  isConstantName,
  isHarmlessCall,
  isOwnAnswer,
  isPassingCall,
  mostExposed,
  readsRequest,
  readsSetting,
  valuesOf,
} from "../pieces.js";
import {
  calleeOf,
  dottedName,
  enclosingClass,
  enclosingFunction,
  keywordArgument,
  positionalArguments,
} from "./ask.js";
import { type Given, appendedTo, bindingOf } from "./bindings.js";
import { spanOf } from "../nodes.js";

/** The pieces an expression's text is made of, in order; local variables are looked into. */
export function piecesOf(outline: Outline, node: SgNode): readonly Piece[] {
  return new Reader(outline).read(node, 0);
}

/** Expressions that spell a text out, so that their own pieces tell more than the name they are given. */
const textKinds = new Set(["string", "concatenated_string", "list", "tuple"]);

class Reader {
  readonly #outline: Outline;

  constructor(outline: Outline) {
    this.#outline = outline;
  }

  read(node: SgNode, depth: number): readonly Piece[] {
    if (depth > deepestChain) return [this.#value(node, "program")];
    switch (node.kind()) {
      case "string":
        return this.#readString(node, depth);
      case "concatenated_string":
      case "parenthesized_expression":
      case "await":
      case "list_splat":
        return children(node).flatMap((child) => this.read(child, depth));
      case "list":
      case "tuple":
      case "set":
      case "expression_list":
        return this.#readAll(children(node), depth);
      case "list_comprehension":
      case "generator_expression":
      case "set_comprehension":
        return this.#readAll([node.field("body") ?? node], depth + 1);
      case "binary_operator":
        return this.#readOperator(node, depth);
      case "conditional_expression":
        return this.#readAll(
          children(node).filter((_, i) => i !== 1),
          depth,
        );
      case "boolean_operator":
        return this.#readAll(children(node), depth);
      case "identifier":
        return this.#readName(node, depth);
      case "attribute":
        return this.#readAttribute(node, depth);
      case "subscript":
        return this.#throughBase(node, node.field("value"), depth);
      case "call":
        return this.#readCall(node, depth);
      default:
        // Numbers, None, comparisons, dictionaries: nothing that could carry foreign text.
        return ["0"];
    }
  }

  #readAll(nodes: readonly SgNode[], depth: number): readonly Piece[] {
    return nodes.flatMap((node) => [...this.read(node, depth), " "]);
  }

  #value(node: SgNode, supplier: Supplier, isPublic = false): Piece {
    const text = node.text().replace(/\s+/g, " ");
    if (isConstantName(text)) return text;
    const scope = enclosingFunction(node);
    if (scope && isCheckedIn(scope.text(), text)) return "0";
    return { text, supplier, isPublic };
  }

  #readString(node: SgNode, depth: number): readonly Piece[] {
    return node.children().flatMap((part): readonly Piece[] => {
      if (part.kind() === "string_content") return [part.text()];
      if (part.kind() !== "interpolation") return [];
      // `{total:.2f}` and `{n:d}` accept numbers only.
      if (/:[^{}]*[dfFeEgGxXbon%]\}$/.test(part.text())) return ["0"];
      const expression = part.field("expression") ?? children(part)[0];
      return expression ? this.read(expression, depth) : [];
    });
  }

  #readOperator(node: SgNode, depth: number): readonly Piece[] {
    const [left, right] = [node.field("left"), node.field("right")];
    if (!left || !right) return [];
    switch (node.field("operator")?.text()) {
      case "+":
        return [...this.read(left, depth), ...this.read(right, depth)];
      case "%":
        return this.#readPercent(this.read(left, depth), right, depth);
      case "*":
        return this.read(left, depth);
      case "/":
        // `folder / name` joins paths; of numbers it makes a number.
        return this.#through(node, [...this.read(left, depth), ...this.read(right, depth)]);
      default:
        return ["0"];
    }
  }

  /** `"… %s …" % (a, b)`: each place takes the next value. */
  #readPercent(format: readonly Piece[], right: SgNode, depth: number): readonly Piece[] {
    const values = right.kind() === "tuple" ? children(right) : [right];
    return this.#fill(format, /%(?:\((?:\w+)\))?[-+ #0-9.]*[a-zA-Z]/, (place, i) => {
      const value = right.kind() === "dictionary" ? right : values[Math.min(i, values.length - 1)];
      if (/[dioxXeEfFgG]$/.test(place) || !value) return ["0"];
      return right.kind() === "dictionary" ? [this.#value(value, "program")] : this.read(value, depth);
    });
  }

  /** `"… {} … {name}".format(a, name=b)` */
  #readFormat(call: SgNode, format: readonly Piece[], depth: number): readonly Piece[] {
    const positional = positionalArguments(call);
    return this.#fill(format, /\{[^{}]*\}/, (place, i) => {
      const name = /^\{(\w*)/.exec(place)?.[1] ?? "";
      const index = name === "" ? i : Number(name);
      const value = Number.isNaN(index) ? keywordArgument(call, name) : positional[index];
      return value ? this.read(value, depth) : [];
    });
  }

  #fill(
    format: readonly Piece[],
    place: RegExp,
    read: (place: string, i: number) => readonly Piece[],
  ): readonly Piece[] {
    let count = 0;
    const splitter = new RegExp(`(${place.source})`);
    return format.flatMap((piece) => {
      if (typeof piece !== "string") return [piece];
      return piece.split(splitter).flatMap((part, i) => (i % 2 === 0 ? [part] : read(part, count++)));
    });
  }

  #readName(node: SgNode, depth: number): readonly Piece[] {
    const name = node.text();
    if (isConstantName(name)) return [name];
    const binding = bindingOf(node);
    switch (binding?.kind) {
      case "parameter":
        return this.#readParameter(node, binding.node, binding.owner);
      case "variable":
        return this.#readGiven(node, binding.given, depth);
      case "item":
        return this.#through(node, this.read(binding.of, depth + 1));
      default:
        // Imports, functions and globals: the program's own.
        return [name];
    }
  }

  #readGiven(node: SgNode, given: readonly Given[], depth: number): readonly Piece[] {
    const pieces = given.flatMap(({ value, isAdded }, i): readonly Piece[] => {
      const own = this.read(value, depth + 1);
      return isAdded || i === 0 ? own : ["\n", ...own];
    });
    const isList = given.some(({ value }) => value.kind() === "list");
    const all = isList ? [...pieces, ...this.#readAll(appendedTo(node), depth + 1)] : pieces;
    const isText = given.some(({ value }) => spellsText(value));
    return isText || valuesOf(all).length === 0 ? all : this.#through(node, all);
  }

  /** One piece for the node: fixed when all it is made of is, supplied by the most exposed of it otherwise. */
  #through(node: SgNode, pieces: readonly Piece[]): readonly Piece[] {
    const worst = mostExposed(valuesOf(pieces));
    if (!worst) return pieces.length > 0 ? pieces : ["0"];
    return [this.#value(node, worst.supplier, worst.isPublic)];
  }

  #readParameter(node: SgNode, parameter: SgNode, owner: SgNode): readonly Piece[] {
    const text = parameter.text();
    if (isHarmlessType(text)) return ["0"];
    if (/^(?:self|cls|request|req)$/.test(node.text())) return [this.#value(node, "program")];
    const definition = owner.parent();
    const isRoute =
      definition?.kind() === "decorated_definition" &&
      route.test(definition.text().slice(0, 400)) &&
      !/Depends\(/.test(text);
    if (isRoute) return [this.#value(node, "request")];
    const start = spanOf(owner).start;
    const fact = this.#outline.functions.find(({ span }) => span.start === start);
    const isPublic = fact?.isExported === true && !(fact.className ?? "").startsWith("_");
    return [this.#value(node, "caller", isPublic)];
  }

  #readAttribute(node: SgNode, depth: number): readonly Piece[] {
    const name = dottedName(node) ?? "";
    if (isConstantName(name) || /^[A-Z]\w*\.\w+$|^sys\.(?:executable|platform|prefix)$/.test(name))
      return [name];
    const field = /^(?:self|cls)\.(\w+)$/.exec(name)?.[1];
    if (field === undefined) return this.#throughBase(node, node.field("object"), depth);
    const fixed = enclosingClass(node)
      ?.field("body")
      ?.children()
      .map((statement) => statement.child(0))
      .find((one) => one?.kind() === "assignment" && one.field("left")?.text() === field)
      ?.field("right");
    if (fixed && spellsText(fixed)) return this.#through(node, this.read(fixed, depth + 1));
    return [this.#value(node, readsSetting(`${name}.`) ? "setting" : "program")];
  }

  /** Part of something: supplied by whoever supplies the whole. */
  #throughBase(node: SgNode, base: SgNode | null, depth: number): readonly Piece[] {
    const text = node.text();
    if (readsRequest(text)) return [this.#value(node, "request")];
    if (readsSetting(text)) return [this.#value(node, "setting")];
    const inner = base && ["identifier", "attribute", "subscript", "call"].includes(String(base.kind()));
    const pieces = inner ? this.read(base, depth + 1) : [];
    const worst = mostExposed(valuesOf(pieces));
    if (!worst && base && isConstantName(base.text())) return [text];
    return [this.#value(node, worst?.supplier ?? "program", worst?.isPublic)];
  }

  #readCall(node: SgNode, depth: number): readonly Piece[] {
    const callee = node.field("function");
    const receiver = callee?.kind() === "attribute" ? callee.field("object") : null;
    const name = callee?.field("attribute")?.text() ?? callee?.text() ?? "";
    const text = node.text();
    if (receiver && name === "format") return this.#readFormat(node, this.read(receiver, depth), depth);
    const isModule =
      receiver !== null && /^(?:os(?:\.path)?|path|posixpath|pathlib|shlex|json)$/.test(receiver.text());
    const given = positionalArguments(node);
    const isOwn = isOwnAnswer(calleeOf(node) ?? "?", given.length) && !text.includes("=");
    if (isOwn || isCleaning(text) || isHarmlessCall(calleeOf(node) ?? name)) return ["0"];
    const parts = [...(receiver && !isModule ? [receiver] : []), ...given];
    if (name === "join" && receiver?.kind() === "string") return this.#readAll(given, depth);
    if (/^(?:repeat|sorted|list|tuple|set|enumerate|reversed|zip|dedent|cleandoc)$/.test(name))
      return this.#readAll(given, depth);
    if (isPassingCall(name)) return this.#through(node, this.#readAll(parts, depth));
    if (readsRequest(text)) return [this.#value(node, "request")];
    return [this.#value(node, readsSetting(text) ? "setting" : "program")];
  }
}

/** Decorators of Flask, FastAPI, Starlette, Sanic and aiohttp that make a function answer requests. */
const route =
  /@[\w.]*\b(?:app|router|blueprint|bp|api|routes|\w+_(?:bp|router|api|blueprint))\.(?:route|get|post|put|patch|delete)\(/;

/** A type whose values cannot hold foreign text. */
function isHarmlessType(parameter: string): boolean {
  const type = /:\s*([^=]+)/.exec(parameter)?.[1]?.trim() ?? "";
  if (/^Literal\[/.test(type)) return true;
  const parts = type.replace(/^(?:Optional|Sequence|[Ll]ist|Iterable)\[(.*)\]$/, "$1").split("|");
  return parts.every((part) =>
    /^(?:int|float|bool|Decimal|datetime|date|UUID|(?:datetime|uuid)\.\w+|None)$/.test(part.trim()),
  );
}

function spellsText(node: SgNode): boolean {
  if (node.kind() === "binary_operator") return /^[+%*]$/.test(node.field("operator")?.text() ?? "");
  if (/^(?:conditional|parenthesized)_expression$/.test(String(node.kind())))
    return children(node).some(spellsText);
  return textKinds.has(String(node.kind())) || /(?<!\bpath)\.(?:format|join)$/.test(calleeText(node));
}

function calleeText(node: SgNode): string {
  return node.kind() === "call" ? (node.field("function")?.text() ?? "") : "";
}

function children(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}
