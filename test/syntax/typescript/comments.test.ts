/** Comments of TypeScript and JavaScript: what looks like one in strings, templates, patterns and tags is none. */
import { expect, test } from "vitest";
import { at, outlineOf } from "../outline-of.js";

test.each<[name: string, text: string, comments: string[]]>([
  ["line", "a; // one\nb;", ["// one"]],
  ["line at the end", "a; //", ["//"]],
  ["block", "a /* one */ + b;", ["/* one */"]],
  ["block over lines", "/* one\n two */\na;", ["/* one\n two */"]],
  ["documentation", "/** one */\nfunction f() {}", ["/** one */"]],
  ["CRLF", "a; // one\r\nb; // two\r\n", ["// one", "// two"]],
  ["strings", "const a = 'x // y'; const b = \"/* z */\"; // one", ["// one"]],
  ["escaped quotes", "const a = 'it\\'s // none'; // one", ["// one"]],
  ["URL", "const a = 'https://example.org/*'; // one", ["// one"]],
  ["template", "const a = `x // y /* z */`; // one", ["// one"]],
  [
    "template with expressions",
    "const a = `x // ${b /* one */} // ${c} /* z`; // two",
    ["/* one */", "// two"],
  ],
  ["nested templates", "const a = `${`// no ${b // one\n}`} // no`;", ["// one"]],
  ["pattern with a slash in brackets", "const a = /[/*]/; // one", ["// one"]],
  ["pattern with escaped slashes", "const a = /https:\\/\\//g; // one", ["// one"]],
  ["division", "const a = b / c / d; // one", ["// one"]],
  ["comment between operands", "const a = b / /* one */ c;", ["/* one */"]],
  ["template type", "type A = `//${string}/*`; // one", ["// one"]],
  ["slash in a line comment", "// a /* b\nc; // */ d", ["// a /* b", "// */ d"]],
])("%s", (_, text, comments) => {
  expect(at(text, outlineOf(text, "a.ts").comments)).toEqual(comments);
});

test.each<[name: string, text: string, comments: string[]]>([
  ["text", "const a = <p>http://example.org /* no */</p>; // one", ["// one"]],
  ["expression", "const a = <p>{/* one */}{b /* two */}</p>;", ["/* one */", "/* two */"]],
  ["attribute", 'const a = <a href="//example.org" /* one */ />;', ["/* one */"]],
  ["between tags", "const a = <p>\n  // no\n  <b/>\n  // no\n</p>;", []],
])("JSX: %s", (_, text, comments) => {
  expect(at(text, outlineOf(text, "a.tsx").comments)).toEqual(comments);
});

test("a comment that never ends runs to the end of the file", () => {
  const text = "a; /* one";
  expect(at(text, outlineOf(text, "a.ts").comments)).toEqual(["/* one"]);
});
