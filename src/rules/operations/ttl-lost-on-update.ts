/** One key is written with an expiry in one function and without in another, which clears the expiry. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { type KeepsExpiry, expiryOf } from "../../syntax/expiries.js";
import { familyOf } from "../../syntax/key-families.js";
import { type KeyValueCall, expandKey, keyValueCalls } from "../../syntax/key-value-calls.js";

export default defineRule({
  severity: "medium",
  // That SET without EX or KEEPTTL clears the expiry is documented; whether the key is meant to stay is not in the code.
  confidence: 0.7,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Expiry lost when a key is written again",
  risk: "Redis forgets a key's expiry when SET writes it without one, so the entry stays for ever: memory grows, and what should have ended, such as a session, goes on.",
  fix: "Pass the expiry with every write of the key, or KEEPTTL where the time left should stay as it is.",
  trial: {
    name: "the expiry stays after an update",
    arrange: "an entry with an expiry of 60 seconds",
    act: "write the same key again with {it}",
    assert: "the time left is above 0 and at most 60 seconds",
  },
  cwe: [772],
  match: { typescript: lostExpiries, python: lostExpiries, rust: lostExpiries, go: lostExpiries },
  examples: [
    {
      language: "python",
      bad: "import redis.asyncio as redis\n\nclass Store:\n    async def create(self, session_id, data):\n        key = self._key(session_id)\n        await self.redis.set(key, data, ex=3600)\n    async def touch(self, sid, data):\n        await self.redis.set(self._key(sid), data)\n",
      good: "import redis.asyncio as redis\n\nclass Store:\n    async def create(self, session_id, data):\n        await self.redis.set(self._key(session_id), data, ex=3600)\n    async def touch(self, sid, data):\n        await self.redis.set(self._key(sid), data, keepttl=True)\n    async def renew(self, sid, data):\n        await self.redis.set(self._key(sid), data)\n        await self.redis.expire(self._key(sid), 3600)\n    async def name(self, sid, data):\n        await self.redis.set(self._name_key(sid), data)\n    async def options(self, sid, data, **options):\n        await self.redis.set(self._key(sid), data, **options)\n    async def either(self, sid, data, ttl):\n        if ttl:\n            await self.redis.setex(self._other(sid), ttl, data)\n        else:\n            await self.redis.set(self._other(sid), data)\n",
    },
    {
      language: "python",
      bad: "def start(redis_client, user):\n    redis_client.setex(f'job:{user}', 60, 'started')\n\ndef finish(redis_client, name):\n    redis_client.set(f'job:{name}', 'finished')\n",
      good: "def start(redis_client, user):\n    redis_client.setex(f'job:{user}', 60, 'started')\n\ndef finish(redis_client, name):\n    redis_client.set(f'result:{name}', 'finished')\n\ndef put(redis_client, key, value):\n    redis_client.set(key, value)\n\ndef put_briefly(redis_client, key, value):\n    redis_client.set(key, value, 60)\n",
    },
    {
      language: "typescript",
      bad: 'import Redis from "ioredis";\nexport class Codes {\n  constructor(private readonly redis: Redis) {}\n  async issue(email: string, code: string) {\n    await this.redis.set(`code:${email}`, code, "EX", 600);\n  }\n  async replace(address: string, code: string) {\n    await this.redis.set(`code:${address}`, code);\n  }\n}\n',
      good: 'import Redis from "ioredis";\nexport class Codes {\n  constructor(private readonly redis: Redis) {}\n  async issue(email: string, code: string) {\n    await this.redis.set(`code:${email}`, code, "EX", 600);\n  }\n  async replace(address: string, code: string) {\n    await this.redis.set(`code:${address}`, code, "KEEPTTL");\n  }\n  async again(address: string, code: string, options: object) {\n    await this.redis.set(`code:${address}`, code, options);\n  }\n  async count(address: string) {\n    await this.redis.set(`count:${address}`, 1);\n  }\n}\n',
    },
    {
      language: "javascript",
      bad: 'async function login(redis, id) {\n  await redis.set(sessionKey(id), "{}", { EX: 3600 });\n}\nasync function rename(redis, id, data) {\n  await redis.set(sessionKey(id), data);\n}\n',
      good: 'async function login(redis, id) {\n  await redis.set(sessionKey(id), "{}", { EX: 3600 });\n}\nasync function persistSession(redis, id, data) {\n  await redis.set(sessionKey(id), data);\n}\n',
    },
    {
      language: "rust",
      bad: 'use redis::AsyncCommands;\n\nasync fn login(conn: &mut Connection, id: &str) -> Result<()> {\n    conn.set_ex(session_key(id), "{}", 3600).await\n}\n\nasync fn rename(conn: &mut Connection, id: &str, data: &str) -> Result<()> {\n    conn.set(session_key(id), data).await\n}\n',
      good: 'use redis::AsyncCommands;\n\nasync fn login(conn: &mut Connection, id: &str) -> Result<()> {\n    conn.set_ex(session_key(id), "{}", 3600).await\n}\n\nasync fn rename(conn: &mut Connection, id: &str, data: &str) -> Result<()> {\n    conn.set_ex(session_key(id), data, 3600).await?;\n    conn.set(name_key(id), data).await\n}\n',
    },
    {
      language: "go",
      bad: 'package store\n\nimport (\n\t"context"\n\t"time"\n\n\t"github.com/redis/go-redis/v9"\n)\n\ntype Store struct{ rdb *redis.Client }\n\nfunc (s *Store) Create(ctx context.Context, id, data string) error {\n\treturn s.rdb.Set(ctx, "session:"+id, data, time.Hour).Err()\n}\n\nfunc (s *Store) Touch(ctx context.Context, sid, data string) error {\n\treturn s.rdb.Set(ctx, "session:"+sid, data, 0).Err()\n}\n',
      good: 'package store\n\nimport (\n\t"context"\n\t"time"\n\n\t"github.com/redis/go-redis/v9"\n)\n\ntype Store struct{ rdb *redis.Client }\n\nfunc (s *Store) Create(ctx context.Context, id, data string) error {\n\treturn s.rdb.Set(ctx, "session:"+id, data, time.Hour).Err()\n}\n\nfunc (s *Store) Touch(ctx context.Context, sid, data string) error {\n\treturn s.rdb.Set(ctx, "session:"+sid, data, redis.KeepTTL).Err()\n}\n\nfunc (s *Store) Name(ctx context.Context, sid, data string) error {\n\treturn s.rdb.Set(ctx, "name:"+sid, data, 0).Err()\n}\n\nfunc (s *Store) Renew(ctx context.Context, sid, data string) error {\n\ts.rdb.Set(ctx, "session:"+sid, data, 0)\n\treturn s.rdb.Expire(ctx, "session:"+sid, time.Hour).Err()\n}\n',
    },
    {
      language: "go",
      bad: 'package store\n\nimport "github.com/redis/go-redis/v9"\n\nfunc start(rdb *redis.Client, user string) {\n\tkey := fmt.Sprintf("job:%s", user)\n\trdb.SetEx(ctx, key, "started", time.Minute)\n}\n\nfunc finish(rdb *redis.Client, name string) {\n\trdb.Set(ctx, fmt.Sprintf("job:%s", name), "finished", 0)\n}\n',
      good: 'package store\n\nimport "github.com/redis/go-redis/v9"\n\nfunc start(rdb *redis.Client, user string) {\n\trdb.SetEx(ctx, fmt.Sprintf("job:%s", user), "started", time.Minute)\n}\n\nfunc finish(rdb *redis.Client, name string) {\n\trdb.Set(ctx, fmt.Sprintf("result:%s", name), "finished", 0)\n}\n\nfunc put(rdb *redis.Client, key string, ttl time.Duration) {\n\trdb.Set(ctx, key, "x", ttl)\n}\n',
    },
  ],
});

interface KeyWrite {
  readonly call: KeyValueCall;
  /** Same text, same family of keys: the names in it are left out. */
  readonly family: string;
  readonly keepsExpiry: KeepsExpiry;
}

