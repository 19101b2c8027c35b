/** oxlint, with types where the project has tsgolint beside it. */
import { z } from "zod";
import type { Category } from "../model/category.js";
import { defineTool } from "../model/tool.js";
import { severityOfLevel } from "../model/tool-log.js";

const outputSchema = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      /** `eslint(no-eval)`. */
      code: z.string().optional(),
      severity: z.string(),
      filename: z.string(),
      help: z.string().nullable().optional(),
      labels: z.array(z.object({ span: z.object({ line: z.number().int().positive() }) })).default([]),
    }),
  ),
});

export default defineTool({
  title: "oxlint",
  installed: ["node_modules/.bin/oxlint"],
  configuredBy: [".oxlintrc.json", "oxlint.config.ts", "package.json"],
  arguments: (isThere) => `${isThere("node_modules/.bin/tsgolint") ? "--type-aware " : ""}--format json .`,
  read: ({ stdout }) =>
    outputSchema
      .parse(JSON.parse(stdout))
      .diagnostics.map(({ message, code, severity, filename, help, labels }) => {
        const line = labels[0]?.span.line;
        return {
          rule: code ?? null,
          message,
          path: filename,
          lines: line === undefined ? null : { start: line, end: line },
          severity: severityOfLevel(severity),
          category: categoryOf(code ?? ""),
          cwe: [],
          confidence: null,
          ...(help ? { help } : {}),
        };
      }),
});

function categoryOf(code: string): Category | null {
  if (/promise|await|floating/.test(code)) return "concurrency";
  if (/no-eval|no-new-func|script-url|danger/.test(code)) return "security";
  if (/^(?:jest|vitest)/.test(code)) return "testing";
  return /unused|duplicate|useless/.test(code) ? "redundancy" : null;
}
