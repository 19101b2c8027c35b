/** Tables of cases, and lists that are too short or run in one test. */
import type { Example } from "../../model/rule.js";

const rows = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => row(i)).join("");

const vitest = (count: number): string =>
  `import { expect, test } from "vitest";\ntest.each([\n${rows(count, (i) => `  ["a,${String(i)}", { b: [${String(i)}, 2] }],\n`)}])("%s", (text) => {\n  expect(parse(text)).toBe(1);\n});\n`;
const pytest = (count: number): string =>
  `import pytest\n\n@pytest.mark.parametrize("text,size", [\n${rows(count, (i) => `    ("a,${String(i)}", ${String(i)}),\n`)}])\ndef test_size(text, size):\n    assert measure(text) == size\n`;
const go = (runner: string): string =>
  `package store\n\nimport "testing"\n\nfunc TestSize(t *testing.T) {\n\ttests := []struct {\n\t\tname string\n\t\tsize int\n\t}{\n${rows(6, (i) => `\t\t{name: "a,${String(i)}", size: ${String(i)}},\n`)}\t}\n\tfor _, tc := range tests {\n${runner}\t}\n}\n`;

export const examples: readonly Example[] = [
  { language: "typescript", path: "test/parse.test.ts", bad: vitest(6), good: vitest(5) },
  { language: "python", path: "tests/test_size.py", bad: pytest(6), good: pytest(5) },
  {
    language: "go",
    path: "store/size_test.go",
    bad: go("\t\tt.Run(tc.name, func(t *testing.T) { check(t, tc.size) })\n"),
    good: go("\t\tcheck(t, tc.size)\n\t\tlog(`t.Run(`)\n").replace("log(`t.Run(`)", "t.Log(tc.name)"),
  },
];
