/** Reads what a TypeScript function does to shared state around its awaits. */
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import type { TypeScriptTree } from "../../model/tree.js";
import {
  type Arm,
  type Check,
  type Look,
  type Pause,
  type Timeline,
  type Write,
  checkOf,
  opposite,
} from "../interleaving.js";
import { type Copy, bare, copiesIn, isAssignment } from "./copies.js";
import { type FunctionNode, calledName, isFunctionNode, ownNodes, spanOf, textOf } from "./ask.js";

export function timelineOf(tree: TypeScriptTree, node: FunctionNode): Timeline {
  return new Reader(tree, node).read();
}

class Reader {
  readonly #own: readonly ts.Node[];
  readonly #locals: ReadonlySet<string>;
  readonly #shared: ReadonlyMap<string, "whole" | "entries">;
  readonly #copies: ReadonlyMap<string, Copy>;

  constructor(
    readonly tree: TypeScriptTree,
    readonly node: FunctionNode,
  ) {
    const { ts } = tree;
    this.#own = ownNodes(tree, node);
    this.#locals = new Set([
      ...node.parameters.map((parameter) => parameter.name.getText(tree.root)),
      ...this.#own.flatMap((own) =>
        ts.isVariableDeclaration(own) && ts.isIdentifier(own.name) ? [own.name.text] : [],
      ),
    ]);
    this.#shared = moduleState(tree);
    this.#copies = copiesIn(tree, this.#own, (source) => this.#directPlace(source));
  }

  read(): Timeline {
    const { ts } = this.tree;
    return {
      checks: this.#own.flatMap((own) =>
        ts.isIfStatement(own) ? this.#checks(own) : ts.isBinaryExpression(own) ? this.#shortCircuit(own) : [],
      ),
      pauses: this.#own.filter((own) => this.#isPause(own)).map((own) => this.#pause(own)),
      writes: this.#own.flatMap((own) => this.#write(own) ?? []),
      reads: this.#own.flatMap((own) => {
        const place = this.#directPlace(own);
        return place === null ? [] : { place, at: this.#span(own) };
      }),
      endless: this.#own
        .filter((own) => ts.isWhileStatement(own) || ts.isDoStatement(own))
        .map((own) => this.#span(own)),
    };
  }

  #span(node: ts.Node): Span {
    return spanOf(this.tree, node);
  }

  #text(node: ts.Node): string {
    return textOf(this.tree, node);
  }

  /** `this.x`, a module variable, or one entry of either. */
  #directPlace(node: ts.Node): string | null {
    const { ts } = this.tree;
    if (ts.isIdentifier(node)) {
      return this.#shared.get(node.text) === "whole" && !this.#locals.has(node.text) ? node.text : null;
    }
    if (ts.isPropertyAccessExpression(node)) {
      return node.expression.kind === ts.SyntaxKind.ThisKeyword ? `this.${node.name.text}` : null;
    }
    if (ts.isElementAccessExpression(node)) return this.#entry(node.expression, node.argumentExpression);
    if (ts.isCallExpression(node) && /^(?:get|has|includes)$/.test(calledName(this.tree, node) ?? "")) {
      return this.#entryOfCall(node);
    }
    return null;
  }

  #entryOfCall(call: ts.CallExpression): string | null {
    if (!this.tree.ts.isPropertyAccessExpression(call.expression)) return null;
    return this.#entry(call.expression.expression, call.arguments[0]);
  }

  #entry(container: ts.Expression, key: ts.Expression | undefined): string | null {
    const { ts } = this.tree;
    if (!key) return null;
    const isModuleState =
      ts.isIdentifier(container) && this.#shared.has(container.text) && !this.#locals.has(container.text);
    const name = isModuleState ? container.text : this.#directPlace(bare(this.tree, container));
    return name === null ? null : `${name}[${this.#text(key)}]`;
  }

  #checks(node: ts.IfStatement): readonly Check[] {
    const otherwise = node.elseStatement ? [this.#span(node.elseStatement)] : [];
    if (leaves(this.tree, node.thenStatement)) otherwise.push({ start: node.end, end: node.parent.end });
    return this.#looks(node.expression).map((look) =>
      checkOf(look, [this.#span(node.thenStatement)], otherwise),
    );
  }

  /** `this.x ?? (this.x = …)` and `this.x ??= …` look before they write. */
  #shortCircuit(node: ts.BinaryExpression): readonly Check[] {
    const { SyntaxKind } = this.tree.ts;
    const { kind } = node.operatorToken;
    const isLazy = [SyntaxKind.QuestionQuestionToken, SyntaxKind.BarBarToken].includes(kind);
    if (!isLazy && !isLazyAssignment(this.tree, node)) return [];
    const guarded = [this.#span(isLazy ? node.right : node)];
    return this.#looks(node.left).map((look) => checkOf(look, [], guarded));
  }

  /** Places a condition depends on as a whole: `!this.x`, `this.x === null`, `this.map.has(key)`. */
  #looks(condition: ts.Expression): readonly Look[] {
    const { ts } = this.tree;
    const node = bare(this.tree, condition);
    if (ts.isPrefixUnaryExpression(node)) {
      return this.#looks(node.operand).map((look) => ({ ...look, presence: opposite(look.presence) }));
    }
    if (ts.isBinaryExpression(node)) return this.#looksOfPair(node);
    const copy = ts.isIdentifier(node) ? this.#copies.get(node.text) : undefined;
    const place = this.#directPlace(node);
    if (copy) return [{ ...copy, presence: "present" }];
    return place === null ? [] : [{ place, at: this.#span(node), presence: "present" }];
  }

  #looksOfPair(node: ts.BinaryExpression): readonly Look[] {
    const { SyntaxKind } = this.tree.ts;
    const { kind } = node.operatorToken;
    if (isAssignment(this.tree, node)) return [];
    if (kind === SyntaxKind.InKeyword) {
      const place = this.#entry(node.right, node.left);
      return place === null ? [] : [{ place, at: this.#span(node), presence: "present" }];
    }
    const looks = [...this.#looks(node.left), ...this.#looks(node.right)];
    if ([SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken].includes(kind)) return looks;
    const isToNothing = /^(?:null|undefined|false)$/.test(this.#text(node.right));
    const presence = isToNothing
      ? /^!/.test(this.#text(node.operatorToken))
        ? "present"
        : "absent"
      : "either";
    return looks.map((look) => ({ ...look, presence }));
  }

  #isPause(node: ts.Node): boolean {
    const { ts } = this.tree;
    return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
  }

  #pause(node: ts.Node): Pause {
    const arms: Arm[] = [];
    for (let inner = node; inner !== this.node; inner = inner.parent) {
      const arm = this.#arm(inner);
      if (arm) arms.push(arm);
    }
    // Of `for await` the head pauses; its body has pauses of its own.
    const end = this.tree.ts.isForOfStatement(node) ? node.statement.pos : node.end;
    return { at: { ...this.#span(node), end }, arms };
  }

  #arm(node: ts.Node): Arm | undefined {
    const { ts } = this.tree;
    const { parent } = node;
    const span = this.#span(node);
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return { span, whole: span, leaves: true };
    const isBranch =
      (ts.isIfStatement(parent) && node !== parent.expression) ||
      (ts.isConditionalExpression(parent) && node !== parent.condition) ||
      ts.isCaseOrDefaultClause(node) ||
      ts.isCatchClause(node);
    if (!isBranch) return undefined;
    return { span, whole: this.#span(parent), leaves: leaves(this.tree, node) };
  }

  #write(node: ts.Node): Write | undefined {
    const { ts } = this.tree;
    if (ts.isBinaryExpression(node) && isAssignment(this.tree, node)) return this.#assignment(node);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const isStep = [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator);
      const place = isStep ? this.#directPlace(node.operand) : null;
      const at = this.#span(node);
      return place === null ? undefined : { place, at, value: at, isReset: false, isUpdate: true };
    }
    if (!ts.isCallExpression(node) || !/^(?:set|add|push)$/.test(calledName(this.tree, node) ?? ""))
      return undefined;
    const place = this.#entryOfCall(node);
    const value = node.arguments.at(-1);
    if (place === null || !value) return undefined;
    return this.#stored(place, node, value);
  }

  #stored(place: string, node: ts.Node, value: ts.Expression): Write {
    const isReset = /^(?:null|undefined|false|0|""|''|void 0)$/.test(this.#text(bare(this.tree, value)));
    return { place, at: this.#span(node), value: this.#span(value), isReset, isUpdate: false };
  }

  #assignment(node: ts.BinaryExpression): Write | undefined {
    const place = this.#directPlace(bare(this.tree, node.left));
    if (place === null) return undefined;
    const isPlain = node.operatorToken.kind === this.tree.ts.SyntaxKind.EqualsToken;
    const isUpdate = !isPlain && !isLazyAssignment(this.tree, node);
    const basedOn = isUpdate ? this.#span(node.left) : this.#basis(place, node.right);
    const write = { ...this.#stored(place, node, node.right), isUpdate };
    return basedOn ? { ...write, basedOn } : write;
  }

  /** Where the old value was read that an arithmetic or spread in the new one starts from, or that was changed in a copy. */
  #basis(place: string, value: ts.Expression): Span | undefined {
    const { ts } = this.tree;
    const whole = bare(this.tree, value);
    const written = ts.isIdentifier(whole) ? this.#copies.get(whole.text) : undefined;
    if (written?.place === place && written.isChanged && !written.isReplaced) return written.at;
    let found: Span | undefined;
    const visit = (node: ts.Node): void => {
      if (found || isFunctionNode(this.tree, node)) return;
      const copy = ts.isIdentifier(node) ? this.#copies.get(node.text) : undefined;
      const isSame = copy ? copy.place === place && !copy.isReplaced : this.#directPlace(node) === place;
      if (isSame && isComputedFrom(this.tree, node)) found = copy?.at ?? this.#span(node);
      ts.forEachChild(node, visit);
    };
    visit(value);
    return found;
  }
}

/** `x + 1`, `[...x, item]`, `x.concat(item)`: the old value is part of the new one. */
function isComputedFrom(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === "concat";
  if (!ts.isBinaryExpression(parent)) return false;
  const { PlusToken, MinusToken, AsteriskToken } = ts.SyntaxKind;
  return [PlusToken, MinusToken, AsteriskToken].includes(parent.operatorToken.kind);
}

/** Variables at the top of the file: those that may be set again, and those that are only filled. */
function moduleState(tree: TypeScriptTree): ReadonlyMap<string, "whole" | "entries"> {
  const { ts } = tree;
  const state = new Map<string, "whole" | "entries">();
  for (const statement of tree.root.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) state.set(name.text, isConstant ? "entries" : "whole");
    }
  }
  return state;
}

function isLazyAssignment({ ts }: TypeScriptTree, node: ts.BinaryExpression): boolean {
  const { QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  return [QuestionQuestionEqualsToken, BarBarEqualsToken].includes(node.operatorToken.kind);
}

/** True when the statement always leaves the code around it. */
function leaves(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node)) return true;
  if (ts.isBreakStatement(node)) return !ts.isCaseOrDefaultClause(node.parent);
  if (ts.isCatchClause(node)) return leaves(tree, node.block);
  const statements = ts.isBlock(node) || ts.isCaseOrDefaultClause(node) ? node.statements : [];
  const last = statements.at(-1);
  return last !== undefined && leaves(tree, last);
}
