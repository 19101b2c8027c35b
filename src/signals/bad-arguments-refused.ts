/** Whether what cannot be right is refused at the door. */
import { defineSignal } from "../model/signal.js";
import { refuses } from "../syntax/failure-kinds.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf, publicFunctions } from "../syntax/own-code.js";

/** One public function in four: behind it the others may trust what they get. */
const enough = 0.25;
/** What code gets that refuses nothing: it may have no need to. */
const worthOfTrust = 0.5;

export default defineSignal({
  title: "Nonsense refused",
  advice: "Refuse arguments that cannot be right where they come in",
  why: "A program that takes whatever it is given computes wrong results instead of an error. Measured is the share of public functions with parameters that raise, throw or return an error themselves or through a function of the same file, in relation to one in four, because one door is enough for the rooms behind it; code that refuses nothing may have no need to and gets half.",
  measure({ survey }) {
    const doors = implementation(survey).flatMap((file) => {
      const code = withoutComments(file);
      const text = ({ bodySpan }: { bodySpan: { start: number; end: number } }): string =>
        code.slice(bodySpan.start, bodySpan.end);
      const named = file.outline.functions.filter(({ name, isTest }) => name !== "<anonymous>" && !isTest);
      const refusing = new Set(named.filter((fact) => refuses(text(fact))).map(({ name }) => name));
      return publicFunctions(file)
        .filter(({ parameters }) => parameters.length > 0)
        .map((fact) => ({
          file,
          fact,
          isRefusing: refuses(text(fact)) || [...refusing].some((name) => text(fact).includes(`${name}(`)),
        }));
    });
    if (doors.length === 0) return { value: null, says: "nothing public takes arguments" };
    const refusing = doors.filter(({ isRefusing }) => isRefusing);
    return {
      value: worthOfTrust + (1 - worthOfTrust) * Math.min(1, refusing.length / doors.length / enough),
      says: `${refusing.length} of ${doors.length} public functions refuse what they cannot use`,
      places: refusing.slice(0, 2).map(({ file, fact }) => placeOf(file, fact.nameSpan)),
    };
  },
});
