/** Decides what of a repository's own notes reviewers are given: notes that talk to reviewers are left out. */
import type { Leads } from "../model/plan.js";
import type { Survey } from "../model/survey.js";
import type { Shelves } from "./run-rules.js";

export interface Guidance {
  /** What is passed on; empty for nothing. */
  readonly text: string;
  /** Files it is from. */
  readonly paths: readonly string[];
  /** What was left out or cut, and why, a sentence each. */
  readonly remarks: readonly string[];
}

export const noGuidance: Guidance = { text: "", paths: [], remarks: [] };

/** Rules whose hits are text that talks to reviewers, or hides from people. */
const baits: ReadonlySet<string> = new Set(["instruction-to-reviewer", "hidden-text"]);

/** The shelf that notes are held against before anybody is given them. */
export function baitRules({ rules }: Shelves): Shelves {
  return { rules: rules.filter(({ id }) => baits.has(id)), practices: [] };
}

/** Bytes of UTF-8 passed on at most, headings and the note about the cut included. */
const mostBytes = 8 * 1024;

/**
 * A file with a hit is left out whole, as one that nobody could check: who hides one order in it may hide another.
 * The caller removes credentials from what comes back.
 * @param leads what the bait rules found in them
 */
export function chooseGuidance({ files }: Pick<Survey, "files">, leads: Leads): Guidance {
  const remarks: string[] = [];
  const sound = [...files.values()].filter(({ source: { path } }) => {
    const bait = leads.claims.find((claim) => claim.path === path);
    const isUnchecked = !leads.examined.includes(path) || leads.failures.some((each) => each.path === path);
    if (bait)
      remarks.push(
        `${path}:${bait.lines?.start ?? 1} holds text meant to steer or escape a review; the file is not passed on`,
      );
    else if (isUnchecked) remarks.push(`${path} could not be checked, so it is not passed on`);
    return !bait && !isUnchecked;
  });
  const whole = sound.map(({ source: { path, text } }) => `${path}:\n${text.trim()}`).join("\n\n");
  const text = cutAtLine(whole);
  const paths = sound.map(({ source: { path } }) => path);
  if (text !== whole) remarks.push(`only the first 8 KB of ${paths.join(" and ")} are passed on`);
  return { text, paths, remarks };
}

const cutNote = "\n[The rest was left out: notes are passed on up to 8 KB.]";

function cutAtLine(text: string): string {
  const encoder = new TextEncoder();
  const sizeOf = (part: string): number => encoder.encode(part).length;
  if (sizeOf(text) <= mostBytes) return text;
  const kept: string[] = [];
  let room = mostBytes - sizeOf(cutNote);
  for (const line of text.split("\n")) {
    room -= sizeOf(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  return `${kept.join("\n")}${cutNote}`;
}
