/** A random byte is reduced to a smaller range, so that some results come up more often than others. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { enclosingFunction, literalText, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "low",
  // Read on 226 other projects: 8 hits, 6 true; the 2 others counted letters by way of a variable, which is looked up since.
  // That 256 cannot be divided evenly is arithmetic; how much a guess gains by it is little for long values.
  confidence: 0.75,
  judged: { right: 6, arguable: 0, wrong: 2, projects: 0 },
  title: "Random choice that favours some results",
  risk: "256 values of a byte do not divide evenly among the choices: the first ones come up more often, and a password, code or key has less in it than its length says.",
  fix: "Use `crypto.randomInt(choices)` for each character or digit, or throw away the bytes at and above the largest multiple of the number of choices.",
  trial: {
    name: "all choices come up equally often",
    arrange: "the generator replaced by one that gives each of the 256 bytes once",
    act: "run {it} over them",
    assert: "each result comes up equally often",
  },
  cwe: [330],
  match: { typescript: biased },
  examples: [
    {
      language: "javascript",
      bad: "const crypto = require('crypto');\nexports.digits = (size) => {\n  const buffer = crypto.randomBytes(size);\n  let digits = '';\n  for (let i = 0; i < buffer.length; ++i) digits += Math.floor(buffer[i] / 25.6);\n  return digits;\n};\n",
      good: "const crypto = require('crypto');\nexports.digits = (size) => {\n  const buffer = crypto.randomBytes(size);\n  let digits = '';\n  for (let i = 0; i < buffer.length; ++i) if (buffer[i] < 250) digits += buffer[i] % 10;\n  return digits;\n};\nexports.hex = (size) => {\n  const buffer = crypto.randomBytes(size);\n  return [...buffer].map((byte) => '0123456789abcdef'[byte % 16]).join('');\n};\n",
    },
    {
      language: "typescript",
      bad: "const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';\nexport function password(length: number): string {\n  const values = crypto.getRandomValues(new Uint8Array(length));\n  return Array.from(values, (value) => letters[value % letters.length]).join('');\n}\n",
      good: "const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';\nexport function password(length: number): string {\n  const values = crypto.getRandomValues(new Uint32Array(length));\n  return Array.from(values, (value) => letters[value % letters.length]).join('');\n}\nexport const rows = (bytes: Uint8Array) => bytes.map((value) => value % 10);\n",
    },
    {
      language: "typescript",
      bad: "import { randomBytes } from 'node:crypto';\nexport function code(letters: string): string {\n  const bytes = randomBytes(10);\n  let result = '';\n  for (const byte of bytes) result += letters[byte % letters.length];\n  return result;\n}\n",
      good: "import { randomBytes } from 'node:crypto';\nexport function code(): string {\n  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';\n  const choices = letters.length;\n  const bytes = randomBytes(10);\n  let result = '';\n  for (const byte of bytes) result += letters[byte % choices];\n  return result;\n}\n",
    },
  ],
});

const generator = /\brandom(?:Bytes|Bits)(?:Sync)?\s*\(|\bgetRandomValues\s*\(/;

function* biased({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!generator.test(source.text)) return;
  const { ts } = tree;
  for (const node of tree.nodes(ts.SyntaxKind.BinaryExpression)) {
    const choices = choicesOf(tree, node);
    if (choices === null || isEven(tree, node, choices)) continue;
    const buffer = bufferOf(tree, node.left);
    const scope = enclosingFunction(tree, node);
    if (!buffer || !scope || !isOfBytes(tree, node, buffer) || isThrownAway(tree, node)) continue;
    yield {
      at: spanOf(tree, node),
      issue: `\`${textOf(tree, node)}\` does not spread the 256 values of a byte evenly.`,
    };
  }
}

/** What a byte is reduced to: `n` of `byte % n`, or a number that `byte / number` is rounded by. */
function choicesOf(
  { ts }: TypeScriptTree,
  { operatorToken, left, right }: ts.BinaryExpression,
): ts.Expression | null {
  if (ts.isNumericLiteral(left)) return null;
  if (operatorToken.kind === ts.SyntaxKind.PercentToken) return right;
  const isShare = operatorToken.kind === ts.SyntaxKind.SlashToken && ts.isNumericLiteral(right);
  return isShare && !/^25[56]$/.test(right.text) ? right : null;
}

