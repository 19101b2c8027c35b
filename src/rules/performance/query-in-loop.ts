/** One query for every item of a list, where one query for all of them would do. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Call } from "../../model/outline.js";
import type { Family } from "../../model/tree.js";
import { type Loop, loopsOf, namesIn } from "../../syntax/loops.js";
import { functionAt, withoutComments } from "../../syntax/growth.js";
import { examples } from "./query-in-loop/examples.js";

export default defineRule({
  severity: "medium",
  // That each item costs a query is certain; how many items there are is not in the code.
  // In Python 3 of 10 read on unseen projects were true: names, groups, settings and helpers of tests are left alone now.
  confidence: 0.75,
  judged: { right: 20, arguable: 8, wrong: 0, projects: 0 },
  title: "Query for every item of a list",
  risk: "A list of a thousand items costs a thousand round trips: what takes milliseconds with test data takes seconds with real data and keeps the database busy.",
  fix: "Collect the keys first and ask for all of them at once (`IN (…)`, a join, an include, a batch read), then look the results up by key.",
  trial: {
    name: "the number of queries does not grow with the rows",
    arrange: "a counter of queries, and data with 1 row, then with 50",
    act: "run {it} on both",
    assert: "it made as many queries for 50 rows as for 1",
  },
  fold: "file",
  match: { typescript: queries, python: queries, go: queries, rust: queries, java: queries, elixir: queries },
  examples,
});

/** Calls that ask a database for something by a key. What writes is left alone: order and hooks may matter. */
const asks: Readonly<Partial<Record<Family, RegExp>>> = {
  typescript:
    /(?:^|\.)(?:findOne|findById|findByPk|findUnique|findUniqueOrThrow|findFirst|findOneBy|findOneOrFail|findAndCountAll|countDocuments)$|(?:redis|redisClient)\.(?:get|hget|hgetall|smembers|exists)$|(?:^|\.)(?:db|pool|client|connection|conn|knex|sequelize)\.query$/,
  python:
    /\.objects\.(?:get|filter|get_or_create)(?:\.|$)|(?:^|[._])(?:session|db)\.(?:query|scalar|scalars|get_one)(?:\.|$)|(?:^|\.)(?:redis|redis_client|_redis)\.(?:get|hget|hgetall|smembers|exists)$|(?:cursor|cur)\.execute$/,
  go: /(?:^|\.)(?:db|tx|DB|conn|pool|q)\.(?:Query|QueryRow|QueryContext|QueryRowContext|GetContext|SelectContext|First|Take)$/,
  rust: /(?:^|\.)(?:fetch_one|fetch_optional|fetch_all)$/,
  java: /(?:[rR]epository|[mM]apper|[dD]ao)\.(?:find|get|select|query|exists|count)\w*$|(?:jdbcTemplate|entityManager)\.(?:query\w*|find)$/,
  elixir: /^(?:\w+\.)*Repo\.(?:get|get!|get_by|get_by!|one|one!|all|exists\?|preload|aggregate)$/,
};

const runsOnce =
  /(?:^|[/_.-])(?:migrations?|scripts?|commands|seeds?|seeders?|random_data|populate\w*|test(?:s|ing)?|bin|cli|cmd|tools?|examples?|bench\w*|backfill|versions|upgrade\w*|fixtures?|mocks?)(?:[/_.-]|$)/i;

/** Steps of one script, which must run one after the other: migrations, statements, seeds. */
const runsInOrder = /migrat|statements?\b|backfill|(?:^|_)seed|Seed|upgrade|schema|\bcommands\b/;

function* queries(subject: Subject): Iterable<Hit> {
  const pattern = asks[subject.tree.family];
  if (!pattern || runsOnce.test(subject.source.path)) return;
  const text = withoutComments(subject);
  const asked = subject.outline.calls.flatMap((call) => {
    const callee = calleeOf(call, text);
    return pattern.test(callee) ? [{ ...call, callee }] : [];
  });
  if (asked.length === 0) return;
  for (const call of asked) {
    if (writes(call, text) || (subject.tree.family === "python" && !asksByKey(call, text))) continue;
    const loop = loopsOf(subject.tree)
      .filter(({ body }) => body.start <= call.span.start && body.end >= call.span.end)
      .sort((a, b) => b.body.start - a.body.start)[0];
    if (loop && runsInOrder.test(`${functionAt(subject, call.span.start)?.name ?? ""} ${loop.over}`))
      continue;
    if (
      loop &&
      isPerItem(call, loop, text) &&
      !isSmall(loop, listsAround(subject, call, text)) &&
      !leavesAfter(call, loop, text) &&
      !isKept(call, loop, text) &&
      !asksItsOwnTable(call, loop, text)
    )
      yield hit(subject, call, loop);
  }
}

