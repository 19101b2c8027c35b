/** Carries values through calls: into functions, through what packages do, and through methods of the value itself. */
import type { ts } from "ts-morph";
import { type FunctionNode, literalText } from "../../syntax/typescript/ask.js";
import { Callbacks } from "./callbacks.js";
import type { CallNode } from "./callers.js";
import type { CodeFile } from "./code-file.js";
import { bitOf, cleanForAll, withVerdict } from "./facts.js";
import type { Ground } from "./ground.js";
import { fills, methodKinds } from "./methods.js";
import type { Propagator } from "./models.js";
import type { Names } from "./names.js";
import { isDefensive, judgeReplacement } from "./patterns.js";
import type { Located } from "./project.js";
import {
  type Arrival,
  type Value,
  anyMember,
  element,
  excerpt,
  readMember,
  stepAt,
  within,
} from "./value.js";

/** Calls inside calls beyond which a way is not followed: real ones have half as many. */
const deepestStack = 12;

/** Methods that hold a value against a schema and give it back. */
const schemaMethods =
  /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|cast|attempt)$/;

/** Forms of bytes that are letters, figures and little else: nothing that harms anywhere. */
const lettersOnly = /^(?:base64|base64url|hex)$/;

export class Calls {
  readonly #callbacks: Callbacks;

  constructor(
    private readonly ground: Ground,
    private readonly names: Names,
  ) {
    this.#callbacks = new Callbacks(ground);
  }

  /** The value is an argument, or spread into the arguments. */
  argument(value: Value, call: CallNode): readonly Arrival[] {
    const index = call.arguments?.findIndex((argument) => argument === value.node) ?? -1;
    if (index < 0) return [];
    const entered = this.#enter(value, call, index);
    if (value.carrier) return entered;
    const { ts } = value.file.tree;
    const arrivals = [...entered, ...this.#through(value, call, index)];
    if (!ts.isPropertyAccessExpression(call.expression)) return arrivals;
    const { name, expression } = call.expression;
    if (fills(name.text) && this.#isFilled(value.file, call.expression)) {
      const isSet = name.text === "set";
      const key = isSet ? literalText(value.file.tree, call.arguments?.[0]) : null;
      const path = isSet && index === 0 ? null : within(key ?? element, value.path);
      if (path) arrivals.push(...this.names.fill(expression, { ...value, path }, call));
    }
    return name.text === "concat" ? [...arrivals, ...joined(value, call)] : arrivals;
  }

  /** Whether the method is a collection's: neither the project's own, nor that of a plain object or a module. */
  #isFilled(file: CodeFile, callee: ts.PropertyAccessExpression): boolean {
    const { knowledge } = this.ground;
    if (knowledge.functionsOf(file, callee).length > 0) return false;
    return !knowledge
      .whatIs(file, callee.expression)
      .some(({ kind }) => kind === "object" || kind === "module");
  }

