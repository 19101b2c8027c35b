/** A server on this machine that answers as a test tells it to, and remembers what it was asked. */
import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CompletionRequest } from "../../src/model/completion.js";

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One answer; the last one is given again and again. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

export interface TestServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export async function serve(...answers: readonly Answer[]): Promise<TestServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const text = Buffer.concat(pieces).toString("utf8");
      const body = (text === "" ? {} : JSON.parse(text)) as Asked["body"];
      const question = { path: request.url ?? "", headers: request.headers, body };
      asked.push(question);
      answers[Math.min(asked.length, answers.length) - 1]?.(response, question);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Headers = Readonly<Record<string, string>>;

/** A JSON answer; a text is sent as it is, as a web page. */
export function reply(status: number, body: unknown, headers: Headers = {}): Answer {
  return (response) => {
    const type = typeof body === "string" ? "text/html" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** Events of a stream, then what happens to it; it ends well unless told. */
export function events(
  list: readonly unknown[],
  after: (response: ServerResponse) => void = (response) => response.end(),
  headers: Headers = {},
): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", ...headers });
    for (const event of list) response.write(eventText(event));
    after(response);
  };
}

/** An event as it goes over the wire; a text goes as it is. */
export function eventText(event: unknown): string {
  if (typeof event === "string") return event;
  const type = (event as { readonly type?: string }).type;
  return `${type === undefined ? "" : `event: ${type}\n`}data: ${JSON.stringify(event)}\n\n`;
}

/** Events of the Messages API that say a text in two pieces. */
export function claudeSays(text: string, stopReason = "end_turn", more: object = {}): readonly unknown[] {
  const middle = Math.ceil(text.length / 2);
  const say = (piece: string) => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text: piece },
  });
  return [
    {
      type: "message_start",
      message: {
        id: "msg_1",
        type: "message",
        role: "assistant",
        content: [],
        model: "claude-test-1",
        usage: {
          input_tokens: 12,
          cache_read_input_tokens: 300,
          cache_creation_input_tokens: 40,
          output_tokens: 1,
        },
      },
    },
    { type: "ping" },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    say(text.slice(0, middle)),
    say(text.slice(middle)),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: stopReason, ...more }, usage: { output_tokens: 7 } },
    { type: "message_stop" },
  ];
}

/** Chunks of Chat Completions that say a text in two pieces. */
export function chatSays(text: string, finish = "stop", usage: object | null = null): readonly unknown[] {
  const middle = Math.ceil(text.length / 2);
  const say = (content: string, reason: string | null = null) => ({
    id: "chat_1",
    model: "gpt-test-1",
    choices: [{ index: 0, delta: { content }, finish_reason: reason }],
  });
  return [
    say(text.slice(0, middle)),
    say(text.slice(middle)),
    say("", finish),
    ...(usage === null ? [] : [{ id: "chat_1", model: "gpt-test-1", choices: [], usage }]),
    "data: [DONE]\n\n",
  ];
}

/** A question; tests change what they are about. */
export function question(changes: Partial<CompletionRequest> = {}): CompletionRequest {
  return {
    model: "test-model",
    prompt: { rules: "Be right.", shared: "  1| let a = 1;", own: "Look at names.", turns: [] },
    level: "schema",
    schema: {
      name: "notes",
      schema: {
        type: "object",
        properties: { findings: { type: "array", items: { type: "string" } } },
        required: ["findings"],
        additionalProperties: false,
      },
    },
    mostTokens: 9000,
    ...changes,
  };
}

/** Assembled here, so that no scanner takes it for a real one. */
export const key = ["sk", "test", "0123456789abcdef"].join("-");

export const patience = { idleMs: 5000, deadlineMs: 20_000 };
