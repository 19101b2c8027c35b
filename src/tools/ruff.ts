/** ruff as the project has configured it. */
import { z } from "zod";
import type { Category } from "../model/category.js";
import { defineTool } from "../model/tool.js";

const place = z.object({ row: z.number().int().positive() });
const outputSchema = z.array(
  z.object({
    code: z.string().nullable(),
    message: z.string(),
    filename: z.string(),
    location: place,
    end_location: place,
  }),
);

export default defineTool({
  title: "ruff",
  installed: [".venv/bin/ruff", "venv/bin/ruff", ".venv/Scripts/ruff.exe"],
  configuredBy: ["ruff.toml", ".ruff.toml", "pyproject.toml"],
  arguments: () => "check --output-format json --no-cache --exit-zero .",
  read: ({ stdout }) =>
    outputSchema.parse(JSON.parse(stdout)).map(({ code, message, filename, location, end_location }) => ({
      rule: code,
      message,
      path: filename,
      lines: { start: location.row, end: Math.max(location.row, end_location.row) },
      // Without a code the file does not parse; ruff has no other levels.
      severity: code === null || code.startsWith("S") ? ("medium" as const) : ("low" as const),
      category: categoryOf(code ?? ""),
      cwe: [],
      confidence: null,
    })),
});

/** By the families of ruff's documentation: S is flake8-bandit, ASYNC flake8-async, and so on. */
const families: readonly (readonly [RegExp, Category])[] = [
  [/^S\d/, "security"],
  [/^ASYNC/, "concurrency"],
  [/^PERF/, "performance"],
  [/^PT\d/, "testing"],
  [/^(?:D|DOC)\d/, "documentation"],
  [/^(?:C90|PLR09)/, "design"],
  [/^(?:F401|F811|F841|ERA)/, "redundancy"],
  [/^(?:E[1-7]|W|I|N|Q|COM|UP|ANN)\d/, "consistency"],
];

function categoryOf(code: string): Category | null {
  return families.find(([family]) => family.test(code))?.[1] ?? null;
}
