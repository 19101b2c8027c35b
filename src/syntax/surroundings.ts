/** What stands around a place in a file, as far as the outline tells. */
import type { FunctionFact, Outline } from "../model/outline.js";
import type { Subject } from "../model/rule.js";

/** Functions that hold the offset, innermost first. */
export function functionsAround({ functions }: Outline, offset: number): readonly FunctionFact[] {
  return functions
    .filter(({ span }) => span.start <= offset && offset < span.end)
    .toSorted((a, b) => b.span.start - a.span.start);
}

/** Text of the function around the offset: the outermost one that has a name, the file where there is none. */
export function scopeText({ source, outline }: Pick<Subject, "source" | "outline">, offset: number): string {
  const around = functionsAround(outline, offset);
  const scope = around.findLast(({ name }) => name !== "<anonymous>") ?? around.at(-1);
  return scope ? source.text.slice(scope.span.start, scope.span.end) : source.text;
}

/** Names of the functions and classes around the offset, innermost first. */
export function namesAround(outline: Outline, offset: number): readonly string[] {
  return functionsAround(outline, offset).flatMap(({ name, className }) =>
    className === null ? [name] : [name, className],
  );
}

/** The line of code that holds the offset. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end);
}
