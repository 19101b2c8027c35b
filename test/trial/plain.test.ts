/** The closing words of test runners, as each of them prints them. */
import { expect, test } from "vitest";
import { parseResults } from "../../src/trial/parse-output.js";
import { plainText } from "../../src/trial/plain-text.js";

interface Printed {
  readonly runner: string;
  readonly text: string;
  /** Passed, failed, skipped. */
  readonly counts: readonly (number | null)[];
  /** Name, first line of the message, path. */
  readonly failures?: readonly (readonly [string, string, string | null])[];
}

const printed: readonly Printed[] = [
  {
    runner: "vitest",
    text: `
 Test Files  2 failed (2)
      Tests  1 failed | 4 passed | 1 skipped | 1 todo (7)
   Start at  10:00:00

 FAIL  b.test.js [ b.test.js ]
Error: no load

 FAIL  |web| a.test.js > sums > breaks > here
AssertionError: expected 1 to be 2
`,
    counts: [4, 1, 2],
    failures: [
      ["b.test.js", "Error: no load", "b.test.js"],
      ["sums > breaks > here", "AssertionError: expected 1 to be 2", "a.test.js"],
    ],
  },
  {
    runner: "vitest, all good",
    text: " Test Files  1 passed (1)\n      Tests  12 passed (12)\n",
    counts: [12, 0, 0],
  },
  { runner: "vitest, empty", text: " Test Files  1 failed (1)\n      Tests  no tests\n", counts: [0, 0, 0] },
  {
    runner: "vitest, two packages",
    text: "      Tests  2 passed (2)\n\n      Tests  1 failed | 3 passed (4)\n",
    counts: [5, 1, 0],
  },
  {
    runner: "jest",
    text: `FAIL src/sum.test.js
  ● sums › breaks

    expect(received).toBe(expected) // Object.is equality

    Expected: 2
    Received: 1

Test Suites: 1 failed, 1 passed, 2 total
Tests:       1 failed, 2 skipped, 3 todo, 5 passed, 11 total
Snapshots:   0 total
`,
    counts: [5, 1, 5],
    failures: [["sums › breaks", "expect(received).toBe(expected) // Object.is equality", null]],
  },
  { runner: "jest, all bad", text: "Tests:       2 failed, 2 total\n", counts: [0, 2, 0] },
  {
    runner: "jest, repeated failures",
    text: "  ● breaks\n\n    no\n\nSummary of all failing tests\n  ● breaks\n\n    no\n\nTests:       1 failed, 1 total\n",
    counts: [0, 1, 0],
    failures: [["breaks", "no", null]],
  },
  {
    runner: "mocha",
    text: `
  sums
    ✔ adds
    1) breaks


  3 passing (7ms)
  1 pending
  2 failing

  1) sums
       breaks:

      AssertionError [ERR_ASSERTION]: 1 == 2
      + expected - actual

  2) alone:
     Error: no
      at Context.<anonymous> (a.js:1:1)
`,
    counts: [3, 2, 1],
    failures: [
      ["sums › breaks", "AssertionError [ERR_ASSERTION]: 1 == 2", null],
      ["alone", "Error: no", null],
    ],
  },
  { runner: "mocha, all good", text: "\n  3 passing (1s)\n\n", counts: [3, 0, 0] },
  {
    runner: "node:test",
    text: `✖ breaks (0.8ms)
ℹ tests 6
ℹ suites 1
ℹ pass 2
ℹ fail 1
ℹ cancelled 1
ℹ skipped 1
ℹ todo 1
ℹ duration_ms 187.5

✖ failing tests:

test at a.test.mjs:2:48
✖ breaks (1.1ms)
  AssertionError [ERR_ASSERTION]: 1 == 2
`,
    counts: [2, 2, 2],
    failures: [["breaks", "AssertionError [ERR_ASSERTION]: 1 == 2", "a.test.mjs"]],
  },
  {
    runner: "pytest",
    text: `=========================== short test summary info ============================
FAILED tests/test_a.py::TestX::test_p[c - d] - AssertionError: assert [1] == [2]
FAILED tests/test_a.py::test_silent
ERROR tests/test_b.py
=== 2 failed, 3 passed, 1 skipped, 1 xfailed, 1 xpassed, 2 warnings, 1 error in 0.12s ===
`,
    counts: [4, 3, 2],
    failures: [
      ["TestX::test_p[c - d]", "AssertionError: assert [1] == [2]", "tests/test_a.py"],
      ["test_silent", "", "tests/test_a.py"],
      ["tests/test_b.py", "", "tests/test_b.py"],
    ],
  },
  { runner: "pytest -q", text: "..\n2 passed, 1 deselected in 61.20s (0:01:01)\n", counts: [2, 0, 0] },
  { runner: "pytest, nothing", text: "=== no tests ran in 0.01s ===\n", counts: [0, 0, 0] },
  { runner: "pytest, nothing but one left out", text: "=== 1 skipped in 0.01s ===\n", counts: [0, 0, 1] },
  {
    runner: "unittest",
    text: `======================================================================
ERROR: test_c (test_a.T.test_c)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "test_a.py", line 5, in test_c
    raise ValueError("bad")
ValueError: bad

----------------------------------------------------------------------
Ran 6 tests in 0.010s

FAILED (failures=1, errors=1, skipped=1, expected failures=1, unexpected successes=1)
`,
    counts: [2, 3, 1],
    failures: [["test_c (test_a.T.test_c)", "ValueError: bad", null]],
  },
  { runner: "unittest, all good", text: "Ran 1 test in 0.000s\n\nOK\n", counts: [1, 0, 0] },
  { runner: "unittest, some left out", text: "Ran 3 tests in 0.1s\n\nOK (skipped=2)\n", counts: [1, 0, 2] },
  { runner: "unittest, nothing", text: "Ran 0 tests in 0.000s\n\nNO TESTS RAN\n", counts: [0, 0, 0] },
  {
    runner: "cargo",
    text: `---- tests::err stdout ----
Error: "no"

---- tests::bad stdout ----

thread 'tests::bad' (23165) panicked at src/lib.rs:5:64:
assertion \`left == right\` failed: sum

test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.31s

   Doc-tests c
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.28s
`,
    counts: [4, 2, 1],
    failures: [
      ["tests::err", 'Error: "no"', null],
      ["tests::bad", "assertion `left == right` failed: sum", null],
    ],
  },
  {
    runner: "cargo nextest",
    text: "     Summary [   0.012s] 4 tests run: 3 passed, 1 failed, 2 skipped\n",
    counts: [3, 1, 2],
  },
  {
    runner: "mix",
    text: `  1) test breaks (SumTest)
     test/sum_test.exs:5
     Assertion with == failed

Finished in 0.03 seconds (0.00s async, 0.03s sync)
2 doctests, 5 tests, 1 failure, 1 excluded, 2 skipped
`,
    counts: [3, 1, 3],
    failures: [["test breaks (SumTest)", "Assertion with == failed", "test/sum_test.exs"]],
  },
  { runner: "mix, all good", text: "1 test, 0 failures\n", counts: [1, 0, 0] },
  {
    runner: "rspec",
    text: "5 examples, 2 failures, 1 pending\n\nFailed examples:\n\nrspec ./spec/sum_spec.rb:4 # Sum breaks\n",
    counts: [2, 2, 1],
    failures: [["Sum breaks", "", "./spec/sum_spec.rb"]],
  },
  {
    runner: "maven",
    text: `[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1, Time elapsed: 0.05 s <<< FAILURE! -- in a.SumTest
[ERROR] Failures:
[ERROR]   SumTest.breaks:12 expected: <1> but was: <2>
[INFO]
[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1
`,
    counts: [1, 1, 1],
    failures: [["SumTest.breaks:12", "expected: <1> but was: <2>", null]],
  },
  {
    runner: "gradle",
    text: "SumTest > breaks() FAILED\n    org.opentest4j.AssertionFailedError: no\n\n5 tests completed, 1 failed, 1 skipped\n",
    counts: [3, 1, 1],
    failures: [["SumTest > breaks()", "org.opentest4j.AssertionFailedError: no", null]],
  },
  {
    runner: "dotnet",
    text: "Failed!  - Failed:     1, Passed:     2, Skipped:     3, Total:     6, Duration: 10 ms - a.dll (net8.0)\n",
    counts: [2, 1, 3],
  },
  {
    runner: "go, which names failures only",
    text: `--- FAIL: TestBreaks (0.00s)
    --- FAIL: TestBreaks/deep (0.00s)
        sum_test.go:9: got 1, want 2
FAIL
FAIL\texample.com/sum\t0.002s
ok  \texample.com/other\t(cached)
?   \texample.com/none\t[no test files]
FAIL\texample.com/broken [build failed]
FAIL
`,
    counts: [null, 2, null],
    failures: [
      ["example.com/sum › TestBreaks/deep", "sum_test.go:9: got 1, want 2", null],
      ["example.com/broken", "the package failed without a result of a test", null],
    ],
  },
  {
    runner: "go, all good",
    text: "ok  \texample.com/sum\t0.002s\tcoverage: 50.0% of statements\n",
    counts: [null, 0, null],
  },
  { runner: "go, nothing", text: "?   \texample.com/sum\t[no test files]\n", counts: [0, 0, 0] },
  {
    runner: "go -v",
    text: `=== RUN   TestA
=== RUN   TestA/one
=== RUN   TestA/two
    a_test.go:7: not two
--- FAIL: TestA (0.00s)
    --- PASS: TestA/one (0.00s)
    --- FAIL: TestA/two (0.00s)
=== RUN   TestB
--- SKIP: TestB (0.00s)
=== RUN   TestC
--- PASS: TestC (0.00s)
FAIL
FAIL\texample.com/a\t0.002s
=== RUN   TestA
--- PASS: TestA (0.00s)
ok  \texample.com/b\t0.002s
`,
    counts: [3, 1, 1],
    failures: [["example.com/a › TestA/two", "", null]],
  },
  {
    runner: "go -json",
    text: [
      { Action: "run", Package: "p", Test: "TestA" },
      { Action: "output", Package: "p", Test: "TestA", Output: "=== RUN   TestA\n" },
      { Action: "output", Package: "p", Test: "TestA", Output: "    a_test.go:7: not two\n" },
      { Action: "fail", Package: "p", Test: "TestA", Elapsed: 0 },
      { Action: "pass", Package: "p", Test: "TestB/one" },
      { Action: "pass", Package: "p", Test: "TestB" },
      { Action: "skip", Package: "p", Test: "TestC" },
      { Action: "fail", Package: "p" },
      { Action: "output", Package: "q", Output: "panic: early\n" },
      { Action: "fail", Package: "q" },
    ]
      .map((event) => JSON.stringify(event))
      .join("\n"),
    counts: [1, 2, 1],
    failures: [
      ["p › TestA", "a_test.go:7: not two", null],
      ["q", "panic: early", null],
    ],
  },
];

