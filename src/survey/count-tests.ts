/** Counts the tests that are written down, by each language's convention; none of them is run. */
import type { SurveyedFile } from "../model/survey.js";
import type { Facts } from "../model/survey.js";

/** Test files with the number of cases they declare; a table of inputs is one case. In path order. */
export function countTests(files: ReadonlyMap<string, SurveyedFile>): Facts["tests"] {
  return [...files.values()].flatMap((file) => {
    const cases = casesIn(file);
    return cases > 0 ? [{ path: file.source.path, cases }] : [];
  });
}

const declarers = /^(?:it|test|specify)(?:\.(?:each|only|concurrent|sequential|for|extend))*$/;

function casesIn({ source, outline, tree }: SurveyedFile): number {
  if (tree.family === "rust") return outline.functions.filter(({ isTest }) => isTest === true).length;
  if (!source.isTest) return 0;
  switch (tree.family) {
    case "typescript":
      return outline.calls.filter(({ callee }) => declarers.test(callee)).length;
    case "python":
      return outline.functions.filter(({ name }) => name.startsWith("test")).length;
    case "go":
      return outline.functions.filter(
        ({ name, className }) => !className && /^(?:Test|Fuzz)[A-Z_]/.test(name),
      ).length;
    case "java":
      return source.text.match(/^\s*@(?:Test|ParameterizedTest|RepeatedTest)\b/gm)?.length ?? 0;
    case "elixir":
      return outline.calls.filter(({ callee }) => callee === "test" || callee === "property").length;
    case "text":
      return 0;
  }
}
