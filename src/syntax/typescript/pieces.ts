/** Takes the texts of TypeScript code apart: what is fixed, and which values are put in. */
import type { ts } from "ts-morph";
import type { Outline } from "../../model/outline.js";
import type { TypeScriptTree } from "../../model/tree.js";
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
  type FunctionNode,
  dottedName,
  enclosingClass,
  enclosingFunction,
  isFunctionNode,
  textOf,
} from "./ask.js";
import { type Given, bindingOf, pushedTo } from "./bindings.js";
import { isRequestHandler } from "./handlers.js";
import { isCallableFromOutside, isHarmlessType, writtenType } from "./parameters.js";

interface Code {
  readonly tree: TypeScriptTree;
  readonly outline: Outline;
}

/** The pieces an expression's text is made of, in order; local variables are looked into. */
export function piecesOf(code: Code, node: ts.Expression): readonly Piece[] {
  return new Reader(code).read(node, 0);
}

class Reader {
  readonly #code: Code;
  readonly #tree: TypeScriptTree;

  constructor(code: Code) {
    this.#code = code;
    this.#tree = code.tree;
  }

  read(node: ts.Expression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    if (depth > deepestChain) return [this.#value(node, "program")];
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.flatMap((span) => [
        ...this.read(span.expression, depth),
        span.literal.text,
      ]);
      return [node.head.text, ...spans];
    }
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isSpreadElement(node) ||
      ts.isAwaitExpression(node)
    )
      return this.read(node.expression, depth);
    if (ts.isConditionalExpression(node))
      return [...this.read(node.whenTrue, depth), ...this.read(node.whenFalse, depth)];
    if (ts.isBinaryExpression(node)) return this.#readPair(node, depth);
    if (ts.isArrayLiteralExpression(node)) return this.#readAll(node.elements, depth);
    if (ts.isIdentifier(node)) return this.#readName(node, depth);
    if (ts.isPropertyAccessExpression(node)) return this.#readMember(node, depth);
    if (ts.isElementAccessExpression(node)) return this.#readEntry(node, depth);
    if (ts.isCallExpression(node)) return this.#readCall(node, depth);
    // Numbers, `true`, `null`, `-x`, tagged templates: nothing that could carry foreign text.
    if (ts.isNewExpression(node) || ts.isYieldExpression(node)) return [this.#value(node, "program")];
    return ["0"];
  }

