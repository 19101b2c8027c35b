/** Asks any model behind Chat Completions: OpenAI's own, and every server that speaks the same. */
import type { Completion, CompletionRequest, Provider } from "../model/completion.js";
import { type Attempt, type Connection, type Line, call, destinationOf } from "./call.js";
import { HabitBook, noteEffort } from "./habits.js";
import { OpenAiDraft } from "./openai-draft.js";
import { type Habits, adjust, bodyOf, firstHabits, parametersOf } from "./openai-request.js";
import { silent } from "./silent.js";
import { refuseTruncated } from "./truncation.js";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";

const usual = "https://api.openai.com/v1";

/** Servers on one's own machine want no key; the SDK wants something. */
const noKey = "none";

/**
 * A base URL without a path gets `/v1`, where all servers have this interface.
 * @throws UserError for a base URL that is none
 */
export function openaiProvider(
  settings: Omit<Connection, "apiKey"> & { readonly apiKey?: string },
): Provider {
  const connection = { ...settings, apiKey: settings.apiKey?.trim() || noKey };
  const destination = destinationOf(connection, usual);
  const { url, host } = destination;
  const baseURL = url.pathname === "/" ? `${url.origin}/v1` : url.href.replace(/\/+$/, "");
  const isOpenAi = host === new URL(usual).host;
  const book = new HabitBook<Habits>((model) => firstHabits(model, isOpenAi), adjust);
  const attempt = (request: CompletionRequest, habits: Habits): Attempt => ({
    sent: parametersOf(request, habits),
    draft: new OpenAiDraft(request),
    ask: async (line) => stream(bodyOf(request, habits), line, { baseURL, isOpenAi, connection }),
  });
  return {
    id: "openai",
    destination: host,
    complete: async (request, signal): Promise<Completion> =>
      book.follow(request, async (habits) => {
        const completion = await call(attempt(request, habits), destination, connection, signal);
        return noteEffort(refuseTruncated(completion, request.prompt, host), request, habits);
      }),
  };
}

interface Address {
  readonly baseURL: string;
  readonly isOpenAi: boolean;
  readonly connection: Connection;
}

async function stream(
  body: ChatCompletionCreateParamsStreaming,
  { fetch, signal }: Line,
  { baseURL, isOpenAi, connection }: Address,
): Promise<AsyncIterable<unknown>> {
  const { default: OpenAI } = await import("openai");
  const client = new OpenAI({
    apiKey: connection.apiKey,
    baseURL,
    fetch,
    maxRetries: 0,
    timeout: Math.min(connection.deadlineMs, 2 ** 31 - 1),
    ...silent,
    // The SDK would tell every server which organization and project at OpenAI one belongs to.
    ...(isOpenAi ? {} : { organization: null, project: null }),
  });
  return client.chat.completions.create(body, { signal });
}
