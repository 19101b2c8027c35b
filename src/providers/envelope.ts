/** Takes the answer out of what a command wraps around it: Claude Code, Codex and Gemini can print JSON of their own. */
import type { Usage } from "../model/completion.js";
import { countOf, field, listOf, parsed, path, textOf } from "./unknown.js";

/** What a command said. */
export interface Opened {
  readonly text: string;
  readonly usage: Usage;
  readonly model: string | null;
  /** Whether the wrapping says that the text is an error and no answer. */
  readonly isError: boolean;
}

const unknownUsage: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

/** The answer in a command's output; all of the output where nothing known is wrapped around it. */
export function openEnvelope(output: string): Opened {
  const whole = parsed(output);
  const events = whole === undefined ? lines(output) : listOf(whole);
  const result = [whole, ...events].findLast(isResult);
  if (result !== undefined) return fromClaude(result);
  const message = events.findLast((event) => path(event, "item", "type") === "agent_message");
  if (message !== undefined) return fromCodex(message, events);
  const response = textOf(field(whole, "response"));
  if (response !== null) return { text: response, usage: unknownUsage, model: null, isError: false };
  return { text: output, usage: unknownUsage, model: null, isError: false };
}

/** Output of one JSON object a line; nothing where any line is something else. */
function lines(output: string): readonly unknown[] {
  const values = output.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parsed(line)]));
  return values.every((value) => typeof value === "object" && value !== null) ? values : [];
}

/** `claude -p --output-format json` prints one such object, `stream-json` prints it last. */
function isResult(value: unknown): boolean {
  return field(value, "type") === "result" && (textOf(field(value, "result")) !== null || hasShape(value));
}

function hasShape(value: unknown): boolean {
  return typeof field(value, "structured_output") === "object";
}

function fromClaude(result: unknown): Opened {
  const shaped = hasShape(result) ? JSON.stringify(field(result, "structured_output")) : null;
  const usage = field(result, "usage");
  const models = Object.keys((field(result, "modelUsage") as object | null | undefined) ?? {});
  return {
    text: shaped ?? textOf(field(result, "result")) ?? "",
    usage: {
      input: countOf(field(usage, "input_tokens")),
      cacheRead: countOf(field(usage, "cache_read_input_tokens")),
      cacheWrite: countOf(field(usage, "cache_creation_input_tokens")),
      output: countOf(field(usage, "output_tokens")),
    },
    model: models.length === 1 ? (models[0] ?? null) : null,
    isError: field(result, "is_error") === true,
  };
}

/** `codex exec --json` prints a line for each thing that happens; its input holds the cached tokens, ours does not. */
function fromCodex(message: unknown, events: readonly unknown[]): Opened {
  const usage = field(
    events.findLast((event) => field(event, "type") === "turn.completed"),
    "usage",
  );
  const input = countOf(field(usage, "input_tokens"));
  const cacheRead = countOf(field(usage, "cached_input_tokens"));
  return {
    text: textOf(path(message, "item", "text")) ?? "",
    usage: {
      input: input === null ? null : Math.max(0, input - (cacheRead ?? 0)),
      cacheRead,
      cacheWrite: null,
      output: countOf(field(usage, "output_tokens")),
    },
    model: null,
    isError: false,
  };
}
