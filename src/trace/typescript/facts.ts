/** What is known of a value besides where it comes from: whether it is in a longer text, and what it is clean for. */
import { type Harm, harms } from "../../model/flow.js";

export interface Facts {
  /** It has become part of a longer text. */
  readonly isBuilt: boolean;
  /** Something fixed stands before it. */
  readonly isPrefixed: boolean;
  /** It can only be text, never an object. */
  readonly isText: boolean;
  /** Harms it can no longer do, a bit each. */
  readonly clean: number;
  /** A check on the way that cannot be judged. */
  readonly guard: string | null;
  /** How often the way went by a name alone. */
  readonly doubts: number;
  /** Which member of the request it was read from: `body`, `body.email`; null for anything else. */
  readonly field: string | null;
  /** What checks of whole requests said on the way, for members that are read later. */
  readonly shapes: readonly Shape[];
}

/** Fields of a request that were checked, `body.email`, each with the harms it cannot do any more. */
export type Shape = ReadonlyMap<string, number>;

export const noFacts: Facts = {
  isBuilt: false,
  isPrefixed: false,
  isText: false,
  clean: 0,
  guard: null,
  doubts: 0,
  field: null,
  shapes: [],
};

export const cleanForAll = (1 << harms.length) - 1;

/** The harms as bits; all of them where none is named. */
export function maskOf(named: readonly Harm[] | undefined): number {
  return named ? named.reduce((mask, harm) => mask | bitOf(harm), 0) : cleanForAll;
}

export function bitOf(harm: Harm): number {
  return 1 << harms.indexOf(harm);
}

/** What a check or a clean-up says about a value. */
export interface Verdict {
  readonly clean: number;
  readonly guard: string | null;
  /** What it says about fields of the request, whichever of them the value is. */
  readonly shapes?: readonly Shape[];
}

export const noVerdict: Verdict = { clean: 0, guard: null };
export const allClean: Verdict = { clean: cleanForAll, guard: null };

export function bothVerdicts(a: Verdict, b: Verdict): Verdict {
  const shapes = [...(a.shapes ?? []), ...(b.shapes ?? [])];
  const verdict = { clean: a.clean | b.clean, guard: a.guard ?? b.guard };
  return shapes.length > 0 ? { ...verdict, shapes } : verdict;
}

export function withVerdict(facts: Facts, { clean, guard, shapes = [] }: Verdict): Facts {
  const told = shapes.filter((shape) => !facts.shapes.includes(shape));
  if (clean === 0 && guard === null && told.length === 0) return facts;
  return {
    ...facts,
    clean: facts.clean | clean | cleanIn(told, facts.field),
    guard: facts.guard ?? guard,
    shapes: facts.field === null ? facts.shapes : [...facts.shapes, ...told],
  };
}

/** The facts of a member of what the facts are about. */
export function factsOfMember(facts: Facts, name: string): Facts {
  if (facts.field === null) return facts;
  const field = `${facts.field}.${name}`;
  const named = isNamedByServer(field) ? bitOf("path") : 0;
  return { ...facts, field, clean: facts.clean | named | cleanIn(facts.shapes, field) };
}

/** Where an upload was put: multer, formidable and express-fileupload choose the name, and keep the sender's for others. */
function isNamedByServer(field: string): boolean {
  return /^files?\.(?:.+\.)?(?:path|filepath|tempFilePath|destination|filename|newFilename)$/.test(field);
}

function cleanIn(shapes: readonly Shape[], field: string | null): number {
  return field === null ? 0 : shapes.reduce((mask, shape) => mask | (shape.get(field) ?? 0), 0);
}

/** What distinguishes facts for the search: two ways that differ in these are both worth following. */
export function keyOfFacts({ isBuilt, isPrefixed, isText, clean, guard, shapes }: Facts): string {
  return `${shapes.length > 0 ? shapes.length : ""}${Number(isBuilt)}${Number(isPrefixed)}${Number(isText)}${clean.toString(36)}${guard === null ? "" : "?"}`;
}
