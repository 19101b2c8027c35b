/** Finds what functions a parameter may be: those that callers hand in, and the `resolve` of a promise. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode } from "../../syntax/typescript/ask.js";
import type { CallNode } from "./callers.js";
import type { Ground } from "./ground.js";
import type { Located } from "./project.js";
import type { Arrival, Frame, Value } from "./value.js";

/** A function handed in, and the calls that are still open where it was. */
export interface Handed {
  readonly target: Located<FunctionNode>;
  readonly up: Frame | null;
}

/** A parameter, and the function it belongs to. */
interface Formal {
  readonly owner: FunctionNode;
  readonly index: number;
}

export class Callbacks {
  constructor(private readonly ground: Ground) {}

  /** `resolve(value)` inside `new Promise(…)` gives the value to the promise; null for anything else. */
  resolved(value: Value, call: CallNode): readonly Arrival[] | null {
    const formal = this.#formal(value, call);
    if (!formal) return null;
    const { ts } = value.file.tree;
    const created = formal.owner.parent;
    if (!ts.isNewExpression(created) || created.expression.getText(value.file.tree.root) !== "Promise")
      return null;
    return formal.index === 0 ? [{ value: { ...value, node: created }, step: null }] : [];
  }

  /** Functions handed in for the parameter that is called. */
  handedTo(value: Value, call: CallNode): readonly Handed[] {
    const formal = this.#formal(value, call);
    if (!formal) return [];
    for (let frame = value.stack; frame; frame = frame.up)
      if (frame.entered === formal.owner) return this.#argument(frame.call, formal.index, frame.up);
    return this.ground.callers
      .of(value.file, formal.owner)
      .flatMap((caller) => this.#argument(caller.node, formal.index, null));
  }

  #argument(call: ts.Node, index: number, up: Frame | null): readonly Handed[] {
    const file = this.ground.project.file(call.getSourceFile().fileName);
    if (!file) return [];
    const { ts } = file.tree;
    if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return [];
    const argument = call.arguments?.[index];
    if (!argument) return [];
    return this.ground.knowledge.functionsOf(file, argument).map((target) => ({ target, up }));
  }

  #formal({ file }: Value, call: CallNode): Formal | null {
    const { ts } = file.tree;
    if (!ts.isIdentifier(call.expression)) return null;
    const declaration = file.bindingOf(call.expression)?.declaration;
    if (!declaration || !ts.isParameter(declaration) || !isFunctionNode(file.tree, declaration.parent))
      return null;
    return { owner: declaration.parent, index: declaration.parent.parameters.indexOf(declaration) };
  }
}
