/** Collects, file by file, what may not be there and whether its function asks before it takes something of it. */
import type { ts } from "ts-morph";
import type { Span } from "../../../model/source.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  dottedName,
  isFunctionNode,
  isWithin,
  spanOf,
  textOf,
} from "../../../syntax/typescript/ask.js";
import { mentionAt, mentionsOf } from "../../../syntax/typescript/mentions.js";

export interface Sight {
  /** What two places share when they ask for the same thing: `.findByPk`, `useSWR().data`, `req.user`. */
  readonly key: string;
  /** The same with what it is asked of, `Card.findByPk`; the key where nothing more can be said. */
  readonly narrow: string;
  /** The name in the code: `document`, `req.user`. */
  readonly shown: string;
  /** Where it is taken for granted; undefined where it is asked about first. */
  readonly taken: Span | null;
}

export function sightsIn(tree: TypeScriptTree): readonly Sight[] {
  return [...answers(tree), ...paths(tree)];
}

/** Variables that are given the answer of a call. */
function answers(tree: TypeScriptTree): readonly Sight[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.VariableDeclaration).flatMap((declaration) => {
    const { initializer, name } = declaration;
    if (!initializer) return [];
    const call = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
    const key = ts.isCallExpression(call) ? keyOf(tree, call) : undefined;
    const scope = scopeOf(tree, declaration);
    if (key === undefined || !scope) return [];
    // What a hook gives as a whole is typed by what it is asked for; its parts are what comes later.
    if (ts.isIdentifier(name) && /^use[A-Z]/.test(key)) return [];
    // `Model.find()` that nobody waits for is a query, which is always there.
    if (/^\.(?:find[A-Z]|first|getOne)/.test(key) && !ts.isAwaitExpression(initializer)) return [];
    const narrow = narrowed(tree, call, key);
    if (ts.isIdentifier(name))
      return sightOf(tree, { name: name.text, key, narrow, scope, from: declaration.end });
    if (!ts.isObjectBindingPattern(name)) return [];
    const parts = name.elements.filter(({ initializer: preset }) => !preset);
    return parts.flatMap((part) => {
      if (!ts.isIdentifier(part.name)) return [];
      const own = part.propertyName ?? part.name;
      const asked = { name: part.name.text, narrow, scope, from: declaration.end };
      const others = parts.flatMap(({ name: other }) =>
        ts.isIdentifier(other) && other.text !== asked.name ? [other.text] : [],
      );
      const partKey = `${key}.${textOf(tree, own)}`;
      return sightOf(tree, { ...asked, key: partKey, narrow: partKey, others });
    });
  });
}

/** A call that fails or makes one instead of finding nothing says so in its name or options. */
const fails = /rejectOnEmpty|OrThrow|OrFail|OrCreate|OrBuild|OrError|OrDefault|\bupsert\b/;
/** Whoever is signed in is there. */
const ofCaller = /\b(?:req|request|ctx)\.(?:user|auth|session)\w*\b|\bcurrent_?user|\buser_?id\b/i;
/** Names of what may find nothing; `map` and `filter` always give something. */
const looksUp =
  /^(?:find|first|getOne|lookup|fetch|load|read|resolve|get|query|with(?=Id|Pk|Key|Name)|by(?=Id|Pk|Key|Name))(?=$|[A-Z_])/;
const ofAnyModel = /^(?:find|first|getOne|with|by)/;

