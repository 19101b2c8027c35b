/** A merge or a write by path follows keys that others choose, up to the prototype that all objects share. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { fromFlows } from "../../syntax/flow-hits.js";
import {
  type FunctionNode,
  calledName,
  functionName,
  functionNodes,
  isAssignment,
  isFunctionNode,
  isWithin,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";
import { isPublished } from "../../syntax/published-packages.js";
import { isCarriedRelease, isCompiledLine } from "../../syntax/carried-along.js";
import { followsOwnOnly, hasTheKeys, isGuarded, isOneName } from "./prototype-pollution/guards.js";
import { bare, choicesOf, isFresh, placeText } from "./prototype-pollution/values.js";
import { pollutionExamples } from "./prototype-pollution/examples.js";

export default defineRule({
  severity: "medium",
  // The way to the prototype is seen; whether outsiders choose the keys is not.
  confidence: 0.6,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Keys that lead to the shared prototype",
  risk: "With the key `__proto__` or `constructor.prototype` the value becomes a property of every object of the program: checks such as `user.isAdmin` turn true, and options nobody set take effect.",
  fix: "Skip the keys `__proto__`, `constructor` and `prototype`, or write only own properties into an object made by `Object.create(null)`; a Map has no such keys.",
  trial: {
    name: "a key that leads to the prototype",
    arrange: "a source read from JSON whose key `__proto__` holds an object with the key `polluted`",
    act: "run {it} with that source",
    assert: "a new object has no `polluted`",
  },
  cwe: [1321],
  match: { typescript: openMerges },
  project: fromFlows({
    harm: "prototype",
    worst: "high",
    effect: "`__proto__` as a name in it writes to the prototype that all objects share",
  }),
  reads: ["typescript"],
  examples: pollutionExamples,
});

/** A function and, in it, the write `target[key] = …` and where the walk goes one level deeper. */
interface Walk {
  readonly target: string;
  readonly key: string;
  readonly nodes: readonly ts.Node[];
}

function* openMerges(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (isCarriedRelease(source.path, source.text)) return;
  const entries = writtenEntries(tree);
  const seen = new Set<number>();
  for (const node of functionNodes(tree)) {
    const hasEntry = entries.some((entry) => isWithin(entry, node));
    if (!node.body || !hasEntry || isGuarded(tree, node, source.text)) continue;
    const found = new Reader(tree, node).find();
    if (!found) continue;
    const starts = found.nodes.map((part) => part.getStart(tree.root));
    const start = Math.min(...starts);
    if (seen.has(start) || isCompiledLine(source.text, start)) continue;
    seen.add(start);
    yield {
      at: { start, end: Math.max(...found.nodes.map(({ end }) => end)) },
      title: `Keys of \`${shownName(tree, node)}\` lead to the shared prototype`,
      issue: `\`${found.target}[${found.key}]\` is followed and written for any key, \`__proto__\` and \`constructor\` among them.`,
      // In a program the keys are its own as far as no flow says otherwise: of 17 hits that were read two were right.
      ...(isPublished(subject.survey, source.path) ? {} : { confidence: 0.45 }),
    };
  }
}

/** Every entry that something is written to; most functions have none, and to read one with those in it is dear. */
function writtenEntries(tree: TypeScriptTree): readonly ts.Node[] {
  return tree
    .nodes(tree.ts.SyntaxKind.BinaryExpression)
    .filter((node) => isAssignment(tree, node) && tree.ts.isElementAccessExpression(node.left))
    .map(({ left }) => left);
}

function shownName(tree: TypeScriptTree, node: FunctionNode): string {
  let holder: ts.Node = node;
  while (isFunctionNode(tree, holder) && functionName(tree, holder) === "<anonymous>") {
    let outer: ts.Node | undefined = holder.parent;
    while (outer && !isFunctionNode(tree, outer)) outer = outer.parent;
    if (!outer) return "a function";
    holder = outer;
  }
  return isFunctionNode(tree, holder) ? functionName(tree, holder) : "a function";
}

/** Reads one function with the functions in it. */
class Reader {
  readonly #writes: ts.ElementAccessExpression[] = [];
  readonly #calls: ts.CallExpression[] = [];
  readonly #steps: ts.BinaryExpression[] = [];
  /** Variables that hold `target[key]`, by their text. */
  readonly #holders = new Map<string, string>();
  readonly #fresh = new Set<string>();
  readonly #counted = new Set<string>();
  readonly #keys = new Set<string>();
  /** Variables that start as another one. */
  readonly #aliases: (readonly [string, string])[] = [];