/** `objects.filter(…).update(…)`, `query("DELETE …")`: order and hooks may matter, and a look-up table does not help. */
function writes({ span }: Call, text: string): boolean {
  const asked = text.slice(span.start, span.end);
  return (
    /^(?:\s*\.\w+\((?:[^()]|\([^()]*\))*\))*\s*\.(?:a?update|a?delete)\(/.test(
      text.slice(span.end, span.end + 200),
    ) ||
    /\(\s*[frb]*["'`]{1,3}\s*(?:insert|update|delete|alter|create|drop|truncate|merge|call)\b/i.test(asked)
  );
}

/** `id=…`, `owner_id=…`, `Order.id == …`, `WHERE id = …`: what one `IN (…)` answers; names and other conditions are asked one by one for a reason. */
function asksByKey({ span }: Call, text: string): boolean {
  const asked = text.slice(span.start, Math.max(span.end, text.indexOf("\n", span.end)));
  // Rows are locked one by one.
  if (/select_for_update|with_for_update/.test(text.slice(span.start, span.end + 100))) return false;
  return /(?<![A-Za-z])(?:id|pk|uuid|\w+_(?:id|pk|uuid))\s*={1,2}(?!=)|\.get\(\s*[A-Z]\w*\s*,/i.test(asked);
}

/** Of a chain, the method at its end. */
function calleeOf({ callee, span }: Call, text: string): string {
  if (callee !== "<expression>") return callee;
  return /\.(\w+)\([^()]*\)$/.exec(text.slice(Math.max(span.start, span.end - 80), span.end))?.[1] ?? callee;
}

/** The question depends on the item, directly or through a local name that was made of it. */
function isPerItem({ span, callee }: Call, loop: Loop, text: string): boolean {
  const question = text.slice(span.start, span.end).replace(callee, "");
  const before = text.slice(loop.body.start, span.start);
  return namesIn(loop).some((name) => {
    const own = name.replace(/[$&]/g, "\\$&");
    if (new RegExp(`(?<![\\w$.])${own}(?![\\w$])`).test(question)) return true;
    const made = [...before.matchAll(/(\w+)\s*:?=\s*([^\n]+)/g)].filter(([, , value = ""]) =>
      new RegExp(`(?<![\\w$.])${own}(?![\\w$])`).test(value),
    );
    return made.some(([, local = ""]) => new RegExp(`(?<![\\w$.])${local}(?![\\w$])`).test(question));
  });
}

/** Where the list of a loop may be written out: in the function around, or outside of every function. */
function listsAround(subject: Subject, { span }: Call, text: string): string {
  const holder = functionAt(subject, span.start);
  const own = holder ? text.slice(holder.span.start, holder.span.end) : "";
  const atMargin = [
    ...text.matchAll(
      /^(?:export |const |let |var |static |private |public |final |@)*[A-Za-z_]\w*[^\n=]*:?=(?:[^\n]*[[(]\n)?[^\n]*/gm,
    ),
  ];
  return [own, ...atMargin.map(([line]) => line)].join("\n");
}

const batches =
  /permission|\bgroups?\b|roles?\b|settings?\.|DEFAULT|chunk|batch|page|slice|step|attempt|retr|shard|partition|window|queue|model|table|types?\b|kind|backend|database|provider|cluster|env/i;

/** Loops over pieces that are batches already, over a written list, or over what a program has a handful of. */
function isSmall({ over, item }: Loop, text: string): boolean {
  if (/^\s*(?:\[|\(|\{|%\{|Object\.(?:keys|entries)\(\s*\{|range\(|enumerate\(\s*\[|new )/.test(over))
    return true;
  if (batches.test(over) || batches.test(item)) return true;
  if (!/^[A-Za-z_]\w*$/.test(over)) return false;
  return new RegExp(
    `\\b${over}\\s*(?::[^=\\n]+)?:?=\\s*(?:\\[|\\(|\\{|new \\w+\\[\\]|\\w*\\{)\\s*[^\\]\\s})]`,
  ).test(text);
}

/** The loop asks until it finds something: it may well end at the first item. */
function leavesAfter({ span }: Call, { body }: Loop, text: string): boolean {
  return /^[^\n]*(?:\n[^\n]*){0,5}\b(?:break\b|return\b(?!\s*\{?\s*\.\.\.))/.test(
    text.slice(span.end, Math.min(body.end, span.end + 300)),
  );
}

/** `if (kind not in known) known[kind] = ask(kind)`: asked once for every kind, however many items there are. */
function isKept({ span }: Call, { body }: Loop, text: string): boolean {
  const before = text.slice(body.start, span.start);
  const store = /([\w.]+(?:\[[^\]\n]*\])?)\[[^\]\n]*\]\s*=\s*(?:await\s+)?$/.exec(before)?.[1];
  return store !== undefined && (before.includes(`not in ${store}:`) || before.includes(`!${store}.has(`));
}

/** `relation.model.objects`, and a class that was read from the item: other items lie in other tables. */
function asksItsOwnTable({ callee, span }: Call, loop: Loop, text: string): boolean {
  const owner = /^(\w+)(?:\.\w+)*\.objects\./.exec(callee)?.[1];
  if (owner === undefined) return false;
  const made = new RegExp(`(?<![\\w.])${owner}\\s*=\\s*([^\\n]+)`).exec(
    text.slice(loop.body.start, span.start),
  );
  return namesIn(loop).some(
    (name) => name === owner || new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(made?.[1] ?? ""),
  );
}

function hit(subject: Subject, { callee, span }: Call, { over, isStatement }: Loop): Hit {
  const name = functionAt(subject, span.start)?.name;
  const list = over.replace(/\s+/g, " ");
  const shown = list.length > 50 || list === "" ? "the list" : `\`${list}\``;
  return {
    at: span,
    issue: `${name === undefined ? "The loop" : `\`${name}\``} calls \`${callee}\` once for every item of ${shown}${isStatement ? ", one after the other" : ""}.`,
  };
}