/** Functions that say that the entry is to stay. */
const meansToStay = /persist|permanent|forever|pin(?:ned)?(?:[A-Z_]|$)/i;

function* lostExpiries({ source, outline }: Subject): Iterable<Hit> {
  const calls = keyValueCalls(source, outline, (verb) =>
    /^(?:set|setex|psetex|p?expire(?:at)?|persist)$/.test(verb),
  );
  const writes = calls
    .filter(({ verb }) => /set/.test(verb))
    .flatMap((call) => keyWrite(source, calls, call) ?? []);
  const told = new Set<string>();
  for (const bare of writes) {
    if (bare.keepsExpiry !== "no" || meansToStay.test(bare.call.holder.name)) continue;
    const group = `${bare.call.holder.className ?? ""} ${bare.family}`;
    const same = writes.filter(
      ({ call, family }) => family === bare.family && call.holder.className === bare.call.holder.className,
    );
    const timed = same.find(({ keepsExpiry }) => keepsExpiry === "yes");
    const isChosen = same.some(
      ({ keepsExpiry, call }) => keepsExpiry !== "no" && call.holder === bare.call.holder,
    );
    if (!timed || isChosen || told.has(group)) continue;
    told.add(group);
    yield {
      at: bare.call.span,
      also: [timed.call.span],
      issue: `\`${bare.call.holder.name}\` writes \`${bare.call.arguments[0] ?? ""}\` without an expiry, while \`${timed.call.holder.name}\` writes keys of the same form with one: this write clears the expiry, and the entry stays for ever.`,
    };
  }
}

function keyWrite(
  { text, language }: Subject["source"],
  calls: readonly KeyValueCall[],
  call: KeyValueCall,
): KeyWrite | undefined {
  const family = familyOf(expandKey(text, call.arguments[0] ?? "", call.holder));
  if (family === undefined) return undefined;
  const isExpiredNext = calls.some(
    ({ verb, holder }) => /expire|persist/.test(verb) && holder === call.holder,
  );
  return { call, family, keepsExpiry: isExpiredNext ? "yes" : expiryOf(call, language) };
}
