/** knip: files, exports and packages that nothing uses. */
import { z } from "zod";
import { defineTool } from "../model/tool.js";
import type { ToolResult } from "../model/tool-log.js";

const itemSchema = z.object({ name: z.string(), line: z.number().int().positive().optional() });
const outputSchema = z.object({
  files: z.array(z.string()).default([]),
  issues: z
    .array(
      z.object({
        file: z.string(),
        exports: z.array(itemSchema).default([]),
        types: z.array(itemSchema).default([]),
        dependencies: z.array(itemSchema).default([]),
        unlisted: z.array(itemSchema).default([]),
      }),
    )
    .default([]),
});

export default defineTool({
  title: "knip",
  installed: ["node_modules/.bin/knip"],
  configuredBy: ["package.json"],
  arguments: () => "--reporter json --no-progress",
  read: ({ stdout }) => {
    const { files, issues } = outputSchema.parse(JSON.parse(stdout));
    return [
      ...files.map((path) => result("files", path, "Nothing imports this file.")),
      ...issues.flatMap(({ file, exports, types, dependencies, unlisted }) => [
        ...exports.map((item) =>
          result("exports", file, `The export \`${item.name}\` is used nowhere.`, item.line),
        ),
        ...types.map((item) =>
          result("types", file, `The exported type \`${item.name}\` is used nowhere.`, item.line),
        ),
        ...dependencies.map((item) =>
          result("dependencies", file, `The package \`${item.name}\` is used nowhere.`, item.line),
        ),
        ...unlisted.map((item) =>
          result("unlisted", file, `The package \`${item.name}\` is used and not declared.`, item.line),
        ),
      ]),
    ];
  },
});

function result(rule: string, path: string, message: string, line?: number): ToolResult {
  const lines = line === undefined ? null : { start: line, end: line };
  const severity = rule === "unlisted" ? "medium" : "low";
  return { rule, message, path, lines, severity, category: "redundancy", cwe: [], confidence: null };
}