  constructor(
    readonly tree: TypeScriptTree,
    readonly node: FunctionNode,
  ) {
    for (const parameter of node.parameters) this.#keys.add(textOf(tree, parameter.name));
    if (node.body) walk(tree, node.body, (child) => this.#note(child));
  }

  find(): Walk | null {
    const found = this.#writes.flatMap((write) => this.#walksOf(write));
    // Other steps of the same function may go through lists; what is written by the key of the way down is the walk.
    return found.find(({ hasSameKey }) => hasSameKey)?.walk ?? found[0]?.walk ?? null;
  }

  #walksOf(
    write: ts.ElementAccessExpression,
  ): readonly { readonly walk: Walk; readonly hasSameKey: boolean }[] {
    const target = textOf(this.tree, write.expression);
    const key = textOf(this.tree, write.argumentExpression);
    if (!this.#isFromOutside(write) || followsOwnOnly(this.tree, this.node, target)) return [];
    const deeper = [...this.#recursions(target, key), ...this.#cursor(target)];
    if (deeper.length === 0) return [];
    const hasSameKey = deeper.some((node) => textOf(this.tree, node).includes(`[${key}]`));
    return [{ walk: { target, key, nodes: [...this.#writesTo(target), ...deeper] }, hasSameKey }];
  }

  #writesTo(target: string): readonly ts.Node[] {
    return this.#writes.filter((write) => textOf(this.tree, write.expression) === target);
  }

  #note(node: ts.Node): undefined {
    const { ts } = this.tree;
    if (ts.isBinaryExpression(node) && isAssignment(this.tree, node)) this.#assignment(node);
    else if (ts.isCallExpression(node)) this.#calls.push(node);
    else if (ts.isVariableDeclaration(node)) this.#declaration(node);
    else if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node))
      this.#counted.add(textOf(this.tree, node.operand));
    else if (isFunctionNode(this.tree, node))
      for (const parameter of node.parameters) this.#keys.add(textOf(this.tree, parameter.name));
  }

  #assignment(node: ts.BinaryExpression): void {
    const { ts } = this.tree;
    const { left, right } = node;
    if (ts.isElementAccessExpression(left) && ts.isIdentifier(left.expression)) this.#writes.push(left);
    if (!ts.isIdentifier(left)) return;
    this.#hold(left.text, right);
    this.#steps.push(node);
    const from = bare(this.tree, right);
    // One part of a path after the other; what is looked up by a name is a table of the program more often than a path.
    const isPart =
      ts.isElementAccessExpression(from) && this.#counted.has(textOf(this.tree, from.argumentExpression));
    if (isPart) this.#keys.add(left.text);
  }

  /** `source = target[key]`, and what is made of it: `copy = source || {}`. */
  #hold(name: string, value: ts.Expression): void {
    const { ts } = this.tree;
    for (const one of choicesOf(this.tree, value)) {
      const held = ts.isIdentifier(one) ? this.#holders.get(one.text) : undefined;
      if (ts.isElementAccessExpression(one)) this.#holders.set(name, placeText(this.tree, one));
      else if (held !== undefined && !this.#holders.has(name)) this.#holders.set(name, held);
    }
  }

  #declaration({ name, initializer, parent }: ts.VariableDeclaration): void {
    const { ts } = this.tree;
    const text = textOf(this.tree, name);
    if (ts.isForInStatement(parent.parent) || ts.isForOfStatement(parent.parent)) this.#keys.add(text);
    if (!initializer) return;
    if (isFresh(textOf(this.tree, initializer))) this.#fresh.add(text);
    if (ts.isNumericLiteral(initializer)) this.#counted.add(text);
    this.#hold(text, initializer);
    for (const choice of choicesOf(this.tree, initializer))
      if (ts.isIdentifier(choice)) this.#aliases.push([text, choice.text]);
    if (ts.isElementAccessExpression(bare(this.tree, initializer))) this.#keys.add(text);
  }

  /** The target was handed in, and the key is one of a source or of a path. */
  #isFromOutside({ expression, argumentExpression }: ts.ElementAccessExpression): boolean {
    const { ts } = this.tree;
    const key = bare(this.tree, argumentExpression);
    const target = textOf(this.tree, expression);
    if (this.#fresh.has(target) || this.#isOwnState(target) || hasTheKeys(this.tree, this.node, target))
      return false;
    if (ts.isElementAccessExpression(key)) return !ts.isStringLiteralLike(key.argumentExpression);
    return ts.isIdentifier(key) && !this.#counted.has(key.text) && this.#isKey(key.text);
  }

