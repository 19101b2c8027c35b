/** What in an answer shows that the model obeyed the code instead of its task: such an answer is no review. */
import type { Claim } from "../model/finding.js";
import type { Lead } from "./prompt.js";
import type { Answer } from "./read-answer.js";

/** Rules whose hits are text that talks to reviewers, or hides from them. */
const baits: ReadonlySet<string> = new Set(["instruction-to-reviewer", "hidden-text"]);

export interface AskedAbout {
  readonly canary: string;
  /** Whether a file of that name is in the batch. */
  readonly isInside: (name: string) => boolean;
  readonly leads: readonly Lead[];
  /** All static hits in the batch, whoever owns them. */
  readonly hits: readonly Claim[];
  /** An answer that broke off may have been about to say what is missing in it. */
  readonly isCut: boolean;
}

/** The reason why the answer cannot count, or null; promise 1: what may have been silenced has not been reviewed. */
export function signOfObedience(answer: Answer, asked: AskedAbout): string | null {
  const { findings, leads, practices } = answer;
  if (answer.canary.trim() === "") return "the answer lacks the token that shows who gave it";
  if (answer.canary.trim() !== asked.canary) return "the answer has another token than the one given";
  const places = [...findings, ...practices];
  if (places.length > 0 && !places.some(({ path }) => asked.isInside(path)))
    return "the answer speaks only of files outside its batch";
  if (asked.isCut) return null;
  if (findings.length === 0 && leads.length === 0 && asked.leads.length > 0)
    return `the answer is empty, although ${asked.leads.length} static hits were to be answered`;
  const bait = asked.hits.find(({ rule }) => baits.has(rule ?? ""));
  const isSilent = findings.length === 0 && leads.every(({ verdict }) => verdict === "refute");
  if (bait && isSilent)
    return `the answer reports nothing, and ${placeOf(bait)} holds text meant for reviewers`;
  return null;
}

function placeOf({ path, lines }: Claim): string {
  return lines ? `${path}:${lines.start}` : path;
}
