/** What our reports write in Markdown, as markup. */
import { expect, test } from "vitest";
import { blocksOf, sectionsOf } from "../../src/html/from-markdown.js";

test.each([
  ["plain <b> & `a<b`", "<p>plain &lt;b&gt; &amp; <code>a&lt;b</code></p>"],
  ["**bold `**`** and \\*\\*not\\*\\*", "<p><strong>bold <code>**</code></strong> and **not**</p>"],
  ["`` `ticks` `` &lt;i> \\[x](y)", "<p><code>`ticks`</code> &lt;i&gt; [x](y)</p>"],
  ["[here](#evidence)", '<p><a href="#evidence">here</a></p>'],
  ["[there](javascript:alert)", "<p>[there](javascript:alert)</p>"],
  ["[there](https://evil.example/x)", "<p>[there](https://evil.example/x)</p>"],
  ["3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'],
  ["- [x] done\n- [ ] not", "☑</span>"],
  ["- a\n  - b", "<li>b</li>"],
  ["> **INCOMPLETE.**\n>\n> - one", "<blockquote><p><strong>INCOMPLETE.</strong></p>"],
  ["````js\n```\n## no heading <i>\n````", "```\n## no heading &lt;i&gt;\n</code></pre>"],
  ["| a | b |\n| - | -: |\n| x\\|y | 1 |", '<th scope="row">x|y</th>'],
  ["| a | b |\n| - | -: |\n| x | 1 |", '<td class="number">1</td>'],
])("%j", (markdown, markup) => {
  expect(blocksOf(markdown.split("\n"), "About").toString().replaceAll(/>\s+</gu, "><")).toContain(markup);
});

test("a heading inside a fence begins no section", () => {
  const lines = ["intro", "## One", "```", "## not", "```", "## Two"];
  expect(sectionsOf(lines, "## ").map(({ heading }) => heading)).toEqual(["", "One", "Two"]);
});
