/** What every way of finding a change hands on: the touched files, and what they were before. */
import type { ChangedFile } from "../../model/change.js";

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
  /** Files that on the disk are not as the state after has them, with what it has. */
  readonly instead: ReadonlyMap<string, Buffer>;
  /** Files on the disk that the state after does not have. */
  readonly absent: ReadonlySet<string>;
}
