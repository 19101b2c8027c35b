/** Counts the tests that are written down, by each language's convention; none of them is run. */
import type { Facts, SurveyedFile } from "../model/survey.js";
import { testCases } from "../syntax/test-cases.js";

/** Test files with the number of cases they declare and do not skip; a table of inputs is one case. In path order. */
export function countTests(files: ReadonlyMap<string, SurveyedFile>): Facts["tests"] {
  return [...files.values()].flatMap((file) => {
    const isTest = file.source.isTest || file.tree.family === "rust";
    const cases = isTest ? testCases(file).filter(({ isSkipped }) => !isSkipped).length : 0;
    return cases > 0 ? [{ path: file.source.path, cases }] : [];
  });
}
