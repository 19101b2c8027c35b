/** Carries a value one step further: from an expression to what the code around makes of it. */
import type { ts } from "ts-morph";
import { Calls } from "./calls.js";
import type { CodeFile } from "./code-file.js";
import { factsOfMember } from "./facts.js";
import type { Ground } from "./ground.js";
import type { Meetings } from "./meetings.js";
import { Names } from "./names.js";
import { textBefore } from "./prefixes.js";
import { Returns } from "./returns.js";
import { isWrapper, keyText } from "./things.js";
import { type Arrival, type Value, anyMember, element, readMember, stepAt, within } from "./value.js";

/** Parts of an address before which nothing stands once they are taken out. */
const addressParts = new Set(["query", "search", "searchParams", "hash"]);

type Compiler = CodeFile["tree"]["ts"];

export class Travel {
  readonly names: Names;
  readonly #calls: Calls;
  readonly #returns: Returns;

  constructor(
    ground: Ground,
    private readonly meetings: Meetings,
  ) {
    this.names = new Names(ground, meetings);
    this.#returns = new Returns(ground);
    this.#calls = new Calls(ground, this.names);
  }

  /** Everywhere the value goes from its expression. */
  onward(value: Value): readonly Arrival[] {
    const { node, file } = value;
    const { ts } = file.tree;
    if (value.carrier) this.meetings.meet(node);
    // The parent of the root is undefined at run time, whatever its type says.
    const parent = node.parent as ts.Node | undefined;
    if (!parent) return [];
    if (isWrapper(ts, parent)) return [arrive(value, parent)];
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      return this.#access(value, parent);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.#calls.argument(value, parent);
    if (ts.isSpreadElement(parent)) return this.#spread(value, parent);
    if (ts.isVariableDeclaration(parent))
      return parent.initializer === node ? this.names.bind(parent.name, value, parent) : [];
    if (ts.isBindingElement(parent))
      return parent.initializer === node ? this.names.bind(parent.name, value, parent) : [];
    if (ts.isParameter(parent))
      return parent.initializer === node ? this.names.bind(parent.name, value, parent) : [];
    if (ts.isBinaryExpression(parent)) return this.#binary(value, parent);
    if (ts.isReturnStatement(parent)) return this.#returns.from(value);
    if (ts.isArrowFunction(parent) && parent.body === node) return this.#returns.from(value);
    if (ts.isForOfStatement(parent)) return this.#loop(value, parent);
    return this.#larger(value, parent, ts);
  }

