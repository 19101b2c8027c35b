/** Whether what comes from outside is checked before it is used. */
import { defineSignal } from "../model/signal.js";
import { withoutComments } from "../syntax/growth.js";
import { handlerFiles, ownCode, placeOfFile } from "../syntax/own-code.js";

const checks =
  /\(BaseModel\)|\bField\(|\bz\.(?:object|string|number)\(|\bsafeParse\(|\bJoi\.|\bajv\b|\byup\.|class-validator|@Valid\b|`[^`]*validate:"|\bvalidator\.|\bchangeset\(|\bcast\(|Schema\(\)\.load|typebox|valibot|typeof \w+(?:\.\w+)* !==? ["']|isinstance\(|\bNumber\.isInteger\(|\bstrconv\.\w+\(|\.trim\(\)\s*===?\s*["']["']|DisallowUnknownFields|len\(\w+(?:\.\w+)*\)\s*[=><]/;
const raw =
  /\brequest\.json\(|\breq\.body\b|await request\.body\(|json\.loads\(|JSON\.parse\(|json\.NewDecoder\(|\bjson\.Unmarshal\(|@RequestBody|dict\[|: Dict\b|: dict\b/;

export default defineSignal({
  title: "Input checked at the border",
  why: "Measured is the share of files with handlers that check what comes in by a schema or by hand, or take nothing raw. Programs that answer no requests are not measured.",
  measure({ survey }) {
    const handlers = handlerFiles(survey);
    if (handlers.length === 0) return { value: null, says: "answers no requests" };
    const hasSchemas = ownCode(survey).some((file) => checks.test(withoutComments(file)));
    const unchecked = handlers.filter((file) => {
      const code = withoutComments(file);
      return (
        raw.test(code) &&
        !checks.test(code) &&
        !(
          hasSchemas &&
          file.outline.imports.length > 0 &&
          /schema|model/i.test(file.outline.imports.map(({ module }) => module).join())
        )
      );
    });
    return {
      value: 1 - unchecked.length / handlers.length,
      says:
        unchecked.length === 0
          ? "what comes in is checked or typed"
          : `${unchecked.length} of ${handlers.length} files with handlers take input unchecked`,
      places: unchecked.slice(0, 2).map(placeOfFile),
    };
  },
});
