/** A review request as this project writes it, for tests of the double: two files, a page, leads. */
import type { MessageCreateParamsStreaming } from "@anthropic-ai/sdk/resources/messages";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { JsonSchema } from "../../src/model/json-schema.js";

export const canary = "k7canary";

export const rules = "You review code. Answer with JSON. An example of a line:\n  12| not in any file";

const source = [
  'import { readFile } from "node:fs/promises";',
  "",
  "// The file is read once, because it never changes while we run.",
  "export async function load(path: string): Promise<string> {",
  '  return readFile(path, "utf8").catch(() => {});',
  "}",
];

/** @param filler lines that make the batch longer, a different number for a different batch */
export function shared(filler = 0): string {
  const lines = [
    ...source,
    ...Array.from({ length: filler }, (_, i) => `export const value${i} = ${i * 7};`),
  ];
  const numbered = lines.map((line, i) => `${String(i + 1).padStart(4)}| ${line}`);
  return [
    `The token for "canary" is ${canary}.`,
    `<file b1 "src/load.ts">\n${numbered.join("\n")}\n</file b1>`,
    `<file b1 "src/my list.py">\n   1| def first(rows):\n   2|     return eval(rows[0])\n</file b1>`,
  ].join("\n\n");
}

export function own(reviewer = "security"): string {
  return `# ${reviewer}\n\nLook closely.\n\nL1 [swallowed-error] "src/load.ts" lines 5-5, high. An error is lost.`;
}

const text: JsonSchema = { type: "string" };

/** Not the whole shape of an answer: as much of it as the servers have rules about. */
export const schema: JsonSchema = {
  type: "object",
  properties: {
    canary: text,
    findings: {
      type: "array",
      items: {
        type: "object",
        properties: {
          path: text,
          line_start: { type: "integer" },
          severity: { type: "string", enum: ["high", "low"] },
        },
        required: ["path", "line_start", "severity"],
        additionalProperties: false,
      },
    },
  },
  required: ["canary", "findings"],
  additionalProperties: false,
};

/** As `src/providers/` asks: rules, the batch with a breakpoint, then what is for this reviewer alone. */
export function messagesBody(batch = shared(), page = own()): MessageCreateParamsStreaming {
  return {
    model: "claude-sonnet-5-5",
    max_tokens: 4096,
    stream: true,
    system: [{ type: "text", text: rules }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: batch, cache_control: { type: "ephemeral" } },
          { type: "text", text: page },
        ],
      },
    ],
    output_config: { format: { type: "json_schema", schema: { ...schema } } },
  };
}

export function chatBody(batch = shared(), page = own()): ChatCompletionCreateParamsStreaming {
  return {
    model: "gpt-6.1-terra",
    max_completion_tokens: 4096,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: "system", content: rules },
      { role: "user", content: batch },
      { role: "user", content: page },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: "review", strict: true, schema: { ...schema } },
    },
  };
}
