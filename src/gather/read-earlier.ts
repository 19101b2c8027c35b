/** Reads the document of an earlier review: one of this program's, or a SARIF log of any. */
import type { ZodType } from "zod";
import { UserError } from "../model/errors.js";
import { type Review, reviewSchema } from "../model/review.js";
import { type Sarif, sarifSchema } from "../model/sarif.js";
import { readDocument } from "./read-document.js";

export type EarlierDocument =
  | { readonly format: "session-review"; readonly review: Review }
  | { readonly format: "sarif"; readonly log: Sarif };

/** @throws UserError path-missing, document-unreadable; review-unreadable, naming the first field that is wrong */
export async function readEarlier(cwd: string, path: string): Promise<EarlierDocument> {
  const value = parse(await readDocument(cwd, path), path);
  if (isSarif(value)) return { format: "sarif", log: check(sarifSchema, value, path) };
  return { format: "session-review", review: check(reviewSchema, value, path) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError("review-unreadable", { file, problem: "it is not JSON." }, { cause: error });
  }
}

function isSarif(value: unknown): boolean {
  return typeof value === "object" && value !== null && "runs" in value;
}

function check<T>(schema: ZodType<T>, value: unknown, file: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".");
  const problem = `${field ? `field "${field}": ` : ""}${issue?.message ?? "wrong shape"}.`;
  throw new UserError("review-unreadable", { file, problem });
}
