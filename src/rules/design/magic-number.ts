/** Limits, sizes and waits written as bare numbers where nothing says what they are. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { Lines } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { explainedLines, plainCall } from "../../syntax/numbers.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { goExamples, numbersOf as goNumbers } from "./magic-number/go.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // 5 hits in 7,100 files of 12 projects, 3 true and 2 a matter of taste; the filters were set on the same code.
  confidence: 0.7,
  judged: { right: 6, arguable: 4, wrong: 0, projects: 0 },
  title: "Numbers without a name",
  risk: "Nobody can tell why it is this number, and the copies of it are not changed together.",
  fix: "Give each number a named constant with its unit, and use the name in all places.",
  fold: "file",
  match: {
    typescript: inTypeScript,
    python: inPython,
    go: (subject) => repeated(goNumbers(subject), subject),
  },
  examples: [
    {
      language: "python",
      bad: "async def read(stream, queue):\n    frame = await stream.read(32 * 1024 * 1024)\n    if len(frame) > 4500:\n        await queue.put(frame, 45)\n    if queue.waiting > 4500:\n        return None\n    return frame\n",
      good: 'MAX_FRAME = 32 * 1024 * 1024\n\nasync def read(stream, queue, size=4500):\n    frame = await stream.read(MAX_FRAME)\n    if frame.status >= 500 or len(frame) > 100:\n        await queue.put(frame, timeout=45)\n    await stream.connect(max_size=4500, ping=90)\n    return frame[0:4500], b"%08d" % 4500\n',
    },
    {
      language: "typescript",
      bad: "export function trim(text: string, rest: string) {\n  if (text.length > 280) return text.slice(0, 280);\n  return rest.length > 280 ? text + rest : rest;\n}\n",
      good: "const MAX_LENGTH = 280;\nenum Wait { Long = 4500 }\nexport function trim(text: string, limit = 280) {\n  // 280 is what the service accepts\n  if (text.length > 280) return text.slice(0, MAX_LENGTH);\n  const at = new Date(2024, 11, 31);\n  return { wait: 4500, color: rgb(212, 212, 212), at, code: text.charCodeAt(212) > 255 ? Wait.Long : limit };\n}\n",
    },
    ...goExamples,
  ],
});

/** A number that is compared with, or handed over, without a name. */
export interface Bare {
  readonly at: Span;
  /** As written: `32 * 1024 * 1024`. */
  readonly text: string;
  /** What it is compared with or handed to: `length`, `setTimeout`. */
  readonly role: string;
}

const mostNamed = 5;

/** One bare number may be plain from its place; the same one twice is a constant that has no name. */
function* repeated(found: readonly Bare[], { source, outline }: Subject): Iterable<Hit> {
  if (found.length < 2) return;
  const lines = new Lines(source.text);
  const explained = new Set(outline.comments.flatMap((comment) => explainedLines(comment, lines)));
  const groups = new Map<string, Bare[]>();
  for (const bare of found) {
    if (explained.has(lines.lineAt(bare.at.start))) continue;
    if (timeProduct.test(bare.text)) continue;
    const key = bare.text.replaceAll(/[\s_]/g, "");
    groups.set(key, [...(groups.get(key) ?? []), bare]);
  }
  const named = [...groups.values()]
    .map((places) => sameThing(places, lines))
    .filter((places) => places.length > 1);
  for (const [first, ...rest] of named.slice(0, mostNamed)) {
    if (!first) continue;
    const roles = [...new Set([first, ...rest].map(({ role }) => `\`${role}\``))].join(", ");
    yield {
      at: first.at,
      also: rest.map(({ at }) => at),
      issue: `\`${first.text}\` stands ${String(rest.length + 1)} times in this file without a name (at ${roles}).`,
    };
  }
}

/** A number with three digits or more means one thing; a small one only where it plays the same role. */
function sameThing(places: readonly Bare[], lines: Lines): readonly Bare[] {
  const isTelling = places.some(({ text }) => text.replaceAll(/\D/g, "").length >= 3);
  const roles = new Set(places.map(({ role }) => role).filter((role) => !/^(?:slice|substr)/.test(role)));
  const same = isTelling
    ? places
    : ([...roles]
        .map((role) => places.filter((place) => place.role === role))
        .find((group) => group.length > 1) ?? []);
  const seen = new Set<number>();
  return same.filter(({ at }) => {
    const line = lines.lineAt(at.start);
    return !seen.has(line) && seen.add(line);
  });
}

/** Units, powers of two and ten, angles, byte limits: readers know them without a name. */
const known = new Set([
  12, 15, 16, 20, 24, 30, 31, 32, 45, 50, 60, 64, 90, 128, 180, 200, 255, 256, 300, 360, 365, 366, 400, 404,
  500, 512, 600, 1024, 1440, 2048, 3600, 4096, 8192, 65535, 65536, 86400,
]);

/** True for a number that needs no name wherever it stands. */
export function isOrdinary(text: string): boolean {
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isFinite(value) || value <= 10 || !Number.isInteger(value)) return true;
  return known.has(value) || isHttpStatus(value) || /^10+$/.test(String(value)) || /^0[xob]/i.test(text);
}

/** The registered ranges of HTTP status codes, where a number is its own name. */
function isHttpStatus(value: number): boolean {
  return (
    (value >= 200 && value <= 208) ||
    (value >= 300 && value <= 308) ||
    (value >= 400 && value <= 451) ||
    (value >= 500 && value <= 511)
  );
}