  /** A variable of a `for … in` may be declared before it. */
  #isKey(name: string): boolean {
    const text = textOf(this.tree, this.node);
    return this.#keys.has(name) || new RegExp(`for ?\\( ?${name} in `).test(text);
  }

  /** A variable of the module is a table of this program, whose keys are its own. */
  #isOwnState(target: string): boolean {
    const isGiven = this.#keys.has(target) || this.#holders.has(target);
    const declared = new RegExp(`\\b(?:var|let|const)\\b[^;]*?\\b${target}\\b`);
    return !isGiven && !declared.test(textOf(this.tree, this.node));
  }

  /** Calls that are handed `target[key]` and come back to this function, or may: a function that was itself handed in. */
  #recursions(target: string, key: string): readonly ts.Node[] {
    const place = `${target}[${key}]`.replaceAll(" ", "");
    return this.#calls.filter((call) => {
      // A name in quotes is the program's own.
      const isOwnKey = call.arguments.some((argument) => this.tree.ts.isStringLiteralLike(argument));
      if (call.arguments.length < 2 || isOwnKey || !this.#comesBack(call, key)) return false;
      const given = call.arguments.map((argument) => textOf(this.tree, argument).replaceAll(" ", ""));
      return given.some((text) => text === place || this.#holders.get(text) === place);
    });
  }

  #comesBack(call: ts.CallExpression, key: string): boolean {
    const name = calledName(this.tree, call);
    if (name === null) return false;
    const own = namesAround(this.tree, this.node);
    if (own.includes(name)) return true;
    if (this.tree.ts.isIdentifier(call.expression) && outerParameters(this.tree, this.node).includes(name))
      return !isOneName(this.tree, this.node, key);
    const other = functionNodes(this.tree).find((node) => functionName(this.tree, node) === name);
    const body = other?.body ? textOf(this.tree, other.body) : "";
    return own.some((one) => /^\w+$/.test(one) && new RegExp(`\\b${one}\\s*\\(`).test(body));
  }

  /** `target = target[key]` goes down the path. */
  #cursor(target: string): readonly ts.Node[] {
    const { ts } = this.tree;
    const names = [target, ...this.#otherNames(target)].map((name) => name.replace(/\$/g, "\\$&"));
    const down = new RegExp(`^(?:${names.join("|")})\\s*\\[(?!\\d)`);
    return this.#steps.filter(
      ({ left, right }) =>
        ts.isIdentifier(left) &&
        left.text === target &&
        choicesOf(this.tree, right).some((choice) => down.test(textOf(this.tree, choice))) &&
        this.#isInLoop(left),
    );
  }

  /** Constants that are the target, in one case at least: `const inner = object.nested ? object.nested : object`. */
  #otherNames(target: string): readonly string[] {
    return this.#aliases.flatMap(([name, of]) => (of === target ? [name] : []));
  }

  #isInLoop(node: ts.Node): boolean {
    const { ts } = this.tree;
    for (let outer: ts.Node | undefined = node.parent; outer && outer !== this.node; outer = outer.parent) {
      if (ts.isIterationStatement(outer, false)) return true;
      if (isFunctionNode(this.tree, outer))
        return /\.(?:forEach|reduce)$/.test(
          ts.isCallExpression(outer.parent) ? textOf(this.tree, outer.parent.expression) : "",
        );
    }
    return false;
  }
}

/** Names of the function and of those it lies in. */
function namesAround(tree: TypeScriptTree, node: FunctionNode): readonly string[] {
  return functionsFrom(tree, node).flatMap((one) => [functionName(tree, one), variableAround(tree, one)]);
}

/** `extend` for `const extend = (module.exports = function () {…})`. */
function variableAround({ ts }: TypeScriptTree, node: FunctionNode): string {
  let outer: ts.Node = node.parent;
  while (ts.isBinaryExpression(outer) || ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return ts.isVariableDeclaration(outer) && ts.isIdentifier(outer.name) ? outer.name.text : "";
}

function outerParameters(tree: TypeScriptTree, node: FunctionNode): readonly string[] {
  return functionsFrom(tree, node).flatMap((one) =>
    one.parameters.map((parameter) => textOf(tree, parameter.name)),
  );
}

function functionsFrom(tree: TypeScriptTree, node: FunctionNode): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (let outer: ts.Node | undefined = node; outer; outer = outer.parent)
    if (isFunctionNode(tree, outer)) found.push(outer);
  return found;
}
