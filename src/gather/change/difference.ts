/** What every way of finding a change hands on: the touched files, and what they were before. */
import type { ChangedFile } from "../../model/change.js";
import type { Disk } from "../disk.js";

export interface Touched {
  /** As shown, relative to the review's root; begins with `../` where it lies elsewhere. */
  readonly path: string;
  readonly before: string | null;
  readonly status: ChangedFile["status"];
  /** What it held before; null for a new file. */
  readonly contentBefore: Buffer | string | null;
}

export interface Difference {
  /** For people, the states before and after. */
  readonly from: string;
  readonly to: string;
  /** The commit before; null where there is none. */
  readonly commit: string | null;
  readonly touched: readonly Touched[];
  /** What the state after is read from. */
  readonly disk: Disk;
  /** Files that lie in the work tree otherwise than in the state after, and are not read from there. */
  readonly altered: ReadonlySet<string>;
}
