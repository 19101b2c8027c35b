/** A test calls its own mock and checks that the mock answers what it was told to. */
import { type Hit, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";

export default defineRule({
  severity: "medium",
  // The mock is made, called and checked in one test; that some other code took part in between is ruled out by the form.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Mock checked against its own answer",
  risk: "The test shows that the mocking library works. The code it is named after does not run in it and can break unseen.",
  fix: "Hand the mock to the code under test and check what that makes of the answer.",
  trial: {
    name: "the test can fail",
    arrange: "the code under test changed so that it does the wrong thing",
    act: "run {it}",
    assert: "the test is red",
  },
  fold: "file",
  tests: "only",
  match: inFamilies(["typescript", "python"], selfChecked),
  examples: [
    {
      language: "typescript",
      path: "test/price.test.ts",
      bad: "it('asks for the price', async () => {\n  const fetchPrice = vi.fn().mockResolvedValue(5);\n  expect(await fetchPrice('x')).toBe(5);\n});\n",
      good: "it('asks for the price', async () => {\n  const fetchPrice = vi.fn().mockResolvedValue(5);\n  expect(await total(fetchPrice)).toBe(5);\n  expect(fetchPrice).toHaveBeenCalledTimes(1);\n  const wrapped = memoize(vi.fn().mockReturnValue(1));\n  expect(wrapped()).toBe(1);\n});\nit('throws', () => {\n  const real = vi.fn(parse);\n  expect(real('1')).toBe(1);\n});\n",
    },
    {
      language: "python",
      path: "tests/test_price.py",
      bad: "def test_price():\n    fetch = Mock(return_value=5)\n    assert fetch('x') == 5\n",
      good: "def test_price():\n    fetch = Mock(return_value=5)\n    assert total(fetch) == 5\n    assert fetch.call_count == 1\n",
    },
  ],
});

const madeInTypeScript =
  /\b(?:const|let)\s+(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:vi|jest)\.fn\(\)\s*\.mock(?:ReturnValue|ResolvedValue)(?:Once)?\(/g;
const madeInPython = /^[ \t]+(\w+)\s*=\s*(?:\w+\.)?(?:Async|Magic)?Mock\([^()\n]*\breturn_value=/gm;

function* selfChecked(code: Code): Iterable<Hit> {
  if (!/\.mockRe|return_value=/.test(code.source.text)) return;
  const text = codeOf(code);
  const isPython = code.source.language === "python";
  for (const made of text.matchAll(isPython ? madeInPython : madeInTypeScript)) {
    const name = made[1] ?? "";
    const scope = scopeEnd(code, made.index);
    const call = `(?:await\\s+)?${name}\\([^()]*\\)`;
    const check = new RegExp(
      isPython ? `\\bassert\\s+\\(?${call}\\)?\\s*==` : `\\bexpect\\(\\s*${call}\\s*\\)\\s*\\.to`,
    ).exec(text.slice(made.index, scope));
    if (!check) continue;
    const start = made.index + check.index;
    yield {
      at: { start, end: start + check[0].length },
      issue: `\`${name}\` is a mock made in this test, and its answer is checked right away: nothing of the code under test takes part.`,
    };
  }
}

/** End of the innermost function around the offset. */
function scopeEnd({ outline, source }: Code, offset: number): number {
  const ends = outline.functions
    .filter(({ span }) => span.start <= offset && offset < span.end)
    .map(({ span }) => span.end);
  return ends.length > 0 ? Math.min(...ends) : source.text.length;
}
