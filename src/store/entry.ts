/** One finished task as the text of a file, and back; what does not fit in every respect is refused. */
import { z } from "zod";
import { hash } from "../lib/hash.js";
import type { Usage } from "../model/completion.js";
import type { TaskKey } from "./key.js";

/** What a task gave and what it cost. Whoever keeps it knows the shape of the answer and checks it again. */
export interface FinishedTask {
  /** Plain JSON. */
  readonly answer: unknown;
  readonly usage: Usage;
}

/** Raise it whenever an older program would misread what is written: its entries are then done again. */
const version = 1;

const tokens = z.number().int().nonnegative().nullable();

const finishedSchema = z.object({
  answer: z.json(),
  usage: z.object({ input: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }),
});

const frameSchema = z.object({
  version: z.unknown(),
  key: z.string(),
  checksum: z.string(),
  finished: z.unknown(),
});

export type Decoded = { readonly finished: FinishedTask } | { readonly problem: string };

export function encodeEntry(key: TaskKey, finished: FinishedTask): string {
  return `${JSON.stringify({ version, key, checksum: checksumOf(finished), finished })}\n`;
}

/** The finished task, or why the text is no entry of that key. */
export function decodeEntry(text: string, key: TaskKey): Decoded {
  const frame = frameSchema.safeParse(parseJson(text));
  if (!frame.success) return { problem: "it is not whole" };
  if (frame.data.version !== version) return { problem: "another version of session-review wrote it" };
  if (frame.data.key !== key) return { problem: "it belongs to another task" };
  if (frame.data.checksum !== checksumOf(frame.data.finished))
    return { problem: "its checksum does not fit" };
  const finished = finishedSchema.safeParse(frame.data.finished);
  return finished.success
    ? { finished: finished.data }
    : { problem: "it does not have the shape it has in this version" };
}

/** JSON text survives reading and writing again unchanged, so both sides hash the same. */
function checksumOf(finished: unknown): string {
  return hash(JSON.stringify(finished) ?? "", 64);
}

/** Undefined for what is not JSON, which is no frame either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
