/** What a script may answer: a reply, an error, foreign bytes, or nothing at all. */

/** How the pieces of a reply travel; a piece is an event of a stream, or a half of a JSON body. */
export type Travel =
  | { readonly kind: "whole" }
  /** The connection breaks after so many pieces. */
  | { readonly kind: "cut"; readonly after: number }
  /** The body ends in good order after so many pieces, though the reply is not complete. */
  | { readonly kind: "end"; readonly after: number }
  /** Nothing more comes after so many pieces; the connection stays open until the client leaves. */
  | { readonly kind: "stall"; readonly after: number }
  /** An error event takes the place of the rest; a JSON body is cut instead. */
  | { readonly kind: "error"; readonly after: number }
  /** Bytes that are no UTF-8 stand where the text has `spoiltCharacter`. */
  | { readonly kind: "spoilt" }
  /** The bytes arrive in crumbs of this size, across characters and events. */
  | { readonly kind: "crumbs"; readonly size: number };

/** From the private use area: JSON leaves it as it is, and no source has it. */
export const spoiltCharacter = "\u{e000}";

export interface Reply {
  readonly kind: "reply";
  readonly text: string;
  /** `filter` is OpenAI's content filter, and a refusal with Anthropic. */
  readonly stop: "end" | "length" | "refusal" | "filter";
  /** Why the model would not; for `refusal`. */
  readonly refusal: string;
  readonly usage: "told" | "untold";
  /** Whether the text is cut at the tokens asked for, as real servers do. */
  readonly limit: "kept" | "ignored";
  readonly travel: Travel;
}

export interface Rejection {
  readonly kind: "rejection";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Bytes of anything: a proxy's page, a recorded reply. */
export interface Raw {
  readonly kind: "raw";
  readonly status: number;
  readonly type: string;
  readonly bytes: Buffer;
}

/** `silence`: the connection stays open without a header. `reset`: it breaks before any. */
export type Answer = Reply | Rejection | Raw | { readonly kind: "silence" } | { readonly kind: "reset" };

export function reply(text: string, more: Partial<Omit<Reply, "kind" | "text">> = {}): Reply {
  return {
    kind: "reply",
    text,
    stop: "end",
    refusal: "",
    usage: "told",
    limit: "kept",
    travel: { kind: "whole" },
    ...more,
  };
}

/** A body of plain JSON, with status 200. */
export function json(body: unknown): Raw {
  return { kind: "raw", status: 200, type: "application/json", bytes: Buffer.from(JSON.stringify(body)) };
}

/** The answer with the headers as well, where it can carry some. */
export function withHeaders<T extends Answer>(answer: T, headers: Readonly<Record<string, string>>): T {
  return answer.kind === "rejection" ? { ...answer, headers: { ...answer.headers, ...headers } } : answer;
}
