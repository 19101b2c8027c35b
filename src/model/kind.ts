/** The kinds of review; each is the id of the Markdown report that shows it. */
import { z } from "zod";

export const kinds = ["batch", "personas", "readiness"] as const;
export const kindSchema = z.enum(kinds);
export type Kind = z.infer<typeof kindSchema>;
