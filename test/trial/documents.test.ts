/** Results in documents: JUnit's XML with its dialects and its traps, and TAP. */
import { describe, expect, test } from "vitest";
import { looksLikeJunit, readJunit } from "../../src/trial/junit.js";
import { readTap } from "../../src/trial/tap.js";
import { readXml } from "../../src/trial/xml.js";

describe("JUnit's XML", () => {
  test.each<[string, string, readonly number[], readonly (readonly [string, string, string | null])[]]>([
    ["an empty suite", "<testsuite/>", [0, 0, 0], []],
    ["passed", '<testsuites><testsuite><testcase name="a"/></testsuite></testsuites>', [1, 0, 0], []],
    [
      "failure, error and skipped",
      `<testsuite><testcase name="a" classname="X"><failure message="no &amp; never">trace</failure></testcase>
       <testcase name="b"><error type="E"><![CDATA[at <b>]]></error></testcase>
       <testcase name="c"><skipped/></testcase></testsuite>`,
      [0, 2, 1],
      [
        ["X › a", "no & never", null],
        ["b", "at <b>", null],
      ],
    ],
    [
      "the file of a case, of its suite, and as its class",
      `<testsuites><testsuite file="t/a.py"><testcase name="a"><failure/></testcase>
       <testcase name="b" file="t/b.py"><failure/></testcase></testsuite>
       <testsuite><testcase name="c" classname="t/c.test.ts"><failure/></testcase></testsuite></testsuites>`,
      [0, 3, 0],
      [
        ["a", "", "t/a.py"],
        ["b", "", "t/b.py"],
        ["t/c.test.ts › c", "", "t/c.test.ts"],
      ],
    ],
    [
      "an attempt that failed before the test passed",
      '<testsuite><testcase name="a"><flakyFailure message="once"/></testcase></testsuite>',
      [1, 0, 0],
      [],
    ],
    ["a test that did not run", '<testsuite><testcase name="a" status="notrun"/></testsuite>', [0, 0, 1], []],
    [
      "numbers without cases",
      '<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/><testsuite tests="2"/></testsuites>',
      [4, 2, 1],
      [],
    ],
    [
      "a suite that could not be loaded",
      '<testsuites><testsuite name="a.js"><error message="no load"/></testsuite></testsuites>',
      [0, 1, 0],
      [["a.js", "no load", null]],
    ],
    [
      "cases inside of cases' suites",
      '<testsuite><testsuite><testcase name="a"/></testsuite></testsuite>',
      [1, 0, 0],
      [],
    ],
    [
      "characters by number, and colours",
      '<testsuite><testcase name="a"><failure message="&#60;&#x1F600;&#27;[31mred"/></testcase></testsuite>',
      [0, 1, 0],
      [["a", "<😀red", null]],
    ],
  ])("%s", (_, text, [passed, failed, skipped], failures) => {
    const counts = readJunit(text);
    expect(counts).toMatchObject({ passed, failed, skipped });
    expect(counts.failures.map(({ name, message, path }) => [name, message, path])).toEqual(failures);
  });

  test.each([
    ["nothing", "", "there is no element"],
    ["an unclosed element", "<testsuite>", "<testsuite> is not closed"],
    ["crossed elements", "<testsuite><testcase></testsuite></testcase>", "</testsuite> closes nothing"],
    ["two elements", "<testsuite/><testsuite/>", "there is a second element"],
    ["text outside", "<testsuite/> and more", "there is text outside of the element"],
    ["a broken tag", "<testsuite name=1/>", "the tag <testsuite> is broken"],
    ["the same attribute twice", '<testsuite a="1" a="2"/>', '<testsuite> has "a" twice'],
    ["another document", "<coverage/>", "its element is <coverage>, not <testsuites> or <testsuite>"],
    ["an unclosed comment", "<testsuite><!-- ", '"-->" is missing'],
    ["a bottomless document", "<testsuite>".repeat(200), "it is nested too deeply"],
    [
      "a document type with an entity of a file",
      '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>',
      "a document type is not read",
    ],
    [
      "entities that multiply",
      '<!DOCTYPE t [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><testsuite>&b;</testsuite>',
      "a document type is not read",
    ],
  ])("%s is refused", (_, text, complaint) => {
    expect(() => readJunit(text)).toThrow(complaint);
  });

  test("an entity that nobody declared stays as it stands", () => {
    expect(readXml("<a>&x; & &#x110000; &lt;</a>").text).toBe("&x; & &#x110000; <");
  });

  test.each([
    [true, '\ufeff<?xml version="1.0"?>\n<!-- made by -- us --><testsuites name="x">'],
    [true, "<testsuite>"],
    [false, "<testsuitex>"],
    [false, "text <testsuite>"],
    [false, `${"<!---->".repeat(1000)}x`],
  ])("looks like it: %s", (expected, text) => {
    expect(looksLikeJunit(text)).toBe(expected);
  });
});

describe("TAP", () => {
  test.each<[string, string, readonly number[], readonly (readonly [string, string])[]]>([
    ["flat", "1..2\nok 1 - a\nnot ok 2 - b\n# got 1\n", [1, 1, 0], [["b", "got 1"]]],
    ["without numbers and names", "1..2\nok\nnot ok\n", [1, 1, 0], [["test", ""]]],
    ["directives", "1..3\nok 1 # SKIP no net\nnot ok 2 - b # TODO later\nok 3 - #skipper\n", [1, 0, 2], []],
    ["the plan at the end", "TAP version 13\nok 1 - a\n1..1\n", [1, 0, 0], []],
    ["only a version", "TAP version 14\n1..0 # SKIP all\n", [0, 0, 0], []],
    [
      "fewer tests than planned",
      "1..4\nok 1 - a\n",
      [1, 3, 0],
      [["the plan", "3 of the planned tests gave no result"]],
    ],
    ["bail out", "1..1\nok 1\nBail out! no database\n", [1, 1, 0], [["Bail out!", "no database"]]],
    [
      "tests inside of tests count, their holders do not",
      `TAP version 14
# Subtest: sums
    ok 1 - adds
    not ok 2 - breaks
      ---
      error: |-
        1 is
        not 2
      stack: |-
        ok 9 - not a test
      ...
    1..2
not ok 1 - sums
  ---
  error: '1 subtest failed'
  ...
1..1
`,
      [1, 1, 0],
      [["breaks", "1 is\nnot 2"]],
    ],
    [
      "a holder that fails by itself",
      "TAP version 14\n    ok 1 - inner\n    1..1\nnot ok 1 - outer\n  ---\n  message: 'hook broke'\n  ...\n1..1\n",
      [1, 1, 0],
      [["outer", "hook broke"]],
    ],
  ])("%s", (_, text, [passed, failed, skipped], failures) => {
    const counts = readTap(text);
    expect(counts).toMatchObject({ passed, failed, skipped });
    expect(counts?.failures.map(({ name, message }) => [name.trim(), message])).toEqual(failures);
  });

  test.each([
    ["prose", "ok then\nnot ok, really\n"],
    ["a plan alone", "1..5\n"],
    ["Go's lines", "ok  \texample.com/sum\t0.002s\n"],
  ])("%s is not TAP", (_, text) => {
    expect(readTap(text)).toBeNull();
  });
});