  /** A method of the value is called. */
  receiver(
    value: Value,
    { call, name }: { readonly call: ts.CallExpression; readonly name: string },
  ): readonly Arrival[] {
    const { file } = value;
    const origin = this.ground.knowledge.originOf(file, call.expression);
    const mask = this.ground.models.cleaned(origin);
    if (mask === cleanForAll) return [];
    const facts = { ...value.facts, clean: value.facts.clean | mask };
    const result = { ...value, facts, node: call as ts.Node };
    const byPage = this.ground.models.propagators
      .match(origin)
      .filter(({ value: propagator }) => propagator.from?.includes("receiver"))
      .flatMap(({ value: propagator }) => this.#propagate(result, call, propagator));
    return [...byPage, ...methodKinds(name).flatMap((kind) => this.#method(result, { call, name, kind }))];
  }

  /** Into a component's properties, or a property that takes markup; the search asks for sinks itself. */
  jsx(value: Value, expression: ts.JsxExpression): readonly Arrival[] {
    const { file } = value;
    const { ts } = file.tree;
    const attribute = expression.parent;
    if (!ts.isJsxAttribute(attribute) || !ts.isIdentifier(attribute.name)) return [];
    const element = attribute.parent.parent;
    const path = within(attribute.name.text, value.path);
    return this.ground.knowledge.functionsOf(file, element.tagName).flatMap((target) => {
      const [first] = target.node.parameters;
      const inner = { ...value, path, file: target.file };
      return first ? this.names.bind(first.name, inner, first) : [];
    });
  }

  /** A tag decides what becomes of the values in its template; only what a page says travels on. */
  tagged(value: Value, template: ts.TaggedTemplateExpression): readonly Arrival[] {
    const origin = this.ground.knowledge.originOf(value.file, template.tag);
    if (this.ground.models.propagators.match(origin).length === 0) return [];
    const facts = { ...value.facts, isBuilt: true, isText: true };
    return [{ value: { ...value, node: template, facts }, step: null }];
  }

  #method(
    value: Value,
    { call, name, kind }: { readonly call: ts.CallExpression; readonly name: string; readonly kind: string },
  ): readonly Arrival[] {
    const items = readMember(value.path, element);
    switch (kind) {
      case "text":
        return value.path.length > 0 ? [] : this.#text(value, call, name);
      case "list":
        return [{ value, step: null }];
      case "item": {
        const key = literalText(value.file.tree, call.arguments[0]) ?? anyMember;
        const path = items ?? (name === "get" ? readMember(value.path, key) : null);
        return path ? [{ value: { ...value, path }, step: null }] : [];
      }
      case "pieces": {
        const isPart = name === "split" && isPartOfPath(literalText(value.file.tree, call.arguments[0]));
        const clean = value.facts.clean | (isPart ? bitOf("path") : 0);
        const facts = { ...value.facts, isPrefixed: false, clean };
        return value.path.length > 0 ? [] : [{ value: { ...value, facts }, step: null }];
      }
      case "joined": {
        const facts = { ...value.facts, isBuilt: true, isPrefixed: true, isText: true };
        return items?.length === 0 ? [{ value: { ...value, facts, path: [] }, step: null }] : [];
      }
      case "items to callback":
        return items ? this.#intoCallback({ ...value, path: items }, call, 0) : [];
      case "to then":
        return this.#intoCallback(value, call, 0);
      default:
        return items ? this.#intoCallback({ ...value, path: items }, call, 1) : [];
    }
  }

  #text(value: Value, call: ts.CallExpression, name: string): readonly Arrival[] {
    const { ts } = value.file.tree;
    const facts = { ...value.facts, isText: true };
    const [pattern] = call.arguments;
    if (name === "toString" && lettersOnly.test(literalText(value.file.tree, pattern) ?? "")) return [];
    const isReplaced = (name === "replace" || name === "replaceAll") && pattern;
    if (!isReplaced) return [{ value: { ...value, facts }, step: null }];
    const verdict = ts.isRegularExpressionLiteral(pattern)
      ? judgeReplacement(pattern.text)
      : { clean: 0, guard: null };
    const isTried = verdict.clean === 0 && isDefensive(pattern.getText(value.file.tree.root));
    const guard = isTried ? excerpt(value.file, call) : null;
    return [{ value: { ...value, facts: withVerdict(facts, { ...verdict, guard }) }, step: null }];
  }

  /** Into parameter `index` of every function among the arguments. */
  #intoCallback(value: Value, call: CallNode, index: number): readonly Arrival[] {
    return (call.arguments ?? []).flatMap((argument) =>
      this.ground.knowledge.functionsOf(value.file, argument).flatMap(({ file, node }) => {
        const parameter = node.parameters[index];
        return parameter ? this.names.bind(parameter.name, { ...value, file, node }, parameter) : [];
      }),
    );
  }

  #through(value: Value, call: CallNode, index: number): Arrival[] {
    const { file, path } = value;
    const { knowledge, models } = this.ground;
    const origin = knowledge.originOf(file, call.expression);
    const mask = models.cleaned(origin);
    const facts = { ...value.facts, clean: value.facts.clean | mask };
    if (mask !== 0)
      return mask === cleanForAll || path.length > 0
        ? []
        : [{ value: { ...value, node: call, facts }, step: null }];
    const propagators = models.propagators.match(origin);
    const arrivals = propagators
      .filter(
        ({ value: { from = ["all"] } }) =>
          from.includes("all") || from.includes(index) || isNamed(from, path),
      )
      .flatMap(({ value: propagator }) => this.#propagate(value, call, propagator));
    return arrivals.length > 0 ? arrivals : this.#schema(value, call);
  }

