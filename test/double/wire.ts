/** What the server needs of a wire format: reading a question, writing an answer, saying what went wrong. */
import type { Answer, Rejection, Reply } from "./answer.js";
import type { Asked, WireId } from "./asked.js";
import type { Bill } from "./bill.js";
import type { CacheUse, PrefixCache } from "./cache.js";
import type { JsonObject } from "./json.js";
import type { Left } from "./limits.js";

export interface Incoming {
  readonly number: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: JsonObject;
}

/** A reply with what it costs and how it is named: all that is needed to write it down. */
export interface Written {
  readonly asked: Asked;
  readonly reply: Reply;
  readonly bill: Bill;
  /** Unique a request. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Everything a server can say instead of an answer, by a name that both wire formats share. */
export interface Errors {
  readonly badRequest: (message: string, parameter?: string) => Rejection;
  readonly unsupported: (parameter: string) => Rejection;
  readonly authentication: (key: string) => Rejection;
  readonly payment: () => Rejection;
  readonly permission: () => Rejection;
  readonly unknownModel: (model: string) => Rejection;
  readonly notFound: (path: string) => Rejection;
  readonly tooLarge: () => Rejection;
  readonly contextLength: (tokens: number) => Rejection;
  readonly rateLimit: (headers: Readonly<Record<string, string>>) => Rejection;
  readonly spendLimit: () => Rejection;
  readonly server: () => Rejection;
  readonly overloaded: () => Rejection;
}

export interface Wire {
  readonly id: WireId;
  /** @returns a rejection for what the real server would refuse */
  readonly read: (incoming: Incoming) => Asked | Rejection;
  readonly useCache: (asked: Asked, cache: PrefixCache) => CacheUse;
  /** The pieces of a streamed reply, each a whole event. */
  readonly events: (written: Written) => readonly string[];
  readonly json: (written: Written) => JsonObject;
  /** The event that tells of an error in the middle of a stream. */
  readonly errorEvent: () => string;
  readonly limitHeaders: (left: Left) => Readonly<Record<string, string>>;
  readonly requestIdHeader: string;
  readonly errors: Errors;
}

export function isRejection(value: Asked | Rejection | Answer): value is Rejection {
  return "kind" in value && value.kind === "rejection";
}

/** A text as up to about 40 pieces, cut between characters; none for an empty one. */
export function piecesOf(text: string): readonly string[] {
  const size = Math.max(16, Math.ceil(text.length / 40));
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = from + size;
    // Half of a surrogate pair would not survive being written as UTF-8.
    const to = isInsidePair(text, end) ? end + 1 : end;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

function isInsidePair(text: string, at: number): boolean {
  return at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
