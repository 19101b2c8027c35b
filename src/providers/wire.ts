/** A fetch that keeps what the SDKs throw away: headers, bytes as they arrive, and the body of a refusal. */
import { CompletionError } from "../model/completion.js";

export type Send = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What came back over the wire in one request. */
export interface Exchange {
  /** Null as long as no header has arrived. */
  status: number | null;
  headers: Headers;
  /** The body of a refusal, or of an answer that is no stream of events; null while there is none. */
  body: string | null;
}

export function openExchange(): Exchange {
  return { status: null, headers: new Headers(), body: null };
}

/** Bytes a refusal may have; what is longer is cut, it is only read to name the reason. */
const mostRefusal = 64 * 1024;

/** Bytes an answer may have: 128,000 tokens in events of 300 bytes each are 38 MB, and nobody allows more tokens. */
export const mostBytes = 64 * 1024 * 1024;

/** Statuses that a `Response` may not be made of with a body. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/**
 * Sends without following a redirect, because code goes to the configured address and to no other.
 * @param onBytes called for every piece that arrives, comments and pings among them
 */
export function recording(exchange: Exchange, onBytes: () => void, send: Send): Send {
  return async (input, init) => {
    const response = await send(input, { ...init, redirect: "manual" });
    exchange.status = response.status;
    exchange.headers = response.headers;
    onBytes();
    const { status, headers } = response;
    if (response.ok && isStream(headers))
      return new Response(counted(response, onBytes), { status, headers });
    exchange.body = await textOf(response, onBytes);
    const rest = response.ok ? "" : exchange.body;
    return new Response(bodiless.has(status) ? null : rest, { status, headers });
  };
}

/** Servers that stream say so, or say nothing; JSON and web pages are no streams. */
function isStream(headers: Headers): boolean {
  return !/json|html/i.test(headers.get("content-type") ?? "");
}

function counted(response: Response, onBytes: () => void): ReadableStream<Uint8Array> | null {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      onBytes();
      bytes += piece.byteLength;
      if (bytes > mostBytes) controller.error(tooMuch());
      else controller.enqueue(piece);
    },
  });
  return response.body?.pipeThrough(counter) ?? null;
}

async function textOf(response: Response, onBytes: () => void): Promise<string> {
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  const most = response.ok ? mostBytes : mostRefusal;
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    onBytes();
    bytes += piece.byteLength;
    pieces.push(decoder.decode(piece, { stream: true }));
    if (bytes <= most) continue;
    if (response.ok) throw tooMuch();
    break;
  }
  return pieces.join("").slice(0, most);
}

function tooMuch(): CompletionError {
  return new CompletionError("malformed", `The answer is larger than ${mostBytes / 1024 / 1024} MiB.`);
}
