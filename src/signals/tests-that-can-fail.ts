/** Whether the tests would notice anything. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { findAssertions } from "../syntax/assertions.js";
import { ownTests, placeOf, placeOfFile } from "../syntax/own-code.js";
import { testCases } from "../syntax/test-cases.js";

export default defineSignal({
  title: "Tests that can fail",
  advice: "Make every test check a result",
  why: "A test without an assertion, or with one on a constant, stays green with its subject removed. Measured is the share of cases that check something and are not skipped; one that only asks whether there is any result counts a quarter, no tests at all are zero, and more of them are not better.",
  sameFaults: ["test-without-assertion", "assertion-on-constant", "assertion-never-runs"],
  measure({ survey }) {
    const tests = [...ownTests(survey), ...rustFiles(survey)];
    const cases = tests.flatMap((file) => {
      const assertions = findAssertions(file, survey, thrownIn(file));
      return testCases(file).map(({ span, isSkipped }) => ({
        file,
        span,
        worth:
          isSkipped || !assertions.areWithin(span)
            ? 0
            : worthOfAssertions(file.source.text.slice(span.start, span.end)),
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
    const hollow = cases.filter(({ worth }) => worth === 0);
    const vague = cases.filter(({ worth }) => worth === worthOfVague);
    const poor = [...hollow, ...vague];
    const shown = (poor.length > 0 ? poor : cases).slice(0, 3);
    const saidOfVague =
      vague.length === 0 ? "" : `, ${vague.length} of them only if there is no result at all`;
    return {
      value: cases.reduce((sum, { worth }) => sum + worth, 0) / cases.length,
      says: `${cases.length - hollow.length} of ${plural(cases.length, "case")} can fail${saidOfVague}`,
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
    source.text.matchAll(/\b(?:assert|throw|raise|panic|t\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow))\b/g),
    ({ index }) => index,
  );
}

/** What a case is worth that would also pass with a wrong result: it notices a crash, and no more. */
const worthOfVague = 0.25;

const statements =
  /\bassert\b[^\n]*|\bexpect\([^\n]*|\bself\.assert\w+\([^\n]*|\bassert[A-Z]\w*\([^\n]*|\b(?:assert|require)\.\w+\([^\n]*/g;
const constant =
  /^(?:assert\s+(?:True|1)\b|expect\((?:true|1|!0)\)|(?:self\.)?assert(?:True|_true)\((?:True|true)\)|assert\.(?:ok|isTrue|True)\((?:t, )?true\))/;
/** Holds for anything that is there. */
const vague =
  /^(?:assert\s+[\w.()[\]"']+\s+is\s+not\s+None\s*$|assert\s+isinstance\(|assert\s+\w+\s*$|expect\([^\n]*\)\.(?:toBeDefined|toBeTruthy|not\.toBeNull|not\.toBeUndefined|toBeInstanceOf)\(|self\.assertIs(?:NotNone|Instance)\(|assertNotNull\(|(?:assert|require)\.NotNil\()/;

/** 0: the only assertions always hold; a quarter: they hold for any result; 1 otherwise, and where they are elsewhere. */
function worthOfAssertions(text: string): number {
  const assertions = (text.match(statements) ?? []).map((each) => each.trim());
  const telling = assertions.filter((each) => !constant.test(each));
  if (assertions.length > 0 && telling.length === 0) return 0;
  return telling.length > 0 && telling.every((each) => vague.test(each)) ? worthOfVague : 1;
}