/** A power of two divides 256; the length of a text is counted where the text is in this file. */
function isEven(tree: TypeScriptTree, node: ts.Node, choices: ts.Expression): boolean {
  const { ts } = tree;
  const count = ts.isNumericLiteral(choices) ? Number(choices.text) : lengthOf(tree, node, choices);
  return count !== null && Number.isInteger(Math.log2(count)) && count <= 256;
}

function lengthOf(tree: TypeScriptTree, node: ts.Node, choices: ts.Expression): number | null {
  const { ts } = tree;
  if (ts.isIdentifier(choices)) {
    const count = declaredBefore(tree, node, choices.text);
    return count && !ts.isIdentifier(count) ? lengthOf(tree, node, count) : null;
  }
  if (!ts.isPropertyAccessExpression(choices) || choices.name.text !== "length") return null;
  const text = declaredBefore(tree, node, textOf(tree, choices.expression));
  return literalText(tree, text)?.length ?? null;
}

function declaredBefore(tree: TypeScriptTree, { pos }: ts.Node, name: string): ts.Expression | undefined {
  return tree
    .nodes(tree.ts.SyntaxKind.VariableDeclaration)
    .filter((one) => textOf(tree, one.name) === name && one.pos < pos)
    .at(-1)?.initializer;
}

/** `bytes` of `bytes[i]`, of `bytes.readUInt8(i)`, and of `byte` that goes through them. */
function bufferOf(tree: TypeScriptTree, value: ts.Expression): string | null {
  const { ts } = tree;
  if (ts.isNonNullExpression(value) || ts.isParenthesizedExpression(value))
    return bufferOf(tree, value.expression);
  if (ts.isElementAccessExpression(value)) return textOf(tree, value.expression);
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression))
    return value.expression.name.text === "readUInt8" ? textOf(tree, value.expression.expression) : null;
  return ts.isIdentifier(value) ? passedThrough(tree, value) : null;
}

/** `bytes` in `for (const byte of bytes)`, `bytes.map((byte) => …)` and `Array.from(bytes, (byte) => …)`. */
function passedThrough(tree: TypeScriptTree, { text, parent }: ts.Identifier): string | null {
  const { ts } = tree;
  for (let node: ts.Node = parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isForOfStatement(node) && new RegExp(`\\b${text}$`).test(textOf(tree, node.initializer)))
      return textOf(tree, node.expression);
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) continue;
    const { parameters, parent: call } = node;
    const isGiven = parameters.slice(0, 2).some(({ name }) => textOf(tree, name) === text);
    if (!isGiven || !ts.isCallExpression(call)) continue;
    const { expression: callee, arguments: given } = call;
    if (/^(?:Array|Uint8Array)\.from$/.test(textOf(tree, callee)))
      return given[0] ? textOf(tree, given[0]) : null;
    return ts.isPropertyAccessExpression(callee) ? textOf(tree, callee.expression) : null;
  }
  return null;
}

/** The buffer is written out here, or was made by the generator before, byte by byte and not in words of 32 bits. */
function isOfBytes(tree: TypeScriptTree, node: ts.Node, buffer: string): boolean {
  if (generator.test(buffer)) return !/Uint(?:16|32)Array/.test(buffer);
  const name = /[\w$]+/.exec(buffer)?.[0];
  if (name === undefined || name === "") return false;
  const before = tree.root.text.slice(0, node.pos);
  const made =
    [...before.matchAll(new RegExp(`\\b${name.replace(/\$/g, "\\$&")}\\s*=\\s*([^;\\n]*)`, "g"))].at(
      -1,
    )?.[1] ?? "";
  if (/Uint(?:16|32)Array/.test(made)) return false;
  return (
    generator.test(made) ||
    (/Uint8Array|Buffer\.alloc/.test(made) && new RegExp(`getRandomValues\\(\\s*${name}\\b`).test(before))
  );
}

/** Bytes too large are not used: each is compared before. */
function isThrownAway(tree: TypeScriptTree, node: ts.BinaryExpression): boolean {
  const { ts } = tree;
  const value = textOf(tree, node.left);
  const scope = enclosingFunction(tree, node);
  return tree
    .nodes(ts.SyntaxKind.BinaryExpression)
    .some(
      (one) =>
        /^[<>]=?$/.test(textOf(tree, one.operatorToken)) &&
        (textOf(tree, one.left) === value || textOf(tree, one.right) === value) &&
        enclosingFunction(tree, one) === scope,
    );
}
