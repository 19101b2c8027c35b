/** A test case in words, as a rule's page suggests it for what the rule finds. */
import { z } from "zod";

/** Stands in a trial for the name of the function around the finding. */
export const itsName = "{it}";

export const trialSchema = z.object({
  /** What must be true: "two updates at once both survive". */
  name: z.string(),
  arrange: z.string(),
  act: z.string(),
  assert: z.string(),
});
export type Trial = z.infer<typeof trialSchema>;
