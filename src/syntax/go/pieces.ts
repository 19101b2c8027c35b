/** Takes the texts of Go code apart: what is fixed, and which values are put in. */
import type { SgNode } from "@ast-grep/napi";
import {
  type Piece,
  type Supplier,
  deepestChain,
  isConstantName,
  isHarmlessCall,
  mostExposed,
  readsSetting,
  valuesOf,
} from "../pieces.js";
import type { GoTree } from "../../model/tree.js";
import { calleeOf, enclosingFunction, namedChildren } from "./ask.js";
import { type Binding, bindingOf, parameterType } from "./bindings.js";
import { argumentsOf, literalText } from "./calls.js";

/** The pieces an expression's text is made of, in order; local variables are looked into. */
export function piecesOf(tree: GoTree, node: SgNode): readonly Piece[] {
  return new Reader(tree).read(node, 0);
}

class Reader {
  readonly #tree: GoTree;
  /** Names being looked into: `text = text + more` would lead in circles. */
  readonly #open = new Set<string>();

  constructor(tree: GoTree) {
    this.#tree = tree;
  }

  read(node: SgNode, depth: number): readonly Piece[] {
    if (depth > deepestChain) return [this.#value(node, "program")];
    switch (node.kind()) {
      case "interpreted_string_literal":
      case "raw_string_literal":
        return [literalText(node) ?? ""];
      case "parenthesized_expression":
        return namedChildren(node).flatMap((child) => this.read(child, depth));
      case "binary_expression":
        return this.#readOperator(node, depth);
      case "composite_literal":
        return namedChildren(node.field("body") ?? node).flatMap((one) => [...this.read(one, depth), " "]);
      case "literal_element":
        return namedChildren(node).flatMap((child) => this.read(child, depth));
      case "identifier":
        return this.#readName(node, depth);
      case "selector_expression":
      case "index_expression":
      case "slice_expression":
        return this.#throughBase(node, depth);
      case "call_expression":
        return this.#readCall(node, depth);
      default:
        // Numbers, nil, comparisons, functions: nothing that could carry foreign text.
        return ["0"];
    }
  }

  #value(node: SgNode, supplier: Supplier, isPublic = false): Piece {
    const text = node.text().replace(/\s+/g, " ");
    if (isConstantName(text)) return text;
    const scope = enclosingFunction(node);
    return scope && isCheckedIn(scope.text(), text) ? "0" : { text, supplier, isPublic };
  }

