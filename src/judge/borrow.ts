/** Turns what other tools say into leads: claims at places of reviewed files, on the terms of a rule's hits. */
import { groupBy } from "../lib/group.js";
import { Lines, firstSentence } from "../lib/text.js";
import type { Claim } from "../model/finding.js";
import type { LineRange } from "../model/source.js";
import type { Survey } from "../model/survey.js";
import type { Borrowed, ToolLog, ToolResult } from "../model/tool-log.js";
import { alignPaths } from "./match-paths.js";

export interface BorrowedLeads {
  readonly claims: readonly Claim[];
  readonly borrowed: readonly Borrowed[];
}

/** Nobody here judged the tool's rules; as sure as of the least sure rule of our own. */
const usualConfidence = 0.6;

/** Longer places are quoted by their first lines, as a rule's hits are. */
const longestQuote = 12;

/**
 * Every result becomes a claim or is counted with the reason why not.
 * @param altered files that lay before the tools otherwise than they were reviewed
 */
export function borrowLeads(
  logs: readonly ToolLog[],
  survey: Survey,
  altered: ReadonlySet<string> = new Set(),
): BorrowedLeads {
  const place = placesIn(survey, altered);
  const taken = logs.map((log) => take(log, survey, place));
  return { claims: taken.flatMap(({ claims }) => claims), borrowed: taken.map(({ borrowed }) => borrowed) };
}

type PlaceResult = (result: ToolResult, path: string) => Pick<Claim, "lines" | "quote"> | string;

function take(log: ToolLog, survey: Survey, place: PlaceResult): { claims: Claim[]; borrowed: Borrowed } {
  const { tool, version, source, results, problem } = log;
  const aligned = alignPaths(
    results.map(({ path }) => path),
    [...survey.files.keys()],
  );
  const taken = results.map((result) => claimOf(result, { tool, path: aligned(result.path), place }));
  const claims = taken.filter((each): each is Claim => typeof each !== "string");
  const refused = taken.filter((each): each is string => typeof each === "string");
  const leftOut = [...groupBy(refused, (reason) => reason)].map(([reason, all]) => ({
    reason,
    results: all.length,
  }));
  return {
    claims,
    borrowed: { tool, version, source, results: results.length, used: claims.length, leftOut, problem },
  };
}

interface Context {
  readonly tool: string;
  /** As the review names the file. */
  readonly path: string;
  readonly place: PlaceResult;
}

function claimOf(result: ToolResult, { tool, path, place }: Context): Claim | string {
  const placed = place(result, path);
  if (typeof placed === "string") return placed;
  const { rule, message, severity, category, cwe, confidence, help } = result;
  const name = rule === null ? tool : `\`${rule}\` of ${tool}`;
  return {
    category: category ?? "correctness",
    path,
    ...placed,
    title: firstSentence(message),
    confidence: confidence ?? usualConfidence,
    origin: "tool",
    tool: { name: tool, rule },
    severity,
    issue: message.trim(),
    risk:
      help === undefined
        ? `What ${name} warns of; no rule of session-review looked at it.`
        : firstSentence(help),
    recommendation: `Follow the advice of ${name}, or suppress it there with the reason.`,
    ...(cwe.length === 0 ? {} : { cwe: [...cwe] }),
  };
}

/** The whole lines of a result, or why it has none: code decides the line, and a stale log has no say. */
function placesIn({ files }: Survey, altered: ReadonlySet<string>): PlaceResult {
  const known = new Map<string, Lines>();
  return ({ lines, snippet }, path) => {
    const file = files.get(path);
    if (!file) return "it is about no reviewed file";
    const text = known.get(path) ?? new Lines(file.source.text);
    known.set(path, text);
    if (!lines) return { lines: null, quote: "" };
    if (altered.has(path) && !snippet?.trim())
      return "the file lies here with other lines than were reviewed, and it quotes none";
    if (lines.end > text.count || !holds(text, lines, snippet))
      return "the file does not hold what it is about: it was made for another version of the code";
    return { lines, quote: text.slice(lines.start, lines.end, longestQuote) };
  };
}

function holds(text: Lines, { start, end }: LineRange, snippet: string | undefined): boolean {
  const [first = ""] = (snippet ?? "").trim().split(/\r?\n/);
  return text.slice(start, end).includes(first.trim());
}
