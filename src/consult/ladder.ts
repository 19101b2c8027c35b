/** Asks for an answer in the firmest form the server takes, and once more where the answer had not the form. */
import {
  type Completion,
  CompletionError,
  type ShapeLevel,
  type Turn,
  shapeLevels,
} from "../model/completion.js";
import { type Answer, type Reading, readAnswer } from "./read-answer.js";

/** The weakest level each server and model was found to need; kept by the caller, for the run or longer. */
export type Levels = Map<string, ShapeLevel>;

export interface LadderRequest {
  /** One call with all its retries. */
  readonly ask: (level: ShapeLevel, turns: readonly Turn[]) => Promise<Completion>;
  readonly levels: Levels;
  /** Destination and model. */
  readonly server: string;
}

export interface Answered {
  readonly reading: Reading;
  readonly level: ShapeLevel;
}

/** No answer that could be taken for a review; the message is the reason in the ledger. */
export class NotReviewed extends Error {
  override readonly name = "NotReviewed";
}

/** Longer answers are repeated to the model by their beginning. */
const longestRepeated = 20_000;

/**
 * Schema, then JSON, then text, as far as the server refuses; then one repair turn with what was wrong.
 * @throws NotReviewed when even that gave nothing usable; CompletionError when the server gave no answer
 */
export async function askDownTheLadder(request: LadderRequest): Promise<Answered> {
  const { completion, level } = await askAtSomeLevel(request, []);
  const first = readCompletion(completion);
  if (first && !needsRepair(first)) return { reading: first, level };
  try {
    const repair = await askAtSomeLevel(request, repairTurns(completion, first));
    const isCut = completion.stop === "length" && repair.completion.stop === "length";
    return { reading: better(first, readCompletion(repair.completion), isCut), level: repair.level };
  } catch (error) {
    if (!first || (error instanceof CompletionError && error.kind === "interrupted")) throw error;
    return { reading: first, level };
  }
}

/**
 * A list that is missing, no more good items than bad ones, or nothing at all before the answer broke off; a single bad
 * item is not worth a second answer, and neither is the rest of one that was cut: what it said is kept.
 */
function needsRepair({ answer, drops, problems, isCut }: Reading): boolean {
  if (isCut) return sizeOf(answer) === 0;
  const dropped = drops.reduce((sum, { count }) => sum + count, 0);
  return problems.length > drops.length || (problems.length > 0 && dropped >= sizeOf(answer));
}

/** One answer in the firmest form the server takes, whatever it says. */
export async function askAtSomeLevel(
  { ask, levels, server }: LadderRequest,
  turns: readonly Turn[],
): Promise<{ readonly completion: Completion; readonly level: ShapeLevel }> {
  for (;;) {
    const level = levels.get(server) ?? "schema";
    try {
      return { completion: await ask(level, turns), level };
    } catch (error) {
      const weaker = shapeLevels[shapeLevels.indexOf(level) + 1];
      if (!weaker || !refusesTheForm(error)) throw error;
      // Another task may have learnt more while this one was asking; never climb back up.
      if ((levels.get(server) ?? "schema") === level) levels.set(server, weaker);
    }
  }
}

const formWords =
  /response_?format|output_?(?:config|format)|text_?format|json_?(?:schema|object|mode)|schema|grammar|structured|strict/i;

/** A request refused for its form names the form; any other bad request would be as bad one step down. */
function refusesTheForm(error: unknown): boolean {
  if (!(error instanceof CompletionError)) return false;
  if (error.kind !== "unsupported-parameter" && error.kind !== "bad-request") return false;
  // A named parameter is what was refused; the message may speak of others.
  return formWords.test(error.details.parameter ?? error.message);
}

/** @throws NotReviewed on a refusal: asking again would be arguing */
function readCompletion({ text, stop, refusal }: Completion): Reading | null {
  if (stop === "refusal") throw new NotReviewed(`the model refused${refusal ? `: ${refusal}` : ""}`);
  const reading = readAnswer(text);
  return reading && stop === "length" ? { ...reading, isCut: true, problems: [] } : reading;
}

const brokeOff =
  "It broke off before its first whole item. Say the same in fewer words: short texts, no practices, nothing twice.";

/** An empty answer cannot be repeated to the model: it is asked the same once more. */
function repairTurns({ text, stop }: Completion, reading: Reading | null): readonly Turn[] {
  if (text.trim() === "") return [];
  const problems =
    stop === "length" || reading?.isCut
      ? [brokeOff]
      : (reading?.problems ?? ["There is no JSON object in it."]);
  const request = [
    "That answer could not be used as it is:",
    ...problems.map((problem) => `- ${problem}`),
    "Give the whole answer again, corrected: one JSON object in the form of the rules, and nothing else.",
  ];
  return [
    { role: "assistant", text: text.slice(0, longestRepeated) },
    { role: "user", text: request.join("\n") },
  ];
}

/** The repaired answer, unless it is worse than what it was to repair. */
function better(first: Reading | null, second: Reading | null, isCut: boolean): Reading {
  const usable = [second, first].filter((reading) => reading !== null);
  const [best] = usable.sort(
    (a, b) => Number(a.isCut) - Number(b.isCut) || sizeOf(b.answer) - sizeOf(a.answer),
  );
  if (!best)
    throw new NotReviewed(
      isCut
        ? "the model's answer broke off before it said anything, twice"
        : "the model's answer was no JSON object of the form asked for, twice",
    );
  return best;
}

function sizeOf({ findings, leads, practices }: Answer): number {
  return findings.length + leads.length + practices.length;
}
