/** Where a link of the copied folder has to lead. */
import { posix } from "node:path";
import { type Place, folderOf, inside, isWithin, wayTo } from "../gather/place.js";

export interface Moved {
  readonly from: Place;
  /** Other names of the same folder. */
  readonly alsoCalled: readonly Place[];
  readonly to: Place;
}

/**
 * A link inside the folder leads to the same place inside the copy, also where it names the original in full; one that
 * leaves the folder leads where it led, in full, as the copy lies elsewhere.
 */
export function retarget(leadsTo: Place, link: Place, { from, alsoCalled, to }: Moved): Place {
  const isWhole = leadsTo.startsWith("/") || /^[a-z]:\//i.test(leadsTo);
  const whole = posix.normalize(isWhole ? leadsTo : `${folderOf(link)}/${leadsTo}`);
  const end = (whole.length > 1 ? whole.replace(/\/$/, "") : whole) as Place;
  if (!isWhole) return isWithin(from, end) ? leadsTo : end;
  const name = [from, ...alsoCalled].find((folder) => isWithin(folder, end));
  if (name === undefined) return end;
  return end === name ? to : inside(to, wayTo(name, end));
}
