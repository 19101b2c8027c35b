/** Finds calls on Redis and other key-value clients, with their keys and arguments as written, in any language. */
import type { FunctionFact, Outline } from "../model/outline.js";
import type { Source, Span } from "../model/source.js";

export interface KeyValueCall {
  /** Last name of the callee, lower case without underscores: `get`, `hset`, `scaniter`. */
  readonly verb: string;
  /** What it is called on: `self.client`, `redis`. */
  readonly client: string;
  readonly arguments: readonly string[];
  readonly span: Span;
  readonly holder: FunctionFact;
}

const clientName = /redis|jedis|valkey|memcached?(?![a-z])|(?:^|[._])kv(?:$|[A-Z_])|_kv$/i;
/** `Redis.defaultClient`, `redis.client` of a class or a module that holds the connection. */
const ownClient = /^redis\w*\.\w*client$/i;
const otherName = /^_?(?:r|client|conn(?:ection)?|pipe(?:line)?|multi|tx|pipelined?|rdb)$/i;
/** `redis.pipeline()` of a client that another file of the project made. */
const opensPipeline = /\b\w*(?:redis|valkey)\w*\.(?:pipeline|multi)\(/i;
/** `ri = redis_instance()`, `const store = await getRedisClient()`: named by what hands it out. */
const handsOut =
  /^[ \t]*(?:(?:const|let|var)[ \t]+)?(\w+)(?:[ \t]*:[^=\n]*)?[ \t]*=[ \t]*(?:await[ \t]+)?[\w.]*(?:get_?(?:redis|valkey)|(?:redis|valkey)_?(?:client|instance|connection|conn))\(/gim;
const libraries =
  /^(?:redis|ioredis|aioredis|@redis\/client|@upstash\/redis|valkey|coredis|iovalkey)(?:$|[./])|^(?:\w+\.)*redis$|^github\.com\/(?:redis\/go-redis|go-redis\/redis|valkey-io\/valkey-go|redis\/rueidis)\b/;

/** Stores by any maker; that their calls are awaited says that the data lies elsewhere. */
const awaitedStore =
  /^[_#]?(?:kv|cache|store|storage|(?:session|kv|cache)_?(?:store|storage|backend|client))$/i;

/** Calls that are awaited on something called a cache or a store, as `keyValueCalls` has them. */
export function awaitedStoreCalls(
  { text }: Pick<Source, "text">,
  outline: Outline,
  accepts: (verb: string) => boolean,
): readonly KeyValueCall[] {
  return outline.calls.flatMap(({ callee, span }): KeyValueCall[] => {
    const [client, verb] = cutCallee(callee);
    if (!accepts(verb) || !awaitedStore.test(lastName(client))) return [];
    const isAwaited = /\bawait\s+$/.test(text.slice(Math.max(0, span.start - 20), span.start));
    const holder = isAwaited ? holderOf(outline, span) : undefined;
    return holder ? [{ verb, client, arguments: argumentsOf(text, span, callee), span, holder }] : [];
  });
}

function cutCallee(callee: string): readonly [client: string, verb: string] {
  const dot = callee.lastIndexOf(".");
  const verb = callee.slice(dot + 1).replaceAll("_", "");
  return [callee.slice(0, Math.max(0, dot)), verb.toLowerCase()];
}

function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}

/** Calls inside functions whose receiver is, by name or by what the file imports, a key-value client. */
export function keyValueCalls(
  { text }: Pick<Source, "text">,
  outline: Outline,
  accepts: (verb: string) => boolean,
): readonly KeyValueCall[] {
  const importsLibrary =
    outline.imports.some(({ module }) => libraries.test(module)) || opensPipeline.test(text);
  const handedOut = new Set([...text.matchAll(handsOut)].map(([, name]) => name));
  return outline.calls.flatMap(({ callee, span }): KeyValueCall[] => {
    const [client, verb] = cutCallee(callee);
    if (client === "" || !accepts(verb)) return [];
    const last = lastName(client);
    const isKnown = clientName.test(last) || ownClient.test(client) || handedOut.has(client);
    if (!isKnown && !(importsLibrary && otherName.test(last))) return [];
    const holder = holderOf(outline, span);
    return holder ? [{ verb, client, arguments: argumentsOf(text, span, callee), span, holder }] : [];
  });
}

/** The innermost function around a span. */
export function holderOf({ functions }: Outline, { start, end }: Span): FunctionFact | undefined {
  return functions.findLast(({ bodySpan }) => bodySpan.start <= start && end <= bodySpan.end);
}

/** The arguments of a call as written, without the context that Go passes first. */
export function argumentsOf(text: string, span: Span, callee: string): readonly string[] {
  const open = text.indexOf("(", span.start + callee.length);
  if (open === -1 || open >= span.end) return [];
  const given = splitArguments(text.slice(open + 1, span.end - 1));
  return /^(?:\w*[cC]tx|context\.(?:Background|TODO)\(\)|\w+\.Context\(\))$/.test(given[0] ?? "")
    ? given.slice(1)
    : given;
}

/** Cuts at commas outside brackets and quotes. */
export function splitArguments(inside: string): readonly string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: token, index } of inside.matchAll(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{},]/g,
  )) {
    if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token)) depth--;
    else if (token === "," && depth === 0) {
      parts.push(inside.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...parts, inside.slice(from).trim()].filter((part) => part !== "");
}

