/** A write that is refused when someone else wrote in between, instead of overwriting them. */
import { type Hit, type Subject, definePractice } from "../model/rule.js";

export default definePractice({
  category: "concurrency",
  // Watch, transaction and execution in one function are Redis's own recipe; the SQL names its version twice.
  confidence: 0.9,
  title: "Writes check that nothing changed in between",
  reason: "Two writers at once do not lose each other's change: the later one notices and can try again.",
  match: { typescript: checkedWrites, python: checkedWrites },
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
  ],
});

function* checkedWrites(subject: Subject): Iterable<Hit> {
  const hit = watched(subject) ?? versioned(subject);
  if (hit) yield hit;
}

/** The transaction may hang on a chained call, so its names are looked for in the text of the function. */
function watched({ source, outline }: Subject): Hit | undefined {
  const watch = outline.calls.find(({ callee }) => /\.watch$/.test(callee));
  if (!watch) return undefined;
  const holder = outline.functions.findLast(
    ({ span }) => span.start <= watch.span.start && span.end >= watch.span.end,
  );
  const text = holder ? source.text.slice(watch.span.start, holder.span.end) : "";
  if (!/\.multi\s*\(/.test(text) || !/\.exec(?:ute)?\s*\(/.test(text)) return undefined;
  return {
    at: watch.span,
    issue: `\`${watch.callee}\` stands before \`multi\` and \`exec\`: the transaction is refused when another writer touched the key in between.`,
  };
}

const versionedUpdate =
  /\bUPDATE\s+[\w."`]+\s+SET\b[^;]{0,400}?\b(\w*version|revision)\s*=\s*(?:\w+\.)?\1\s*\+\s*1\b[^;]{0,400}?\bWHERE\b[^;]{0,400}?\b\1\s*=\s*(?:\?|\$|:|%|\$\{)/i;

function versioned({ source }: Subject): Hit | undefined {
  if (!/version|revision/i.test(source.text)) return undefined;
  const match = versionedUpdate.exec(source.text);
  if (!match) return undefined;
  return {
    at: { start: match.index, end: match.index + match[0].length },
    issue: `The update raises \`${match[1] ?? "version"}\` and matches only the one it read, so a row that changed in between is not overwritten.`,
  };
}
