/** The fix of a finding that several claims are about: whole, or none. */
import type { Claim, Finding, Patch } from "../model/finding.js";
import { placeholder } from "./redact.js";

/**
 * All who say it must have the same fix, or fixes that follow one upon the other; another program that says the same
 * need not have one. A fix beside the place, or with a covered secret in it, is none.
 */
export function patchOf(claims: readonly Claim[]): Pick<Finding, "patch"> {
  const patches = claims.filter(({ tool }) => tool === undefined).map((claim) => placed(claim));
  const patch = joined(patches);
  return patch ? { patch } : {};
}

function placed({ patch, lines }: Claim): Patch | undefined {
  if (!patch || !lines || `${patch.text}${patch.before ?? ""}`.includes(placeholder)) return undefined;
  const isThere = patch.lines.start <= lines.end && lines.start <= patch.lines.end;
  return isThere ? patch : undefined;
}

function joined(patches: readonly (Patch | undefined)[]): Patch | undefined {
  const distinct = new Map<string, Patch>();
  for (const patch of patches) {
    if (!patch) return undefined;
    distinct.set(JSON.stringify(patch), patch);
  }
  const sorted = [...distinct.values()].sort((a, b) => a.lines.start - b.lines.start);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last || first === last) return first;
  // The lines between two of them are not known here.
  const isWhole = sorted.every(
    ({ lines }, i) => i === 0 || lines.start === (sorted[i - 1]?.lines.end ?? 0) + 1,
  );
  if (!isWhole) return undefined;
  const text = sorted.flatMap((patch) => (patch.text === "" ? [] : [patch.text])).join("\n");
  const before = sorted.map((patch) => patch.before ?? "").join("\n");
  return { lines: { start: first.lines.start, end: last.lines.end }, text, before };
}
