/** How many tests passed, failed and were skipped, as far as somebody said so. */
import type { TestRun } from "../model/test-run.js";
import { plainText } from "./plain-text.js";

export type Failure = TestRun["failures"][number];

/** Null where the output does not say. */
export interface Counts {
  readonly passed: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  readonly failures: readonly Failure[];
}

/** All together; what one of them does not know, the sum does not know. Null for none, which is not zero tests. */
export function total(all: readonly Counts[]): Counts | null {
  if (all.length === 0) return null;
  return {
    passed: all.map(({ passed }) => passed).reduce(sum),
    failed: all.map(({ failed }) => failed).reduce(sum),
    skipped: all.map(({ skipped }) => skipped).reduce(sum),
    failures: all.flatMap(({ failures }) => failures),
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** Characters of a message that are kept; the rest is in the output of the run itself. */
const longestMessage = 600;

export function failure(name: string, message: string, path: string | null = null): Failure {
  return { name: shorten(plainText(name), 300), message: shorten(plainText(message), longestMessage), path };
}

function shorten(text: string, longest: number): string {
  const whole = text.trim();
  return whole.length <= longest ? whole : `${whole.slice(0, longest).trimEnd()}…`;
}
