/** Writes with and without an end: locks, codes, limits, and entries in a project that lets its others expire. */
import type { Example } from "../../../model/rule.js";

export const entryWithoutExpiryExamples: readonly Example[] = [
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
    language: "typescript",
    bad: "const CACHE_EXPIRY = 60 * 60;\nexport class Imports {\n  async keep(id: string, rows: string) {\n    await this.redis.set(`import:${id}`, rows);\n  }\n  async drop(id: string) {\n    await this.redis.del(`import:${id}`);\n  }\n}\n",
    good: "const CACHE_EXPIRY = 60 * 60;\nconst EXPIRED = 410;\nexport class Imports {\n  async keep(id: string, rows: string) {\n    await this.redis.set(`import:${id}`, rows, { ex: CACHE_EXPIRY });\n  }\n  async drop(id: string) {\n    await this.redis.del(`import:${id}`);\n    throw new Gone(EXPIRED);\n  }\n  async count(id: string) {\n    await this.redis.incr(`count:${id}`);\n  }\n}\n",
  },
  {
    language: "typescript",
    bad: "export async function once({ key, ttlSeconds }: Options) {\n  return redis.set(key, token);\n}\n",
    good: "export async function once({ key, ttlSeconds }: Options) {\n  return redis.set(key, token, ttlSeconds ? { ex: ttlSeconds } : undefined);\n}\nexport async function keep({ key, token }: Options) {\n  return redis.set(key, token);\n}\n",
  },
  {
    language: "typescript",
    bad: 'import { nanoid } from "nanoid";\nexport async function startSignIn(contextId: string) {\n  const state = nanoid(16);\n  await redis.set(`oauth:${state}`, contextId);\n  return state;\n}\n',
    good: 'import { nanoid } from "nanoid";\nexport async function startSignIn(contextId: string) {\n  const state = nanoid(16);\n  await redis.set(`oauth:${state}`, contextId, { ex: 600 });\n  return state;\n}\nexport async function addPlayer(contextId: string) {\n  const id = nanoid(16);\n  await redis.set(`player:${id}`, contextId);\n  await redis.set(`player:${id}:state`, JSON.stringify(start));\n}\n',
  },
  {
    language: "python",
    bad: "def lock(redis_client, name):\n    return redis_client.set(f'lock:{name}', '1', nx=True)\n",
    good: "def lock(redis_client, name):\n    return redis_client.set(f'lock:{name}', '1', nx=True, ex=30)\n\ndef keep(redis_client, name):\n    redis_client.set(f'name:{name}', '1')\n",
  },
  {
    language: "javascript",
    bad: 'const redis = require("./redis");\nexports.guard = async (req, res, next) => {\n  const key = `abuse:${req.ip}`;\n  const count = await redis.incr(key);\n  if (count > 100) return res.status(429).end();\n  next();\n};\n',
    good: 'const redis = require("./redis");\nexports.guard = async (req, res, next) => {\n  const key = `abuse:${req.ip}`;\n  const count = await redis.incr(key);\n  if (count === 1) await redis.expire(key, 600);\n  if (count > 100) return res.status(429).end();\n  next();\n};\nexports.views = async (page) => {\n  const views = await redis.incr(`views:${page}`);\n  return views;\n};\nexports.perHour = async (ip, hour) => {\n  const count = await redis.incr(`calls:${ip}:${hour}`);\n  if (count > 100) throw new Error("too many");\n};\n',
  },
  {
    language: "typescript",
    bad: 'export async function post(redis: Redis, email: string) {\n  await redis.set(`cooldown:${email}`, "1");\n}\n',
    good: 'export async function post(redis: Redis, email: string) {\n  await redis.set(`cooldown:${email}`, "1", "EX", 60);\n}\nexport async function setRateLimitConfig(redis: Redis, team: string, most: string) {\n  await redis.set(`rate-limit-config:${team}`, most);\n}\n',
  },
  {
    language: "python",
    bad: 'async def model(redis, name):\n    cache_key = f"model:{name}"\n    if name in known:\n        await redis.set(cache_key, known[name], ex=60)\n        return known[name]\n    await redis.set(cache_key, fallback)\n    return fallback\n',
    good: 'async def model(redis, name, ttl):\n    cache_key = f"model:{name}"\n    if ttl:\n        await redis.set(cache_key, known[name], ex=ttl)\n        return\n    await redis.set(cache_key, fallback)\n\n\nasync def limited(redis, name, window_seconds):\n    count = await redis.incr(f"calls:{name}")\n    if count == 1:\n        await redis.expire(f"calls:{name}", window_seconds)\n    if count > 10:\n        raise Exceeded()\n\n\nasync def acquire(redis, name, timeout):\n    return await redis.set(f"lock:{name}", "1", nx=True, ex=30)\n',
  },
  {
    language: "javascript",
    bad: 'const redis = require("./redis");\nexports.find = async (id) => {\n  const key = `user:${id}`;\n  const cached = await redis.client.get(key);\n  if (cached) return JSON.parse(cached);\n  const user = await users.findOne({ id });\n  redis.client.set(key, JSON.stringify(user));\n  return user;\n};\n',
    good: 'const redis = require("./redis");\nexports.find = async (id) => {\n  const key = `user:${id}`;\n  const cached = await redis.client.get(key);\n  if (cached) return JSON.parse(cached);\n  const user = await users.findOne({ id });\n  redis.client.set(key, JSON.stringify(user));\n  return user;\n};\nexports.rename = async (id, name) => {\n  await users.update({ id, name });\n  await redis.client.del(`user:${id}`);\n};\nexports.count = async (id) => {\n  const before = await redis.client.get(`count:${id}`);\n  const count = Number(before) + 1;\n  await redis.client.set(`count:${id}`, count);\n  return count;\n};\n',
  },
  {
    language: "typescript",
    bad: 'import { createClient } from "redis";\nconst client = createClient();\nexport const store = {\n  async set(key: string, value: string, ttl?: number) {\n    if (ttl === undefined) {\n      await client.set(key, value);\n    } else {\n      await client.set(key, value);\n    }\n  },\n};\n',
    good: 'import { createClient } from "redis";\nconst client = createClient();\nexport const store = {\n  async set(key: string, value: string, ttl?: number) {\n    if (ttl === undefined) {\n      await client.set(key, value);\n    } else {\n      await client.set(key, value, { EX: ttl });\n    }\n  },\n  async put(key: string, value: string, expiryMode?: "EX", ttl?: number) {\n    if (expiryMode === "EX" && ttl !== undefined) return client.set(key, value, "EX", ttl);\n    return client.set(key, value);\n  },\n};\n',
  },
  {
    language: "python",
    bad: 'def initiate(self):\n    ri = redis_instance()\n    key = "magic_" + str(self.email)\n    expiry = 600\n    ri.set(key, json.dumps(self.state))\n    return key\n',
    good: 'def initiate(self):\n    ri = redis_instance()\n    key = "magic_" + str(self.email)\n    expiry = 600\n    ri.set(key, json.dumps(self.state), ex=expiry)\n    return key\n\n\ndef remember(self):\n    ri = redis_instance()\n    expiry = 600\n    ri.set("seen_" + str(self.email), json.dumps({"until": expiry}))\n',
  },
  {
    language: "typescript",
    bad: "export async function failed(redis: Redis, name: string) {\n  const multi = redis.multi();\n  const rateLimitKey = `${this.config.prefixes.limit}:${name}`;\n  multi.zAdd(rateLimitKey, { score: Date.now(), value: name });\n  await multi.exec();\n}\n",
    good: "export async function failed(redis: Redis, name: string) {\n  const multi = redis.multi();\n  const rateLimitKey = `${this.config.prefixes.limit}:${name}`;\n  multi.zAdd(rateLimitKey, { score: Date.now(), value: name });\n  multi.expire(rateLimitKey, 60);\n  await multi.exec();\n}\nexport async function ranked(redis: Redis, name: string) {\n  await redis.zAdd(`ranks:${name}`, { score: 1, value: name });\n}\n",
  },
];
