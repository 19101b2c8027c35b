/** Sends an answer over a connection, as well or as badly as the answer says. */
import type { ServerResponse } from "node:http";
import { once } from "node:events";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { type Travel, spoiltCharacter } from "./answer.js";
import type { Ending } from "./recorder.js";

/** Milliseconds a server takes. */
export interface Pace {
  /** Until the headers and the first event are sent. */
  readonly headers: number;
  /** From then until a model says its first word. */
  readonly content: number;
  /** From then to the end, spread over the pieces that remain. */
  readonly rest: number;
}

export const atOnce: Pace = { headers: 0, content: 0, rest: 0 };

/**
 * A model that needs about so long for an answer: a quarter until its first word, the rest for the others.
 * @param jitter how far a single answer may be off, as a share of the whole
 * @param random from 0 to 1, one number an answer
 */
export function about(milliseconds: number, jitter: number, random: () => number): () => Pace {
  return () => {
    const whole = milliseconds * (1 + jitter * (2 * random() - 1));
    return { headers: 0, content: whole / 4, rest: (whole * 3) / 4 };
  };
}

/** Milliseconds from the headers to each of so many pieces. */
export function timesOf(count: number, { content, rest }: Pace): readonly number[] {
  const spread = rest / Math.max(1, count - 2);
  return Array.from({ length: count }, (_, i) => (i === 0 ? 0 : content + (i - 1) * spread));
}

export interface Parcel {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly string[];
  readonly travel: Travel;
  readonly pace: Pace;
  /** Takes the place of the rest where an error interrupts a stream. */
  readonly errorPiece: string | null;
  /** Called right before the first piece is sent. */
  readonly onFirst: () => void;
}

/** A connection to one client, and the signal that it is gone. */
export interface Line {
  readonly response: ServerResponse;
  readonly gone: AbortSignal;
}

export async function deliver(parcel: Parcel, line: Line): Promise<Ending> {
  const { travel, pieces } = parcel;
  const cut = "after" in travel ? Math.min(travel.after, pieces.length - 1) : pieces.length;
  const sent = travel.kind === "crumbs" ? crumbsOf(pieces, travel.size) : pieces.slice(0, cut).map(bytesOf);
  if (!(await pause(parcel.pace.headers, line))) return "left";
  line.response.writeHead(parcel.status, headersOf(parcel));
  line.response.flushHeaders();
  const times = timesOf(sent.length, parcel.pace);
  // By the clock, because pauses that are each a little too long would add up.
  const started = performance.now();
  for (const [i, bytes] of sent.entries()) {
    if (i > 0 && !(await pause((times[i] ?? 0) - (performance.now() - started), line))) return "left";
    if (i === 0) parcel.onFirst();
    if (!(await write(bytes, line))) return "left";
  }
  return finish(parcel, line);
}

async function finish({ travel, errorPiece }: Parcel, line: Line): Promise<Ending> {
  const { response } = line;
  switch (travel.kind) {
    case "stall":
      return silence(line);
    case "cut":
      // What was written still arrives; then the connection is gone in the middle of the body.
      response.socket?.destroySoon();
      return "broken";
    case "error":
      if (errorPiece === null) response.destroy();
      else response.end(errorPiece);
      return "broken";
    default:
      response.end();
      return travel.kind === "end" ? "broken" : "whole";
  }
}

/** Says nothing more until the client or the server gives up. */
export async function silence({ gone }: Line): Promise<Ending> {
  if (!gone.aborted) await once(gone, "abort");
  return "left";
}

/** Breaks the connection before any header, as a crashing server does. */
export function reset({ response }: Line): Ending {
  response.socket?.resetAndDestroy();
  return "broken";
}

/** A cut body claims a length that it does not reach, or nobody could tell that it was cut. */
function headersOf({ headers, travel, pieces, errorPiece }: Parcel): Readonly<Record<string, string>> {
  if (travel.kind !== "cut" || errorPiece !== null) return headers;
  return { ...headers, "content-length": String(Buffer.byteLength(pieces.join(""))) };
}

function bytesOf(piece: string): Buffer {
  const pieces = piece.split(spoiltCharacter).map((text) => Buffer.from(text));
  // A byte that never occurs, one that needs a second, and a second without a first.
  return Buffer.concat(
    pieces.flatMap((bytes, i) => (i === 0 ? [bytes] : [Buffer.of(0xff, 0xc3, 0x28, 0x80), bytes])),
  );
}

function crumbsOf(pieces: readonly string[], size: number): readonly Buffer[] {
  const bytes = Buffer.from(pieces.join(""));
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** @returns false when the client is gone */
async function write(bytes: Buffer, { response, gone }: Line): Promise<boolean> {
  if (gone.aborted) return false;
  if (response.write(bytes)) return true;
  return once(response, "drain", { signal: gone }).then(
    () => true,
    () => false, // the client left instead of reading
  );
}

async function pause(milliseconds: number, { gone }: Line): Promise<boolean> {
  // Even without a pause each piece has a turn of its own, so that pieces arrive as several chunks.
  const wait = milliseconds > 0 ? sleep(milliseconds, undefined, { signal: gone }) : nextTurn();
  await wait.catch(() => undefined); // told by `gone` below
  return !gone.aborted;
}
