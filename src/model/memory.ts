/** What an earlier run found out about a file by looking at that file alone. */
import type { KeptAnswers } from "./kept.js";
import type { Outline } from "./outline.js";
import type { Hit } from "./rule.js";
import type { Source } from "./source.js";

export interface Remembered {
  readonly outline: Outline;
  /** Hits by the id of the rule or practice, of those that asked nothing but the file; without hits they are not named. */
  readonly hits: Readonly<Record<string, readonly Hit[]>>;
  /** Ids of those that asked for more than the file, and so must look again. */
  readonly asking: readonly string[];
  /** Ids of all that looked; absent where that was everyone. */
  readonly looked?: readonly string[];
  /** Answers to other questions about the file alone, by their names. */
  readonly learned: Readonly<Record<string, unknown>>;
}

/**
 * Files by all that a rule can see of them. Files that hold a credential, or what may be one, are never remembered: hits
 * quote what they see.
 */
export interface Memory {
  recall(source: Source): Remembered | undefined;
  keep(source: Source, remembered: Remembered): void;
  /** Of all files together; absent where nothing of the kind is kept. */
  readonly whole?: (state: State) => WholeMemory;
}

/** What is reviewed, or what a change of it began at. */
export type State = "now" | "before";

/** What earlier runs answered over all files of one state. */
export interface WholeMemory {
  /** Names the file by all that can be seen of it. */
  keyOf(source: Source): string;
  /** What was remembered under that name. */
  recallKey(key: string): Remembered | undefined;
  recallAnswers(): KeptAnswers | undefined;
  keepAnswers(answers: KeptAnswers): void;
}
