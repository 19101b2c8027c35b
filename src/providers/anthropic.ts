/** Asks Claude through the Messages API, at Anthropic or at a server that speaks the same. */
import type { Completion, CompletionRequest, Prompt, Provider } from "../model/completion.js";
import { AnthropicDraft } from "./anthropic-draft.js";
import { type Attempt, type Connection, type Line, call, destinationOf } from "./call.js";
import { type Adjust, HabitBook, allowedTokens, noteEffort } from "./habits.js";
import { silent } from "./silent.js";
import type { MessageCreateParamsStreaming, MessageParam } from "@anthropic-ai/sdk/resources/messages";

/** How requests are written for one model. */
interface Habits {
  /** Whether it takes `cache_control`. */
  readonly isCached: boolean;
  /** Whether it takes `output_config.effort`. */
  readonly hasEffort: boolean;
  /** Most tokens of an answer that it allows, as far as it has said. */
  readonly mostTokens: number;
}

const usual = "https://api.anthropic.com";

/**
 * The key is never looked for in the environment or in a profile: it is the one given here.
 * @throws UserError for a base URL that is none
 */
export function anthropicProvider(connection: Connection): Provider {
  const destination = destinationOf(connection, usual);
  const { url, host } = destination;
  const baseURL = url.href.replace(/\/+$/, "").replace(/\/v1$/, "");
  const book = new HabitBook<Habits>(
    () => ({ isCached: true, hasEffort: true, mostTokens: Infinity }),
    adjust,
  );
  const attempt = (request: CompletionRequest, habits: Habits): Attempt => ({
    sent: parametersOf(request, habits),
    draft: new AnthropicDraft(request),
    ask: async (line) => stream(bodyOf(request, habits), line, { baseURL, connection }),
  });
  return {
    id: "anthropic",
    destination: host,
    complete: async (request, signal): Promise<Completion> =>
      book.follow(request, async (habits) => {
        const completion = await call(attempt(request, habits), destination, connection, signal);
        return noteEffort(completion, request, habits);
      }),
  };
}

interface Address {
  readonly baseURL: string;
  readonly connection: Connection;
}

async function stream(
  body: MessageCreateParamsStreaming,
  { fetch, signal }: Line,
  { baseURL, connection }: Address,
): Promise<AsyncIterable<unknown>> {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  const apiKey = connection.apiKey.trim();
  const client = new Anthropic({
    apiKey,
    baseURL,
    fetch,
    maxRetries: 0,
    timeout: Math.min(connection.deadlineMs, 2 ** 31 - 1),
    ...silent,
    openTelemetry: false,
    // Since 1.0 the SDK sends a bearer token alone; gateways in front of Claude still read the older header.
    defaultHeaders: baseURL === usual ? {} : { "X-Api-Key": apiKey },
  });
  return client.messages.create(body, { signal });
}

function parametersOf(
  { level, effort }: CompletionRequest,
  { isCached, hasEffort }: Habits,
): readonly string[] {
  return [
    ...(effort && hasEffort ? ["output_config.effort"] : []),
    ...(level === "schema" ? ["output_config.format"] : []),
    ...(isCached ? ["cache_control"] : []),
    "max_tokens",
  ];
}

/** No temperature (the API refuses it), no thinking, and an effort only if asked: its makers know best what suits it. */
function bodyOf(request: CompletionRequest, habits: Habits): MessageCreateParamsStreaming {
  const { model, prompt, mostTokens } = request;
  const output = outputOf(request, habits);
  return {
    model,
    max_tokens: Math.min(mostTokens, habits.mostTokens),
    stream: true,
    ...(prompt.rules === "" ? {} : { system: [{ type: "text", text: prompt.rules }] }),
    messages: messagesOf(prompt, habits),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
  };
}

function outputOf(
  { level, schema, effort }: CompletionRequest,
  { hasEffort }: Habits,
): NonNullable<MessageCreateParamsStreaming["output_config"]> {
  return {
    ...(effort && hasEffort ? { effort } : {}),
    ...(level === "schema" ? { format: { type: "json_schema", schema: { ...schema.schema } } } : {}),
  };
}

/** The breakpoint stands at the end of what the reviewers of a batch share. The API refuses empty texts. */
function messagesOf({ shared, own, turns }: Prompt, { isCached }: Habits): MessageParam[] {
  const breakpoint = isCached ? { cache_control: { type: "ephemeral" as const } } : {};
  return [
    {
      role: "user",
      content: [
        ...(shared === "" ? [] : [{ type: "text" as const, text: shared, ...breakpoint }]),
        ...(own === "" ? [] : [{ type: "text" as const, text: own }]),
      ],
    },
    ...turns.map(({ role, text }) => ({ role, content: text.trim() === "" ? "(nothing)" : text })),
  ];
}

/** Without `output_config.format` the question is another one; whoever asks decides that. */
const adjust: Adjust<Habits> = (habits, { message, details }, asked) => {
  if (details.parameter === "cache_control") return { ...habits, isCached: false };
  if (details.parameter === "output_config.effort") return { ...habits, hasEffort: false };
  if (details.parameter !== "max_tokens") return null;
  const mostTokens = allowedTokens(message, Math.min(asked.mostTokens, habits.mostTokens));
  return mostTokens === null ? null : { ...habits, mostTokens };
};
