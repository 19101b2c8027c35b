/** What is kept of an attempt to prove a finding wrong; what it proves is held against the code again each time. */
import { z } from "zod";
import { hash } from "../lib/hash.js";
import { lineRangeSchema } from "../model/source.js";
import type { Survey } from "../model/survey.js";
import type { Memory } from "./stored-answer.js";

export const storedVerdictSchema = z.object({
  verdict: z.string(),
  reason: z.string(),
  quote: z.string(),
  path: z.string(),
  lines: lineRangeSchema,
});
export type StoredVerdict = z.infer<typeof storedVerdictSchema>;

/** Null for what is not there, cannot be read, or has another form. */
export async function recallVerdict(
  memory: Memory<StoredVerdict> | undefined,
  key: string,
): Promise<StoredVerdict | null> {
  const stored = await memory?.recall(key).catch(() => undefined);
  return storedVerdictSchema.safeParse(stored).data ?? null;
}

/** A store that fails is a store without the verdict. */
export async function keepVerdict(
  memory: Memory<StoredVerdict> | undefined,
  key: string,
  verdict: StoredVerdict,
): Promise<void> {
  const { data } = storedVerdictSchema.safeParse(verdict);
  if (data) await memory?.keep(key, data).catch(() => undefined);
}

/** Names all code that questions may be asked about: with any of it changed, a verdict may be another. */
export function codeOf({ files }: Survey): string {
  const texts = [...files].map(([path, { source }]) => [path, source.text]);
  return hash(JSON.stringify(texts), 64);
}
