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
 * @param streams texts that were printed side by side: some runners name failures on one and count on the other
 * @throws XmlError for a document that says it is JUnit's and is not
 */
export function parseResults(...streams: readonly string[]): Results | null {
  for (const text of streams) {
    if (looksLikeJunit(text)) return { format: "junit", counts: readJunit(text) };
    const tap = readTap(text);
    if (tap) return { format: "tap", counts: tap };
  }
  const plain = readPlain(streams.join("\n"));
  return plain && { format: "plain", counts: plain };
}
