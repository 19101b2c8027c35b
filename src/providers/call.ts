/** One call to a server, the same for every wire format: watched, recorded, and ended with an answer or one kind of error. */
import {
  CompletionError,
  type Completion,
  type CompletionRequest,
  type RateLimits,
  type Usage,
} from "../model/completion.js";
import { UserError } from "../model/errors.js";
import { classify } from "./classify.js";
import { type Patience, Watch } from "./idle.js";
import { rateLimits } from "./limits.js";
import { type Send, openExchange, recording } from "./wire.js";
import { field, parsed } from "./unknown.js";

/** Where a provider reaches its server, and how patient it is. */
export interface Connection extends Patience {
  readonly apiKey: string;
  /** Another address than the provider's own. */
  readonly baseUrl?: string;
  /** How requests are sent; the built-in fetch unless told. */
  readonly send?: Send;
}

/** An answer as it grows. */
export interface Draft {
  /** Reads the next event of a stream. */
  take(event: unknown): void;
  /** Reads an answer that came in one piece, although a stream was asked for. */
  takeWhole(answer: unknown): void;
  /** Whether the server said that this is the end. */
  readonly isFinished: boolean;
  readonly text: string;
  readonly usage: Usage;
  completion(limits: RateLimits): Completion;
}

/** What a request needs of the call that it is part of. */
export interface Line {
  readonly fetch: Send;
  readonly signal: AbortSignal;
}

/** One request of a call. */
export interface Attempt {
  /** Names of the parameters in it that it could have gone without. */
  readonly sent: readonly string[];
  readonly draft: Draft;
  /** Sends it, and hands back the events of its answer. */
  readonly ask: (line: Line) => Promise<AsyncIterable<unknown>>;
}

/** The address that requests go to, its host for people, and what must never be repeated. */
export interface Destination {
  readonly url: URL;
  readonly host: string;
  readonly secrets: readonly string[];
}

/** @throws UserError for what is no address, or holds a password that every log would show */
export function destinationOf({ apiKey, baseUrl }: Connection, usual: string): Destination {
  const given = baseUrl?.trim() ? baseUrl.trim() : usual;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new UserError("usage", { problem: "The base URL is not an http or https address." });
  if (url.username || url.password || url.search)
    throw new UserError("usage", {
      problem: `The base URL of ${url.host} holds a password or parameters; give the key in the environment.`,
    });
  url.hash = "";
  return { url, host: url.host, secrets: [apiKey] };
}

/**
 * Sends one request and reads its answer to the end. What comes after the end, an error even, changes nothing:
 * the answer is paid for.
 * @throws CompletionError
 */
export async function call(
  { sent, draft, ask }: Attempt,
  { host, secrets }: Destination,
  connection: Connection,
  signal: AbortSignal,
): Promise<Completion> {
  const watch = new Watch(connection, signal);
  const exchange = openExchange();
  const fetch = recording(exchange, () => watch.pulse(), connection.send ?? globalThis.fetch);
  const read = async (): Promise<void> => {
    for await (const event of await ask({ fetch, signal: watch.signal })) {
      draft.take(event);
      if (draft.isFinished) watch.farewell();
    }
    if (exchange.body !== null) draft.takeWhole(wholeAnswer(exchange.body, host));
    if (!draft.isFinished) throw new Error("the answer ended before it was finished");
  };
  try {
    signal.throwIfAborted();
    await watch.race(read());
  } catch (thrown) {
    if (!draft.isFinished) {
      const { text: partial, usage } = draft;
      const { ending } = watch;
      throw classify(thrown, { destination: host, exchange, ending, sent, partial, usage, secrets });
    }
  } finally {
    watch.close();
  }
  return draft.completion(rateLimits(exchange.headers, Date.now()));
}

/** An answer in one piece; some servers say in such a one, with status 200, that they refuse. */
function wholeAnswer(body: string, host: string): unknown {
  const answer = parsed(body);
  const error = field(answer, "error") ?? undefined;
  if (error !== undefined) throw Object.assign(new Error("the answer is an error"), { error });
  if (answer !== undefined) return answer;
  throw new CompletionError("malformed", `${host} answered with something that is no answer of a model.`);
}

/** Characters an answer may have; 128,000 tokens of code are about half a million. */
const longestAnswer = 4 * 1024 * 1024;

/** The text of an answer, with a limit, and a word to the caller when it begins. */
export class Growing {
  readonly #pieces: string[] = [];
  #length = 0;
  #hasBegun = false;

  constructor(private readonly onFirstContent: CompletionRequest["onFirstContent"]) {}

  get text(): string {
    return this.#pieces.join("");
  }

  /** The model has begun, be it only to think: from here on the shared part can be read from a cache. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.onFirstContent?.();
  }

  /** @throws CompletionError where a model does not stop */
  add(piece: string): void {
    if (piece === "") return;
    this.begin();
    this.#length += piece.length;
    if (this.#length > longestAnswer)
      throw new CompletionError("malformed", `The answer is longer than ${longestAnswer} characters.`);
    this.#pieces.push(piece);
  }
}
