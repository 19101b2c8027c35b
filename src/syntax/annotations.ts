/** Which places of a function could carry a type, and which do. */
import type { FunctionFact } from "../model/outline.js";

/** One entry for each place of a function that could carry a type: true where it does. */
export function annotationSlots(fact: FunctionFact): readonly boolean[] {
  if (fact.name === "<anonymous>") return [];
  const parameters = fact.parameters.filter(({ name }) => !["self", "cls", "this", ""].includes(name));
  const isConstructor = ["__init__", "constructor"].includes(fact.name);
  const slots = parameters.map(({ isTyped }) => isTyped);
  return isConstructor ? slots : [...slots, fact.hasReturnType];
}
