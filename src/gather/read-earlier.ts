/** Reads what was found elsewhere: the document of an earlier review, or the SARIF log of any tool. */
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
  if (isSarif(value)) return { format: "sarif", log: take(sarifSchema.safeParse(value), path) };
  return { format: "session-review", review: take(reviewSchema.safeParse(value), path) };
}

/** @throws UserError path-missing, document-unreadable; log-unreadable, naming the first field that is wrong */
export async function readSarif(cwd: string, path: string): Promise<Sarif> {
  try {
    const value = parse(await readDocument(cwd, path), path);
    return take(sarifSchema.safeParse(value), path);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "review-unreadable") throw error;
    throw new UserError("log-unreadable", error.details, { cause: error });
  }
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

/** What checking against a schema comes to. */
type Checked<T> =
  | { readonly success: true; readonly data: T }
  | {
      readonly success: false;
      readonly error: {
        readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
      };
    };

function take<T>(checked: Checked<T>, file: string): T {
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue?.path.map(String).join(".");
  const problem = `${field ? `field "${field}": ` : ""}${issue?.message ?? "wrong shape"}.`;
  throw new UserError("review-unreadable", { file, problem });
}
