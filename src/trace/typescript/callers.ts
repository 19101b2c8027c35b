/** Finds the calls of a function. */
import type { ts } from "ts-morph";
import type { FunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Knowledge } from "./knowledge.js";
import type { Located } from "./project.js";

export type CallNode = ts.CallExpression | ts.NewExpression;

/** A function with more callers is a utility of everything; following all of them finds nothing new and takes long. */
const mostCallers = 60;
/** Mentions of a name looked at before giving up. */
const mostMentions = 400;

export class Callers {
  readonly #known = new Map<FunctionNode, readonly Located<CallNode>[]>();

  constructor(private readonly knowledge: Knowledge) {}

  of(file: CodeFile, node: FunctionNode): readonly Located<CallNode>[] {
    const known = this.#known.get(node);
    if (known) return known;
    // While it is being found out, a recursive question gets the answer "nobody".
    this.#known.set(node, []);
    const found = this.#find(file, node);
    this.#known.set(node, found);
    return found;
  }

  #find(file: CodeFile, node: FunctionNode): readonly Located<CallNode>[] {
    const { project } = this.knowledge;
    const found: Located<CallNode>[] = [];
    let looked = 0;
    for (const { file: place, identifier } of this.#mentions(file, node)) {
      if (found.length >= mostCallers || looked++ >= mostMentions) break;
      const call = callAround(place, identifier);
      if (!call || found.some((other) => other.node === call)) continue;
      const functions = this.knowledge.functionsOf(place, call.expression);
      const isCalled = functions.some((thing) => thing.node === node);
      const isNamesake =
        functions.length === 0 &&
        place.tree.ts.isPropertyAccessExpression(call.expression) &&
        project.namesakes(identifier.text).some((other) => other.node === node);
      if (isCalled || isNamesake) found.push({ file: place, node: call });
    }
    return found;
  }

  *#mentions(
    file: CodeFile,
    node: FunctionNode,
  ): Iterable<{ readonly file: CodeFile; readonly identifier: ts.Identifier }> {
    const { project } = this.knowledge;
    const { ts } = file.tree;
    const holder = ts.isConstructorDeclaration(node) ? node.parent.name?.text : project.nameOf(file, node);
    if (holder !== undefined)
      for (const place of project.mentioning(holder))
        for (const identifier of place.named(holder)) yield { file: place, identifier };
    if (!isWholeExport(this.knowledge, file, node)) return;
    for (const { file: place, local } of project.localNamesOf(file))
      if (local !== holder) for (const identifier of place.named(local)) yield { file: place, identifier };
  }
}

/** The call whose callee ends in the identifier. */
export function callAround({ tree }: CodeFile, identifier: ts.Identifier): CallNode | undefined {
  const { ts } = tree;
  const { parent } = identifier;
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === identifier ? parent : identifier;
  const call = callee.parent;
  return (ts.isCallExpression(call) || ts.isNewExpression(call)) && call.expression === callee
    ? call
    : undefined;
}

function isWholeExport({ project }: Knowledge, file: CodeFile, node: FunctionNode): boolean {
  const { named, whole } = project.exportsOf(file);
  const { ts } = file.tree;
  const exported = whole ?? named.get("default");
  if (!exported) return false;
  if (exported === node) return true;
  const name = project.nameOf(file, node);
  return ts.isIdentifier(exported) && exported.text === name;
}
