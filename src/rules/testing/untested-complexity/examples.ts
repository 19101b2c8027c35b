/** Code with many branches, with tests that reach it and tests that do not. */
import type { Example } from "../../../model/rule.js";

const cases = Array.from({ length: 15 }, (_, i) => i);

const typescript = (name: string): string =>
  `export function ${name}(n: number): string {\n${cases.map((i) => `  if (n === ${i}) return "${i}";\n`).join("")}  return "";\n}\n`;
const python = (name: string): string =>
  `def ${name}(n):\n${cases.map((i) => `    if n == ${i}:\n        return "${i}"\n`).join("")}    return ""\n`;
const go = (name: string): string =>
  `package words\n\nfunc ${name}(n int) string {\n${cases.map((i) => `\tif n == ${i} {\n\t\treturn "${i}"\n\t}\n`).join("")}\treturn ""\n}\n`;

const tests = (imported: string, use: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["a", "b", "c"].map((name) => [
      `test/${name}.test.ts`,
      `import { test } from "vitest";\nimport { ${use} } from "${imported}";\ntest("${name}", () => ${use}(1));\n`,
    ]),
  );
const pythonTests = (module: string, use: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["a", "b", "c"].map((name) => [
      `tests/test_${name}.py`,
      `from ${module} import ${use}\n\ndef test_${name}():\n    assert ${use}(1) == "1"\n`,
    ]),
  );
const goTests = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["a", "b", "c"].map((name) => [
      `${folder}/${name}_test.go`,
      `package words\n\nimport "testing"\n\nfunc Test${name.toUpperCase()}(t *testing.T) {\n\tif spell(1) != "1" {\n\t\tt.Fail()\n\t}\n}\n`,
    ]),
  );

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: {
      "src/words.ts": typescript("inWords"),
      "src/other.ts": "export const other = (n: number) => n;\n",
      ...tests("../src/other.js", "other"),
    },
    // Reached through another file, or by its name in a test that goes through a server.
    good: {
      "src/words.ts": typescript("inWords"),
      "src/named.ts": typescript("byName"),
      "src/other.ts":
        'import { inWords } from "./words.js";\nexport const other = (n: number) => inWords(n);\n',
      ...tests("../src/other.js", "other"),
      "test/d.test.ts": 'import { test } from "vitest";\ntest("byName", () => post({ byName: 1 }));\n',
    },
  },
  {
    language: "python",
    bad: {
      "app/words.py": python("in_words"),
      "app/other.py": "def other(n):\n    return str(n)\n",
      ...pythonTests("app.other", "other"),
    },
    good: { "app/words.py": python("in_words"), ...pythonTests("app.words", "in_words") },
  },
  {
    language: "go",
    bad: { "words/words.go": go("spell"), "far/long.go": go("spellOut"), ...goTests("words") },
    good: { "words/words.go": go("spell"), "words/long.go": go("spellOut"), ...goTests("words") },
  },
];
