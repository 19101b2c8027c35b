/** Whether tests try what must go wrong, too. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import type { Survey } from "../model/survey.js";
import { failureKinds, refuses } from "../syntax/failure-kinds.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { ownTests, placeOf } from "../syntax/own-code.js";
import { testCases } from "../syntax/test-cases.js";

/** An error, a refusal or a conflict is expected. */
const expectation =
  /\b(?:pytest\.)?raises\b|assertRaises|toThrow|\.rejects\b|assert_raise|assertThrows|should_panic|is_err\(\)|unwrap_err|errors\.(?:Is|As)\b|err\s*==\s*nil|\b[45]\d\d\b|\{:error|Status(?:Conflict|Unauthorized|Forbidden|NotFound|BadRequest|TooMany|Gone|InternalServerError|ServiceUnavailable)|\b(?:problems?|errors?|rejected|refused|failed|failures?)\b/i;
/** Half of the kinds: some cannot be brought about in a test without more machinery than they are worth. */
const enough = 0.5;

export default defineSignal({
  title: "Failures under test",
  advice: "Test the failures too: each kind that the code tells apart",
  why: "The paths nobody tries are those on which programs fail in service. Measured is how many of the kinds of failure that the code tells apart (types, status codes) its tests expect, in relation to half of them; where it names none, whether any case expects a failure at all. How many cases do so does not matter. Code that refuses nothing is not measured.",
  measure({ survey }) {
    const cases = casesOf(survey);
    const kinds = failureKinds(survey);
    const isRefusing =
      kinds.length > 0 || implementation(survey).some((file) => refuses(withoutComments(file)));
    if (!isRefusing) return { value: null, says: "nothing is refused" };
    if (cases.length === 0) return { value: 0, says: "no tests of failures" };
    const failing = cases.filter(({ text }) => expectation.test(text));
    const places = failing.slice(0, 2).map(({ file, span }) => placeOf(file, span));
    if (failing.length === 0) return { value: 0, says: "no case expects a failure" };
    if (kinds.length === 0)
      return {
        value: 1,
        says: `${plural(failing.length, "case")} of ${cases.length} ${failing.length === 1 ? "expects" : "expect"} a failure`,
        places,
      };
    const texts = cases.map(({ text }) => text).join("\n");
    const tried = kinds.filter(({ name }) => texts.includes(name));
    // A table of inputs may expect the message of a failure and not its name.
    const share = Math.max(tried.length, 1) / kinds.length;
    return {
      value: Math.min(1, share / enough),
      says:
        tried.length === 0
          ? `tests expect failures, none of the ${plural(kinds.length, "kind")} by name`
          : `tests expect ${tried.length} of ${plural(kinds.length, "kind")} of failure`,
      places,
    };
  },
});

function casesOf(survey: Survey) {
  return ownTests(survey).flatMap((file) =>
    testCases(file)
      .filter(({ isSkipped }) => !isSkipped)
      .map(({ span }) => ({ file, span, text: file.source.text.slice(span.start, span.end) })),
  );
}
