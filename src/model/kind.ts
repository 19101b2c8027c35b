/** The kinds of review; each is the id of the Markdown report that shows it. */
import { z } from "zod";

/** What `--kind` may ask for; the others have a command of their own. */
export const reviewKinds = ["batch", "personas", "readiness"] as const;
export const kinds = [...reviewKinds, "follow-up"] as const;
export const kindSchema = z.enum(kinds);
export type Kind = z.infer<typeof kindSchema>;
