/** Whether a program has words for its own failures. */
import { plural } from "../lib/text.js";
import { defineSignal } from "../model/signal.js";
import { failureKinds, refuses } from "../syntax/failure-kinds.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** Kinds of failure from which callers can choose; more of them tell nothing. */
const enough = 2;
/** Status codes tell clients apart what the code itself cannot: it mixes its rules with its protocol. */
const worthOfCodes = 0.5;
/** A message alone: a caller would have to read it. */
const worthOfMessages = 0.25;

const ordinary =
  /\b(?:raise|throw new)\s+(?:ValueError|TypeError|KeyError|LookupError|PermissionError|TimeoutError|RangeError|IllegalArgumentException|IllegalStateException)\b/;

export default defineSignal({
  title: "Failures with names",
  advice: "Give failures types of their own",
  why: "Callers can only treat a conflict otherwise than an outage if the two have names of their own. Two types or sentinel values are full marks, and more of them tell nothing; status codes alone are half, because only clients can tell them apart, and so are the language's own types (`ValueError`, `RangeError`); messages alone are a quarter. Code that refuses nothing is not measured.",
  measure({ survey }) {
    const kinds = failureKinds(survey);
    const isRefusing = implementation(survey).some((file) => refuses(withoutComments(file)));
    if (kinds.length === 0 && !isRefusing) return { value: null, says: "nothing is refused" };
    const types = kinds.filter(({ isType }) => isType);
    const codes = kinds.filter(({ isType }) => !isType);
    const byTypes = Math.min(1, types.length / enough);
    const byCodes = worthOfCodes * Math.min(1, codes.length / enough);
    const byKinds = implementation(survey).some((file) => ordinary.test(withoutComments(file)))
      ? worthOfCodes
      : 0;
    return {
      value: Math.max(byTypes, byCodes, byKinds, worthOfMessages),
      says:
        kinds.length === 0
          ? "no failure has a type or a code of its own"
          : types.length === 0
            ? `failures are told apart by ${plural(codes.length, "status code")} only`
            : `${plural(types.length, "kind")} of failure ${types.length === 1 ? "has a type" : "have types"} of ${types.length === 1 ? "its" : "their"} own`,
      places: (types.length > 0 ? types : codes).slice(0, 2).map(({ file, span }) => placeOf(file, span)),
    };
  },
});
