/** Whether what comes from outside is checked before it is used. */
import { defineSignal } from "../model/signal.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { refuses } from "../syntax/failure-kinds.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { handlerFiles, placeOfFile } from "../syntax/own-code.js";

/** A body or a parameter as it came, before anybody looked at it. */
const raw =
  /\brequest\.(?:json\(|form\b|args\b|values\b|get_json|body\(\))|\breq(?:uest)?\.(?:body|query|params)\b|await request\.body\(|JSON\.parse\(|json\.NewDecoder\(|\bjson\.Unmarshal\(|@RequestBody|@RequestParam|\br\.(?:Body|FormValue|PathValue|URL\.Query)\b|conn\.(?:body_params|params)|:\s*dict\s*=\s*Body\(|for await \(const \w+ of request/;
/** A schema, a type that the framework holds the input to, or a comparison by hand. */
const checks =
  /\(BaseModel\)|\bz\.(?:object|string|number)\(|\bsafeParse\(|\bJoi\.|\bajv\b|\byup\.|class-validator|@Valid\b|`[^`]*validate:"|\bvalidator\.|\bchangeset\(|Schema\(\)\.load|typebox|valibot|typeof \w+(?:\.\w+)* [!=]==? ["']|isinstance\(|\bNumber\.is\w+\(|\bstrconv\.\w+\(|DisallowUnknownFields|MaxBytesReader|\burl\.Parse\(|\bre\.(?:full)?match\(|\.test\(\w/;

export default defineSignal({
  title: "Input checked at the border",
  advice: "Hold what handlers take to a schema",
  why: "Files with handlers that read a body or parameters as they came: 1 where they, or files they import, hold it to a schema or look at its types, 0.5 where something is at least refused, 0 where it is used as it came. What a framework has typed is checked. Files that take nothing raw are not measured.",
  measure({ survey }) {
    const takers = handlerFiles(implementation(survey)).filter((file) => raw.test(withoutComments(file)));
    if (takers.length === 0) return { value: null, says: "no handler takes input as it came" };
    const worths = takers.map((file) => ({ file, worth: worthOf(file, survey) }));
    const open = worths.filter(({ worth }) => worth < 1);
    return {
      value: worths.reduce((sum, { worth }) => sum + worth, 0) / worths.length,
      says:
        open.length === 0
          ? "what comes in is checked"
          : `${open.length} of ${takers.length} files with handlers take input that nobody checks in full`,
      places: open.slice(0, 2).map(({ file }) => placeOfFile(file)),
    };
  },
});

function worthOf(file: SurveyedFile, survey: Survey): number {
  const near = [file.source.path, ...survey.index.importsOf(file.source.path)];
  const code = implementation(survey)
    .filter(({ source, tree }) => near.includes(source.path) || tree.family === "go")
    .map(withoutComments)
    .join("\n");
  if (checks.test(code)) return 1;
  return refuses(code) || /\b4\d\d\b/.test(code) ? 0.5 : 0;
}
