/** clippy, of the tool chain that builds the project; it runs the project's build scripts. */
import { z } from "zod";
import { defineTool } from "../model/tool.js";
import { severityOfLevel } from "../model/tool-log.js";

const messageSchema = z.object({
  reason: z.literal("compiler-message"),
  message: z.object({
    message: z.string(),
    level: z.string(),
    code: z.object({ code: z.string() }).nullable(),
    spans: z.array(
      z.object({
        file_name: z.string(),
        line_start: z.number().int().positive(),
        line_end: z.number().int().positive(),
        is_primary: z.boolean(),
      }),
    ),
  }),
});

export default defineTool({
  title: "clippy",
  installed: [],
  command: "cargo clippy",
  configuredBy: ["Cargo.toml"],
  arguments: () => "--quiet --offline --all-targets --message-format=json",
  read: ({ stdout, stderr }) => {
    const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
    if (lines.length === 0 && stderr.trim() !== "") throw new Error(stderr.trim().split("\n")[0]);
    return lines.flatMap((line) => {
      const { data } = messageSchema.safeParse(JSON.parse(line));
      const span = data?.message.spans.find(({ is_primary }) => is_primary);
      if (!data || !span) return []; // artifacts, build scripts, and the closing count
      const { message, level, code } = data.message;
      return [
        {
          rule: code?.code ?? null,
          message,
          path: span.file_name,
          lines: { start: span.line_start, end: span.line_end },
          severity: severityOfLevel(level),
          category: /dead_code|unused/.test(code?.code ?? "") ? ("redundancy" as const) : null,
          cwe: [],
          confidence: null,
        },
      ];
    });
  },
});
