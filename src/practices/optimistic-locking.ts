/** A write that is refused when someone else wrote in between, instead of overwriting them. */
import type { Call } from "../model/outline.js";
import { type Hit, definePractice } from "../model/rule.js";
import { codeOf } from "../syntax/code-text.js";
import { type Code, inFamilies } from "../syntax/in-families.js";
import { functionsAround } from "../syntax/surroundings.js";
import { moreExamples } from "./optimistic-locking/examples.js";

export default definePractice({
  category: "concurrency",
  // Watch, transaction and execution in one function are Redis's own recipe; the SQL names its version twice.
  confidence: 0.9,
  title: "Writes check that nothing changed in between",
  reason: "Two writers at once do not lose each other's change: the later one notices and can try again.",
  match: inFamilies(["typescript", "python", "go", "java", "rust", "elixir"], checkedWrites),
  examples: [
    {
      language: "typescript",
      bad: "export async function add(redis: Redis, key: string, n: number) {\n  await redis.watch(key);\n  const value = Number(await redis.get(key));\n  return redis.multi().set(key, value + n).exec();\n}\n",
      good: 'export async function add(redis: Redis, key: string, n: number) {\n  return redis.multi().set(key, n).exec();\n}\nexport function start(fs: Files) {\n  fs.watch("src");\n}\n',
    },
    {
      language: "python",
      bad: 'async def rename(db, row):\n    await db.execute("UPDATE users SET name = $1, version = version + 1 WHERE id = $2 AND version = $3", row)\n',
      good: 'async def rename(db, row):\n    await db.execute("UPDATE users SET name = $1, version = $3 WHERE id = $2", row)\n',
    },
    ...moreExamples,
  ],
});

function* checkedWrites(code: Code): Iterable<Hit> {
  const hit = watched(code) ?? versioned(code) ?? versionField(code) ?? swapped(code);
  if (hit) yield hit;
}

/** The transaction may hang on a chained call, so its names are looked for in the text of the function. */
function watched({ source, outline }: Code): Hit | undefined {
  const watch = outline.calls.find(({ callee }) => /\.[wW]atch$/.test(callee));
  if (!watch) return undefined;
  const holder = outline.functions.findLast(
    ({ span, isTest }) => isTest !== true && span.start <= watch.span.start && span.end >= watch.span.end,
  );
  const text = holder ? source.text.slice(watch.span.start, holder.span.end) : "";
  const piped = /\.(?:TxPipelined|TxPipeline)\b/.exec(text)?.[0].slice(1);
  const isQueued = /\.multi\s*\(/.test(text) && /\.exec(?:ute)?\s*\(/.test(text);
  if (piped === undefined && !isQueued) return undefined;
  return {
    at: watch.span,
    issue: `\`${watch.callee}\` stands before ${piped === undefined ? "`multi` and `exec`" : `\`${piped}\``}: the transaction is refused when another writer touched the key in between.`,
  };
}

const versionedUpdate =
  /\bUPDATE\s+[\w."`]+\s+SET\b[^;]{0,400}?\b(\w*version|revision)\s*=\s*(?:\w+\.)?\1\s*\+\s*1\b[^;]{0,400}?\bWHERE\b[^;]{0,400}?\b\1\s*=\s*(?:\?|\$|:|%|\$\{)/i;

/** SQL that is handed to a database, not SQL that a text talks about. */
const runsSql =
  /(?:^|\.)(?:execute\w*|query\w*|\$?exec(?:ute)?Raw\w*|run|exec|raw|prepare|none|one|any|text|sql|prepareStatement)$/i;

function versioned({ source, outline }: Code): Hit | undefined {
  if (!/version|revision/i.test(source.text)) return undefined;
  const match = versionedUpdate.exec(source.text);
  const isRun = outline.calls.some(
    ({ callee, span }) =>
      match && runsSql.test(callee) && span.start <= match.index && match.index < span.end,
  );
  if (!match || !isRun) return undefined;
  return {
    at: { start: match.index, end: match.index + match[0].length },
    issue: `The update raises \`${match[1] ?? "version"}\` and matches only the one it read, so a row that changed in between is not overwritten.`,
  };
}

/** JPA raises and compares the field itself (Jakarta Persistence, "Version attributes"); Ecto does so where it is told to. */
function versionField(code: Code): Hit | undefined {
  const { outline, source } = code;
  const isEntity = outline.imports.some(({ module }) => /^(?:javax|jakarta)\.persistence\b/.test(module));
  const field = isEntity ? /@Version\b[^;{}()]*?\s(\w+)\s*(?:=[^;]*)?;/.exec(codeOf(code)) : null;
  if (field)
    return {
      at: { start: field.index, end: field.index + field[0].length },
      issue: `\`${field[1] ?? ""}\` is the entity's \`@Version\`: a save that read an older one is refused instead of overwriting the newer.`,
    };
  const lock = outline.calls.find(({ callee }) => /^(?:Ecto\.Changeset\.)?optimistic_lock$/.test(callee));
  return lock && /\.exs?$/.test(source.path)
    ? {
        at: lock.span,
        issue:
          "`optimistic_lock` makes the update match only the version that was read; a newer row is not overwritten.",
      }
    : undefined;
}

const swap = /(?:^|\.)(?:compareAndSet|compareAndExchange|CompareAndSwap\w*|compare_exchange(?:_weak)?)$/;

/** A swap that is tried again with what the other wrote; one that only sets a flag is no such loop. */
function swapped(code: Code): Hit | undefined {
  const text = codeOf(code);
  const call = code.outline.calls.find((one) => swap.test(one.callee) && isTriedAgain(code, one, text));
  if (!call) return undefined;
  return {
    at: call.span,
    issue: `\`${call.callee}\` writes only over the value that was read, and the loop around it reads again when another writer was first.`,
  };
}

function isTriedAgain({ outline }: Code, { span }: Call, text: string): boolean {
  const [holder, ...outer] = functionsAround(outline, span.start);
  if (!holder || [holder, ...outer].some(({ isTest }) => isTest === true)) return false;
  const before = text.slice(holder.bodySpan.start, span.start);
  const given = text.slice(span.start, span.end);
  const isLoop = /\b(?:for|loop|do)\s*\{|\bwhile\s*\(true\)\s*\{/.test(before);
  const isReread = /(?:\.get\(\)|\.[lL]oad\w*\()/.test(before);
  return isLoop && isReread && !/\b(?:true|false)\b/.test(given);
}
