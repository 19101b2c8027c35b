/** A server on this machine that speaks both wire formats and answers as its script says. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { once } from "node:events";
import type { Asked, WireId } from "./asked.js";
import type { Answer } from "./answer.js";
import { PrefixCache } from "./cache.js";
import { type Pace, atOnce } from "./delivery.js";
import { type Limits, Quota, roomyLimits } from "./limits.js";
import { Recorder } from "./recorder.js";
import { respond } from "./respond.js";
import { thoughtful } from "./thoughtful.js";

/** Decides what a question is answered with. */
export type Script = (asked: Asked) => Answer | Promise<Answer>;

export interface DoubleOptions {
  readonly script?: Script;
  readonly pace?: (asked: Asked) => Pace;
  readonly limits?: Limits;
  /** The only key that is let in; any when absent. */
  readonly key?: string;
  /** The only models there are; any when absent. */
  readonly models?: readonly string[];
  /** Shortest prefix that Anthropic's cache keeps, in tokens. */
  readonly leastCached?: number;
  /** Milliseconds since 1970; for caches, windows of limits and what is called `created`. */
  readonly now?: () => number;
}

/** All that answering needs to know. */
export interface Desk {
  readonly options: Required<Pick<DoubleOptions, "pace" | "now">> & Pick<DoubleOptions, "key" | "models">;
  readonly recorder: Recorder;
  readonly caches: Readonly<Record<WireId, PrefixCache>>;
  readonly quotas: Readonly<Record<WireId, Quota>>;
  readonly mistakes: Error[];
  script: Script;
  questions: number;
}

export class Double {
  readonly #desk: Desk;
  readonly #server: Server;

  private constructor(server: Server, desk: Desk) {
    this.#server = server;
    this.#desk = desk;
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(options: DoubleOptions = {}): Promise<Double> {
    const desk = setUp(options);
    const server = createServer((request, response) => void handle(request, response, desk));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Double(server, desk);
  }

  /** For `ANTHROPIC_BASE_URL`. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the double is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** For `OPENAI_BASE_URL`. */
  get openaiUrl(): string {
    return `${this.url}/v1`;
  }

  get recorder(): Recorder {
    return this.#desk.recorder;
  }

  /** Errors that scripts threw; none in a test that is right. */
  get mistakes(): readonly Error[] {
    return this.#desk.mistakes;
  }

  /** From the next question on. */
  follow(script: Script): void {
    this.#desk.script = script;
  }

  /** Ends all connections; afterwards the port refuses new ones. */
  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A base URL at which nobody listens: connections are refused. */
export async function nobody(): Promise<string> {
  const double = await Double.start();
  const { url } = double;
  await double.close();
  return url;
}

function setUp({ script = thoughtful, pace = () => atOnce, now = Date.now, ...rest }: DoubleOptions): Desk {
  const { limits = roomyLimits, leastCached } = rest;
  return {
    options: { ...rest, pace, now },
    recorder: new Recorder(),
    caches: { anthropic: new PrefixCache(now, leastCached), openai: new PrefixCache(now) },
    quotas: { anthropic: new Quota(limits, now), openai: new Quota(limits, now) },
    mistakes: [],
    script,
    questions: 0,
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
  } catch {
    return; // the client left in the middle of its request
  }
  const { method = "GET", url: path = "/", headers } = request;
  const raw = Buffer.concat(chunks);
  const note = desk.recorder.begin({ method, path, headers, raw });
  const line = { response, gone: left.signal };
  await respond({ method, path, headers, raw, note, line }, desk).catch((error: unknown) => {
    // A mistake in a script must fail a test, not hang it.
    desk.mistakes.push(error instanceof Error ? error : new Error(String(error)));
    note({ ending: "broken" });
    response.destroy();
  });
}
