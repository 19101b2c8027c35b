/** Self-closing tags of a page are written out by a pattern, which can turn harmless markup into a script. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { literalText, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // 18 of 26 hits on 226 other projects read: all copies of jQuery before 3.5 or code taken from it.
  // The rewriting itself is the published defect (GHSA-gxr4-xjj5-5px2); whether markup of others gets here is not seen.
  confidence: 0.75,
  judged: { right: 18, arguable: 0, wrong: 0, projects: 11 },
  title: "Self-closing tags written out by a pattern",
  risk: "`<style><style/><img src=x onerror=…>` is harmless for a sanitiser, and runs a script once the inner tag has got an end tag of its own.",
  fix: "Hand the markup to the parser of the browser as it is; it does not need end tags for `<div/>`.",
  trial: {
    name: "a tag that hides in another",
    arrange: "the markup `<style><style/><img src=x onerror=alert(1)>`",
    act: "run {it} with that markup",
    assert: "the result is the markup as it was",
  },
  cwe: [79, 116],
  match: { typescript: expansions },
  examples: [
    {
      language: "javascript",
      bad: "const tag = /<(?!area|br|img|input)(([a-z][^\\/\\0>\\s]*)[^>]*)\\/>/gi;\nexports.prefilter = (html) => html.replace(tag, '<$1></$2>');\n",
      good: "const tag = /<(?!area|br|img|input)(([a-z][^\\/\\0>\\s]*)[^>]*)\\/>/gi;\nexports.prefilter = (html) => html;\nexports.bold = (text) => text.replace(/\\*(\\w+)\\*/g, '<b>$1</b>');\nexports.names = (html) => html.match(tag);\n",
    },
  ],
});

function* expansions({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!source.text.includes("></$")) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const { expression: callee, arguments: given } = call;
    if (!ts.isPropertyAccessExpression(callee) || !/^replace(?:All)?$/.test(callee.name.text)) continue;
    if (!/^<\$\d><\/\$\d>$/.test(literalText(tree, given[1]) ?? "")) continue;
    yield {
      at: spanOf(tree, call),
      issue: `Every self-closing tag of \`${textOf(tree, callee.expression)}\` gets an end tag, also where the tag is only text.`,
    };
  }
}