/** A product of units of time alone says what it is: `24 * 60 * 60`. */
const timeProduct = /^(?:(?:7|24|30|60|365|3600|1_?000)\s*\*\s*)+(?:7|24|30|60|365|3600|1_?000)$/;

/** Quantities whose numbers are given from outside: protocols, calendars, characters, pixels. */
const outsideQuantity =
  /status|code|port|year|month|day|hour|minute|date|version|width|height|left|right|top|bottom|angle|degree|percent|char|key|x$|y$|size$|screen|color|hue|opacity|zoom|index|offset|level|progress|score/i;
function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree } = subject;
  const literals = tree.nodes(tree.ts.SyntaxKind.NumericLiteral);
  yield* repeated(
    literals.flatMap((literal) => bareInTypeScript(tree, literal) ?? []),
    subject,
  );
}

function bareInTypeScript(tree: TypeScriptTree, literal: ts.NumericLiteral): Bare | undefined {
  const whole = wholeProduct(tree, literal);
  if (whole === literal && isOrdinary(literal.getText(tree.root))) return undefined;
  const role = roleInTypeScript(tree, whole);
  if (role === undefined || isNamed(tree, whole.parent)) return undefined;
  const text = typescript.textOf(tree, whole);
  // The product is met once for each of its factors; the first one speaks for it.
  return whole.getStart(tree.root) === literal.getStart(tree.root)
    ? { at: typescript.spanOf(tree, whole), text, role }
    : undefined;
}

function wholeProduct(tree: TypeScriptTree, literal: ts.NumericLiteral): ts.Expression {
  const { ts } = tree;
  let whole: ts.Expression = literal;
  for (let { parent } = whole; ts.isBinaryExpression(parent); { parent } = whole) {
    if (!/^[\d\s_*]+$/.test(parent.getText(tree.root))) break;
    whole = parent;
  }
  return whole;
}

function roleInTypeScript(tree: TypeScriptTree, node: ts.Expression): string | undefined {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.arguments.includes(node) && !ts.isDecorator(parent.parent))
    return calledRole(typescript.calledName(tree, parent));
  if (!ts.isBinaryExpression(parent)) return undefined;
  const isOrder = ["<", "<=", ">", ">="].includes(parent.operatorToken.getText(tree.root));
  const other = parent.left === node ? parent.right : parent.left;
  return isOrder ? comparedRole(typescript.dottedName(tree, other)) : undefined;
}

/** What a number handed to this function is for; undefined where the function says it. */
export function calledRole(name: string | null | undefined): string | undefined {
  return !name || plainCall.test(name) ? undefined : name;
}

/** What a number compared with this is for; undefined where the other side says it. */
export function comparedRole(dotted: string | null): string | undefined {
  const name = dotted?.split(".").at(-1);
  return !name || outsideQuantity.test(name) ? undefined : name;
}

/** True inside a declaration or property that gives the number its name. */
function isNamed(tree: TypeScriptTree, from: ts.Node): boolean {
  const { ts } = tree;
  for (let node = from; !ts.isStatement(node) && !typescript.isFunctionNode(tree, node); node = node.parent) {
    if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
      return true;
    if (ts.isParameter(node) || ts.isJsxAttribute(node) || ts.isEnumMember(node) || ts.isSourceFile(node))
      return true;
  }
  return false;
}

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const { tree } = subject;
  const found = tree.nodes("integer").flatMap((node) => {
    const text = node.text();
    return bareInPython(node, text) ?? [];
  });
  yield* repeated(found, subject);
}

function bareInPython(literal: SgNode, text: string): Bare | undefined {
  const parent = literal.parent();
  const isFactor = parent?.kind() === "binary_operator";
  if (!parent || (!isFactor && isOrdinary(text))) return undefined;
  const whole = isFactor ? wholeProductInPython(literal) : literal;
  const role = whole && roleInPython(whole);
  if (!role || isNamedInPython(whole)) return undefined;
  const at = spanOf(whole);
  return at.start === spanOf(literal).start ? { at, text: whole.text(), role } : undefined;
}

function wholeProductInPython(literal: SgNode): SgNode | undefined {
  let whole = literal;
  for (let parent = literal.parent(); parent?.kind() === "binary_operator"; parent = parent.parent()) {
    if (!/^[\d\s_*]+$/.test(parent.text())) return undefined;
    whole = parent;
  }
  return whole;
}

function roleInPython(node: SgNode): string | undefined {
  const parent = node.parent();
  if (parent?.kind() === "argument_list") {
    const call = parent.parent();
    return calledRole(call?.kind() === "call" ? python.calleeOf(call)?.split(".").at(-1) : undefined);
  }
  if (parent?.kind() !== "comparison_operator") return undefined;
  const [left, operator, right, ...more] = parent.children();
  if (!left || !right || more.length > 0 || !/^[<>]=?$/.test(operator?.text() ?? "")) return undefined;
  const other = python.isSameNode(left, node) ? right : left;
  const counted =
    other.kind() === "call" && python.calleeOf(other) === "len"
      ? python.positionalArguments(other)[0]
      : other;
  return comparedRole(python.dottedName(counted ?? null));
}

function isNamedInPython(node: SgNode): boolean {
  const named = ancestor(
    node,
    "keyword_argument",
    "pair",
    "assignment",
    "default_parameter",
    "block",
    "module",
  );
  return !["block", "module"].includes(String(named?.kind()));
}
