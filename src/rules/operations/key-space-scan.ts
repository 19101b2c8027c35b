/** Redis is asked for all keys that match a pattern, which costs time with every key it holds. */
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { RustTree } from "../../model/tree.js";
import { type KeyValueCall, holderOf, keyValueCalls } from "../../syntax/key-value-calls.js";
import { argumentsOf } from "../../syntax/rust/ask.js";
import { callsWhere as rustCalls } from "../../syntax/rust/calls.js";
import { literalText } from "../../syntax/rust/formats.js";

export default defineRule({
  severity: "medium",
  // KEYS and SCAN visit every key by definition; how many there are is not in the code.
  confidence: 0.75,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 0 },
  title: "Search through all keys of Redis",
  risk: "The work grows with all keys the server holds, not with those that match; KEYS serves no other client until it has finished.",
  fix: "Keep the names in a set or a sorted set of their own when entries are written, and ask that.",
  cwe: [400],
  match: {
    typescript: searches,
    python: searches,
    *rust(subject) {
      yield* searches(subject);
      yield* commandsInRust(subject);
    },
    java: searches,
    go: searches,
  },
  examples: [
    {
      language: "python",
      bad: "class Store:\n    async def clear(self, prefix):\n        for key in await self.redis.keys(f'{prefix}:*'):\n            await self.redis.delete(key)\n",
      good: "class Store:\n    def all(self, redis_settings):\n        return list(redis_settings.keys())\n    async def fields(self, key):\n        return await self.redis.hkeys(key)\n    async def clear(self, prefix):\n        async for key in self.redis.scan_iter(match=f'{prefix}:*'):\n            await self.redis.delete(key)\n",
    },
    {
      language: "python",
      bad: "import redis.asyncio as redis\n\nclass Store:\n    async def list_sessions(self):\n        client = await self._connect()\n        return [key async for key in client.scan_iter(match='session:*')]\n    async def count_sessions(self):\n        cursor, total = 0, 0\n        while True:\n            cursor, keys = await self.client.scan(cursor, match='session:*')\n            total += len(keys)\n            if cursor == 0:\n                return total\n",
      good: "import redis.asyncio as redis\n\nclass Store:\n    async def list_sessions(self):\n        return await self.client.smembers('sessions')\n    async def list_members(self, room):\n        return [one async for one in self.client.sscan_iter(room)]\n    async def count_sessions(self):\n        return await self.client.zcard('sessions')\n\nclass Ports:\n    def list_ports(self, scanner):\n        return scanner.scan('127.0.0.1')\n",
    },
    {
      language: "typescript",
      bad: 'import Redis from "ioredis";\nexport async function listRooms(redis: Redis) {\n  return await redis.keys("room:*");\n}\n',
      good: 'import Redis from "ioredis";\nexport async function listRooms(redis: Redis, redisOptions: object) {\n  Object.keys(redisOptions);\n  return await redis.smembers("rooms");\n}\n',
    },
    {
      language: "javascript",
      bad: 'export async function getAllSessions(redisClient) {\n  const found = [];\n  for await (const key of redisClient.scanIterator({ MATCH: "session:*" })) found.push(key);\n  return found;\n}\n',
      good: 'export async function clearSessions(redisClient) {\n  for await (const key of redisClient.scanIterator({ MATCH: "session:*" })) await redisClient.del(key);\n}\n',
    },
    {
      language: "rust",
      bad: 'use redis::AsyncCommands;\n\npub async fn list_rooms(conn: &mut Connection) -> redis::RedisResult<Vec<String>> {\n    conn.keys("room:*").await\n}\n',
      good: 'use redis::AsyncCommands;\n\npub async fn list_rooms(conn: &mut Connection, rooms: &HashMap<u8, u8>) -> redis::RedisResult<Vec<String>> {\n    let own = rooms.keys().count();\n    conn.smembers("rooms").await\n}\n',
    },
    {
      language: "rust",
      bad: 'pub async fn list_rooms(con: &mut Connection) -> redis::RedisResult<Vec<String>> {\n    redis::cmd("KEYS").arg("room:*").query_async(con).await\n}\n',
      good: 'pub async fn list_rooms(con: &mut Connection) -> redis::RedisResult<Vec<String>> {\n    redis::cmd("SMEMBERS").arg("rooms").query_async(con).await\n}\n',
    },
    {
      language: "java",
      bad: 'class Store {\n  void clear(String prefix) {\n    for (String key : jedis.keys(prefix + ":*")) {\n      jedis.del(key);\n    }\n  }\n\n  Set<String> sessions() {\n    return redisTemplate.keys("session:*");\n  }\n}\n',
      good: 'class Store {\n  Set<String> fields(String key) {\n    return jedis.hkeys(key);\n  }\n\n  Set<String> options(Map<String, String> redisOptions) {\n    return redisOptions.keySet();\n  }\n\n  Set<String> sessions() {\n    return jedis.smembers("sessions");\n  }\n}\n',
    },
    {
      language: "go",
      bad: 'package store\n\nimport (\n\t"context"\n\n\t"github.com/redis/go-redis/v9"\n)\n\ntype Store struct{ rdb *redis.Client }\n\nfunc (s *Store) ListSessions(ctx context.Context) ([]string, error) {\n\treturn s.rdb.Keys(ctx, "session:*").Result()\n}\n',
      good: 'package store\n\nimport (\n\t"context"\n\n\t"github.com/redis/go-redis/v9"\n)\n\ntype Store struct{ rdb *redis.Client }\n\nfunc (s *Store) ListSessions(ctx context.Context) ([]string, error) {\n\treturn s.rdb.SMembers(ctx, "sessions").Result()\n}\n\nfunc (s *Store) Clear(ctx context.Context) {\n\tkeys, _, _ := s.rdb.Scan(ctx, 0, "session:*", 100).Result()\n\ts.rdb.Del(ctx, keys...)\n}\n',
    },
    {
      language: "go",
      bad: 'package store\n\nimport "github.com/redis/go-redis/v9"\n\nfunc CountSessions(ctx context.Context, rdb *redis.Client) (n int) {\n\titer := rdb.Scan(ctx, 0, "session:*", 0).Iterator()\n\tfor iter.Next(ctx) {\n\t\tn++\n\t}\n\treturn n\n}\n',
      good: 'package store\n\nimport "database/sql"\n\nfunc CountSessions(ctx context.Context, db *sql.DB, headers Headers) (n int) {\n\tdb.QueryRowContext(ctx, "SELECT count(*) FROM sessions").Scan(&n)\n\treturn n + len(headers.Keys("session"))\n}\n',
    },
  ],
});