  #readOperator(node: SgNode, depth: number): readonly Piece[] {
    const [left, right] = [node.field("left"), node.field("right")];
    if (!left || !right || node.field("operator")?.text() !== "+") return ["0"];
    return [...this.read(left, depth), ...this.read(right, depth)];
  }

  #readCall(node: SgNode, depth: number): readonly Piece[] {
    const callee = calleeOf(node) ?? node.field("function")?.text() ?? "";
    const given = argumentsOf(node);
    const [first] = given;
    if (first && /^fmt\.Sprintf$/.test(callee)) return this.#readFormat(given, depth);
    if (first && passing.test(callee)) return given.flatMap((one) => [...this.read(one, depth), " "]);
    if (first && firstOnly.test(callee)) return this.read(first, depth);
    // An empty list; what is added to it later is read as well.
    if (/^(?:make|new)$/.test(callee)) return [];
    if (readsRequest(node)) return [this.#value(node, "request")];
    if (/^(?:os\.Getenv|os\.LookupEnv|flag\.\w+|viper\.\w+)$/.test(callee) || readsSetting(node.text()))
      return [this.#value(node, "setting")];
    if (harmless.test(callee) || isHarmlessCall(callee) || keepsValuesApart(node, callee)) return ["0"];
    return [this.#value(node, "program")];
  }

  /** Only verbs that print text as it is can carry foreign text; `%q` puts quotes around it. */
  #readFormat([format, ...values]: readonly SgNode[], depth: number): readonly Piece[] {
    const text = format
      ? this.read(format, depth).map((piece) => (typeof piece === "string" ? piece : "%s"))
      : [];
    let next = 0;
    return text
      .join("")
      .split(/(%%|%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z])/)
      .flatMap((part): readonly Piece[] => {
        if (part === "%%") return ["%"];
        if (!/^%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]$/.test(part)) return [part];
        const value = values[next++];
        if (!value || !/[svq]$/.test(part)) return ["0"];
        return part.endsWith("q") ? ['"', ...this.read(value, depth), '"'] : this.read(value, depth);
      });
  }

  #readName(node: SgNode, depth: number): readonly Piece[] {
    const name = node.text();
    if (this.#open.has(name)) return [];
    this.#open.add(name);
    const pieces = this.#readBinding(node, bindingOf(node), depth);
    this.#open.delete(name);
    return pieces;
  }

  #readBinding(node: SgNode, binding: Binding, depth: number): readonly Piece[] {
    if (binding.kind === "local") {
      const scope = enclosingFunction(node)?.text() ?? "";
      return isCheckedIn(scope, node.text())
        ? ["0"]
        : binding.values.flatMap((one) => this.read(one, depth + 1));
    }
    if (binding.kind === "element") return this.#readElement(node, binding.of, depth);
    if (binding.kind === "outside") return this.#readOutside(node, depth);
    return [this.#given(node, binding)];
  }

  /** An element is as trustworthy as the list it comes from. */
  #readElement(node: SgNode, list: SgNode | null, depth: number): readonly Piece[] {
    const worst = list ? mostExposed(valuesOf(this.read(list, depth + 1))) : undefined;
    return [worst ? this.#value(node, worst.supplier, worst.isPublic) : "0"];
  }

  /** A constant or variable of the file; what other files declare is the program's own. */
  #readOutside(node: SgNode, depth: number): readonly Piece[] {
    const name = node.text();
    const specs = ["const_spec", "var_spec"].flatMap((kind) => this.#tree.nodes(kind));
    const spec = specs.find((one) => !enclosingFunction(one) && one.field("name")?.text() === name);
    const value = spec?.field("value");
    if (value) return namedChildren(value).flatMap((one) => this.read(one, depth + 1));
    return spec ? [this.#value(node, "program")] : [name];
  }

  #given(node: SgNode, binding: Extract<Binding, { readonly kind: "parameter" | "receiver" }>): Piece {
    if (binding.kind === "receiver") return this.#value(node, "program");
    if (notText.test(binding.type)) return "0";
    return this.#handedIn(node, binding.holder);
  }

  /** `user.Name`, `names[i]`: the base says who supplies it. */
  #throughBase(node: SgNode, depth: number): readonly Piece[] {
    const text = node.text();
    if (readsRequest(node)) return [this.#value(node, "request")];
    if (/^os\.Args\b/.test(text) || readsSetting(text)) return [this.#value(node, "setting")];
    const base = rootOf(node);
    if (base?.kind() !== "identifier") return [this.#value(node, "program")];
    const binding = bindingOf(base);
    if (binding.kind === "parameter") return [this.#handedIn(node, binding.holder)];
    if (binding.kind === "outside" && node.kind() === "selector_expression") {
      // `pkg.Table`: what another package declares.
      return [/^\w+\.[A-Z]\w*$/.test(text) ? text : this.#value(node, "program")];
    }
    if (binding.kind !== "local" && binding.kind !== "element") return [this.#value(node, "program")];
    const worst = mostExposed(valuesOf(this.#readName(base, depth)));
    if (!worst && node.kind() !== "selector_expression") return ["0"];
    return [this.#value(node, worst?.supplier ?? "program", worst?.isPublic)];
  }

  #handedIn(node: SgNode, holder: SgNode): Piece {
    return this.#value(node, "caller", /^\p{Lu}/u.test(holder.field("name")?.text() ?? ""));
  }
}

const notText =
  /^(?:\.\.\.)?(?:\[\])?(?:u?int(?:8|16|32|64)?|byte|float(?:32|64)|bool|error|time\.(?:Time|Duration)|uuid\.UUID|context\.Context)$/;
const passing = /^(?:fmt\.Sprint|filepath\.Join|path\.Join|append)$/;
const firstOnly =
  /^(?:string|strings\.(?:TrimSpace|Trim\w*|ToLower|ToUpper|Title|Join|Repeat|ReplaceAll|Replace|TrimSuffix|TrimPrefix)|filepath\.(?:Clean|Base|Dir|Abs|ToSlash|FromSlash)|path\.(?:Clean|Base|Dir))$/;
const harmless =
  /^(?:strconv\.\w+|uuid\.\w+|hex\.\w+|base64\.\w+|len|cap|int|int64|uint|uint64|float64|time\.\w+|pq\.Quote\w+|url\.\w*Escape)$|\.(?:Unix\w*|Format|Len|Size|Sanitize|Sum|Nanoseconds|Quote\w*)$/;

/** `clause, args := inClause(ids)`, `placeholder(3)`: a maker of text that hands the values over beside it, or only marks. */
function keepsValuesApart(node: SgNode, callee: string): boolean {
  if (/placeholders?$|bindvars?$/i.test(callee)) return true;
  const declared = node.parent()?.parent();
  const names = declared?.kind() === "short_var_declaration" ? (declared.field("left")?.text() ?? "") : "";
  return /,\s*(?:\w*[aA]rgs|\w*[pP]arams|\w*[vV]alues|binds|bindings)$/.test(names);
}

function rootOf(node: SgNode): SgNode | null {
  let current: SgNode | null = node;
  while (
    current &&
    ["selector_expression", "index_expression", "slice_expression"].includes(String(current.kind()))
  ) {
    current = current.field("operand");
  }
  return current;
}

const readers =
  /^(\w+)\.(?:(?:Request\.)?URL\.Query\(\)|(?:Request\.)?(?:FormValue|PostFormValue|PathValue)\(|(?:Param|Query|QueryParam|DefaultQuery|PostForm|Params|FormValue|GetQuery|GetHeader|QueryParams)\(|(?:Request\.)?(?:Header\.Get|Form\.Get|PostForm\.Get)\()/;

/** `r.FormValue("name")`, `c.Param("id")`, `mux.Vars(r)["id"]`: what the sender of a request wrote. */
function readsRequest(node: SgNode): boolean {
  const text = node.text();
  if (/^(?:mux\.Vars|chi\.URLParam)\(/.test(text)) return true;
  const name = readers.exec(text)?.[1];
  if (name === undefined) return false;
  for (let holder = enclosingFunction(node); holder; holder = enclosingFunction(holder)) {
    const type = parameterType(holder, name);
    if (type !== undefined)
      return /\bhttp\.Request|\b(?:gin|echo|context)\.Context$|\bfiber\.Ctx|\*Context$/.test(type);
  }
  return false;
}

/** True when the function compares the value with a list or a pattern somewhere: it has been thought of. */
function isCheckedIn(scope: string, value: string): boolean {
  if (value.length > 60) return false;
  const name = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `(?:Contains|MatchString|Match|valid\\w*|allow\\w*|escape\\w*|quote\\w*|check\\w*|sanitiz\\w*)\\((?:[^()\\n]*,\\s*)?${name}\\s*[,)]|switch ${name} \\{|\\bok :?= \\w+\\[${name}\\]|if !?\\w+\\[${name}\\]`,
    "i",
  ).test(scope);
}
