/** Several listeners, timers or watchers are set up together, and the place that ends them leaves one out. */
import type { ts } from "ts-morph";
import { groupBy } from "../../lib/group.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import {
  calledName,
  enclosingFunction,
  isFunctionNode,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";
import { examples } from "./one-of-several-left-open/examples.js";

export default defineRule({
  severity: "medium",
  // Both halves stand in one class or effect. One hit on 16 projects, and it is true: too few to say more.
  confidence: 0.6,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "One of several left open",
  risk: "What is left goes on after its owner has ended: it keeps the owner in memory, and its work is done once more for each owner that ever was.",
  fix: "End it where the others are ended.",
  trial: {
    name: "nothing is left after the end",
    arrange: "the listeners and timers counted before",
    act: "set up and end {it}",
    assert: "as many listeners and timers as before",
  },
  cwe: [772],
  match: { typescript: leftOpen },
  examples,
});

/** Something set up in a scope, or ended there. */
interface Step {
  readonly call: ts.Node;
  /** What belongs together: the object listened to, or the kind of thing. */
  readonly group: string;
  /** The one it is in the group: an event, or the variable that holds it. */
  readonly one: string;
}

const adds = /^(?:addEventListener|on|addListener)$/;
const removes = /^(?:removeEventListener|off|removeListener)$/;
const closing =
  /^(?:close|stop|destroy|dispose|shutdown|disconnect|teardown|unmount|cleanup|detach|unbind|ngOnDestroy|disconnectedCallback|componentWillUnmount|onModuleDestroy|onunload|onClose|beforeDestroy|beforeUnmount)$/;
const effects = /^(?:useEffect|useLayoutEffect|onMount|watchEffect)$/;

