/** What the readers of every language say of a literal that is used as a key. */
import type { Span } from "../../model/source.js";

/** The span is that of the value, without its quotes. */
export interface KeyLiteral extends Span {
  /** The call that takes the key, as it is commonly written. */
  readonly callee: string;
  readonly value: string;
  /** What signs here has no other use, so that any word is one. */
  readonly isCertain?: boolean;
}
