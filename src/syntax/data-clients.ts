/** Recognises clients of data stores and HTTP services where they are made, by the library they come from. */
import type { Call, FunctionFact, Outline } from "../model/outline.js";
import { lineBefore } from "./code-text.js";
import { holderOf } from "./key-value-calls.js";

/** `connection`: one connection that does not come back by itself; the others keep or renew connections. */
export type ClientKind = "redis" | "mongo" | "connection" | "pool" | "engine" | "http";

export interface ClientMade {
  readonly kind: ClientKind;
  readonly call: Call;
  readonly holder: FunctionFact | undefined;
  /** The variable or field it is kept in: `client`, `self.db`; null when it is used in place or by `with`. */
  readonly kept: string | null;
}

const origins: readonly (readonly [ClientKind, RegExp])[] = [
  ["redis", /^(?:redis|redis\.asyncio|aioredis)(?:\.client)?\.(?:(?:Strict)?Redis(?:\.from_url)?|from_url)$/],
  ["redis", /^ioredis\.(?:default|Redis)$|^(?:redis|@redis\/client)\.(?:default\.)?createClient$/],
  ["mongo", /^(?:pymongo|motor\.motor_asyncio)\.(?:\w+\.)?(?:Async)?(?:MongoClient|IOMotorClient)$/],
  ["mongo", /^mongodb\.(?:default\.)?MongoClient(?:\.connect)?$/],
  [
    "connection",
    /^(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|asyncpg|aiomysql|pymssql|cx_Oracle|oracledb)\.(?:(?:Async)?Connection\.)?connect$/,
  ],
  ["connection", /^pg\.(?:default\.)?Client$|^(?:mysql2?|mysql2\/promise)\.(?:default\.)?createConnection$/],
  ["pool", /^pg\.(?:default\.)?Pool$|^(?:mysql2?|mysql2\/promise)\.(?:default\.)?createPool$/],
  ["pool", /^@prisma\/client\.(?:default\.)?PrismaClient$|^asyncpg\.create_pool$/],
  ["engine", /^sqlalchemy(?:\.ext\.asyncio|\.engine)?\.create_(?:async_)?engine$/],
  ["http", /^httpx\.(?:Async)?Client$|^aiohttp\.ClientSession$/],
];

export function clientKind(origin: string | null): ClientKind | undefined {
  return origin === null ? undefined : origins.find(([, pattern]) => pattern.test(origin))?.[0];
}

/** The clients a file makes; `code` is its text without comments. */
export function clientsMade(outline: Outline, code: string): readonly ClientMade[] {
  return outline.calls.flatMap((call): ClientMade[] => {
    const kind = clientKind(call.origin);
    if (kind === undefined) return [];
    const before = lineBefore(code, call.span.start);
    const kept =
      /^\s*(?:export\s+)?(?:(?:const|let|var|private|public|protected|static|readonly)\s+)*([\w.$]+)\s*(?::[^=]+)?=\s*(?:await\s+)?(?:new\s+)?$/.exec(
        before,
      );
    return [{ kind, call, holder: holderOf(outline, call.span), kept: kept?.[1] ?? null }];
  });
}

const pythonRoute =
  /^[ \t]*@[\w.]*\b(?:app|router|blueprint|bp|api|routes|\w+_(?:bp|router|api|blueprint))\.(?:route|get|post|put|patch|delete|websocket)\(/m;

/** True when a Python function stands below a decorator that registers it for requests. */
export function isPythonHandler(code: string, { span }: FunctionFact): boolean {
  const above = code.slice(Math.max(0, span.start - 600), span.start);
  return pythonRoute.test(above.slice(above.lastIndexOf("\n\n") + 1));
}
