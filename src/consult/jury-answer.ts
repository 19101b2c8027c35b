/** Reads what judges answer, leniently: what cannot be understood is left out, and the score it was for counts nothing. */
import { z } from "zod";
import type { Salvaged } from "./salvage.js";

const citationSchema = z.object({
  path: z.string(),
  /** 0 where it named none. */
  line: z.number().int().min(0),
  quote: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

const scoreSchema = z.object({
  criterion: z.string(),
  level: z.string(),
  reason: z.string(),
  citations: z.array(citationSchema),
});
export type AnsweredScore = z.infer<typeof scoreSchema>;

/** Free of everything that was masked in the question: this is what a store may keep. */
export const scoresSchema = z.object({ canary: z.string(), scores: z.array(scoreSchema) });
export type AnsweredScores = z.infer<typeof scoresSchema>;

export const choiceSchema = z.object({ canary: z.string(), better: z.string(), reason: z.string() });
export type AnsweredChoice = z.infer<typeof choiceSchema>;

const longest = { word: 100, reason: 1_000, quote: 4_000 } as const;
const mostScores = 100;
const mostCitations = 10;

type Fields = Readonly<Record<string, unknown>>;

/** Null for an answer without scores: that is no judgement. */
export function readScores({ value }: Salvaged): AnsweredScores | null {
  const scores = listOf(value["scores"])
    .slice(0, mostScores)
    .map((score) => ({
      criterion: text(score["criterion"], longest.word),
      level: text(score["level"], longest.word),
      reason: text(score["reason"], longest.reason),
      citations: listOf(score["citations"]).slice(0, mostCitations).map(readCitation),
    }))
    .filter(({ criterion }) => criterion !== "");
  return scores.length === 0 ? null : { canary: text(value["canary"], longest.word), scores };
}

/** Null for an answer that names nobody, or broke off: its end may have been about to say something else. */
export function readChoice({ value, isCut }: Salvaged): AnsweredChoice | null {
  const better = text(value["better"], longest.word);
  if (better === "" || isCut) return null;
  return {
    canary: text(value["canary"], longest.word),
    better,
    reason: text(value["reason"], longest.reason),
  };
}

function readCitation(fields: Fields): Citation {
  const line = Math.round(Number(fields["line_start"]));
  return {
    path: text(fields["path"], longest.reason),
    line: Number.isFinite(line) ? Math.min(Math.max(0, line), 10_000_000) : 0,
    quote: quoteIn(fields["quote"]),
  };
}

/** The numbers and bars before the lines are ours; models copy them in spite of being told. */
function quoteIn(value: unknown): string {
  if (typeof value !== "string") return "";
  const lines = value.slice(0, longest.quote).split(/\r\n|\r|\n/);
  return lines.map((line) => line.replace(/^\s*\d+\| ?/, "")).join("\n");
}

function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Fields => typeof item === "object" && item !== null);
}

function text(value: unknown, limit: number): string {
  // Half of a surrogate pair cannot be written to a file.
  return typeof value === "string"
    ? value
        .slice(0, limit)
        .trim()
        .replace(/\s+/g, " ")
        .replace(/\p{Cs}/gu, "\ufffd")
    : "";
}
