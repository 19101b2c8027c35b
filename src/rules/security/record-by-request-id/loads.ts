/** Look-ups of a record by an id that the request names, each with its kind and with what asks whose it is. */
import type { Span } from "../../../model/source.js";
import { calledNames } from "../../../syntax/routes/checks.js";
import { guardsInBody } from "../../../syntax/routes/guards.js";
import type { Handler } from "../../../syntax/routes/route.js";
import { kindByName, kindOf } from "./kinds.js";
import { namesCaller } from "./owners.js";

export interface Load extends Span {
  /** `order`; empty where nothing tells. */
  readonly kind: string;
  /** The record is changed or taken away. */
  readonly isWrite: boolean;
  /** The caller is named before the record is loaded, in the load, or in a condition after it. */
  readonly isOwned: boolean;
  /** Where the record and the caller are put together, which says that records of this kind are somebody's. */
  readonly proof: "load" | "condition" | null;
}

const fromRequest: Readonly<Record<string, RegExp>> = {
  typescript:
    /\b(?:const|let|var)\s+(?:\{[^}]*?\b(\w*[iI]d)\b[^}]*\}|(\w*[iI]d))\s*=\s*[^\n;]*?\b(?:req|request|ctx|c)\.(?:request\.)?(?:params|query|body|param)\b|\b((?:req|request|ctx|c)\.(?:params|query|body)(?:\.\w*[iI]d|\.id|\[["'`]\w*[iI]d["'`]\]))\b/g,
  go: /\b(\w*[iI][dD])\s*(?:,\s*\w+)?\s*:?=\s*[^\n]*(?:\.Param\("|URLParam\(|mux\.Vars\(|PathValue\(|\.Query\("|FormValue\()/g,
  java: /@(?:PathVariable|RequestParam)(?:\([^)]*\))?\s+(?:final\s+)?[\w<>]+\s+(\w*[iI]d)\b/g,
  elixir: /"(?:\w*_)?id"\s*=>\s*(\w+)/g,
};

const loads =
  /\b(findByPk|findById|findOne|findOneBy|findUnique|findUniqueOrThrow|findFirst|find|findByIdAnd(?:Update|Delete|Remove)|getById|get\w*By\w*Id\w*|get_by_id|get_object_or_404|get_or_404|get_one|getOne|getReferenceById|deleteById|Repo\.get!?|First|Take|Find\w*ByID|Get\w*ByID|get_\w+!?|objects\.get|query\.get|session\.get|scalar_one)\(/g;

/** @param set fields of the body that the program itself writes the caller into */
export function loadsIn({ code: written, file, fact }: Handler, set: ReadonlySet<string>): readonly Load[] {
  // Of the same length, so that offsets stay.
  const code = written.replace(/\breq\.body\.(\w+)/g, (all, field: string) =>
    set.has(field) ? `req.user.${field}` : all,
  );
  const names = idsIn(
    code,
    file.tree.family,
    fact.parameters.map(({ name }) => name),
  );
  if (names.length === 0) return [];
  const isChecked = calledNames(code).some((name) => guardsInBody(name).some((kind) => /^auth/.test(kind)));
  return [...code.matchAll(loads)].flatMap((match): Load[] => {
    const [all, name = ""] = match;
    const end = closing(code, match.index + all.length - 1);
    const given = code.slice(match.index + all.length, end);
    const before = code.slice(0, match.index);
    if (isDeclared(before) || isNoRecord(all, given) || !names.some((one) => hasWord(given, one))) return [];
    const place = { start: match.index, end, names };
    const proof = proofIn(code, place);
    return [
      {
        start: fact.span.start + match.index,
        end: fact.span.start + end,
        kind: kindOf({ before, name, given }) || kindByName(nameOfRecord(before)),
        isWrite: changes(name, code, match.index),
        isOwned:
          proof !== null ||
          byCapability.test(given) ||
          conditionsAfter(code, end).some((line) => owner.test(line)) ||
          isChecked ||
          namesCaller(code) ||
          isNamedBefore(code, match.index),
        proof,
      },
    ];
  });
}

/** Whoever was given the secret of the record may have it. */
const byCapability = /\b\w*(?:token|secret|signature)\b/i;

const writing = /\.(?:save|destroy|delete|remove|update|updateOne|deleteOne|commit|patch|put)!?\(/;

/** What is saved must be the record: a product is looked up to put it into a cart. */
function changes(name: string, code: string, at: number): boolean {
  if (/And(?:Update|Delete|Remove)$|^delete/.test(name)) return true;
  const record = nameOfRecord(code.slice(0, at));
  if (record === undefined) return writing.test(code);
  return new RegExp(
    `(?<![\\w.])${record}\\.(?:save|destroy|delete\\w*|remove|update\\w*)!?\\(|(?<![\\w.])${record}\\.\\w+\\s*[-+]?=(?!=)|(?:save|delete|remove|update|destroy)\\w*!?\\(\\s*&?${record}\\b`,
    "i",
  ).test(code);
}

/** `order` of `const order = await Order.` and of `order := store.`. */
function nameOfRecord(before: string): string | undefined {
  return /(\w+)\s*(?::[^=\n]+)?:?=\s*\(*\s*(?:await\s+)?[\w.$\s]*$/.exec(before)?.[1];
}

/** `def get_order(id)` and `Order getOrderById(Long id) {` load nothing: they are what answers. */
function isDeclared(before: string): boolean {
  return (
    /[\w>\])][ \t]+$/.test(before) &&
    !/\b(?:return|await|yield|case|not|in|if|else|do|when|throw|and|or|of|with)[ \t]+$/.test(before)
  );
}

/** A folder or a setting by its name, and a search through a list in memory. */
function isNoRecord(call: string, given: string): boolean {
  return (
    /^get_\w*(?:dir|directory|folder|path|url|status|config|settings?|locale|logger)\($/.test(call) ||
    (call === "find(" && /^\s*(?:\(?\w+\)?\s*=>|function\b|fn\b|lambda\b)/.test(given))
  );
}

function idsIn(code: string, family: string, parameters: readonly string[]): readonly string[] {
  if (family === "python") return parameters.filter((name) => /(?:^|_)(?:id|pk|uuid)$/.test(name));
  const pattern = fromRequest[family];
  const found = pattern
    ? [...code.matchAll(pattern)].map((match) => match.slice(1).find((group) => group !== undefined) ?? "")
    : [];
  return found.filter((name) => name !== "");
}

function hasWord(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${escaped(name)}(?!\\w)`).test(text);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const owner =
  /\b(?:req|request|ctx|context|c|conn|event)\.(?:state\.|locals\.|assigns\.)?(?:user|auth|session|account|identity|tenant)|current_?user|\b(?:owner|author|tenant|principal|viewer|whoami)\w*\b|\b(?:user|org|organi[sz]ation|workspace|team|group|household|tenant|account|company|college|school|store|shop|branch|business)_?id\b(?=\s*[:=,}])|\buser\s*[:=,]|getUser|\bctx\.User\b|\bself\.(?:user|group|household|repos?|mixins?)\b|\bc\.(?:User|Repo|Org)\b|\breq\.\w*(?:_id|Id)\b/i;

interface Place extends Span {
  /** What the request says which record it is. */
  readonly names: readonly string[];
}

/** A load by the id itself: `findOne({ where: { userId } })` and `getByUserId(userId)` name no owner. */
function withoutNames(load: string, names: readonly string[]): string {
  const bare = load.replace(/^\w+\(/, "(");
  return names.reduce(
    (text, name) => text.replaceAll(new RegExp(`(?:\\b\\w+: *)?(?<![\\w.])${escaped(name)}(?!\\w)`, "g"), ""),
    bare,
  );
}

const condition =
  /\b(?:if|unless|where|throw|raise|assert|when)\b|[!=]==?|\.equals\(|^\s*(?:or|and|&&|\|\|)\s|\bin request\.user/;

/** `cart.userId !== userId`: a field that says whose it is, compared with anything. */
const comparesOwner =
  /\.\w*(?:user|owner|customer|author|creator|created_?by|member|seller|buyer)\w*(?:\.\w+(?:\(\))?)?\)?\s*(?:[!=]==?|\.equals\()|[!=]==?\s*\w+\??\.(?:user|owner|customer|author|creator|created_?by)\w*/i;

/** Named in the load itself, or in a condition behind it on the record that was loaded. */
function proofIn(code: string, { start, end, names }: Place): Load["proof"] {
  if (owner.test(withoutNames(code.slice(start, end), names))) return "load";
  const record = nameOfRecord(code.slice(0, start));
  if (record === undefined) return null;
  const compared = comparing(record);
  const asked = conditionsAfter(code, end).some(
    (line) => compared.test(line) && (owner.test(line) || comparesOwner.test(line)),
  );
  return asked ? "condition" : null;
}

/** `order.user.id !== …`, `… === order.owner`, `chat.members.includes(…)`: of the record itself, not of one in its lists. */
function comparing(record: string): RegExp {
  return new RegExp(
    `(?<![\\w.])${record}[!?]?(?:\\??\\.\\w+(?:\\(\\))?)+\\)?\\s*[!=]==?|[!=]==?\\s*(?:\\w+\\()?${record}[!?]?\\.|(?<![\\w.])${record}\\.[\\w.?]*\\.(?:equals|includes|contains|has)\\(`,
  );
}

function conditionsAfter(code: string, end: number): readonly string[] {
  return code
    .slice(end)
    .split("\n")
    .filter((line) => condition.test(line));
}

function isNamedBefore(code: string, start: number): boolean {
  const before = code
    .slice(0, start)
    .replace(/\{[^{}]*\}\s*=\s*(?:req|request|ctx)\.(?:params|query|body)/g, "")
    // The header is not the author of anything.
    .replace(/["']authorization["']/gi, "");
  return owner.test(before.replace(/(?<!\b(?:req|request)\.)\b\w+Id\b/g, ""));
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ("([{".includes(code.charAt(at))) depth++;
    else if (")]}".includes(code.charAt(at)) && --depth === 0) return at + 1;
  }
  return code.length;
}
