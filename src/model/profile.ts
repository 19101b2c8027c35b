/** How sure a finding must be to be printed: the rules are the same in every profile, only the cut differs. */
import { z } from "zod";

export const profileSchema = z.enum(["strict", "standard", "deep"]);
export type Profile = z.infer<typeof profileSchema>;

/**
 * The least confidence each profile prints. A rule's confidence is the share of its hits that readers of real code
 * called true (bench/README.md), changed by what was seen at the place: strict interrupts people only where four of
 * five would agree, standard where more agree than not, deep shows what is worth a look.
 */
export const leastConfidences: Readonly<Record<Profile, number>> = { strict: 0.8, standard: 0.5, deep: 0.3 };

/** What was asked for, as the report says it. */
export const limitSchema = z.object({
  leastConfidence: z.number().min(0).max(1),
  /** Null where a number was given instead. */
  profile: profileSchema.nullable(),
});
export type Limit = z.infer<typeof limitSchema>;

/** @param given `--min-confidence`, which outdoes every profile */
export function limitOf(profile: Profile, given: number | undefined): Limit {
  return given === undefined
    ? { leastConfidence: leastConfidences[profile], profile }
    : { leastConfidence: given, profile: null };
}
