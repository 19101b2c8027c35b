/** XML: well-formed whatever stands in it, and the same text for whoever reads it back. */
import { describe, expect, test } from "vitest";
import { element, textElement, xmlDocument, xmlText } from "../../src/formats/xml.js";
import { readXml } from "../../src/trial/xml.js";
import { hostileTexts } from "./hostile-texts.js";

/** What XML 1.0 can hold of a text. */
function writable(text: string): string {
  return Array.from(text)
    .filter((character) => !/[\p{Cs}\ufffe\uffff]|(?![\t\n\r])\p{Cc}/u.test(character))
    .join("");
}

test.each(hostileTexts)("reads back as it was: %j", (text) => {
  const root = readXml(
    xmlDocument(element("a", { b: text }, [textElement("c", {}, text), element("d", { e: 1 })])),
  );
  expect(root.attributes.get("b")).toBe(writable(text));
  expect(root.children.map(({ name, text: own }) => [name, own])).toEqual([
    ["c", writable(text)],
    ["d", ""],
  ]);
});

describe("text", () => {
  test.each([
    ["a < b && c > 'd' \"e\"", "a &lt; b &amp;&amp; c &gt; &apos;d&apos; &quot;e&quot;"],
    ["two\nlines\r\n\ttab", "two&#10;lines&#13;&#10;&#9;tab"],
    ["\u0000\u0008\u001b[31m\u009b\ufffe", "[31m"],
    ["##[error]x", "##&#91;error]x"],
    ["ü 日本 𐐀", "ü 日本 𐐀"],
  ])("%j is written %j", (text, written) => {
    expect(xmlText(text)).toBe(written);
  });
});

test("elements are indented, attributes without a value are left out", () => {
  expect(element("a", { b: 1, c: undefined }, [element("d", {}, [element("e", {})])])).toBe(
    '<a b="1">\n  <d>\n    <e/>\n  </d>\n</a>',
  );
});
