/** Whether settings come from outside and are checked before they are used. */
import type { Place } from "../model/finding.js";
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

const reads =
  /\bos\.environ\b|\bos\.getenv\(|\bprocess\.env\b|\bos\.(?:Getenv|LookupEnv)\(|\bSystem\.getenv\(|\benv::var\(|System\.(?:get_env|fetch_env)|@Value\("\$\{/;
/** A settings class or schema that refuses wrong values when the program starts. */
const checks =
  /\bBaseSettings\b|\bpydantic_settings\b|\benvalid\b|\bz\.object\([\s\S]*process\.env|process\.env[\s\S]{0,400}\bz\.|\benvconfig\.Process\(|@ConfigurationProperties\b|\benvy::from_env|\bNimbleOptions\b|raise \w*(?:Config|Settings|Value|Runtime)\w*Error|throw new \w*Config\w*Error|log\.Fatal\w*\([^)]*(?:env|config|missing|required)/i;
/**
 * An address, a key or a password written where a setting belongs: not a scheme that an address is put together with, an
 * option of a command, or an argument of a documentation attribute of Rust.
 */
const fixed =
  /^[ \t]*(?!html_\w+_url\b)(?:(?:export|const|let|var|static|final|private|public|String)\s+)*\w*(?:host|url|uri|secret|password|bucket|dsn)\w*\s*(?::\s*\w+\s*)?:?=\s*["'](?!\s*["']|0\.0\.0\.0|https?:\/\/example|-|[\w+:]+:(?:\/\/)?["'])[^"'\n]{4,}["'](?!\s*,?\s*\))|(?:Redis|MongoClient|createClient|connect)\(\s*["'](?:redis|mongodb|postgres|amqp|localhost)/im;

export default defineSignal({
  title: "Settings from outside, checked",
  advice: "Read settings from outside and check them at the start",
  why: "A setting in the source needs a release to change, and one that nobody checks fails far from its cause. 1: read from outside and checked at the start; 0.6: read from outside; 0: written in the source. A program without settings is not measured.",
  sameFaults: ["hardcoded-secret"],
  measure({ survey }) {
    const files = implementation(survey);
    const checked = files.flatMap((file) => first(file, checks));
    const outside = files.flatMap((file) => first(file, reads));
    const written = files.flatMap((file) => first(file, fixed));
    if (
      checked.length > 0 &&
      (outside.length > 0 ||
        /BaseSettings|pydantic_settings|ConfigurationProperties/.test(
          checked.map(({ quote }) => quote).join(),
        ))
    )
      return {
        value: 1,
        says: "settings are read from outside and checked at the start",
        places: checked.slice(0, 1),
      };
    if (outside.length > 0)
      return written.length > 0
        ? {
            value: 0.4,
            says: "some settings are read from outside, others stand in the source",
            places: written.slice(0, 2),
          }
        : {
            value: 0.6,
            says: "settings are read from outside and nothing checks them",
            places: outside.slice(0, 1),
          };
    return written.length > 0
      ? { value: 0, says: "addresses or keys stand in the source", places: written.slice(0, 2) }
      : { value: null, says: "no settings" };
  },
});

function first(file: SurveyedFile, pattern: RegExp): readonly Place[] {
  const match = pattern.exec(withoutComments(file));
  if (!match) return [];
  const end = match.index + (match[0].split("\n", 1)[0]?.length ?? 0);
  return [placeOf(file, { start: match.index, end: Math.max(end, match.index + 1) })];
}
