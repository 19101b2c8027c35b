/** Whether code that answers many at once waits without holding the others up. */
import type { Place } from "../model/finding.js";
import { defineSignal } from "../model/signal.js";
import type { SurveyedFile } from "../model/survey.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";

/** Libraries by whether a call of theirs waits on the thread that an event loop runs on. */
const blocking: Readonly<Record<string, RegExp>> = {
  python:
    /^(?:redis\.(?:Redis|StrictRedis|from_url)|pymongo\.(?:MongoClient|collection)|boto3\.|requests\.|urllib\.request\.|psycopg2?\.connect|pymysql\.|MySQLdb\.|sqlite3\.connect|time\.sleep|subprocess\.(?:run|call|check_\w+)|sqlalchemy\.create_engine|threading\.Thread|smtplib\.)/,
  typescript:
    /^(?:fs\.(?:\w+\.)?\w+Sync|(?:fs\.)?\w*(?:read|write|append|exists|stat|mkdir|unlink)\w*Sync|child_process\.\w*Sync|better-sqlite3\.)/,
  rust: /^(?:std\.(?:fs|thread\.sleep|net)|reqwest\.blocking)/,
};
const waiting: Readonly<Record<string, RegExp>> = {
  python:
    /^(?:redis\.asyncio\.|aioredis\.|motor\.|pymongo\.AsyncMongoClient|aioboto3\.|aiobotocore\.|httpx\.AsyncClient|aiohttp\.|asyncpg\.|aiomysql\.|aiosqlite\.|aiofiles\.|asyncio\.(?:sleep|to_thread|create_subprocess\w*)|sqlalchemy\.ext\.asyncio\.|databases\.|anyio\.)/,
  typescript:
    /^(?:fs\/promises\.|fs\.promises\.|pg\.|ioredis\.|redis\.|mongodb\.|mongoose\.|mysql2|knex|@prisma|axios|undici|node-fetch)/,
  rust: /^(?:tokio\.(?:fs|time|net)|sqlx\.|reqwest\.)/,
};

/** Programs that serve many at once on one thread: there a blocking call is everybody's. */
const loops = /\b(?:fastapi|starlette|aiohttp|sanic|quart|asyncio|express|fastify|koa|hapi|tokio|actix)\b/i;

export default defineSignal({
  title: "Waiting without blocking",
  advice: "Replace blocking clients by asynchronous ones",
  why: "On an event loop one blocking call stops every request. Measured is the share of clients and calls that wait by awaiting, among those that wait at all; languages whose threads are cheap (Go, Java, Elixir) are not measured.",
  sameFaults: ["sync-client-in-async", "blocking-call-in-async", "thread-in-async"],
  measure({ survey }) {
    const files = implementation(survey).filter(({ tree }) => blocking[tree.family] !== undefined);
    if (!isOnLoop(files)) return { value: null, says: "nothing here runs on an event loop" };
    const blockers = files.flatMap((file) => callsLike(file, blocking));
    const waiters = files.flatMap((file) => callsLike(file, waiting));
    const asynchronous = files
      .flatMap(({ outline }) => outline.functions)
      .filter(({ isAsync }) => isAsync).length;
    if (blockers.length + waiters.length === 0) {
      return asynchronous > 0
        ? { value: 1, says: "asynchronous functions, and no call that blocks" }
        : { value: null, says: "nothing waits" };
    }
    return {
      value: waiters.length / (blockers.length + waiters.length),
      says: `${waiters.length} of ${blockers.length + waiters.length} clients and waiting calls are asynchronous`,
      places: (blockers.length > 0 ? blockers : waiters).slice(0, 3),
    };
  },
});

function isOnLoop(files: readonly SurveyedFile[]): boolean {
  return files.some(
    ({ outline }) =>
      outline.functions.some(({ isAsync }) => isAsync) ||
      outline.imports.some(({ module }) => loops.test(module)),
  );
}

function callsLike(file: SurveyedFile, patterns: Readonly<Record<string, RegExp>>): readonly Place[] {
  const pattern = patterns[file.tree.family];
  if (!pattern) return [];
  return file.outline.calls
    .filter(({ origin }) => origin !== null && pattern.test(origin))
    .map(({ span }) => placeOf(file, span));
}
