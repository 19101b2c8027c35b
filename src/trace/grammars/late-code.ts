/** Makes the functions that a grammar reads: each part of one is read when it is first asked for. */
import { lazy } from "../../lib/lazy.js";
import type { Code } from "./terms.js";

type Known = Pick<Code, "name" | "className" | "span" | "isPrivate">;

/** Ways to read the parts; a function without a reader for a part has none of it. */
interface Readers {
  readonly decorators?: () => Code["decorators"];
  readonly receiver?: () => Code["receiver"];
  readonly parameters: () => Code["parameters"];
  readonly steps: () => Code["steps"];
}

export function lateCode(known: Known, readers: Readers): Code {
  const decorators = lazy(readers.decorators ?? (() => []));
  const receiver = lazy(readers.receiver ?? (() => null));
  const parameters = lazy(readers.parameters);
  const steps = lazy(readers.steps);
  return {
    ...known,
    get decorators() {
      return decorators();
    },
    get receiver() {
      return receiver();
    },
    get parameters() {
      return parameters();
    },
    get steps() {
      return steps();
    },
  };
}
