/** ESLint as the project has configured it. */
import { z } from "zod";
import type { Category } from "../model/category.js";
import { defineTool } from "../model/tool.js";
import { severityOfLevel } from "../model/tool-log.js";

const outputSchema = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(
      z.object({
        ruleId: z.string().nullable(),
        severity: z.number(),
        message: z.string(),
        line: z.number().int().positive().optional(),
        endLine: z.number().int().positive().optional(),
      }),
    ),
  }),
);

export default defineTool({
  title: "ESLint",
  installed: ["node_modules/.bin/eslint"],
  configuredBy: [
    ...["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`),
    ...["", ".js", ".cjs", ".json", ".yml", ".yaml"].map((ending) => `.eslintrc${ending}`),
  ],
  arguments: () => "--format json .",
  read: ({ stdout }) =>
    outputSchema.parse(JSON.parse(stdout)).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, severity, message, line, endLine = line }) => ({
        rule: ruleId,
        message,
        path: filePath,
        lines: line === undefined || endLine === undefined ? null : { start: line, end: endLine },
        severity: severityOfLevel(severity === 2 ? "error" : "warning"),
        category: categoryOf(ruleId ?? ""),
        cwe: evaluates.test(ruleId ?? "") ? [95] : [],
        confidence: null,
      })),
    ),
});

/** ESLint's own rules about text that runs as code. */
const evaluates = /^no-(?:eval|implied-eval|new-func|script-url)$/;

/** By what the rules of the usual plugins are about; the others are taken for correctness. */
function categoryOf(rule: string): Category | null {
  if (evaluates.test(rule) || /^(?:security|no-secrets|no-unsanitized)\//.test(rule)) return "security";
  if (/floating-promises|misused-promises|await|promise|race|atomic/.test(rule)) return "concurrency";
  if (/^(?:jest|vitest|testing-library|playwright|mocha)\//.test(rule)) return "testing";
  if (/unused|duplicate|useless|unreachable/.test(rule)) return "redundancy";
  if (/complexity|max-|depth|cognitive/.test(rule)) return "design";
  if (/jsdoc|tsdoc/.test(rule)) return "documentation";
  if (/^(?:@?stylistic|prettier|import|simple-import-sort|unicorn)\/|naming|prefer-|consistent-/.test(rule))
    return "consistency";
  return null;
}
