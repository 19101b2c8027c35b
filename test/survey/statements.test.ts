/** Which sentences of a document can be held against code, and where each stands. */
import { describe, expect, test } from "vitest";
import { splitStatements } from "../../src/survey/statements.js";

function texts(document: string): readonly string[] {
  return splitStatements(document).map(({ text }) => text);
}

const documents: readonly (readonly [what: string, document: string, statements: readonly string[]])[] = [
  ["nothing", "", []],
  [
    "orders of a paragraph, quoted or not",
    "> Build a catalogue of plants. It was a long day. Host it somewhere.\n\nDo not use a library.\n",
    ["Build a catalogue of plants.", "Host it somewhere.", "Do not use a library."],
  ],
  ["a story", "# Plan\n\nWe met on Monday and talked for an hour.\n", []],
  [
    "list items of all kinds",
    "- one\n* two\n+ three\n1. four\n2) five\n",
    ["one", "two", "three", "four", "five"],
  ],
  ["checkboxes", "- [ ] open\n- [x] done\n", ["open", "done"]],
  [
    "an item over several lines",
    "1. It returns\n   the session\n   or 404.\n2. Next\n",
    ["It returns the session or 404.", "Next"],
  ],
  [
    "an item with a second paragraph that demands",
    "- Save.\n\n  It must be whole.\n",
    ["Save.", "It must be whole."],
  ],
  [
    "an item that only introduces others",
    "- Endpoints:\n  - `GET /a`\n  - `GET /b`\n- Last\n",
    ["`GET /a`", "`GET /b`", "Last"],
  ],
  [
    "an item that demands and has details",
    "- `load()` must read the file\n  - missing files raise `NotFound`\n",
    ["`load()` must read the file", "missing files raise `NotFound`"],
  ],
  ["three levels", "- A:\n  - B:\n    - C\n  - D\n", ["C", "D"]],
  [
    "sentences of a paragraph",
    "The service is old. It must answer in 2 seconds. Nobody likes it. It returns 404 for unknown ids.\n",
    ["It must answer in 2 seconds.", "It returns 404 for unknown ids."],
  ],
  ["a sentence over two lines", "Clients\nshall send a token.\n", ["Clients shall send a token."]],
  [
    "rows of a table, without numbers and states",
    "| # | Item | Status | Where |\n|---|:---|---|---|\n| 1 | `start_link/1` | ✅ Complete | `a \\| b` |\n| 2 | Retry | todo | |\n",
    ["`start_link/1` – `a \\| b`", "Retry"],
  ],
  [
    "acceptance criteria on lines of their own",
    "- Given a session\n- When it expires\n- Then `GET /s` answers 404\n- Given another\n- Then it stays\n",
    ["Given a session When it expires Then `GET /s` answers 404", "Given another Then it stays"],
  ],
  [
    "acceptance criteria in a paragraph",
    "Given a user\nWhen they log in\nThen they must see it\n",
    ["Given a user When they log in Then they must see it"],
  ],
  ["code blocks", "```js\n- must not count\n```\n~~~\n1. nor this\n~~~\n- this\n", ["this"]],
  ["a fence within a longer fence", "````\n```\n- no\n```\n- no\n````\n- yes\n", ["yes"]],
  ["front matter", "---\ntitle: It must not count\ntags:\n  - a\n---\n- this\n", ["this"]],
  ["comments", "<!-- - hidden -->\n<!--\n- must hide\n-->\n- seen\n", ["seen"]],
  [
    "lists of links",
    "- [Issue](https://example.org/1)\n- <https://example.org/2>\n- [Docs](a.md): the docs\n- real\n",
    ["real"],
  ],
  ["a table of contents", "## Table of contents\n- Goals\n- API\n\n## API\n- `GET /a`\n", ["`GET /a`"]],
  [
    "sections about the plan itself",
    "## Background\nIt must be told.\n## Non-goals\n- Speed\n## Goals\n- Small\n",
    ["Small"],
  ],
  ["a heading by underline", "Background\n----------\n- past\n\nGoals\n=====\n- real\n", ["real"]],
  [
    "emphasis",
    "- **Rate limit**: at most 5 *times*\n- **`max`** is 3\n",
    ["Rate limit: at most 5 *times*", "`max` is 3"],
  ],
  ["patterns in code spans", "- `**/*.ts` and `**/*.js` are read\n", ["`**/*.ts` and `**/*.js` are read"]],
  ["what is struck out", "- keep ~~drop~~\n", ["keep"]],
  [
    "several subjects in one item",
    "- `add(name)` queues a job; `on(name)` registers a handler; it is quick\n",
    ["`add(name)` queues a job", "`on(name)` registers a handler; it is quick"],
  ],
  [
    "one subject with several clauses",
    "- `PUT /a` replaces it; when another came first, 409\n",
    ["`PUT /a` replaces it; when another came first, 409"],
  ],
  ["Windows line ends", "- one\r\n- two\r\n", ["one", "two"]],
];

test.each(documents)("%s", (_, document, statements) => {
  expect(texts(document)).toEqual(statements);
});

describe("each statement", () => {
  test("has an id in order, its line and its heading", () => {
    expect(splitStatements("# A\n\nIntro.\n\n- one\n\n## B **c** ##\n\n| x |\n|---|\n| two |\n")).toEqual([
      { id: "R1", line: 5, section: "A", text: "one" },
      { id: "R2", line: 11, section: "B c", text: "two" },
    ]);
  });

  test("has no heading where there is none, and counts lines after front matter", () => {
    expect(splitStatements("---\na: b\n---\n\n- one\n")).toEqual([
      { id: "R1", line: 5, section: null, text: "one" },
    ]);
  });

  test("an unclosed fence swallows the rest instead of reading code as prose", () => {
    expect(texts("- one\n```\n- two\n")).toEqual(["one"]);
  });
});
