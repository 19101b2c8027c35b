/** Finds the function that does most of what a statement asks, so that its features are found together and not scattered. */
import type { Anchor, Where } from "./anchors.js";
import type { Code, CodeFile, Part } from "./code.js";
import { wholeProject } from "./look-up.js";
import { reach } from "./reach.js";

export interface Focus {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Functions that are looked at with all they reach, and how far that goes. */
const mostCandidates = 12;
const steps = 2;

/** Null where one feature or none is asked for, or where no function has any. */
export function focusOf(code: Code, anchors: readonly Anchor[]): Focus | null {
  const soft = anchors.filter(({ isHard }) => !isHard);
  if (soft.length < 2) return null;
  const score = (parts: readonly Part[]): number =>
    soft.filter((anchor) => isFound(anchor, code, parts)).length;
  const asked = soft.filter((anchor) => isFound(anchor, code, wholeProject(code)));
  if (asked.length < 2) return null;
  const candidates = code.files
    .flatMap((file) => functionsOf(file))
    .map((each) => ({ ...each, own: score([each.part]) }))
    .filter(({ own }) => own > 0)
    .sort((a, b) => b.own - a.own)
    .slice(0, mostCandidates)
    .map(({ name, part }) => ({ name, parts: reach(code, [part], steps) }));
  let best: (Focus & { readonly score: number }) | null = null;
  for (const candidate of candidates) {
    const found = score(candidate.parts);
    if (!best || found > best.score) best = { ...candidate, score: found };
  }
  return best;
}

function functionsOf(file: CodeFile): readonly { readonly name: string; readonly part: Part }[] {
  return file.outline.functions
    .filter(({ name }) => name !== "<anonymous>")
    .map(({ name, span }) => ({ name, part: { file, start: span.start, end: span.end } }));
}

function isFound(anchor: Anchor, code: Code, parts: readonly Part[]): boolean {
  const where: Where = { code, parts, isWhole: true, stems: new Set() };
  return anchor.look(where).state === "found";
}
