/** Reads classes whose properties say by decorators what they let in, where a framework holds its parameters against them. */
import type { ts } from "ts-morph";
import { type Shape, maskOf } from "./facts.js";
import type { Knowledge } from "./knowledge.js";
import type { Models } from "./models.js";
import { maskLeftBy } from "./narrowings.js";
import type { Located } from "./project.js";
import { type Thing, keyText, unwrap } from "./things.js";

/** Deeper classes are of no use: a value is told apart only so far. */
const deepestClass = 4;
/** Where a framework is told what it does with every parameter. */
const everywhere = ["useGlobalPipes", "APP_PIPE"];

export class DataClasses {
  #isForAll: boolean | undefined;

  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
  ) {}

  /** The fields of a parameter that can do no harm, or less, below the name `at`. */
  shapeOf({ file, node }: Located<ts.ParameterDeclaration>, at: string): Shape {
    const shape = new Map<string, number>();
    if (this.models.decorators.isEmpty || !node.type || !this.#isHeld({ file, node })) return shape;
    for (const thing of this.knowledge.typed(file, node.type)) this.#read(thing, at, { shape, depth: 0 });
    return shape;
  }

  #read(
    thing: Thing,
    at: string,
    into: { readonly shape: Map<string, number>; readonly depth: number },
  ): void {
    if ((thing.kind !== "instance" && thing.kind !== "class") || into.depth > deepestClass) return;
    const { file, node } = thing;
    const { ts } = file.tree;
    if (!ts.isClassLike(node)) return;
    const deeper = { ...into, depth: into.depth + 1 };
    for (const { expression } of node.heritageClauses?.flatMap(({ types }) => types) ?? [])
      for (const above of this.#above({ file, node: expression })) this.#read(above, at, deeper);
    for (const member of node.members) {
      const name = ts.isPropertyDeclaration(member) ? keyText(file.tree, member.name) : null;
      if (name === null || !ts.isPropertyDeclaration(member)) continue;
      const field = `${at}.${name}`;
      const mask = this.#maskOf({ file, node: member });
      if (mask !== 0) into.shape.set(field, mask);
      for (const inner of this.knowledge.typed(file, member.type)) this.#read(inner, field, deeper);
    }
  }

  /** The class above; `PartialType(User)` has the decorators of `User`. */
  #above({ file, node }: Located): readonly Thing[] {
    const { ts } = file.tree;
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    return this.knowledge.whatIs(file, first ?? node);
  }

  #maskOf({ file, node }: Located<ts.PropertyDeclaration>): number {
    const { ts } = file.tree;
    let mask = 0;
    for (const { expression } of ts.getDecorators(node) ?? []) {
      const call = unwrap(file.tree, expression);
      if (!ts.isCallExpression(call)) continue;
      const origin = this.knowledge.originOf(file, call.expression);
      const matches = this.models.decorators.match(origin);
      if (matches.length === 0) continue;
      const method = origin.known?.at(-1)?.toLowerCase() ?? "";
      mask |= maskLeftBy(this.knowledge.project, { file, node: call }, method);
      for (const { value } of matches) mask |= maskOf(value.harms);
    }
    return mask;
  }

  /** Whether something makes the framework look: for all parameters, or at this one, its method or its class. */
  #isHeld({ file, node }: Located<ts.ParameterDeclaration>): boolean {
    this.#isForAll ??= this.#hasGlobalPipe();
    if (this.#isForAll) return true;
    const { ts } = file.tree;
    const names = [...(this.models.pipes.lastNames ?? [])];
    const holders: readonly ts.Node[] = [node, node.parent, node.parent.parent];
    return holders.some(
      (holder) =>
        ts.canHaveDecorators(holder) &&
        ts
          .getDecorators(holder)
          ?.some((decorator) => names.some((name) => mentions(decorator.getText(file.tree.root), name))),
    );
  }

  #hasGlobalPipe(): boolean {
    const { project } = this.knowledge;
    for (const name of this.models.pipes.lastNames ?? [])
      for (const file of project.mentioning(name)) {
        const isKnown = file
          .named(name)
          .some(
            (identifier) => this.models.pipes.match(this.knowledge.originOf(file, identifier)).length > 0,
          );
        if (isKnown && everywhere.some((word) => file.named(word).length > 0)) return true;
      }
    return false;
  }
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}