/** Functions that people wait for, by what they are called. */
const answers =
  /^_*(?:async_?)?(?:list|count|find|search|lookup|stats|statistics|num(?:ber)?_|(?:get|load|fetch|read)_?(?:all|active|every|many|stats|statistics|count|sessions|keys|users|entries))/i;
/** Work that an operator starts, or that runs once. */
const runsApart = /(?:^|\/)(?:scripts?|migrations?|bin|tools?|commands?|cli|benchmarks?|bench|examples?)\//i;
const tidies = /flush|clear|clean|purge|invalidat|delete|remove|reset|migrat|evict|drop|obliterate/i;

function* searches({ source, outline }: Subject): Iterable<Hit> {
  if (runsApart.test(source.path)) return;
  const calls = keyValueCalls(source, outline, (verb) =>
    /^(?:keys|scan|scaniter|scaniterator|scanstream)$/.test(verb),
  );
  const told = new Set<FunctionFact>();
  for (const call of calls) {
    const { holder, verb } = call;
    const isKeys = verb === "keys";
    if (told.has(holder) || (isKeys ? !isPattern(call) : !isAnswer(holder))) continue;
    told.add(holder);
    yield {
      at: call.span,
      severity: isKeys && !tidies.test(holder.name) ? "medium" : "low",
      issue: isKeys
        ? `\`${holder.name}\` calls \`${call.client}.${source.language === "go" ? "Keys" : "keys"}\`: Redis goes through every key it holds and serves nobody else meanwhile.`
        : `\`${holder.name}\` goes through every key of Redis with \`SCAN\` for one answer: the time grows with all keys, not with those that match.`,
      ...(isKeys && tidies.test(holder.name)
        ? {
            recommendation:
              "Use SCAN, which lets other clients in between, or keep the names in a set of their own.",
          }
        : {}),
    };
  }
}

/** Members of a dictionary are asked for without arguments. */
function isPattern({ arguments: given }: KeyValueCall): boolean {
  const [pattern = ""] = given;
  return given.length === 1 && (/[*?]/.test(pattern) || /pattern|prefix|match|key/i.test(pattern));
}

function isAnswer({ name }: FunctionFact): boolean {
  return answers.test(name) && !tidies.test(name);
}

/** `redis::cmd("KEYS")`, the command by its name. */
function* commandsInRust(subject: Subject<RustTree>): Iterable<Hit> {
  if (runsApart.test(subject.source.path)) return;
  for (const { call, node } of rustCalls(subject, ({ origin }) => origin === "redis.cmd")) {
    if (literalText(argumentsOf(node)[0])?.toUpperCase() !== "KEYS") continue;
    const name = holderOf(subject.outline, call.span)?.name ?? "a function";
    yield {
      at: call.span,
      severity: tidies.test(name) ? "low" : "medium",
      issue: `\`${name}\` sends KEYS: Redis goes through every key it holds and serves nobody else meanwhile.`,
    };
  }
}
