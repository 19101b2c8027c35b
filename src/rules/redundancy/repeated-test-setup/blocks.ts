/** Finds the setup blocks and the tests of a file and reads their lines so that they can be compared. */
import type { Span } from "../../../model/source.js";
import type { SurveyedFile } from "../../../model/survey.js";
import type { Family } from "../../../model/tree.js";
import { withoutComments } from "../../../syntax/growth.js";
import { tokensOf } from "../../../syntax/tokens.js";

export interface Line extends Span {
  /** The line with its literals and plain names set aside; what is called and types stay. */
  readonly shape: string;
}

export interface Block {
  readonly kind: "setup" | "test";
  readonly path: string;
  readonly family: Family;
  readonly lines: readonly Line[];
}

export function blocksIn(file: SurveyedFile): readonly Block[] {
  const { source, tree } = file;
  if (tree.family === "text" || (!source.isTest && tree.family !== "rust")) return [];
  const text = withoutComments(file);
  return spansIn(file).map(({ kind, span }) => ({
    kind,
    path: source.path,
    family: tree.family,
    lines: linesOf(text, inside(text, span)),
  }));
}

interface Found {
  readonly kind: Block["kind"];
  readonly span: Span;
}

function spansIn({ outline, source, tree }: SurveyedFile): readonly Found[] {
  const called = outline.calls.flatMap(({ callee, span }): Found[] => {
    const kind = calledKind(callee, tree.family);
    return kind ? [{ kind, span }] : [];
  });
  const functions = outline.functions.flatMap((fact): Found[] => {
    const before = source.text.slice(Math.max(0, fact.span.start - 160), fact.nameSpan.start);
    const head = before.slice(before.lastIndexOf("\n\n") + 1);
    const kind = tree.family === "rust" && !fact.isTest ? undefined : namedKind(fact.name, head);
    return kind ? [{ kind, span: fact.bodySpan }] : [];
  });
  return [...called, ...functions];
}

function calledKind(callee: string, family: Family): Found["kind"] | undefined {
  if (family !== "typescript" && family !== "elixir") return undefined;
  if (/^(?:beforeEach|beforeAll|before|setup|setup_all)$/.test(callee)) return "setup";
  return /^(?:it|test|Deno\.test)$/.test(callee) ? "test" : undefined;
}

function namedKind(name: string, head: string): Found["kind"] | undefined {
  if (/@Before\w*\b|@(?:pytest(?:_asyncio)?\.)?fixture\b/.test(head)) return "setup";
  if (/^(?:(?:async)?[sS]etUp(?:Class|TestData)?|setup(?:_method|_class|_module)?|TestMain)$/.test(name))
    return "setup";
  return /@(?:Test|ParameterizedTest)\b|#\[(?:\w+::)*test\b/.test(head) || /^(?:test_|Test[A-Z_])/.test(name)
    ? "test"
    : undefined;
}

/** What stands between the opening of a block and its end; a call's block begins after its arguments. */
function inside(text: string, { start, end }: Span): Span {
  const first = text.slice(start, text.indexOf("\n", start) === -1 ? end : text.indexOf("\n", start));
  return /(?:\{|=>|\bdo)\s*$/.test(first)
    ? { start: start + first.length, end: text.lastIndexOf("\n", end - 1) }
    : { start, end };
}

function linesOf(text: string, { start, end }: Span): readonly Line[] {
  const lines: Line[] = [];
  let at = start;
  for (const raw of text.slice(start, Math.max(start, end)).split("\n")) {
    const trimmed = raw.trim();
    const from = at + raw.indexOf(trimmed);
    if (trimmed !== "") lines.push({ start: from, end: from + trimmed.length, shape: shapeOf(trimmed) });
    at += raw.length + 1;
  }
  return lines;
}

function shapeOf(line: string): string {
  const tokens = tokensOf(line);
  return tokens
    .map(({ text, kind }, i) => {
      if (kind === "literal") return "L";
      const next = tokens[i + 1]?.text ?? "";
      const isPlain =
        /^[a-z_]\w*$/.test(text) && /^(?:=|,|\)|\]|;|:=|)$/.test(next) && tokens[i - 1]?.text !== ".";
      return isPlain && !/^(?:end|else|await|return|true|false|nil|null|None|self|this|do|t)$/.test(text)
        ? "n"
        : text;
    })
    .join(" ");
}
