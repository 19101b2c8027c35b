/** A buffer is made by `new Buffer(value)`, which takes a number for a length and not for a value. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isPublished } from "../../syntax/published-packages.js";
import { enclosingFunction, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "low",
  // What the call does with a number is documented (DEP0005); whether a number can get here hangs on the callers, and
  // only those of a package are out of sight: two hits in programs, both in a bundle they carry along, were no defect.
  confidence: 0.6,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 470 },
  title: "Buffer from a value that may be a number",
  risk: "With a number, which JSON can hold, that many bytes are taken from memory: a large one ends the process, and versions before Node 8 hand out what lay there before.",
  fix: "Use `Buffer.from(value)`, which refuses a number, and `Buffer.alloc(length)` where a length is meant.",
  trial: {
    name: "a number instead of a text",
    arrange: "the number 1000 as the value",
    act: "run {it} with that number",
    assert: "it is refused, or its digits are in the result",
  },
  cwe: [770, 908],
  match: { typescript: buffers },
  examples: [
    {
      language: "javascript",
      bad: "exports.credentials = (proxy) => 'Basic ' + new Buffer(proxy.auth).toString('base64');\n",
      good: "exports.credentials = (proxy) => 'Basic ' + Buffer.from(proxy.auth).toString('base64');\nexports.read = (text) => new Buffer(text, 'base64');\nexports.block = (length) => new Buffer(length);\nexports.pair = (user, password) => new Buffer(user + ':' + password);\nexports.page = (value) => new Buffer(JSON.stringify(value));\n",
    },
    {
      language: "javascript",
      bad: "exports.collect = (parts) => {\n  const body = [];\n  const add = (part) => body.push(new Buffer(part));\n  parts.forEach(add);\n  return Buffer.concat(body);\n};\n",
      good: "exports.add = (body, part) => {\n  if (typeof part === 'number') part = part.toString();\n  return body.push(new Buffer(part));\n};\nexports.view = (arrayBuffer) => new Buffer(new Uint8Array(arrayBuffer));\nexports.copy = (chunk) => Buffer.isBuffer(chunk) ? chunk : null;\n",
    },
    {
      language: "typescript",
      bad: "export const packed = (message: any) => new Buffer(message.body);\n",
      good: "export const packed = (message: string) => new Buffer(message);\nexport const copied = (chunk: Uint8Array) => new Buffer(chunk);\nexport const sized = (options: { size: number }) => new Buffer(options.size + 4);\n",
    },
  ],
});

/** A length, so the call does what is meant; or bytes, which are no number. */
const otherThanText =
  /(?:length|size|count|capacity|bytes?|len|num\w*|total|offset|limit|buff?(?:er)?|chunk|arr(?:ay)?|view|data_?view|ab|n)$/i;

function* buffers(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!source.text.includes("new Buffer(")) return;
  const { ts } = tree;
  for (const node of tree.nodes(ts.SyntaxKind.NewExpression)) {
    const [value, ...others] = node.arguments ?? [];
    if (!value || others.length > 0 || textOf(tree, node.expression) !== "Buffer") continue;
    const written = textOf(tree, value);
    if (otherThanText.test(written) || !isHandedIn(tree, value) || isAsked(tree, node, written)) continue;
    yield {
      at: spanOf(tree, node),
      issue: `\`${written}\` comes from a caller; where it is a number, \`new Buffer\` takes it for a length.`,
      ...(isPublished(subject.survey, source.path) ? {} : { confidence: 0.45 }),
    };
  }
}

/** A parameter without a type of text or bytes, or a property of one. */
function isHandedIn(tree: TypeScriptTree, value: ts.Expression): boolean {
  const { ts } = tree;
  let root = value;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return root !== value && root.kind === ts.SyntaxKind.ThisKeyword;
  const { text } = root;
  for (let scope = enclosingFunction(tree, root); scope; scope = enclosingFunction(tree, scope)) {
    const parameter = scope.parameters.find(({ name }) => textOf(tree, name) === text);
    if (parameter) return !parameter.type || /^(?:any|unknown)\b/.test(textOf(tree, parameter.type));
    if (new RegExp(`\\b(?:var|let|const)\\s+${text}\\s*=\\s*this\\.`).test(textOf(tree, scope)))
      return root !== value;
    if (new RegExp(`\\b(?:var|let|const)\\s+${text}\\b`).test(textOf(tree, scope))) return false;
  }
  return false;
}

/** Its type is asked for, or it is made a text, in the same function. */
function isAsked(tree: TypeScriptTree, node: ts.Node, written: string): boolean {
  const scope = enclosingFunction(tree, node);
  const name = written.replace(/[.$]/g, "\\$&");
  return (
    scope !== undefined &&
    new RegExp(
      `typeof\\s*\\(?\\s*${name}\\b|is(?:String|Buffer|Number)\\(\\s*${name}\\b|\\b${name}\\s*=[^=].*(?:String\\(|new |\\+|stringify|toString)|\\b${name}\\s+instanceof|\\b${name}\\.(?:replace|split|trim|substr\\w*|slice|toLowerCase|match|indexOf|charAt|length)\\b`,
    ).test(textOf(tree, scope))
  );
}
