/** Why a write without an expiry needs no habit around it to be told: what it is, or what was thought of and forgotten. */
import type { ProjectHit } from "../../../model/rule.js";
import { parameterLeftAlone, parameterOnlyAsked, variableLeftAlone } from "./forgotten.js";
import { isCountedAgainst, isLimit } from "./proofs.js";
import { type Write, isClaim } from "./writes.js";

export interface Around {
  readonly all: readonly Write[];
  /** Constants of the file, named after an expiry, that nothing reads. */
  readonly forgotten: readonly string[];
  /** Some code of the project deletes entries, or may. */
  readonly isCleared: boolean;
}

type Reason = Pick<ProjectHit, "issue"> & Partial<ProjectHit>;

/** What is to be said of the write; undefined where only the habit of the others tells. The issue lacks who writes. */
export function reasonFor(write: Write, around: Around): Reason | undefined {
  const forgotten = ofItsKind(write) ?? ofForgotten(write, around);
  return forgotten ?? (write.isPlain ? undefined : (ofTheOther(write, around) ?? ofItsUse(write, around)));
}

/** The key as the call has it. */
export function keyOf({ call }: Write): string {
  return call.arguments[0] ?? "";
}

function ofItsKind(write: Write): Reason | undefined {
  if (!isClaim(write)) return undefined;
  return {
    issue: `takes the lock \`${keyOf(write)}\` without an expiry: when its owner ends before giving it back, nobody gets it again.`,
    title: "Lock without an expiry",
    confidence: 0.8,
  };
}

function ofForgotten(write: Write, { forgotten }: Around): Reason | undefined {
  const { text } = write.file.source;
  const key = keyOf(write);
  const given = parameterLeftAlone(text, write.call.holder);
  // What is put into a set or list that all share may have an end of its own in there.
  if (given !== undefined && !write.isPlain)
    return {
      issue: `is given \`${given}\` and writes \`${key}\` without it: the entry stays for ever.`,
      confidence: 0.75,
    };
  const asked = parameterOnlyAsked(text, write.call);
  if (asked !== undefined)
    return {
      issue: `asks about \`${asked}\` and then writes \`${key}\` without it: the entry stays for ever.`,
      confidence: 0.75,
    };
  const unread = variableLeftAlone(text, write.call);
  if (unread !== undefined)
    return {
      issue: `sets \`${unread}\`, which nothing reads, and writes \`${key}\` without an expiry.`,
      confidence: 0.75,
    };
  if (forgotten.length === 0) return undefined;
  return {
    issue: `writes \`${key}\` without an expiry, and nothing reads \`${forgotten.join("`, `")}\`.`,
    confidence: 0.75,
  };
}

function ofTheOther(write: Write, { all }: Around): Reason | undefined {
  if (!isTimedBeside(write, all)) return undefined;
  return {
    issue: `writes \`${keyOf(write)}\` without an expiry here and with one on another way: which one is taken decides whether the entry ends.`,
    confidence: 0.7,
  };
}

function ofItsUse(write: Write, { isCleared }: Around): Reason | undefined {
  const { text } = write.file.source;
  const key = keyOf(write);
  if (isCountedAgainst(text, write.key, write.call))
    return {
      issue: `counts up \`${key}\`, which has no expiry, and compares it: once the limit is reached it stays reached.`,
      title: "Counter of a limit without an expiry",
      confidence: 0.7,
    };
  if (isLimit(write.key, write.call))
    return {
      issue: `writes the limit \`${key}\` without an expiry: whoever has to wait waits for ever, and the entries of those who never come back stay.`,
      title: "Limit without an expiry",
      confidence: 0.7,
    };
  if (write.isProof)
    return {
      issue: `writes \`${key}\` without an expiry: what was meant to prove something once can be used for ever, and what nobody comes back for stays.`,
      title: "Proof without an expiry",
      confidence: 0.65,
    };
  if (!write.isCopy || isCleared) return undefined;
  return {
    issue: `answers from \`${key}\` once it is there, fills it without an expiry, and nothing in the project deletes an entry: what was loaded first is answered for ever.`,
    title: "Copy that is never refreshed",
    confidence: 0.65,
  };
}

/** The same function writes the same key with an expiry too, and no question about one tells the two apart. */
function isTimedBeside({ call, file }: Write, all: readonly Write[]): boolean {
  const { holder } = call;
  const body = file.source.text.slice(holder.bodySpan.start, holder.bodySpan.end);
  return (
    !/\bif\b[^\n]*(?:ttl|expir|exp\b|seconds)/i.test(body) &&
    all.some(
      (other) =>
        other.call.holder === holder &&
        other.keeps === "yes" &&
        other.call.arguments[0] === call.arguments[0] &&
        other.call.verb === call.verb,
    )
  );
}
