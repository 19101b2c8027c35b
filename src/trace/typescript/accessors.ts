/** Carries values through `get` and `set` of classes and object literals. */
import type { ts } from "ts-morph";
import type { FunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Knowledge } from "./knowledge.js";
import { parentOf } from "./members.js";
import type { Located } from "./project.js";
import { type Thing, keyText } from "./things.js";

/** Mentions of a name looked at before giving up. */
const mostMentions = 400;
/** Classes above a class that are looked through. */
const mostParents = 4;

export class Accessors {
  readonly #readings = new Map<ts.Node, readonly Located[]>();

  constructor(private readonly knowledge: Knowledge) {}

  /** Every place that reads the property which the function computes. */
  readingsOf(file: CodeFile, getter: ts.GetAccessorDeclaration): readonly Located[] {
    const known = this.#readings.get(getter);
    if (known) return known;
    const found = this.#find(file, getter);
    this.#readings.set(getter, found);
    return found;
  }

  /** The functions that are handed what is given to the property. */
  settersOf(things: readonly Thing[], name: string): readonly Located<FunctionNode>[] {
    return things.flatMap((thing) => this.#setter(thing, name, 0));
  }

  #find(file: CodeFile, getter: ts.GetAccessorDeclaration): readonly Located[] {
    const name = keyText(file.tree, getter.name);
    if (name === null) return [];
    const found: Located[] = [];
    let looked = 0;
    for (const place of this.knowledge.project.mentioning(name))
      for (const identifier of place.named(name)) {
        if (looked++ >= mostMentions) return found;
        const node = readingAt(place, identifier);
        if (node && this.#isOf(this.knowledge.whatIs(place, node.expression), getter.parent))
          found.push({ file: place, node });
      }
    return found;
  }

  #isOf(things: readonly Thing[], holder: ts.Node): boolean {
    return things.some((thing) => this.#chain(thing, 0).some(({ node }) => node === holder));
  }

  #setter(thing: Thing, name: string, depth: number): readonly Located<FunctionNode>[] {
    for (const { file, node } of this.#chain(thing, depth)) {
      const { ts } = file.tree;
      const members = ts.isClassLike(node)
        ? node.members
        : ts.isObjectLiteralExpression(node)
          ? node.properties
          : [];
      for (const member of members)
        if (ts.isSetAccessorDeclaration(member) && keyText(file.tree, member.name) === name)
          return [{ file, node: member }];
    }
    return [];
  }

  /** What holds the members of a thing: the literal, or the class and those above it. */
  #chain(thing: Thing, depth: number): readonly Located[] {
    if (thing.kind === "object") return [thing];
    if (thing.kind !== "instance" && thing.kind !== "class") return [];
    const { file, node } = thing;
    const { ts } = file.tree;
    if (!ts.isClassLike(node) || depth > mostParents) return [{ file, node }];
    const parent = parentOf(file, node);
    const above = parent ? this.knowledge.whatIs(file, parent) : [];
    return [{ file, node }, ...above.flatMap((each) => this.#chain(each, depth + 1))];
  }
}

/** The access that ends in the identifier, where it reads and does not give. */
function readingAt({ tree }: CodeFile, identifier: ts.Identifier): ts.PropertyAccessExpression | null {
  const { ts } = tree;
  const access = identifier.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name !== identifier) return null;
  const { parent } = access;
  const isTarget =
    ts.isBinaryExpression(parent) &&
    parent.left === access &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isTarget ? null : access;
}
