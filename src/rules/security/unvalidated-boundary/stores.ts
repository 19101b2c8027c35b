/** Recognises calls that put their argument into a store, by the last name of the call and what it is called on. */

import { closingOf } from "../../../syntax/code-text.js";

export type BoundaryFamily = "typescript" | "python" | "go";

/** One call, cut in two: `db.collection("users")` and `insertOne`. */
export interface CutCall {
  readonly on: string;
  readonly verb: string;
}

/** Names that no other library uses: MongoDB's own, in each language's spelling. */
const documentWrites =
  /^(?:insertOne|insertMany|replaceOne|findOneAndReplace|insert_one|insert_many|replace_one|find_one_and_replace|InsertOne|InsertMany|ReplaceOne|put_item)$/;
const documentUpdates =
  /^(?:updateOne|updateMany|findOneAndUpdate|update_one|update_many|find_one_and_update)$/;
const storeName =
  /(?:^|[._])_?(?:(?:\w*[a-z])?(?:[Ss]tores?|[Ss]torage|[Rr]epo(?:sitory)?|Dao|DAO|Collection)|\w+_(?:store|repo|repository|storage|collection|dao)|stores?|storage|repo|repository|dao)(?:\(\))?$|getRepository\([^()]*\)$|get_repository\([^()]*\)$/;
const storeWrites =
  /^(?:save|insert|add|create|put|set|update|upsert|store|write|persist|replace)(?:One|Many|All|_one|_many|_all)?$/i;
const keyValueName = /(?:^|[._])(?:redis|redis_?client|cache|kv|valkey)$/i;
const keyValueWrites = /^(?:set|hset|hSet|setex|setEx|hmset|put|json\.set|lpush|rpush|lPush|rPush)$/;
const goDatabase =
  /(?:^|\.)(?:\w*[dD][bB]|[Dd]atabase|GetDB\(\)|gorm\w*)(?:\(\))?(?:\.(?:Debug|WithContext|Model|Omit|Clauses|Session|Table)\([^()]*(?:\([^()]*\)[^()]*)?\))*$/;
const goWrites = /^(?:Create|Save|Updates|FirstOrCreate)$/;
const goStoreWrites =
  /^(?:Save|Insert|Add|Create|Put|Set|Update|Upsert|Store|Write|Persist)(?!.*(?:Token|Password))\w*$/;
const builders: readonly (readonly [on: RegExp, verb: RegExp])[] = [
  [
    /(?:knex|db|trx|database)\((["'`])[\w.]+\1\)(?:\.\w+\([^()]*\))*$|\.(?:from|table|into)\([^()]*\)$/,
    /^(?:insert|update|upsert)$/,
  ],
  [/\bdb\.insert\(\w+\)$|\btx\.insert\(\w+\)$/, /^values$/],
  [/\bdb\.update\(\w+\)$|\btx\.update\(\w+\)$/, /^set$/],
  [/\.(?:doc|document)\([^()]*\)$/, /^(?:set|update)$/],
  [/\.collection\([^()]*\)$/, /^add$/],
  [/(?:^|\.)(?:collection|mongo\.db)(?:\.\w+|\[[^\]]+\])*$/, /^insert$/],
  [/\bprisma\.\w+$/, /^(?:create|update|upsert|createMany)$/],
];
const modelWrites: readonly (readonly [on: RegExp, verb: RegExp])[] = [
  [/^(?:\w+\.)*[A-Z]\w*\.objects(?:\.\w+\([^()]*\))*$/, /^(?:a?create|a?update)$/],
];

const verbs =
  "(?:insert|replace|update|find(?:One|_one)_?And|find_one_and|save|add|create|acreate|aupdate|put|set|upsert|store|write|persist|values|h(?:m)?set|setex|json\\.set|[lr]push|FirstOrCreate)";
/** A callee that could be a write, and a call with one somewhere in it: cheap questions to ask first. */
export const writeVerb = new RegExp(`\\.${verbs}\\w*$`, "i");
export const writeCall = new RegExp(`\\.\\s*${verbs}\\w*(?:<[^()]*>)?\\(`, "i");

/** True when the call keeps what it is given. */
export function isWrite({ on, verb }: CutCall, family: BoundaryFamily): boolean {
  if (documentWrites.test(verb) || documentUpdates.test(verb)) return !isModel(on);
  if (family === "go")
    return (goDatabase.test(on) && goWrites.test(verb)) || (storeName.test(on) && goStoreWrites.test(verb));
  if (keyValueName.test(on) && keyValueWrites.test(verb)) return true;
  if (storeName.test(on) && storeWrites.test(verb)) return true;
  return [...builders, ...(family === "python" ? modelWrites : [])].some(
    ([holder, write]) => holder.test(on) && write.test(verb),
  );
}

/** A model of its own has a schema, which may check what it is given. */
function isModel(on: string): boolean {
  return /^(?:\w+\.)*[A-Z][a-z]\w*$/.test(on);
}

/** Cuts the text of a call before its last brackets; null when they cannot be followed or nothing stands before a dot. */
export function cutCall(call: string): CutCall | null {
  const text = call.trimEnd();
  for (let open = text.indexOf("("); open !== -1; open = text.indexOf("(", closingOf(text, open))) {
    if (closingOf(text, open) < text.length) continue;
    const head = /^([\s\S]+?)\s*\??\.\s*(\w+)\s*(?:<[^()]*>)?$/.exec(text.slice(0, open));
    return head ? { on: (head[1] ?? "").replace(/\s+/g, ""), verb: head[2] ?? "" } : null;
  }
  return null;
}

/** The first argument of these says which record is meant, not what it holds. */
export function namesRecordFirst({ verb }: CutCall): boolean {
  return (
    documentUpdates.test(verb) ||
    /^(?:replace|findOneAndReplace|find_one_and_replace|set|hset|setex|put|hmset)/i.test(verb)
  );
}
