/** Tells each finding which function it is in, so that a report can name what to test. */
import { Lines } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import type { FunctionFact } from "../model/outline.js";
import type { Survey } from "../model/survey.js";

/** The findings with the innermost named function around their first line; those outside of any stay as they are. */
export function enclose(findings: readonly Finding[], survey: Survey): readonly Finding[] {
  const linesOf = new Map<string, Lines>();
  return findings.map((finding) => {
    const file = survey.files.get(finding.path);
    if (!file || !finding.lines) return finding;
    const lines = linesOf.get(finding.path) ?? new Lines(file.source.text);
    linesOf.set(finding.path, lines);
    const within = nameAround(file.outline.functions, lines, finding.lines.start);
    return within === null ? finding : { ...finding, within };
  });
}

/** A line that begins a function is in it: the finding is about the whole of it. */
function nameAround(functions: readonly FunctionFact[], lines: Lines, line: number): string | null {
  const around = functions.filter(({ name, span }) => {
    const { start, end } = lines.range(span);
    return /^[\p{L}_$]/u.test(name) && start <= line && line <= end;
  });
  const [innermost] = around.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  if (!innermost) return null;
  const { className, name } = innermost;
  return className === null ? name : `${className}.${name}`;
}
