/** Reads schemas of validation packages: which fields of what they are held against can be no object. */
import type { ts } from "ts-morph";
import type { CodeFile } from "./code-file.js";
import { type Shape, maskOf } from "./facts.js";
import type { Knowledge } from "./knowledge.js";
import type { Models } from "./models.js";
import { maskLeftBy } from "./narrowings.js";
import type { Located } from "./project.js";
import { keyText, unwrap } from "./things.js";

/** A call and the methods called on what it gives, the last first. */
export interface Chain {
  readonly begin: Located<ts.CallExpression>;
  readonly methods: readonly { readonly name: string; readonly call: ts.CallExpression }[];
}

/** Deeper schemas are of no use: a value is told apart only so far. */
const deepestSchema = 4;
/** Methods after which a schema lets something else through as well, or gives something else. */
const widening = new Set(["or", "pipe", "concat", "transform", "custom", "catch", "preprocess"]);

export class Schemas {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
  ) {}

  /**
   * The fields of a schema that hold no object.
   * @param at where in the request lies what is held against it: `body`; empty for the request itself
   */
  shapeOf({ file, node }: Located, at: string): Shape {
    const shape = new Map<string, number>();
    this.#read({ file, node }, at, { shape, depth: 0 });
    return shape;
  }

  /** The call a chain of methods begins with, where an origin says that it is one. */
  chainOf({ file, node }: Located, isBegin: (call: ts.CallExpression) => boolean): Chain | null {
    const { ts } = file.tree;
    const methods: { name: string; call: ts.CallExpression }[] = [];
    for (let next = unwrap(file.tree, node); ts.isCallExpression(next);) {
      if (isBegin(next)) return { begin: { file, node: next }, methods };
      const callee = unwrap(file.tree, next.expression);
      if (!ts.isPropertyAccessExpression(callee)) return null;
      methods.push({ name: callee.name.text, call: next });
      next = unwrap(file.tree, callee.expression);
    }
    return null;
  }

  /** Where the expression was made: a call or a literal, in this file or another. */
  madeBy({ file, node }: Located): Located {
    const { ts } = file.tree;
    const inner = unwrap(file.tree, node);
    if (ts.isCallExpression(inner) && this.knowledge.functionsOf(file, inner.expression).length === 0)
      return { file, node: inner };
    const things = this.knowledge.whatIs(file, inner);
    const [thing] = things;
    if (!thing || things.length > 1) return { file, node: inner };
    if (thing.kind === "foreign") return thing.made ?? { file, node: inner };
    return thing.kind === "object" || thing.kind === "list" ? thing : { file, node: inner };
  }

  #read(
    schema: Located,
    at: string,
    into: { readonly shape: Map<string, number>; readonly depth: number },
  ): void {
    if (into.depth > deepestSchema) return;
    const { file, node } = this.madeBy(schema);
    const { ts } = file.tree;
    if (ts.isObjectLiteralExpression(node)) {
      this.#fields({ file, node }, at, into);
      return;
    }
    const { objects, plain, lists } = this.models;
    const originOf = (call: ts.CallExpression) => this.knowledge.originOf(file, call.expression);
    const chain = this.chainOf({ file, node }, (call) => {
      const origin = originOf(call);
      return [plain, objects, lists].some((table) => table.match(origin).length > 0);
    });
    if (!chain) {
      this.#added({ file, node }, at, into);
      return;
    }
    if (chain.methods.some(({ name }) => widening.has(name))) return;
    const begins = plain.match(originOf(chain.begin.node));
    if (begins.length > 0) {
      const left = chain.methods.map(({ name, call }) =>
        maskLeftBy(this.knowledge.project, { file: chain.begin.file, node: call }, name),
      );
      const masks = [...begins.map(({ value }) => maskOf(value.harms)), ...left];
      into.shape.set(
        at,
        masks.reduce((all, mask) => all | mask, 0),
      );
    } else
      for (const call of [chain.begin.node, ...chain.methods.filter(addsSchema).map((each) => each.call)])
        for (const fields of call.arguments.slice(0, 1))
          this.#read({ file, node: fields }, at, { ...into, depth: into.depth + 1 });
  }

  /** `known.extend({ name: z.string() })`: whatever the rest is, these fields are so. */
  #added(
    { file, node }: Located,
    at: string,
    into: { readonly shape: Map<string, number>; readonly depth: number },
  ): void {
    const { ts } = file.tree;
    const callee = ts.isCallExpression(node) ? unwrap(file.tree, node.expression) : null;
    if (!callee || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(callee)) return;
    const [first] = node.arguments;
    if (widening.has(callee.name.text)) return;
    const deeper = { ...into, depth: into.depth + 1 };
    if (first && callee.name.text === "extend") this.#read({ file, node: first }, at, deeper);
    else this.#added({ file, node: unwrap(file.tree, callee.expression) }, at, deeper);
  }

  #fields(
    { file, node }: Located<ts.ObjectLiteralExpression>,
    at: string,
    into: { readonly shape: Map<string, number>; readonly depth: number },
  ): void {
    const { ts } = file.tree;
    for (const property of node.properties) {
      const name = property.name && fieldName(file, property.name);
      if (!name) continue;
      const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
      this.#read({ file, node: value }, at === "" ? name : `${at}.${name}`, {
        ...into,
        depth: into.depth + 1,
      });
    }
  }
}

/** Methods that say more of an object's fields, or of a list's elements. */
function addsSchema({ name }: { readonly name: string }): boolean {
  return /^(?:keys|shape|append|extend|of|items)$/.test(name);
}

/** `email`, and `body` of `[Segments.BODY]`. */
function fieldName(file: CodeFile, name: ts.PropertyName): string | null {
  const { ts } = file.tree;
  const constant = ts.isComputedPropertyName(name) && unwrap(file.tree, name.expression);
  if (constant && ts.isPropertyAccessExpression(constant)) return constant.name.text.toLowerCase();
  return keyText(file.tree, name);
}
