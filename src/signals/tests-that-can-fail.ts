/** Whether the tests would notice anything. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { findAssertions } from "../syntax/assertions.js";
import { ownTests, placeOf, placeOfFile } from "../syntax/own-code.js";
import { testCases } from "../syntax/test-cases.js";

export default defineSignal({
  title: "Tests that can fail",
  why: "A test without an assertion, or with one on a constant, stays green with its subject removed. Measured is the share of cases that check something and are not skipped; no tests at all is zero, and more of them is not better.",
  measure({ survey }) {
    const tests = [...ownTests(survey), ...rustFiles(survey)];
    const cases = tests.flatMap((file) => {
      const assertions = findAssertions(file, survey, thrownIn(file));
      return testCases(file).map(({ span, isSkipped }) => ({
        file,
        span,
        isReal:
          !isSkipped &&
          assertions.areWithin(span) &&
          !isConstant(file.source.text.slice(span.start, span.end)),
      }));
    });
    if (cases.length === 0) {
      const [file] = tests;
      return {
        value: 0,
        says: file ? "test files without a case" : "no tests",
        places: file ? [placeOfFile(file)] : [],
      };
    }
    const hollow = cases.filter(({ isReal }) => !isReal);
    const shown = (hollow.length > 0 ? hollow : cases).slice(0, 3);
    return {
      value: 1 - hollow.length / cases.length,
      says: `${cases.length - hollow.length} of ${plural(cases.length, "case")} can fail`,
      places: shown.map(({ file, span }) => placeOf(file, span)),
    };
  },
});

/** Rust keeps its tests beside the code. */
function rustFiles(survey: Survey): readonly SurveyedFile[] {
  return [...survey.files.values()].filter(
    ({ tree, source, outline }) =>
      tree.family === "rust" && !source.isTest && outline.functions.some(({ isTest }) => isTest === true),
  );
}

function thrownIn({ source }: SurveyedFile): readonly number[] {
  return Array.from(
    source.text.matchAll(/\b(?:assert|throw|raise|panic!|t\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow))\b/g),
    ({ index }) => index,
  );
}

/** The only assertion is one that always holds. */
function isConstant(text: string): boolean {
  const assertions = text.match(/\bassert\b[^\n]*|\bexpect\([^\n]*|\bassert(?:True|_true)\([^\n]*/g) ?? [];
  return (
    assertions.length > 0 &&
    assertions.every((each) =>
      /^(?:assert\s+(?:True|1)\b|expect\((?:true|1|!0)\)|assert(?:True|_true)\((?:True|true)\))/.test(each),
    )
  );
}
