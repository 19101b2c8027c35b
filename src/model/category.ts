/** What kind of defect a finding is; each category is a folder of src/rules and has at least one reviewer. */
import { z } from "zod";

export const categories = [
  "security",
  "concurrency",
  "correctness",
  "operations",
  "performance",
  "testing",
  "design",
  "idiom",
  "consistency",
  "redundancy",
  "documentation",
] as const;
export const categorySchema = z.enum(categories);
export type Category = z.infer<typeof categorySchema>;
