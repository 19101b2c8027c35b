/** How sure a flow is: a product of what is known of its source, its way and its sink. */
import type { Entry } from "../../model/flow.js";
import type { Taint } from "./values.js";

/**
 * Who chooses the value, as a share: judged samples of `http` sources were true in 16 of 18, of the command line and
 * of exported functions in 5 of 30.
 */
const byEntry: Readonly<Record<Entry, number>> = {
  http: 0.9,
  message: 0.75,
  browser: 0.65,
  stored: 0.4,
  file: 0.35,
  arguments: 0.35,
  environment: 0.2,
  caller: 0.25,
};

/** A check that cannot be judged is enough about every second time. */
const guarded = 0.5;
/** Code that no server runs. */
const asideOf = 0.5;
const aside =
  /(?:^|\/)(?:scripts?|examples?|samples?|demos?|tools?|benchmarks?|bench|docs?|migrations|fixtures|tests?|testing|e2e)\//i;

/** @returns 0–1, with two digits */
export function confidenceOf({ entry, guard, weight }: Taint, sinkWeight: number, path: string): number {
  const place = aside.test(path) ? asideOf : 1;
  const product = byEntry[entry] * weight * sinkWeight * (guard === null ? 1 : guarded) * place;
  return Math.round(product * 100) / 100;
}
