/** Sums of money that are computed with floating point. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { ownCode } from "../../syntax/own-code.js";
import { askOnce, named } from "../../syntax/questions.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The name says money and the code says floating point; whether cents matter there, the author knows.
  // Of 12 hits in other people's code 3 were worth the question, so it is for the deep profile.
  confidence: 0.45,
  judged: { right: 3, arguable: 3, wrong: 6, projects: 12 },
  title: "Money in floating point",
  risk: "0.1 + 0.2 is not 0.3: totals differ from the sum of their lines by a cent, and comparisons fail.",
  fix: "Count in the smallest unit as a whole number, or use a decimal type.",
  reads: ["typescript", "python", "go", "java"],
  project: floating,
  examples: [
    {
      language: "typescript",
      bad: "export function total(price: string, count: number): number {\n  const sum = parseFloat(price) * count;\n  return sum;\n}\n",
      good: 'export function total(cents: number, count: number): number {\n  const size = parseFloat("1.5");\n  return cents * count * size;\n}\n',
    },
    {
      language: "python",
      bad: 'def total(order):\n    price = float(order["price"])\n    return price * order["count"]\n',
      good: 'from decimal import Decimal\n\ndef total(order):\n    price = Decimal(order["price"])\n    return price * order["count"]\n',
    },
    {
      language: "go",
      bad: "package shop\n\ntype Order struct {\n\tPrice float64\n}\n",
      good: "package shop\n\ntype Order struct {\n\tPriceCents int64\n\tWeight     float64\n}\n",
    },
    {
      language: "java",
      path: "src/Order.java",
      bad: "class Order {\n  private double totalPrice;\n}\n",
      good: "class Order {\n  private BigDecimal totalPrice;\n  private double weight;\n}\n",
    },
  ],
});

const money =
  "(?:(?:unit|total|net|gross|sale|order|cart|item|sub|list)_?)?(?:[pP]rice|[bB]alance|[sS]ubtotal|[iI]nvoice_?(?:[tT]otal|[aA]mount)|[pP]ayment_?[aA]mount|[aA]mount_?[dD]ue|[tT]otal_?[pP]rice|[rR]efund_?[aA]mount|[wW]allet_?[bB]alance)";
const patterns: Readonly<Record<string, RegExp>> = {
  typescript: new RegExp(
    `\\b(?:parseFloat|Number)\\(\\s*[\\w.]*\\b${money}\\b[^)]*\\)\\s*[*+-]|\\bparseFloat\\([\\w.\\[\\]"']*\\b${money}\\b`,
    "g",
  ),
  python: new RegExp(`\\b${money}\\s*=\\s*float\\(|^[ \\t]+${money}\\s*:\\s*float\\b`, "gm"),
  go: new RegExp(`^\\t+${money}\\s+float(?:32|64)\\b`, "gm"),
  java: new RegExp(`\\b(?:double|float|Double|Float)\\s+${money}\\s*[;=]`, "g"),
};
/** Prices of a market and of computing time are measures that nobody adds up to the cent. */
const market =
  /\b(?:ticker|candle|orderbook|order_book|exchange|indicator|backtest|volatility|tokens?_?(?:used|count)|usd_per|per_token|llm|gas)\b/i;

function* floating(survey: Survey): Iterable<ProjectHit> {
  const found = ownCode(survey).flatMap((file) => {
    const code = withoutComments(file);
    const pattern = patterns[file.tree.family];
    if (!pattern || market.test(code)) return [];
    return [...code.matchAll(pattern)].map((match) => {
      const start = match.index + match[0].length - match[0].trimStart().length;
      return {
        path: file.source.path,
        span: { start, end: match.index + match[0].length },
        text: match[0].trim(),
      };
    });
  });
  const places = found.map(({ path, span }) => ({ path, span }));
  yield* askOnce(places, (count) => ({
    issue: `Money is held or computed in floating point in ${count === 1 ? "one place" : `${count} places`} (${named(found.map(({ text }) => text.replace(/\s+/g, " ")))}). Do cents matter there?`,
  }));
}