/** One `name = value` or `name := value` at the start of a line. */
export interface TextAssignment {
  readonly names: readonly string[];
  readonly value: string;
  readonly at: number;
  readonly indentation: number;
}

/** The assignments of plain names in a piece of code, with values that may run over several lines. */
export function assignmentsIn(text: string, { start, end }: Span): readonly TextAssignment[] {
  const code = text.slice(start, end);
  const pattern =
    /^([ \t]*)(?:(?:const|let(?:[ \t]+mut)?|var)[ \t]+)?([A-Za-z_$][\w$]*|\{[^{}=\n]*\}|\[[\w$, ]*\]|[\w$]+(?:, *[\w$]+)+)[ \t]*(?::[^=\n]*)?=(?![=>])[ \t]*/gm;
  const plain = [...code.matchAll(pattern)].map(([head, indentation = "", target = ""], i, all) => {
    const at = (all[i]?.index ?? 0) + head.length;
    return {
      names: target.match(/[A-Za-z_$][\w$]*/g) ?? [],
      value: valueFrom(code, at),
      at: start + at,
      indentation: indentation.length,
    };
  });
  return [...plain, ...filledIn(code, start)].sort((a, b) => a.at - b.at);
}

/** Go decodes into a variable whose address it is given: `json.Unmarshal([]byte(raw), &session)`. */
function filledIn(code: string, start: number): readonly TextAssignment[] {
  const pattern = /^([ \t]*)(.*\b(?:Unmarshal|Decode|Scan)\((?:.*, *)?&(\w+)\).*)$/gm;
  return [...code.matchAll(pattern)].map(({ 1: indentation = "", 2: value = "", 3: name = "", index }) => ({
    names: [name],
    value,
    at: start + index + indentation.length,
    indentation: indentation.length,
  }));
}

/** Up to the end of the line on which all brackets are closed. */
function valueFrom(code: string, start: number): string {
  let depth = 0;
  for (let i = start; i < code.length; i++) {
    const character = code.charAt(i);
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    if (depth < 0 || (depth === 0 && (character === "\n" || character === ";"))) return code.slice(start, i);
  }
  return code.slice(start);
}

/** A key with the local variable it is written with replaced by what the variable holds. */
export function expandKey(text: string, key: string, { bodySpan }: FunctionFact): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return squeeze(key);
  const given = assignmentsIn(text, bodySpan).filter(({ names }) => names.includes(key));
  const [only] = given;
  return given.length === 1 && only?.names.length === 1 ? squeeze(only.value) : key;
}

function squeeze(code: string): string {
  return code
    .replace(/\s+/g, " ")
    .trim()
    .replace(/,\s*\)$/, ")");
}

/** True when the code mentions the name as a word of its own, not as a member of something else. */
export function mentions(code: string, name: string): boolean {
  const escaped = name.replace(/\$/g, "\\$");
  return new RegExp(`(?:(?<![\\w$.])|\\.\\.\\.)${escaped}(?![\\w$])`).test(code);
}