  #readAll(nodes: readonly ts.Expression[], depth: number): readonly Piece[] {
    return nodes.flatMap((node) => [...this.read(node, depth), " "]);
  }

  #value(node: ts.Node, supplier: Supplier, isPublic = false): Piece {
    const text = textOf(this.#tree, node).replace(/\s+/g, " ");
    if (isConstantName(text)) return text;
    const scope = enclosingFunction(this.#tree, node);
    if (scope && isCheckedIn(textOf(this.#tree, scope), text)) return "0";
    return { text, supplier, isPublic };
  }

  #readPair(node: ts.BinaryExpression, depth: number): readonly Piece[] {
    const { SyntaxKind } = this.#tree.ts;
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.AmpersandAmpersandToken) return this.read(node.right, depth);
    const { PlusToken, BarBarToken, QuestionQuestionToken } = SyntaxKind;
    if (![PlusToken, BarBarToken, QuestionQuestionToken].includes(kind)) return ["0"];
    return [...this.read(node.left, depth), ...this.read(node.right, depth)];
  }

  #readName(node: ts.Identifier, depth: number): readonly Piece[] {
    if (isConstantName(node.text) || node.text === "undefined") return [node.text];
    const binding = bindingOf(this.#tree, node);
    switch (binding?.kind) {
      case "parameter":
        return this.#readParameter(node, binding, depth);
      case "variable":
        return this.#readGiven(node, binding.given, depth);
      case "part":
      case "item":
        return this.#through(node, this.read(binding.of, depth + 1));
      default:
        // Imports, functions and globals: the program's own.
        return [node.text];
    }
  }

  #readGiven(node: ts.Identifier, given: readonly Given[], depth: number): readonly Piece[] {
    const pieces = given.flatMap(({ value, isAdded }, i): readonly Piece[] => {
      const own = this.read(value, depth + 1);
      return isAdded || i === 0 ? own : ["\n", ...own];
    });
    const isText = given.some(({ value }) => this.#isText(value));
    const pushed = given.some(({ value }) => this.#tree.ts.isArrayLiteralExpression(value))
      ? this.#readAll(pushedTo(this.#tree, node), depth + 1)
      : [];
    return isText || valuesOf(pieces).length === 0
      ? [...pieces, ...pushed]
      : this.#through(node, [...pieces, ...pushed]);
  }

  /** The expression spells a text out, so that its own pieces tell more than the name it is given. */
  #isText(node: ts.Expression): boolean {
    const { ts } = this.#tree;
    if (ts.isParenthesizedExpression(node)) return this.#isText(node.expression);
    if (ts.isConditionalExpression(node)) return this.#isText(node.whenTrue) || this.#isText(node.whenFalse);
    return (
      ts.isTemplateExpression(node) ||
      ts.isStringLiteralLike(node) ||
      ts.isArrayLiteralExpression(node) ||
      (ts.isCallExpression(node) &&
        dottedEnd(node, ts) === "join" &&
        !/^\w*[pP]ath\./.test(textOf(this.#tree, node))) ||
      (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    );
  }

  /** One piece for the node: fixed when all it is made of is, supplied by the most exposed of it otherwise. */
  #through(node: ts.Expression, pieces: readonly Piece[]): readonly Piece[] {
    const worst = mostExposed(valuesOf(pieces));
    if (!worst) return pieces.length > 0 ? pieces : ["0"];
    return [this.#value(node, worst.supplier, worst.isPublic)];
  }

  #readParameter(
    node: ts.Identifier,
    { node: parameter, owner }: { readonly node: ts.ParameterDeclaration; readonly owner: FunctionNode },
    depth: number,
  ): readonly Piece[] {
    const { ts } = this.#tree;
    if (isHarmlessType(writtenType(this.#tree, parameter, node.text))) return ["0"];
    const call = owner.parent;
    if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)) {
      // `names.map((name) => …)`: the parameter is an item of what stands before the dot.
      if (/^(?:map|forEach|flatMap|filter|reduce|some|every|find)$/.test(call.expression.name.text)) {
        const isIndex = owner.parameters.indexOf(parameter) > 0 && call.expression.name.text !== "reduce";
        return isIndex ? ["0"] : this.#through(node, this.read(call.expression.expression, depth + 1));
      }
    }
    if (isRequestHandler(this.#tree, owner)) {
      const isFirst = owner.parameters[0] === parameter;
      return [this.#value(node, isFirst ? "request" : "program")];
    }
    return [this.#value(node, "caller", isCallableFromOutside(this.#code, owner))];
  }

  #readMember(node: ts.PropertyAccessExpression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    const name = dottedName(this.#tree, node);
    if (/^(?:length|size|pid|execPath|platform|arch|version|versions|dirname|filename)$/.test(node.name.text))
      return ["0"];
    if (name !== null && (isConstantName(name) || /^[A-Z]\w*\.\w+$/.test(name))) return [name];
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return this.#readField(node, depth);
    const fixed = ts.isIdentifier(node.expression) ? this.#objectOf(node.expression) : undefined;
    const property = fixed?.properties.find((one) => one.name?.getText(this.#tree.root) === node.name.text);
    if (property && ts.isPropertyAssignment(property))
      return this.#through(node, this.read(property.initializer, depth + 1));
    return this.#throughBase(node, node.expression, depth);
  }

  /** A field the class gives a fixed text. */
  #readField(node: ts.PropertyAccessExpression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    const field = enclosingClass(this.#tree, node)?.members.find(
      (one) => ts.isPropertyDeclaration(one) && one.name.getText(this.#tree.root) === node.name.text,
    );
    if (field && ts.isPropertyDeclaration(field)) {
      if (isHarmlessType(field.type ? textOf(this.#tree, field.type) : "")) return ["0"];
      if (field.initializer && this.#isText(field.initializer))
        return this.#through(node, this.read(field.initializer, depth + 1));
    }
    return [this.#value(node, readsSetting(`${textOf(this.#tree, node)}.`) ? "setting" : "program")];
  }

  /** Object literal that a `const` name stands for. */
  #objectOf(name: ts.Identifier): ts.ObjectLiteralExpression | undefined {
    const { ts } = this.#tree;
    const binding = bindingOf(this.#tree, name);
    const value = binding?.kind === "variable" ? binding.given[0]?.value : undefined;
    const bare =
      value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) ? value.expression : value;
    return bare && ts.isObjectLiteralExpression(bare) ? bare : undefined;
  }

  #readEntry(node: ts.ElementAccessExpression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    const { expression } = node;
    const object = ts.isIdentifier(expression) ? this.#objectOf(expression) : undefined;
    if (isConstantName(textOf(this.#tree, expression))) return ["0"];
    if (
      object?.properties.every(
        (one) => ts.isPropertyAssignment(one) && ts.isStringLiteralLike(one.initializer),
      )
    )
      return ["0"];
    return this.#throughBase(node, expression, depth);
  }

  /** Part of something: supplied by whoever supplies the whole. */
  #throughBase(node: ts.Expression, base: ts.Expression, depth: number): readonly Piece[] {
    const text = textOf(this.#tree, node);
    if (readsRequest(text)) return [this.#value(node, this.#isMadeHere(text) ? "program" : "request")];
    if (readsSetting(text)) return [this.#value(node, "setting")];
    const { ts } = this.#tree;
    if (ts.isIdentifier(base)) {
      const isImported = this.#code.outline.imports.some(({ names }) =>
        names.some(({ local }) => local === base.text),
      );
      if (isImported)
        return [this.#value(node, /config|settings|env/i.test(base.text) ? "setting" : "program")];
    }
    const worst = mostExposed(valuesOf(this.read(base, depth + 1)));
    return [this.#value(node, worst?.supplier ?? "program", worst?.isPublic)];
  }

  /** `let request;` or `const request = JSON.parse(…)`: a message or record of that name, which no server handed in. */
  #isMadeHere(text: string): boolean {
    const root = /^\w+/.exec(text)?.[0] ?? "";
    return new RegExp(`\\b(?:let|var|const)\\s+${root}\\s*(?:;|=\\s*(?:JSON\\.parse|new|\\{))`).test(
      this.#tree.root.text,
    );
  }

  #readCall(node: ts.CallExpression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    const text = textOf(this.#tree, node);
    const callee = textOf(this.#tree, node.expression);
    const name = dottedEnd(node, ts) ?? callee;
    if (isHarmlessCall(name) || (name.length < 40 && isHarmlessCall(callee)) || isCleaning(text))
      return ["0"];
    if (isOwnAnswer(callee, node.arguments.length)) return ["0"];
    const receiver = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
    if (receiver && /^(?:map|flatMap)$/.test(name)) return this.#readMapped(node, depth);
    if (receiver && name === "join" && !isPathModule(this.#tree, receiver)) return this.read(receiver, depth);
    if (receiver && /^(?:fill|filter|flat|repeat|split|sort|reverse|keys|values|entries|from)$/.test(name))
      return this.#readAll(name === "fill" || name === "from" ? node.arguments : [receiver], depth);
    const parts = [...(receiver && !isPathModule(this.#tree, receiver) ? [receiver] : []), ...node.arguments];
    if (isPassingCall(name)) return this.#through(node, this.#readAll(parts, depth));
    if (readsRequest(text)) return [this.#value(node, "request")];
    return [this.#value(node, readsSetting(text) ? "setting" : "program")];
  }

  /** `ids.map((id) => …)`: what the function makes of each item. */
  #readMapped(node: ts.CallExpression, depth: number): readonly Piece[] {
    const { ts } = this.#tree;
    const make = node.arguments[0];
    if (!make || !isFunctionNode(this.#tree, make) || !make.body) return [this.#value(node, "program")];
    if (!ts.isBlock(make.body)) return this.read(make.body, depth + 1);
    const results = make.body.statements.flatMap((one) =>
      ts.isReturnStatement(one) && one.expression ? [one.expression] : [],
    );
    return results.length > 0 ? this.#readAll(results, depth + 1) : [this.#value(node, "program")];
  }
}

function dottedEnd(
  node: ts.CallExpression,
  { isPropertyAccessExpression }: TypeScriptTree["ts"],
): string | null {
  return isPropertyAccessExpression(node.expression) ? node.expression.name.text : null;
}

function isPathModule(tree: TypeScriptTree, node: ts.Expression): boolean {
  return /^(?:path|nodePath|upath|posix|path\.posix|path\.win32)$/.test(textOf(tree, node));
}
