/** What each tool of the shelf prints, as the results that are read from it. */
import { describe, expect, test } from "vitest";
import { loadTools } from "../../src/catalog/load-shelves.js";

const tools = new Map((await loadTools()).map((tool) => [tool.id, tool]));

function read(id: string, stdout: string, stderr = ""): readonly string[] {
  const results = tools.get(id)?.read({ stdout, stderr }) ?? [];
  return results.map(
    ({ rule, path, lines, severity, category, message }) =>
      `${path}:${lines ? `${lines.start}-${lines.end}` : "file"} ${rule ?? "no rule"} ${severity} ${category ?? "other"}: ${message}`,
  );
}

const vet = (posn: string, rule = "copylocks"): string =>
  `# example.com/a\n${JSON.stringify({ "example.com/a": { [rule]: [{ posn, message: "passes lock by value" }] } }, null, "\t")}\n`;

const clippyMessage = {
  reason: "compiler-message",
  message: {
    message: "unused variable: `x`",
    level: "warning",
    code: { code: "unused_variables" },
    spans: [
      { file_name: "src/other.rs", line_start: 1, line_end: 1, is_primary: false },
      { file_name: "src/main.rs", line_start: 4, line_end: 5, is_primary: true },
    ],
  },
};

const outputs: readonly (readonly [id: string, what: string, stdout: string, results: readonly string[]])[] =
  [
    [
      "eslint",
      "a rule, and a file that does not parse",
      JSON.stringify([
        {
          filePath: "/p/a.js",
          messages: [
            { ruleId: "no-eval", severity: 2, message: "Bad.", line: 3, endLine: 4 },
            { ruleId: "no-unused-vars", severity: 1, message: "Unused.", line: 5 },
            { ruleId: null, severity: 2, message: "Parsing error" },
          ],
        },
      ]),
      [
        "/p/a.js:3-4 no-eval medium security: Bad.",
        "/p/a.js:5-5 no-unused-vars low redundancy: Unused.",
        "/p/a.js:file no rule medium other: Parsing error",
      ],
    ],
    [
      "oxlint",
      "a diagnostic with a place",
      JSON.stringify({
        diagnostics: [
          {
            message: "Dropped.",
            code: "typescript-eslint(no-floating-promises)",
            severity: "error",
            filename: "a.ts",
            labels: [{ span: { line: 7, column: 1 } }],
          },
        ],
      }),
      ["a.ts:7-7 typescript-eslint(no-floating-promises) medium concurrency: Dropped."],
    ],
    [
      "tsc",
      "errors between other lines",
      "src/a.ts(12,5): error TS2304: Cannot find name 'x'.\n  a longer story\nsrc/b.ts(1,1): error TS2322: No.\n",
      [
        "src/a.ts:12-12 TS2304 medium correctness: Cannot find name 'x'.",
        "src/b.ts:1-1 TS2322 medium correctness: No.",
      ],
    ],
    ["tsc", "nothing to say", "", []],
    [
      "knip",
      "files, exports and packages",
      JSON.stringify({
        files: ["src/old.ts"],
        issues: [
          {
            file: "src/a.ts",
            exports: [{ name: "f", line: 2 }],
            types: [],
            unlisted: [{ name: "left-pad" }],
          },
        ],
      }),
      [
        "src/old.ts:file files low redundancy: Nothing imports this file.",
        "src/a.ts:2-2 exports low redundancy: The export `f` is used nowhere.",
        "src/a.ts:file unlisted medium redundancy: The package `left-pad` is used and not declared.",
      ],
    ],
    [
      "ruff",
      "codes of several families",
      JSON.stringify(
        [
          ["S602", 3],
          ["F401", 1],
          ["ASYNC210", 9],
          ["B008", 5],
        ].map(([code, row]) => ({
          code,
          message: "Said.",
          filename: "/p/a.py",
          location: { row, column: 1 },
          end_location: { row, column: 9 },
        })),
      ),
      [
        "/p/a.py:3-3 S602 medium security: Said.",
        "/p/a.py:1-1 F401 low redundancy: Said.",
        "/p/a.py:9-9 ASYNC210 low concurrency: Said.",
        "/p/a.py:5-5 B008 low other: Said.",
      ],
    ],
    [
      "clippy",
      "messages among the artifacts",
      `{"reason":"compiler-artifact"}\n${JSON.stringify(clippyMessage)}\n{"reason":"build-finished"}\n`,
      ["src/main.rs:4-5 unused_variables low redundancy: unused variable: `x`"],
    ],
    [
      "go-vet",
      "a path with a drive",
      vet("C:/p/a.go:12:3"),
      ["C:/p/a.go:12-12 copylocks medium concurrency: passes lock by value"],
    ],
    [
      "go-vet",
      "two packages",
      vet("/p/a.go:1:1", "printf") + vet("/p/b.go:2:1"),
      [
        "/p/a.go:1-1 printf medium correctness: passes lock by value",
        "/p/b.go:2-2 copylocks medium concurrency: passes lock by value",
      ],
    ],
  ];

test.each(outputs)("%s: %s", (id, _what, stdout, results) => {
  expect(read(id, stdout)).toEqual(results);
});

describe("what is no answer is refused, so that silence is never taken for it", () => {
  test.each([
    ["eslint", "Oops! Something went wrong!", ""],
    ["oxlint", "", "panicked"],
    ["tsc", "error TS5083: Cannot read file 'base.json'.\n", ""],
    ["tsc", "", "node: bad option"],
    ["knip", "{}x", ""],
    ["ruff", "", "no such option"],
    ["clippy", "", "error: could not compile\n"],
    ["go-vet", "", "go: cannot find main module\n"],
  ])("%s: %s%s", (id, stdout, stderr) => {
    expect(() => read(id, stdout, stderr)).toThrow();
  });
});

test("every tool of the shelf is here, and can be found in a project", () => {
  expect([...tools.keys()].sort()).toEqual([...new Set(outputs.map(([id]) => id))].sort());
  for (const { title, installed, command, configuredBy } of tools.values()) {
    expect(title).not.toBe("");
    expect(installed.length > 0 || command !== undefined).toBe(true);
    expect(configuredBy).not.toEqual([]);
  }
});
