/** Whether all is there that the code takes from itself. */
import { defineSignal } from "../model/signal.js";
import { missingParts } from "../syntax/missing-parts.js";
import { placeOf } from "../syntax/own-code.js";

export default defineSignal({
  title: "Parts that are there",
  advice: "Add the parts that the code takes from itself and that are not there",
  why: "Code that imports a file of its own that is not there, or makes an object of a class that nobody wrote, cannot be built or started, and then does nothing of what was asked for: 0. Looked at are imports of the project's own files in TypeScript, JavaScript and Python, outside of conditions, and types in Java that needs no more than the language. With nothing missing it is not measured: that does not show that the code runs.",
  measure({ survey, review }) {
    const missing = missingParts(
      survey,
      review.skippedFiles.map(({ path }) => path),
    );
    const names = [...new Set(missing.map(({ name }) => `\`${name}\``))];
    if (names.length === 0) return { value: null, says: "nothing that it takes from itself is missing" };
    const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
    return {
      value: 0,
      says: `${names.slice(0, 3).join(", ")}${more} ${names.length === 1 ? "is" : "are"} taken from the project itself and not there`,
      places: missing.slice(0, 3).map(({ file, span }) => placeOf(file, span)),
    };
  },
});
