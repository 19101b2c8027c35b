/** Gives each finding the fingerprint of its line while the texts are at hand: a saved review holds none. */
import { lineStarts } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { hashedUntil, lineHashes } from "./line-hash.js";

/**
 * The findings with `lineHash`, that of the first line for one about its file as a whole. Where a credential is among
 * the characters it is made of there is none: a short one could be guessed from it.
 */
export function markLines(findings: readonly Finding[], survey: Survey): readonly Finding[] {
  const known = new Map<string, (line: number) => string | undefined>();
  return findings.map((finding) => {
    const file = survey.files.get(finding.path);
    if (!file) return finding;
    const hashOf = known.get(finding.path) ?? hashesOf(file);
    known.set(finding.path, hashOf);
    const lineHash = hashOf(finding.lines?.start ?? 1);
    return lineHash === undefined ? finding : { ...finding, lineHash };
  });
}

function hashesOf({
  source: { text },
  secrets,
  suspected,
}: SurveyedFile): (line: number) => string | undefined {
  const hashes = lineHashes(text);
  const starts = lineStarts(text);
  const covered = [...secrets, ...suspected];
  return (line) => {
    const start = starts[line - 1] ?? text.length;
    const end = hashedUntil(text, start);
    return covered.some((span) => span.start < end && start < span.end) ? undefined : hashes[line - 1];
  };
}
