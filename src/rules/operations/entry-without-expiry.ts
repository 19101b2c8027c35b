/** One entry for each of something is kept for ever where the project lets its others expire; a lock that outlives its owner. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { type KeepsExpiry, expiryOf } from "../../syntax/expiries.js";
import { familyOf } from "../../syntax/key-families.js";
import { type KeyValueCall, expandKey, keyValueCalls } from "../../syntax/key-value-calls.js";

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
  examples: [
    {
      language: "javascript",
      bad: 'async function claim(redis, id) {\n  const isMine = await redis.set(`lock:${id}`, "1", "NX");\n  return isMine;\n}\n',
      good: 'async function claim(redis, id) {\n  const isMine = await redis.set(`lock:${id}`, "1", "EX", 30, "NX");\n  return isMine;\n}\nasync function once(redis, id) {\n  await redis.setnx(`made:${id}`, "1");\n}\nasync function other(redis, id) {\n  if (await redis.setnx(`lock:${id}`, "1")) await redis.expire(`lock:${id}`, 30);\n}\n',
    },
    {
      language: "typescript",
      bad: 'export class Codes {\n  async a(id: string) { await this.redis.set(`a:${id}`, "1", { EX: 60 }); }\n  async b(id: string) { await this.redis.set(`b:${id}`, "1", { EX: 60 }); }\n  async c(id: string) { await this.redis.set(`c:${id}`, "1", { EX: 60 }); }\n  async d(id: string) { await this.redis.set(`d:${id}`, "1", { PX: 60 }); }\n  async e(id: string) { await this.redis.set(`e:${id}`, "1"); }\n}\n',
      good: 'export class Codes {\n  async a(id: string) { await this.redis.set(`a:${id}`, "1", { EX: 60 }); }\n  async b(id: string) { await this.redis.set(`b:${id}`, "1", { EX: 60 }); }\n  async c(id: string) { await this.redis.set(`c:${id}`, "1", { EX: 60 }); }\n  async d(id: string) { await this.redis.set(`d:${id}`, "1", { PX: 60 }); }\n  async e() { await this.redis.set("version", "1"); }\n  async f(id: string, options: object) { await this.redis.set(`f:${id}`, "1", options); }\n  async persist(id: string) { await this.redis.set(`g:${id}`, "1"); }\n}\n',
    },
    {
      language: "python",
      bad: "def lock(redis_client, name):\n    return redis_client.set(f'lock:{name}', '1', nx=True)\n",
      good: "def lock(redis_client, name):\n    return redis_client.set(f'lock:{name}', '1', nx=True, ex=30)\n\ndef keep(redis_client, name):\n    redis_client.set(f'name:{name}', '1')\n",
    },
  ],
});

interface Write {
  readonly file: SurveyedFile;
  readonly call: KeyValueCall;
  /** Key without the values in it; empty for what one caller alone may write. */
  readonly shape: string;
  /** Same form, same keys; undefined where only the caller knows the key. */
  readonly family: string | undefined;
  readonly keeps: KeepsExpiry;
}

/** Entries with an expiry that make a habit, and their share of all; the one in question is not counted. */
const fewest = 4;
const share = 0.75;
/** Functions that say that the entry is to stay, or leave it to their caller. */
const meansToStay = /persist|permanent|forever|pin(?:ned)?(?:[A-Z_]|$)|config|setting|migrat/i;
const isLock = /lock|mutex|lease|leader|claim|semaphore|guard|running|in_?progress/i;

function* entriesWithoutExpiry(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(usesStore);
  const removed = new Set(files.flatMap(removedShapes));
  const writes = files.flatMap(writesOf).filter(({ shape }) => !removed.has(shape));
  const timed = writes.filter(({ keeps }) => keeps === "yes").length;
  const open = writes.filter(({ keeps }) => keeps === "no");
  const isHabit = timed >= fewest && timed / (timed + Math.max(0, open.length - 1)) >= share;
  for (const write of open) {
    const asLock = isClaim(write);
    if (!asLock && isLost(write, writes)) continue;
    if (asLock || isHabit) yield describe(write, asLock ? undefined : timed);
  }
}

/** Its key gets an expiry elsewhere in the class, and this write clears it: `ttl-lost-on-update` says so. */
function isLost({ file, call, family }: Write, writes: readonly Write[]): boolean {
  if (family === undefined) return false;
  return writes.some(
    (other) =>
      other.file === file &&
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
  const calls = keyValueCalls(source, outline, (verb) =>
    /^(?:set|setex|psetex|setnx|p?expire(?:at)?|persist)$/.test(verb),
  );
  return calls
    .filter(({ verb }) => /^p?set/.test(verb))
    .map((call) => ({ call, key: expandKey(source.text, call.arguments[0] ?? "", call.holder) }))
    .filter(({ call, key }) => isOfMany(key) || isExclusive(call))
    .map(({ call, key }) => ({
      file,
      call,
      family: familyOf(key),
      shape: isExclusive(call) ? "" : shapeOf(source.path, key),
      keeps:
        isSettled(calls, call) || (isRecord(call) && !isExclusive(call))
          ? "yes"
          : expiryOf(call, source.language),
    }));
}

/** Another command of the function gives the entry its end, or the function chooses between the two. */
function isSettled(calls: readonly KeyValueCall[], { holder, verb }: KeyValueCall): boolean {
  if (meansToStay.test(holder.name)) return true;
  if (holder.parameters.some(({ name }) => /ttl|expir|seconds|duration|options|timeout/i.test(name)))
    return verb === "set";
  return calls.some((other) => other.holder === holder && /expire|persist|setex/.test(other.verb));
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
function isClaim({ file, call }: Write): boolean {
  const key = expandKey(file.source.text, call.arguments[0] ?? "", call.holder);
  return (
    isExclusive(call) && [key, call.arguments[0] ?? "", call.holder.name].some((name) => isLock.test(name))
  );
}

function describe({ file, call }: Write, timed: number | undefined): ProjectHit {
  const { name } = call.holder;
  const key = call.arguments[0] ?? "";
  const who = name === "<anonymous>" ? "This function" : `\`${name}\``;
  return {
    path: file.source.path,
    at: call.span,
    ...(timed === undefined ? { title: "Lock without an expiry", confidence: 0.8 } : {}),
    issue:
      timed === undefined
        ? `${who} takes the lock \`${key}\` without an expiry: when its owner ends before giving it back, nobody gets it again.`
        : `${who} writes \`${key}\`, one entry for each of many, without an expiry; ${String(timed)} other such writes of the project have one.`,
  };
}
