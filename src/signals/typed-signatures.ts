/** Whether signatures say what they take and give. */
import { defineSignal } from "../model/signal.js";

/** Where types are optional, from here on a reader can rely on them. */
const enough = 0.8;

export default defineSignal({
  title: "Typed signatures",
  advice: "Give signatures their types",
  why: "Measured is the share of parameters and results with a type in languages where it may be left out (TypeScript, Python), in relation to eight tenths.",
  sameFaults: ["missing-type-hints"],
  measure({ review }) {
    const ratio = review.facts.annotationRatio;
    return ratio === null
      ? { value: null, says: "the language leaves no choice" }
      : {
          value: Math.min(1, ratio / enough),
          says: `${Math.round(ratio * 100)} % of the signatures are typed`,
        };
  },
});
