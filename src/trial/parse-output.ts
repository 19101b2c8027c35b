/** Finds test results in what a command printed or a file holds. */
import type { TestRun } from "../model/test-run.js";
import type { Counts } from "./counts.js";
import { looksLikeJunit, readJunit } from "./junit.js";
import { readPlain } from "./plain.js";
import { readTap } from "./tap.js";

export interface Results {
  readonly format: NonNullable<TestRun["format"]>;
  readonly counts: Counts;
}

/**
 * Results in any form this program reads; null where there are none.
 * @throws XmlError for a document that says it is JUnit's and is not
 */
export function parseResults(text: string): Results | null {
  if (looksLikeJunit(text)) return { format: "junit", counts: readJunit(text) };
  const tap = readTap(text);
  if (tap) return { format: "tap", counts: tap };
  const plain = readPlain(text);
  return plain && { format: "plain", counts: plain };
}