  #propagate(value: Value, call: CallNode, { to = "result" }: Propagator): Arrival[] {
    const { ts } = value.file.tree;
    // What a call makes of the members of its argument is its own affair.
    const inner = { ...value, node: call as ts.Node };
    if (to === "result") return [{ value: inner, step: null }];
    if (to === "callback")
      return [...this.#intoCallback(value, call, 0), ...this.#intoCallback(value, call, 1)];
    if (to === "receiver") {
      const holder = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : null;
      return holder ? [...this.names.fill(holder, value, call)] : [];
    }
    const target = call.arguments?.[to];
    return target && target !== value.node ? [...this.names.fill(target, value, call)] : [];
  }

  /** A schema lets through what nobody here can judge. */
  #schema(value: Value, call: CallNode): Arrival[] {
    const { ts } = value.file.tree;
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee) || !schemaMethods.test(callee.name.text)) return [];
    const verdict = { clean: 0, guard: excerpt(value.file, call) };
    return [{ value: { ...value, node: call, facts: withVerdict(value.facts, verdict) }, step: null }];
  }

  #enter(value: Value, call: CallNode, index: number): Arrival[] {
    const { file, stack } = value;
    const { ts } = file.tree;
    if ((stack?.depth ?? 0) >= deepestStack) return [];
    if (ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === "call" && index > 0) {
      const inner = this.ground.knowledge.functionsOf(file, call.expression.expression);
      return inner.flatMap((target) => this.#into(target, value, { call, index: index - 1 }));
    }
    const functions = this.ground.knowledge.functionsOf(file, call.expression);
    const entered = functions.flatMap((target) => this.#into(target, value, { call, index }));
    if (functions.length > 0) return entered;
    const promised = this.#callbacks.resolved(value, call);
    if (promised) return [...promised];
    const handed = this.#callbacks.handedTo(value, call);
    if (handed.length > 0)
      return handed.flatMap(({ target, up }) => this.#parameter(target, { ...value, stack: up }, index));
    return this.#namesakes(value, call).flatMap((target) =>
      this.#into(
        target,
        { ...value, facts: { ...value.facts, doubts: value.facts.doubts + 1 } },
        { call, index },
      ),
    );
  }

  #namesakes({ file }: Value, call: CallNode): readonly Located<FunctionNode>[] {
    const { ts } = file.tree;
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) return [];
    if (this.ground.knowledge.originOf(file, callee).known !== null) return [];
    return this.ground.project.namesakes(callee.name.text);
  }

  #into(
    target: Located<FunctionNode>,
    value: Value,
    { call, index }: { readonly call: CallNode; readonly index: number },
  ): Arrival[] {
    const stack = { call, entered: target.node, up: value.stack, depth: (value.stack?.depth ?? 0) + 1 };
    const parameter = parameterAt(target, index);
    const arrivals = this.#parameter(target, { ...value, stack }, index);
    if (value.carrier || !parameter) return arrivals;
    const name = this.ground.project.nameOf(target.file, target.node);
    const asName = parameter.name.getText(target.file.tree.root).replace(/\s+/g, " ").slice(0, 40);
    const step = stepAt(value.file, value.node, `passed to \`${name ?? "a function"}\` as \`${asName}\``);
    return arrivals.map((arrival) => ({ ...arrival, step }));
  }

  #parameter({ file, node }: Located<FunctionNode>, value: Value, index: number): Arrival[] {
    const parameter = parameterAt({ file, node }, index);
    if (!parameter) return [];
    const path = parameter.dotDotDotToken ? within(element, value.path) : value.path;
    return [...this.names.bind(parameter.name, { ...value, file, node, path }, parameter)];
  }
}

/** Between dots no piece holds two of them, between slashes none holds one: no piece leads out of its folder. */
function isPartOfPath(separator: string | null): boolean {
  return separator === "." || separator === "/";
}

/** `text.concat(x)` is a longer text, `list.concat(x)` a list with it or with its elements. */
function joined(value: Value, call: CallNode): readonly Arrival[] {
  const { path, facts } = value;
  if (path.length > 0) return [{ value: { ...value, node: call }, step: null }];
  const built = { ...facts, isBuilt: true, isPrefixed: true, isText: true };
  return [
    { value: { ...value, node: call, facts: built }, step: null },
    { value: { ...value, node: call, path: within(element, path) }, step: null },
  ];
}

function parameterAt({ node }: Located<FunctionNode>, index: number): ts.ParameterDeclaration | undefined {
  const last = node.parameters.at(-1);
  return node.parameters[index] ?? (last?.dotDotDotToken ? last : undefined);
}

function isNamed(from: readonly (string | number)[], [first]: readonly string[]): boolean {
  return first !== undefined && from.includes(first);
}
