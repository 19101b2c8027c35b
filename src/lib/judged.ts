/** Says in words what readers found when they judged a rule's hits. */
import { plural } from "./text.js";

interface Counts {
  readonly right: number;
  readonly arguable: number;
  readonly wrong: number;
  readonly projects: number;
}

/** For a table: `27 of 52`, the right ones of those that were read; `unread` where nobody counted. */
export function judgedShortly(counts: Counts | undefined): string {
  if (!counts) return "unread";
  const read = readOf(counts);
  return read > 0 ? `${counts.right} of ${read}` : "no hits";
}

/** A sentence's worth: `27 right, 24 arguable and 1 wrong of 52 hits read, in 20 projects`. */
export function judgedInFull(counts: Counts | undefined): string {
  const projects = counts && counts.projects > 0 ? plural(counts.projects, "project") : null;
  if (!counts || readOf(counts) === 0) return projects ? `no hit in ${projects}` : "by nobody";
  const { right, arguable, wrong } = counts;
  const said = `${right} right, ${arguable} arguable and ${wrong} wrong of ${plural(readOf(counts), "hit")} read`;
  return projects ? `${said}, in ${projects}` : said;
}

function readOf(counts: Counts | undefined): number {
  return counts ? counts.right + counts.arguable + counts.wrong : 0;
}
