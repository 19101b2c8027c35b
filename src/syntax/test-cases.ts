/** The cases of test files, by each language's convention. */
import type { Outline } from "../model/outline.js";
import type { Span } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";

export interface TestCase {
  readonly span: Span;
  /** Marked so that the runner leaves it out. */
  readonly isSkipped: boolean;
}

const declarers =
  /^(?:it|test|specify)(?:\.(?:each|only|concurrent|sequential|for|extend|skip|todo))*$|^x(?:it|test)$/;

/** Runners that are called under whatever name the file gave them: `const tape = require("tape")`. */
const runners = /^(?:blue-)?(?:tape|tap|ava|zora)(?:\.(?:test|only|skip|serial|default))*$/;

/** In the order of the file; a table of inputs is one case. */
export function testCases(file: SurveyedFile): readonly TestCase[] {
  const { source, outline, tree } = file;
  const before = (span: Span): string => source.text.slice(Math.max(0, span.start - 200), span.start);
  switch (tree.family) {
    case "typescript":
      return outline.calls
        .filter(({ callee, origin }) => declarers.test(callee) || runners.test(origin ?? ""))
        .map(({ span, callee }) => ({
          span: callee.endsWith(".each") ? withItsBody(span, outline) : span,
          isSkipped: /\.(?:skip|todo)|^x/.test(callee),
        }));
    case "python":
      return outline.functions
        .filter(({ name }) => name.startsWith("test"))
        .map(({ span }) => ({
          span,
          isSkipped: /@(?:pytest\.mark\.|unittest\.)skip[^\n]*\n\s*(?:async\s+)?(?:def\s*)?$/.test(
            before(span),
          ),
        }));
    case "go":
      return outline.functions
        .filter(({ name, className }) => !className && /^(?:Test|Fuzz)[A-Z_]/.test(name))
        .map(({ span }) => ({
          span,
          isSkipped: /^[^\n]*\{\s*t\.Skip\(/.test(source.text.slice(span.start, span.end)),
        }));
    case "rust":
      return outline.functions
        .filter(({ isTest, name }) => isTest === true && name !== "<anonymous>")
        .map(({ span }) => ({ span, isSkipped: /#\[ignore/.test(before(span)) }));
    case "java":
      return outline.functions
        .map(({ span }) => ({ span, header: headerOf(source.text, span) }))
        .filter(({ header }) => /@(?:Test|ParameterizedTest|RepeatedTest)\b/.test(header))
        .map(({ span, header }) => ({ span, isSkipped: /@(?:Disabled|Ignore)\b/.test(header) }));
    case "elixir":
      return outline.calls
        .filter(({ callee }) => callee === "test" || callee === "property")
        .map(({ span }) => ({ span, isSkipped: /@tag :skip\s*$/.test(before(span)) }));
    case "text":
      return [];
  }
}

/** `test.each(table)("name", body)`: the call of what the first call returned begins where that begins. */
function withItsBody(span: Span, { calls }: Outline): Span {
  const ends = calls.filter((call) => call.span.start === span.start).map((call) => call.span.end);
  return { start: span.start, end: Math.max(span.end, ...ends) };
}

/** What stands between the statement before a Java method and its body: annotations and signature. */
function headerOf(text: string, { start, end }: Span): string {
  const before = text.slice(Math.max(0, start - 400), start);
  const own = text.slice(start, end).split("{", 1)[0] ?? "";
  return (
    before.slice(Math.max(before.lastIndexOf(";"), before.lastIndexOf("{"), before.lastIndexOf("}")) + 1) +
    own
  );
}
