/** One entry for each of something is kept for ever where the project lets its others expire; a lock that outlives its owner. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { type KeepsExpiry, expiryOf } from "../../syntax/expiries.js";
import { familyOf } from "../../syntax/key-families.js";
import { type KeyValueCall, expandKey, keyValueCalls } from "../../syntax/key-value-calls.js";
import { entryWithoutExpiryExamples } from "./entry-without-expiry/examples.js";
import { expiryParameters, parameterLeftAlone, unreadExpiries } from "./entry-without-expiry/forgotten.js";
import { isCountedAgainst, isLimit, isProof } from "./entry-without-expiry/proofs.js";

export default defineRule({
  severity: "medium",
  // Read on 20 projects, TypeScript, Python and Go: 2 hits, both records meant to stay, which are now left out; none is left to judge.
  confidence: 0.55,
  title: "Entry written without an expiry",
  risk: "Entries that never expire pile up, one for each user or request, until the store is full; a lock without an expiry stays taken when its owner ends before giving it back.",
  fix: "Pass the expiry with the write (`EX`, `PX`), in the same command.",
  trial: {
    name: "the entry has an end",
    arrange: "an empty store",
    act: "run {it}",
    assert: "the time left of every key that it wrote is above 0",
  },
  cwe: [772],
  reads: ["typescript", "python", "go", "rust"],
  project: entriesWithoutExpiry,
  examples: entryWithoutExpiryExamples,
});

interface Write {
  readonly file: SurveyedFile;
  readonly call: KeyValueCall;
  readonly key: string;
  /** Key without the values in it; empty for what one caller alone may write. */
  readonly shape: string;
  /** Same form, same keys; undefined where only the caller knows the key. */
  readonly family: string | undefined;
  readonly keeps: KeepsExpiry;
  /** A counter, a list, a map: it gets its expiry by a command of its own. */
  readonly isFilled: boolean;
  readonly isProof: boolean;
}

/** Entries with an expiry that make a habit, and their share of all; the one in question is not counted. */
const fewest = 4;
const share = 0.75;
/** Functions that say that the entry is to stay, or leave it to their caller. */
const meansToStay = /persist|permanent|forever|pin(?:ned)?(?:[A-Z_]|$)|config|setting|migrat/i;
const isLock = /lock|mutex|lease|leader|claim|semaphore|guard|running|in_?progress/i;
const fills = /^(?:incr(?:by)?|hset|hmset|sadd|zadd|[lr]push)$/;

function* entriesWithoutExpiry(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(usesStore);
  const all = files.flatMap(writesOf);
  const open = all.filter((write) => write.keeps === "no" && (isClaim(write) || !isLost(write, all)));
  const certain = files.flatMap((file) => {
    const own = open.filter((write) => write.file === file);
    const forgotten = own.length > 0 ? unreadExpiries(survey, file) : [];
    return own.flatMap((write) => withoutHabit(write, { forgotten, all }) ?? []);
  });
  yield* certain.map(({ hit }) => hit);
  const told = new Set(certain.map(({ write }) => write));
  const removed = new Set(files.flatMap(removedShapes));
  yield* againstHabit(
    all.filter(({ shape, isFilled }) => !isFilled && !removed.has(shape)),
    open.filter((write) => !told.has(write)),
  );
}

/** Where nearly all entries of the project have an expiry, and nobody deletes those of this form. */
function* againstHabit(writes: readonly Write[], open: readonly Write[]): Iterable<ProjectHit> {
  const timed = writes.filter(({ keeps }) => keeps === "yes").length;
  const bare = writes.filter(({ keeps }) => keeps === "no").length;
  if (timed < fewest || timed / (timed + Math.max(0, bare - 1)) < share) return;
  for (const write of open.filter((one) => writes.includes(one))) {
    yield {
      ...placeOf(write),
      issue: `${who(write)} writes \`${keyOf(write)}\`, one entry for each of many, without an expiry; ${String(timed)} other such writes of the project have one.`,
    };
  }
}

