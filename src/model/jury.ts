/** Models as judges of candidates: what they are shown and asked, and what is said of their work. */
import { z } from "zod";
import type { Judgement, Pairwise } from "./comparison.js";
import { placeSchema } from "./finding.js";
import { type Review, consultationSchema } from "./review.js";
import type { RubricCriterion } from "./rubric.js";
import type { Statement } from "./statement.js";
import type { Survey } from "./survey.js";

/** How the judges worked, beside what they said. */
export const jurySchema = z.object({
  judges: z.array(z.string()),
  /** The letter each candidate had in front of the judges; drawn by content, so that it tells nothing. */
  letters: z.array(z.object({ candidate: z.string(), letter: z.string() })),
  /** What no judgement counts of, and why; any of it makes the comparison incomplete. */
  notJudged: z.array(z.object({ judge: z.string(), candidates: z.array(z.string()), reason: z.string() })),
  /** Text that was taken out for the second look: praise of the code, and orders to who judges it. */
  removed: z.array(
    z.object({ candidate: z.string(), what: z.enum(["praise", "order"]), place: placeSchema }),
  ),
  consultations: z.array(consultationSchema),
});
export type JuryReport = z.infer<typeof jurySchema>;

/** A candidate while its parsed files are at hand. */
export interface Exhibit {
  readonly id: string;
  readonly survey: Survey;
  readonly review: Pick<Review, "findings">;
  /** Ids of all candidates: none of them may be read in what is shown. */
  readonly names: readonly string[];
}

export interface Question {
  readonly criteria: readonly RubricCriterion[];
  /** What the candidates were to do; empty where it is not known. */
  readonly task: readonly Statement[];
  readonly signal: AbortSignal;
}

/** The judges of one comparison. What goes wrong is in the report; nothing is thrown for it. */
export interface Jury {
  show(exhibit: Exhibit): void;
  /** One score for each judge, candidate and criterion, and one more for the second look. */
  score(question: Question): Promise<readonly Judgement[]>;
  /** Each pair by each judge, in both orders. */
  decide(pairs: readonly Pair[], question: Question): Promise<readonly Pairwise[]>;
  report(): JuryReport;
}

/** Two ids. */
export type Pair = readonly [first: string, second: string];