  /** What the value becomes a part of. */
  #larger(value: Value, parent: ts.Node, compiler: Compiler): readonly Arrival[] {
    const { node } = value;
    if (
      value.carrier &&
      !compiler.isPropertyAssignment(parent) &&
      !compiler.isShorthandPropertyAssignment(parent)
    )
      return compiler.isConditionalExpression(parent) && parent.condition !== node
        ? [arrive(value, parent)]
        : [];
    if (compiler.isTemplateSpan(parent)) return this.#template(value, parent);
    if (compiler.isConditionalExpression(parent))
      return parent.condition === node ? [] : [arrive(value, parent)];
    if (compiler.isPropertyAssignment(parent))
      return parent.initializer === node ? this.#property(value, parent.parent, parent.name) : [];
    if (compiler.isShorthandPropertyAssignment(parent))
      return this.#property(value, parent.parent, parent.name);
    if (compiler.isSpreadAssignment(parent)) return [arrive(value, parent.parent)];
    if (compiler.isArrayLiteralExpression(parent))
      return [arrive({ ...value, path: within(element, value.path) }, parent)];
    if (compiler.isJsxExpression(parent)) return this.#calls.jsx(value, parent);
    return [];
  }

  #property(value: Value, object: ts.ObjectLiteralExpression, name: ts.PropertyName): readonly Arrival[] {
    const key = keyText(value.file.tree, name) ?? anyMember;
    return [arrive({ ...value, path: within(key, value.path) }, object)];
  }

  #spread(value: Value, parent: ts.SpreadElement): readonly Arrival[] {
    const { ts } = value.file.tree;
    const path = readMember(value.path, element);
    if (!path) return [];
    const inner = { ...value, path, node: parent };
    const around = parent.parent;
    if (ts.isArrayLiteralExpression(around))
      return [arrive({ ...inner, path: within(element, path) }, around)];
    return ts.isCallExpression(around) || ts.isNewExpression(around)
      ? this.#calls.argument(inner, around)
      : [];
  }

  #access(
    value: Value,
    parent: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): readonly Arrival[] {
    const { ts } = value.file.tree;
    if (parent.expression !== value.node) return [];
    const isProperty = ts.isPropertyAccessExpression(parent);
    const name = isProperty
      ? parent.name.text
      : (keyText(value.file.tree, parent.argumentExpression) ?? anyMember);
    const call = parent.parent;
    const isCalled = ts.isCallExpression(call) && call.expression === parent;
    if (value.carrier && value.path.length === 0) {
      if (isCalled) this.meetings.call(value, name, call);
      const inner = this.meetings.read(value, name, parent);
      return inner ? [arrive(inner, parent)] : [];
    }
    if (isCalled) return this.#calls.receiver(value, { call, name });
    if (name === "length" || name === "size") return [];
    const isTarget = ts.isBinaryExpression(call) && call.left === parent && isPlainAssignment(ts, call);
    if (isTarget) return [];
    const isIndex = !isProperty && name !== anyMember && /^\d+$/.test(name);
    const path = readMember(value.path, isIndex || (!isProperty && name === anyMember) ? element : name);
    const loose = path ?? (isProperty ? null : readMember(value.path, name));
    const read = value.path.length === 0 ? factsOfMember(value.facts, name) : value.facts;
    const facts = addressParts.has(name) ? { ...read, isPrefixed: false } : read;
    return loose
      ? [{ value: this.names.seen({ ...value, facts, node: parent, path: loose }), step: null }]
      : [];
  }

  #binary(value: Value, parent: ts.BinaryExpression): readonly Arrival[] {
    const { ts } = value.file.tree;
    const { SyntaxKind } = ts;
    const isRight = parent.right === value.node;
    switch (parent.operatorToken.kind) {
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken:
        return [arrive(value, parent)];
      case SyntaxKind.AmpersandAmpersandToken:
      case SyntaxKind.CommaToken:
        return isRight ? [arrive(value, parent)] : [];
      case SyntaxKind.PlusToken:
        return value.carrier ? [] : this.#sum(value, parent, isRight);
      case SyntaxKind.EqualsToken:
      case SyntaxKind.BarBarEqualsToken:
      case SyntaxKind.QuestionQuestionEqualsToken:
        return isRight ? [arrive(value, parent), ...this.names.assign(parent.left, value, parent)] : [];
      case SyntaxKind.PlusEqualsToken: {
        if (!isRight || value.carrier) return [];
        const facts = { ...value.facts, isBuilt: true, isPrefixed: true, isText: true };
        return this.names.assign(parent.left, { ...value, facts }, parent);
      }
      default:
        return [];
    }
  }

  #sum(value: Value, parent: ts.BinaryExpression, isRight: boolean): readonly Arrival[] {
    if (value.path.length > 0) return [];
    const isPrefixed = value.facts.isPrefixed || (isRight && textBefore(value.file, parent.left));
    return [this.#built(value, parent, isPrefixed)];
  }

  #template(value: Value, span: ts.TemplateSpan): readonly Arrival[] {
    const { ts } = value.file.tree;
    const template = span.parent;
    if (value.path.length > 0) return [];
    if (ts.isTaggedTemplateExpression(template.parent)) return this.#calls.tagged(value, template.parent);
    const isPrefixed = value.facts.isPrefixed || textBefore(value.file, span);
    return [this.#built(value, template, isPrefixed)];
  }

  #built(value: Value, whole: ts.Node, isPrefixed: boolean): Arrival {
    const { file, facts } = value;
    const step = facts.isBuilt ? null : stepAt(file, value.node, "put into a longer text");
    return {
      value: { ...value, node: whole, facts: { ...facts, isBuilt: true, isText: true, isPrefixed } },
      step,
    };
  }

  #loop(value: Value, loop: ts.ForOfStatement): readonly Arrival[] {
    const { ts } = value.file.tree;
    const path = readMember(value.path, element);
    if (loop.expression !== value.node || !path || value.carrier) return [];
    const item = { ...value, path };
    if (!ts.isVariableDeclarationList(loop.initializer))
      return this.names.assign(loop.initializer, item, loop.expression);
    const [declaration] = loop.initializer.declarations;
    return declaration ? this.names.bind(declaration.name, item, declaration) : [];
  }
}

function arrive(value: Value, node: ts.Node): Arrival {
  return { value: { ...value, node }, step: null };
}

function isPlainAssignment(compiler: Compiler, node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
}