/** What needs no habit: a lock, an expiry that was thought of and forgotten, and what proves something only for a while. */
function withoutHabit(
  write: Write,
  { forgotten, all }: { readonly forgotten: readonly string[]; readonly all: readonly Write[] },
): { readonly write: Write; readonly hit: ProjectHit } | undefined {
  const { file, call } = write;
  const parameter = parameterLeftAlone(file.source.text, call.holder);
  const says = (
    text: string,
    more: Partial<ProjectHit>,
  ): { readonly write: Write; readonly hit: ProjectHit } => ({
    write,
    hit: { ...placeOf(write), issue: `${who(write)} ${text}`, ...more },
  });
  if (isClaim(write))
    return says(
      `takes the lock \`${keyOf(write)}\` without an expiry: when its owner ends before giving it back, nobody gets it again.`,
      { title: "Lock without an expiry", confidence: 0.8 },
    );
  if (parameter !== undefined)
    return says(
      `is given \`${parameter}\` and writes \`${keyOf(write)}\` without it: the entry stays for ever.`,
      {
        confidence: 0.75,
      },
    );
  if (forgotten.length > 0)
    return says(
      `writes \`${keyOf(write)}\`, one entry for each of many, without an expiry, and nothing reads \`${forgotten.join("`, `")}\`.`,
      { confidence: 0.75 },
    );
  if (isTimedBeside(write, all))
    return says(
      `writes \`${keyOf(write)}\` without an expiry here and with one on another way: which one is taken decides whether the entry ends.`,
      { confidence: 0.7 },
    );
  if (isCountedAgainst(file.source.text, write.key, call))
    return says(
      `counts up \`${keyOf(write)}\`, which has no expiry, and compares it: once the limit is reached it stays reached.`,
      { title: "Counter of a limit without an expiry", confidence: 0.7 },
    );
  if (isLimit(write.key, call))
    return says(
      `writes the limit \`${keyOf(write)}\` without an expiry: whoever has to wait waits for ever.`,
      {
        title: "Limit without an expiry",
        confidence: 0.7,
      },
    );
  return write.isProof
    ? says(
        `writes \`${keyOf(write)}\` without an expiry: what was meant to prove something once can be used for ever, and what nobody comes back for stays.`,
        { title: "Proof without an expiry", confidence: 0.65 },
      )
    : undefined;
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

/** Its key gets an expiry elsewhere in the class, and this write clears it: `ttl-lost-on-update` says so. */
function isLost({ file, call, family }: Write, writes: readonly Write[]): boolean {
  if (family === undefined) return false;
  return writes.some(
    (other) =>
      other.file === file &&
      other.call.holder !== call.holder &&
      other.family === family &&
      other.keeps === "yes" &&
      other.call.holder.className === call.holder.className,
  );
}

function usesStore({ source }: SurveyedFile): boolean {
  return !source.isTest && /redis|valkey|upstash|memcache|\bkv\b/i.test(source.text);
}

/** Keys that somebody deletes: those entries have their end. A lock that is only given back may still outlive its owner. */
function removedShapes({ source, outline }: SurveyedFile): readonly string[] {
  return keyValueCalls(source, outline, (verb) => /^(?:del|unlink|getdel|delete)$/.test(verb)).flatMap(
    (call) => call.arguments.map((key) => shapeOf(source.path, expandKey(source.text, key, call.holder))),
  );
}

/** The key with what is put into it left out; one without words of its own says nothing outside its file. */
function shapeOf(path: string, key: string): string {
  const shape = key.replace(/\$?\{[a-z][^{}]*\}/g, "{}");
  return /[a-z]{3}/.test(shape.replace(/\$?\{[^{}]*\}/g, "")) && /["'`]/.test(shape)
    ? shape
    : `${path} ${shape}`;
}

function writesOf(file: SurveyedFile): readonly Write[] {
  const { source, outline } = file;
  const calls = keyValueCalls(
    source,
    outline,
    (verb) => /^(?:set|setex|psetex|setnx|p?expire(?:at)?|persist)$/.test(verb) || fills.test(verb),
  );
  return calls
    .filter(({ verb }) => /^p?set/.test(verb) || fills.test(verb))
    .map((call) => ({ call, key: expandKey(source.text, call.arguments[0] ?? "", call.holder) }))
    .filter(({ call, key }) => isOfMany(key) || isExclusive(call))
    .map(({ call, key }) => {
      const isFilled = fills.test(call.verb);
      const proves = !isFilled && isProof(source.text, key, call);
      const isKept =
        isSettled(source.text, calls, call) || (isRecord(call) && !isExclusive(call) && !proves && !isFilled);
      return {
        file,
        call,
        key,
        family: familyOf(key),
        shape: isExclusive(call) ? "" : shapeOf(source.path, key),
        keeps: isKept ? "yes" : isFilled ? "no" : expiryOf(call, source.language),
        isFilled,
        isProof: proves,
      };
    });
}

/** Another command of the function gives the entry its end, or the function chooses between the two. */
function isSettled(text: string, calls: readonly KeyValueCall[], call: KeyValueCall): boolean {
  const { holder, verb } = call;
  if (meansToStay.test(holder.name)) return true;
  // How long to wait for a lock says nothing of how long it is kept.
  const names = expiryParameters(holder).filter((name) => !(isExclusive(call) && /timeout/i.test(name)));
  if (verb === "set" && names.length > 0 && parameterLeftAlone(text, holder) === undefined) return true;
  return calls.some(
    (other) =>
      other.holder === holder &&
      /expire|persist|setex/.test(other.verb) &&
      (!fills.test(verb) || isSameKey(other, call)),
  );
}

/** Two names are two keys; what is put together may be the same. */
function isSameKey(
  { arguments: [one = ""] }: KeyValueCall,
  { arguments: [other = ""] }: KeyValueCall,
): boolean {
  return one === other || ![one, other].every((key) => /^\w+$/.test(key));
}

/** What one id stands for elsewhere is a record, and meant to stay. */
function isRecord({ verb, arguments: given }: KeyValueCall): boolean {
  return verb === "set" && /(?:Id|_id|ID)\)?$/.test(given[1] ?? "");
}

/** The key names one of many: part of it is a value. */
function isOfMany(key: string): boolean {
  if (/^["'][^"']*["']$|^(?:\w+\.)*[A-Z][A-Z0-9_]+$/.test(key)) return false;
  return /\$\{|^f["'].*\{|["'] ?\+|\+ ?["']|Sprintf|format!|\(.*\w.*\)|^[a-z]\w*$/s.test(key);
}

function isExclusive({ verb, arguments: given }: KeyValueCall): boolean {
  return verb === "setnx" || given.slice(2).some((one) => /\bnx\b/i.test(one));
}

/** A write that succeeds for one caller alone, of a key or in a function that is about a lock. */
function isClaim({ key, call }: Write): boolean {
  return (
    isExclusive(call) && [key, call.arguments[0] ?? "", call.holder.name].some((name) => isLock.test(name))
  );
}

function placeOf({ file, call }: Write): Pick<ProjectHit, "path" | "at"> {
  return { path: file.source.path, at: call.span };
}

function who({ call: { holder } }: Write): string {
  return holder.name === "<anonymous>" ? "This function" : `\`${holder.name}\``;
}

function keyOf({ call }: Write): string {
  return call.arguments[0] ?? "";
}
