/** What running the tests said. */
import { defineSignal } from "../model/signal.js";

export default defineSignal({
  title: "Test run",
  advice: "Mend the tests that fail",
  why: "Tests that pass are the only measure here that was not taken by reading. Without `--run` it says nothing.",
  measure({ testRun }) {
    if (!testRun) return { value: null, says: "no tests were run" };
    const { passed, failed, outcome } = testRun;
    if (passed === null || failed === null || passed + failed === 0)
      return { value: outcome === "passed" ? null : 0, says: `the run ended: ${outcome}` };
    return { value: passed / (passed + failed), says: `${passed} of ${passed + failed} passed` };
  },
});
