/** Keeps with a file what a question found out about it, so that the next run need not ask again. */
import type { SurveyedFile } from "../model/survey.js";

/**
 * What `make` gave for this file, now or in an earlier run over the same text.
 * @param name of the question; two questions have two names
 * @param make looks at nothing but the file, and gives plain data that JSON can hold
 */
export function learn<T>({ learned }: Pick<SurveyedFile, "learned">, name: string, make: () => T): T {
  const known = learned?.get(name);
  if (known !== undefined) return known as T; // under this name stands what this question gave
  const made = make();
  learned?.set(name, made);
  return made;
}
