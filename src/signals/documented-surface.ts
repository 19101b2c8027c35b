/** Whether a stranger can use what is offered. */
import { defineSignal } from "../model/signal.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** The rest is said by its name; documentation of everything is noise. */
const enough = 0.8;
const leastLines = 4;

export default defineSignal({
  title: "Documented surface",
  advice: "Say what the public functions are for",
  why: "Measured is the share of public functions of four lines and more with a documentation comment, in relation to eight tenths; its length does not matter, and more is not better.",
  measure({ survey }) {
    const surface = implementation(survey).flatMap((file) =>
      file.outline.functions
        .filter(({ isExported, isTest, name, span }) => {
          const height = file.source.text.slice(span.start, span.end).split("\n").length;
          return (
            isExported &&
            isTest !== true &&
            name !== "<anonymous>" &&
            !name.startsWith("_") &&
            height >= leastLines
          );
        })
        .map((fact) => ({ file, fact })),
    );
    if (surface.length === 0) return { value: null, says: "nothing public to document" };
    const bare = surface.filter(({ fact }) => !fact.hasDocumentation);
    const share = 1 - bare.length / surface.length;
    return {
      value: Math.min(1, share / enough),
      says: `${surface.length - bare.length} of ${surface.length} public functions say what they are for`,
      places: bare.slice(0, 2).map(({ file, fact }) => placeOf(file, fact.nameSpan)),
    };
  },
});
