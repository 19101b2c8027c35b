/** Carries values out of functions: to the call they were entered by, or to every caller. */
import type { ts } from "ts-morph";
import type { FunctionNode } from "../../syntax/typescript/ask.js";
import { withVerdict } from "./facts.js";
import type { Ground } from "./ground.js";
import { callbackResult } from "./methods.js";
import { functionAround } from "./uses.js";
import { type Arrival, type Value, element, excerpt, stepAt, within } from "./value.js";

export class Returns {
  constructor(private readonly ground: Ground) {}

  /** From a returned expression. */
  from(value: Value): readonly Arrival[] {
    const { file, node } = value;
    const left = functionAround(file, node);
    if (!left) return [];
    const { stack } = value;
    if (stack?.entered === left) return [this.#out(value, left, stack.call)];
    const { parent } = left;
    const { ts } = file.tree;
    if (ts.isGetAccessorDeclaration(left)) return this.#fromGetter(value, left);
    if (ts.isCallExpression(parent) && parent.expression !== left) return this.#fromCallback(value, parent);
    return this.ground.callers
      .of(file, left)
      .map((caller) => this.#out({ ...value, file: caller.file, stack: null }, left, caller.node));
  }

  /** To whoever reads the property. Who called is forgotten on the way. */
  #fromGetter(value: Value, getter: ts.GetAccessorDeclaration): readonly Arrival[] {
    return this.ground.accessors.readingsOf(value.file, getter).map(({ file, node }) => {
      const step = value.carrier ? null : stepAt(file, node, `given by \`${excerpt(file, node)}\``);
      const facts = withVerdict(value.facts, this.ground.checks.at(file, node));
      return { value: { ...value, file, node, facts, stack: null }, step };
    });
  }

  #out(value: Value, left: FunctionNode, call: ts.Node): Arrival {
    const file = this.ground.project.file(call.getSourceFile().fileName) ?? value.file;
    const name = this.ground.project.nameOf(file, left);
    const what = name === undefined ? "given back" : `given back by \`${name}\``;
    const step = value.carrier ? null : stepAt(file, call, what);
    const stack = value.stack?.entered === left ? value.stack.up : value.stack;
    return { value: { ...value, file, node: call, stack }, step };
  }

  /** What a callback gives is what `map` and `then` give. */
  #fromCallback(value: Value, call: ts.CallExpression): readonly Arrival[] {
    const { ts } = value.file.tree;
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) return [];
    const kind = callbackResult(callee.name.text);
    if (kind === null) return [];
    const path = kind === "list" ? within(element, value.path) : value.path;
    return [{ value: { ...value, node: call, path }, step: null }];
  }
}
