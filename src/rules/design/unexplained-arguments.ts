/** Several bare numbers handed over in one call: nothing says which of them is what. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { Lines } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { explainedLines, plainCall } from "../../syntax/numbers.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // One hit in 10 real projects, and true; that few because rows that are plain by nature are left out.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Arguments that are bare numbers",
  risk: "Two of the numbers can change places and nobody sees it, least of all the compiler.",
  fix: "Name each number by a constant with its unit, or pass them by name.",
  fold: "file",
  match: { typescript: inTypeScript, python: inPython },
  examples: [
    {
      language: "python",
      bad: "limits = FrameLimits(32 * 1024 * 1024, 45, 90)\n",
      good: "limits = FrameLimits(32 * 1024 * 1024, ping=45, idle=90)\nred = Color(212, 45, 90)\n# bytes a frame, seconds between pings, seconds of silence\nother = FrameLimits(32 * 1024 * 1024, 45, 90)\nsame = FrameLimits(1, 2, 3)\n",
    },
    {
      language: "typescript",
      bad: "export const limits = new FrameLimits(32 * 1024 * 1024, 45, 90);\n",
      good: "export const limits = new FrameLimits({ bytes: 32 * 1024 * 1024, ping: 45, idle: 90 });\nexport const at = new Point(120, 45, 90);\nexport const end = Date.UTC(2024, 11, 31);\n",
    },
  ],
});

/** The bare numbers of one call. */
interface Row {
  readonly callee: string;
  readonly numbers: readonly { readonly at: Span; readonly text: string }[];
}

const fewestInRow = 3;
/** A file with more such calls is a table of data, where the columns are the names. */
const mostRows = 2;

/** Points, colours, curves, versions and dates are rows of numbers by nature. */
const naturalRow =
  /point|vec|vector|matrix|rect|box|circle|arc|curve|bezier|ellipse|line|path|move|translate|scale|rotate|rgb|hsl|hsv|lab|colou?r|gradient|date|time|version|random|uniform|gauss|linspace|arange|clamp|lerp|ease|ratio|color|crop|resize|pad|margin|grid|layer|conv|dense|linear|shape|tuple|list|array|seq|range|byte|buffer|char|push|append|insert|min|max|sum|concat|set|map|add|polygon|coord|position|size|bounds|tone|note|assert|expect|equal|format|print|log/i;

function* crowded(rows: readonly Row[], { source, outline }: Subject): Iterable<Hit> {
  const telling = rows.filter(isTelling);
  if (telling.length > mostRows) return;
  const lines = new Lines(source.text);
  const explained = new Set(outline.comments.flatMap((comment) => explainedLines(comment, lines)));
  for (const { callee, numbers } of telling) {
    const [first, ...rest] = numbers;
    if (!first || numbers.some(({ at }) => explained.has(lines.lineAt(at.start)))) continue;
    yield {
      at: first.at,
      also: rest.map(({ at }) => at),
      issue: `\`${callee}\` is handed ${numbers.map(({ text }) => `\`${text}\``).join(", ")}, and nothing here says what each of them means.`,
    };
  }
}

/** All different, and at least one too large to be a count or an index. */
function isTelling({ callee, numbers }: Row): boolean {
  const name = callee.split(".").at(-1) ?? callee;
  if (numbers.length < fewestInRow || naturalRow.test(name) || plainCall.test(name)) return false;
  const values = numbers.map(({ text }) => text.replaceAll(/[\s_]/g, ""));
  return (
    new Set(values).size === values.length && values.some((text) => text.includes("*") || Number(text) >= 30)
  );
}

function inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree } = subject;
  const { CallExpression, NewExpression } = tree.ts.SyntaxKind;
  const calls = tree.nodes(CallExpression, NewExpression);
  return crowded(
    calls.map((call) => rowInTypeScript(tree, call)),
    subject,
  );
}

function inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  return crowded(subject.tree.nodes("argument_list").flatMap(rowInPython), subject);
}

function rowInTypeScript(tree: TypeScriptTree, call: ts.CallExpression | ts.NewExpression): Row {
  const numbers = (call.arguments ?? [])
    .map((argument) => ({ at: typescript.spanOf(tree, argument), text: typescript.textOf(tree, argument) }))
    .filter(({ text }) => isBareNumber(text));
  return { callee: typescript.dottedName(tree, call.expression) ?? "array", numbers };
}

/** A number or a product of numbers: `32 * 1024 * 1024`. */
function isBareNumber(text: string): boolean {
  return /^\d[\d_]*(?:\s*\*\s*\d[\d_]*)*$/.test(text);
}

function rowInPython(list: SgNode): readonly Row[] {
  const numbers = list.children().flatMap((argument) => {
    const text = argument.text();
    return isBareNumber(text) ? { at: spanOf(argument), text } : [];
  });
  const call = numbers.length < fewestInRow ? null : list.parent();
  return call?.kind() === "call" ? [{ callee: python.calleeOf(call) ?? "array", numbers }] : [];
}
