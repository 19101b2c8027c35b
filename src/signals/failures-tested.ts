/** Whether tests try what must go wrong, too. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import { ownTests, placeOf } from "../syntax/own-code.js";
import { testCases } from "../syntax/test-cases.js";

/** A refusal, an error or a conflict is expected. */
const failure =
  /\b(?:pytest\.)?raises\b|assertRaises|toThrow|\.rejects\b|assert_raise|assertThrows|should_panic|is_err\(\)|unwrap_err|errors\.(?:Is|As)\b|err\s*==\s*nil|(?:status(?:_code|Code)?\b|\.status|code)[^\n]{0,20}\b[45]\d\d\b|toBe\((?:[45]\d\d)\)|\{:error|\.expect\([45]\d\d\)|Status[A-Z]\w*(?:Conflict|Unauthorized|Forbidden|NotFound|BadRequest|TooMany)|\b(?:reject|refus|invalid|fail|error|conflict|expired?|timeout|missing|unauthor|forbid|denie)/i;
/** One case in five: beyond that more of them tells nothing. */
const enough = 0.2;

export default defineSignal({
  title: "Failures under test",
  why: "The paths nobody tries are those on which programs fail in service. Measured is the share of cases that expect an error, a refusal or a conflict, in relation to one in five.",
  measure({ survey }) {
    const cases = ownTests(survey).flatMap((file) =>
      testCases(file)
        .filter(({ isSkipped }) => !isSkipped)
        .map(({ span }) => ({ file, span, text: file.source.text.slice(span.start, span.end) })),
    );
    if (cases.length === 0) return { value: 0, says: "no tests of failures" };
    const failing = cases.filter(({ text }) => failure.test(text));
    return {
      value: Math.min(1, failing.length / cases.length / enough),
      says: `${plural(failing.length, "case")} of ${cases.length} ${failing.length === 1 ? "expects" : "expect"} a failure`,
      places: failing.slice(0, 2).map(({ file, span }) => placeOf(file, span)),
    };
  },
});