/** Look-ups of records by the name of the method alone, other calls with what they are called on. */
function keyOf(tree: TypeScriptTree, call: ts.CallExpression): string | undefined {
  const { ts } = tree;
  const { expression } = call;
  if (fails.test(textOf(tree, call))) return undefined;
  const [first] = call.arguments;
  const given = first && ts.isIdentifier(first) ? first.text : "";
  if (ts.isIdentifier(expression)) {
    // `useContext(PollContext)`: what is asked for stands in the argument.
    // `fetch` always answers; whether the answer is good is another question.
    return /^use[A-Z]/.test(expression.text) || (looksUp.test(expression.text) && expression.text !== "fetch")
      ? `${expression.text}(${given})`
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const method = expression.name.text;
  if (!looksUp.test(method) || /^find(?:All|Many|Index|And)|^find(?:By)?$|s$/i.test(method)) {
    // In a list the author often knows that it is there; where types are checked he had to say so.
    const isInList =
      method === "find" &&
      /\.[cm]?tsx?$/.test(tree.root.fileName) &&
      first &&
      (ts.isArrowFunction(first) || ts.isFunctionExpression(first));
    return isInList ? ".find" : undefined;
  }
  if (ofAnyModel.test(method)) return ofCaller.test(textOf(tree, call)) ? undefined : `.${method}`;
  const receiver = expression.expression;
  // What a script looks for on its own page is mostly known to stand there.
  if (textOf(tree, receiver) === "document") return undefined;
  if (ts.isIdentifier(receiver)) return `${receiver.text}.${method}(${given})`;
  return ts.isPropertyAccessExpression(receiver) ? `${receiver.name.text}.${method}(${given})` : undefined;
}

/** `Card.qm.findByPk` where all models together are `.findByPk`. */
function narrowed(tree: TypeScriptTree, call: ts.Node, key: string): string {
  if (!tree.ts.isCallExpression(call) || !key.startsWith(".")) return key;
  const callee = dottedName(tree, call.expression);
  return callee?.endsWith(key) ? callee : key;
}

/** What a framework hands in: who asks, what was sent, and neither for sure. */
const brings = /^(?:req|request|ctx|context|event|session|socket|interaction|message)$/;

const isAlwaysThere =
  /^(?:url|originalUrl|method|headers|params|query|body|path|ip|app|req|request|res|response|state|input|target|currentTarget|data|type)$/;

/** `req.user`: what a parameter may bring along, once for each function that has the parameter. */
function paths(tree: TypeScriptTree): readonly Sight[] {
  const { ts } = tree;
  const groups = new Map<ts.Node, Map<string, ts.PropertyAccessExpression[]>>();
  for (const access of tree.nodes(ts.SyntaxKind.PropertyAccessExpression)) {
    if (!ts.isIdentifier(access.expression) || !brings.test(access.expression.text)) continue;
    if (isAlwaysThere.test(access.name.text)) continue;
    if (
      access.questionDotToken ||
      (ts.isCallExpression(access.parent) && access.parent.expression === access)
    )
      continue;
    const owner = ownerOf(tree, access, access.expression.text);
    if (!owner) continue;
    const key = `${access.expression.text}.${access.name.text}`;
    const own = groups.get(owner) ?? new Map<string, ts.PropertyAccessExpression[]>();
    groups.set(owner, own.set(key, [...(own.get(key) ?? []), access]));
  }
  return [...groups.values()].flatMap((own) =>
    [...own].flatMap(([key, accesses]) => judged(tree, accesses, { key, narrow: key, shown: key })),
  );
}

function ownerOf(tree: TypeScriptTree, node: ts.Node, name: string): FunctionNode | undefined {
  for (let scope = node.parent; !tree.ts.isSourceFile(scope); scope = scope.parent) {
    if (!isFunctionNode(tree, scope)) continue;
    if (scope.parameters.some(({ name: own }) => tree.ts.isIdentifier(own) && own.text === name))
      return scope;
  }
  return undefined;
}

interface Asked {
  readonly name: string;
  readonly key: string;
  readonly narrow: string;
  readonly scope: ts.Node;
  readonly from: number;
  /** Names that came with it: an error beside the data. */
  readonly others?: readonly string[];
}

function sightOf(tree: TypeScriptTree, asked: Asked): readonly Sight[] {
  const { name, key, narrow, scope, from, others = [] } = asked;
  const within = (word: string): readonly ts.Identifier[] =>
    mentionsOf(tree, word).filter((node) => node.pos >= from && isWithin(node, scope));
  const found = judged(tree, within(name), { key, narrow, shown: name });
  const [sight] = found;
  const isToldByOther =
    sight?.taken &&
    others.some((other) =>
      within(other).some((node) => node.pos < (sight.taken?.start ?? 0) && mentionAt(tree, node) === "asked"),
    );
  return isToldByOther ? [] : found;
}

/** Asked first, or never asked and taken; what is asked only later is neither. */
function judged(
  tree: TypeScriptTree,
  mentions: readonly ts.Expression[],
  about: Omit<Sight, "taken">,
): readonly Sight[] {
  const kinds = mentions.map((node) => mentionAt(tree, node));
  const [asked, taken] = [kinds.indexOf("asked"), kinds.indexOf("taken")];
  if (asked !== -1) return taken === -1 || asked < taken ? [{ ...about, taken: null }] : [];
  const node = mentions[taken];
  return node ? [{ ...about, taken: spanOf(tree, node.parent) }] : [];
}

/** The block whose end is the end of the variable. */
function scopeOf(tree: TypeScriptTree, node: ts.Node): ts.Node | undefined {
  const { ts } = tree;
  for (let scope = node.parent; ; scope = scope.parent) {
    if (ts.isSourceFile(scope)) return undefined;
    if (ts.isBlock(scope) || ts.isCaseBlock(scope)) return scope;
  }
}
