/** Writes of entries, what they are of, and whether each of them has an end. */
import type { Outline } from "../../../model/outline.js";
import type { SurveyedFile } from "../../../model/survey.js";
import { type KeepsExpiry, expiryOf } from "../../../syntax/expiries.js";
import { familyOf } from "../../../syntax/key-families.js";
import { type KeyValueCall, expandKey, keyValueCalls } from "../../../syntax/key-value-calls.js";
import { isCopy } from "./copies.js";
import { expiryParameters, parameterLeftAlone, parameterOnlyAsked } from "./forgotten.js";
import { isProof } from "./proofs.js";

export interface Write {
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
  /** One entry for each of something, not a single one that everybody shares. */
  readonly isOfMany: boolean;
  /** Neither one of many nor a copy, and written by whoever comes: it matters only where its end was thought of. */
  readonly isPlain: boolean;
  /** A copy of what lies elsewhere: see `isCopy`. */
  readonly isCopy: boolean;
}

/** Functions that say that the entry is to stay, or leave it to their caller. */
const meansToStay = /persist|permanent|forever|pin(?:ned)?(?:[A-Z_]|$)|config|setting|migrat/i;
const isLock = /lock|mutex|lease|leader|claim|semaphore|guard|running|in_?progress/i;
const fills = /^(?:incr(?:by)?|hset|hmset|sadd|zadd|[lr]push)$/;

/** Code that speaks of a key-value store at all. */
export function usesStore({ source }: SurveyedFile): boolean {
  return !source.isTest && /redis|valkey|upstash|memcache|\bkv\b/i.test(source.text);
}

/** Keys that somebody deletes: those entries have their end. A lock that is only given back may still outlive its owner. */
export function removedShapes({ source, outline }: SurveyedFile): readonly string[] {
  return keyValueCalls(source, outline, (verb) => /^(?:del|unlink|getdel|delete)$/.test(verb)).flatMap(
    (call) => call.arguments.map((key) => shapeOf(source.path, expandKey(source.text, key, call.holder))),
  );
}

/** Calls that take entries out, or may: by key, by pattern, all at once, or by a function that says that it does. */
export function clearsEntries({ source: { text } }: SurveyedFile): boolean {
  return (
    /\.(?:del|unlink|delete|hdel|getdel|flush_?all|flush_?db|expire)\(/i.test(text) ||
    /(?:invalidat|clear|purge|evict|bust|drop|remove|reset|refresh)\w*(?:cache|redis|key|entr)\w*\(/i.test(
      text,
    ) ||
    /cache\w*\.(?:clear|remove|invalidat|reset|purge)\w*\(/i.test(text)
  );
}

/** The key with what is put into it left out; one without words of its own says nothing outside its file. */
function shapeOf(path: string, key: string): string {
  const shape = key.replace(/\$?\{[a-z][^{}]*\}/g, "{}");
  return /[a-z]{3}/.test(shape.replace(/\$?\{[^{}]*\}/g, "")) && /["'`]/.test(shape)
    ? shape
    : `${path} ${shape}`;
}

/** The writes of the file to a key-value store. */
export function writesOf(file: SurveyedFile): readonly Write[] {
  const { source, outline } = file;
  const calls = keyValueCalls(
    source,
    outline,
    (verb) => /^(?:get|set|setex|psetex|setnx|p?expire(?:at)?|persist)$/.test(verb) || fills.test(verb),
  );
  const reads = calls.filter(({ verb }) => verb === "get");
  return calls
    .filter(({ verb }) => /^p?set/.test(verb) || fills.test(verb))
    .map((call) => ({ call, key: expandKey(source.text, call.arguments[0] ?? "", call.holder) }))
    .map(({ call, key }) => ({ call, key, copies: isCopy(source.text, reads, call) }))
    .map(({ call, key, copies }) => {
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
        isOfMany: isOfMany(key) && !isOfFile(outline, key),
        isPlain: !isOfMany(key) && !isExclusive(call) && !copies,
        isCopy: copies,
      };
    });
}

/** Another command of the function gives the entry its end, or the function chooses between the two. */
function isSettled(text: string, calls: readonly KeyValueCall[], call: KeyValueCall): boolean {
  const { holder, verb } = call;
  if (meansToStay.test(holder.name)) return true;
  // How long to wait for a lock says nothing of how long it is kept.
  const names = expiryParameters(holder).filter((name) => !(isExclusive(call) && /timeout/i.test(name)));
  const isForgotten = parameterLeftAlone(text, holder) ?? parameterOnlyAsked(text, call);
  if (verb === "set" && names.length > 0 && isForgotten === undefined) return true;
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

/** A name that the file defines once for all. */
function isOfFile({ definitions }: Outline, key: string): boolean {
  return definitions.some(
    ({ kind, name, container }) => kind === "variable" && container === null && name === key,
  );
}

function isExclusive({ verb, arguments: given }: KeyValueCall): boolean {
  return verb === "setnx" || given.slice(2).some((one) => /\bnx\b/i.test(one));
}

/** A write that succeeds for one caller alone, of a key or in a function that is about a lock. */
export function isClaim({ key, call }: Write): boolean {
  return (
    isExclusive(call) && [key, call.arguments[0] ?? "", call.holder.name].some((name) => isLock.test(name))
  );
}
