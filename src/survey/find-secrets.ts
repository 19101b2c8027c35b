/** Finds credentials in a file, so that rules can report them and everything else can mask them. */
import type { SecretSpan, SurveyedFile } from "../model/survey.js";
import { findNamedSecrets } from "./named-secrets.js";
import { findFormats } from "./secret-formats.js";

/** Each span covers exactly the value, without quotes; spans are in source order and do not overlap. */
export async function findSecrets(
  file: Pick<SurveyedFile, "source" | "tree" | "outline">,
): Promise<readonly SecretSpan[]> {
  const formats = await findFormats(file.source);
  return withoutOverlaps([...formats, ...findNamedSecrets(file)]);
}

/** Of spans that overlap, the one listed first stays: a format says more than a name. */
function withoutOverlaps(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const kept: SecretSpan[] = [];
  for (const span of spans) {
    if (span.end <= span.start) continue;
    if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}