test.each(printed)("$runner", ({ text, counts, failures = [] }) => {
  const results = parseResults(text);
  expect(results?.format).toBe("plain");
  const { passed, failed, skipped } = results?.counts ?? {};
  expect([passed, failed, skipped]).toEqual(counts);
  const named = results?.counts.failures.map(({ name, message, path }) => [name, message, path]);
  expect(named).toEqual(failures);
});

test.each([
  ["nothing", ""],
  ["prose about tests", "All 5 tests passed in 3s, 0 failures. ok\n"],
  ["a summary inside a line", "console.log: Tests:  5 passed, 5 total\n"],
  ["a build", "BUILD SUCCESSFUL in 3s\n7 actionable tasks: 7 executed\n"],
  ["JSON of another program", '{"Action":"pass"}\n{"Action":1,"Package":"p"}\n{ "Action" broken\n'],
])("%s holds no results", (_, text) => {
  expect(parseResults(text)).toBeNull();
});

test("counts on one stream and failures on the other belong together", () => {
  const results = parseResults("      Tests  1 failed (1)\n", " FAIL  a.test.js > breaks\nError: no\n");
  expect(results?.counts).toMatchObject({ failed: 1, failures: [{ name: "breaks" }] });
});

test("colours, links and returned carriages are taken out, other controls are shown", () => {
  const text =
    "\u001b[1m\u001b[32mok\u001b[39m\u001b[22m \u001b]8;;http://x\u0007link\u001b]8;;\u0007\r\na\rb\u0000\tc";
  expect(plainText(text)).toBe("ok link\na\nb\\x00\tc");
});

test("a hostile text of two megabytes is read without delay", () => {
  const shapes = [
    "=".repeat(2e6),
    "  1) a\n".repeat(3e5),
    `  1) a\n${"       b\n".repeat(2e5)}`,
    "1 passed, ".repeat(2e5),
  ];
  for (const text of shapes) expect(parseResults(text)).toBeNull();
}, 20_000);