function* leftOpen({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (
    !/removeEventListener|\.off\(|removeListener|clearInterval|disconnect\(|unsubscribe\(/.test(source.text)
  )
    return;
  for (const scope of scopesOf(tree)) {
    const { set, ended, isUnclear } = stepsIn(tree, scope);
    if (isUnclear) continue;
    for (const [group, steps] of groupBy(set, (step) => step.group)) {
      const names = new Set(steps.map(({ one }) => one));
      const done = new Set(ended.filter((step) => step.group === group).map(({ one }) => one));
      const left = [...names].filter((one) => !done.has(one));
      const [only] = left;
      const step = steps.find(({ one }) => one === only);
      if (left.length !== 1 || names.size < 2 || !step || isEndedOtherwise(tree, scope, step)) continue;
      yield hit(
        tree,
        step,
        [...names].filter((one) => one !== only),
      );
    }
  }
}

/** Classes with a method that ends them, and effects that return what undoes them. */
function scopesOf(tree: TypeScriptTree): readonly ts.Node[] {
  const { ts, root } = tree;
  const { ClassDeclaration, ClassExpression, CallExpression } = ts.SyntaxKind;
  const classes = [ClassDeclaration, ClassExpression].flatMap((kind) =>
    tree
      .nodes(kind)
      .filter(
        (node) =>
          ts.isClassLike(node) &&
          node.members.some(({ name }) => name !== undefined && closing.test(name.getText(root))),
      ),
  );
  const bodies = tree.nodes(CallExpression).flatMap((call) => {
    const body = call.arguments[0];
    const isEffect = effects.test(calledName(tree, call) ?? "") && body && isFunctionNode(tree, body);
    return isEffect && /\breturn\b|onCleanup/.test(textOf(tree, body)) ? [body] : [];
  });
  return [...classes, ...bodies];
}

interface Steps {
  readonly set: readonly Step[];
  readonly ended: readonly Step[];
  /** Things are ended by a list or all at once, which this does not follow. */
  readonly isUnclear: boolean;
}

function stepsIn(tree: TypeScriptTree, scope: ts.Node): Steps {
  const { ts } = tree;
  const set: Step[] = [];
  const ended: Step[] = [];
  let isUnclear = false;
  walk(tree, scope, (node) => {
    if (node !== scope && ts.isClassLike(node)) return false;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const name = node.expression.name.text;
      const isAbout = adds.test(name) || removes.test(name);
      if (isAbout && !isEventName(tree, node.arguments[0])) isUnclear = true;
      else if (adds.test(name) && isForAll(tree, node, scope)) set.push(listening(tree, node));
      else if (removes.test(name)) ended.push(listening(tree, node));
      if (/^(?:removeAllListeners|abort)$/.test(name)) isUnclear = true;
    }
    const timer = timerOf(tree, node);
    if (timer) set.push(timer);
    if (ts.isCallExpression(node) && /^clear(?:Interval|Timeout)$/.test(calledName(tree, node) ?? ""))
      ended.push({
        call: node,
        group: "timer",
        one: plain(node.arguments[0] ? textOf(tree, node.arguments[0]) : ""),
      });
    return undefined;
  });
  return { set, ended, isUnclear };
}

/** `"resize"` or a constant; a variable may be each of a list. */
function isEventName({ ts }: TypeScriptTree, event: ts.Expression | undefined): boolean {
  return (
    event !== undefined &&
    (ts.isStringLiteralLike(event) ||
      (ts.isPropertyAccessExpression(event) && /^[A-Z]/.test(event.getText())))
  );
}

/** Stays until it is removed: not for once, not tied to a signal, and with a handler that can be named again. */
function isForAll(tree: TypeScriptTree, call: ts.CallExpression, scope: ts.Node): boolean {
  const [, handler, options] = call.arguments;
  if (!handler || /\bonce\b|\bsignal\b/.test(options ? textOf(tree, options) : "")) return false;
  const around = enclosingFunction(tree, call);
  // In a handler it is added on an occasion, and may be removed on another.
  return (
    around === undefined ||
    around === scope ||
    (!isFunctionNode(tree, around.parent) && isOwnMethod(tree, around))
  );
}

function isOwnMethod({ ts }: TypeScriptTree, node: ts.Node): boolean {
  return (
    ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node) || ts.isPropertyDeclaration(node.parent)
  );
}

function listening(tree: TypeScriptTree, call: ts.CallExpression): Step {
  const receiver = tree.ts.isPropertyAccessExpression(call.expression)
    ? plain(textOf(tree, call.expression.expression))
    : "";
  const event = call.arguments[0] ? textOf(tree, call.arguments[0]).replace(/["'`]/g, '"') : "";
  return { call, group: receiver, one: event };
}

/** `this.timer = setInterval(…)`, `const timer = setInterval(…)`. */
function timerOf(tree: TypeScriptTree, node: ts.Node): Step | undefined {
  const { ts } = tree;
  if (
    !ts.isCallExpression(node) ||
    !/^(?:window\.|globalThis\.)?setInterval$/.test(textOf(tree, node.expression))
  )
    return undefined;
  const { parent } = node;
  const holder =
    ts.isBinaryExpression(parent) && parent.right === node
      ? parent.left
      : ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)
        ? parent.name
        : undefined;
  if (!holder) return undefined;
  const name = textOf(tree, holder);
  return { call: node, group: "timer", one: plain(ts.isPropertyDeclaration(parent) ? `this.${name}` : name) };
}

function plain(code: string): string {
  return code.replace(/[!?\s]/g, "");
}

/** It is handed to somebody, kept in a list, or its handler is mentioned where things end. */
function isEndedOtherwise(tree: TypeScriptTree, scope: ts.Node, { group, one, call }: Step): boolean {
  const text = textOf(tree, scope);
  if (group === "timer") {
    const name = one.replace(/[.$]/g, "\\$&");
    return new RegExp(`[[,(]\\s*${name}\\s*[\\]),]|\\.unref|return ${name}\\b|=\\s*${name}\\s*[;,]`).test(
      text,
    );
  }
  // What the object tells when it ends itself needs no removing.
  return (
    /"(?:close|end|exit|finish|destroy|beforeunload|unload|pagehide|disconnect|error|open|SIG\w+|uncaughtException)"/.test(
      one,
    ) || textOf(tree, call).includes(".once(")
  );
}

function hit(tree: TypeScriptTree, { call, group, one }: Step, others: readonly string[]): Hit {
  const told = others
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(", ");
  const what =
    group === "timer"
      ? `The timer \`${one}\` is never cleared here; ${told} ${others.length === 1 ? "is" : "are"}.`
      : `The listener for \`${one}\` on \`${group}\` is never removed here; ${others.length === 1 ? "that" : "those"} for ${told} ${others.length === 1 ? "is" : "are"}.`;
  return { at: spanOf(tree, call), issue: what };
}
