/** Tells the kinds of work that one file of a server does: what is usually kept apart so that each can change alone. */
import { plural } from "../../../lib/text.js";
import type { Outline } from "../../../model/outline.js";
import type { Subject } from "../../../model/rule.js";
import { codeOf } from "../../../syntax/code-text.js";
import { clientKind, isPythonHandler } from "../../../syntax/data-clients.js";

interface Kind {
  readonly name: string;
  /** What it was recognised by, ready to be printed. */
  readonly shown: string;
}

/** A file with one route is a script with a health check, not a server. */
const fewestRoutes = 3;
const fewestModels = 2;
const fewestSettings = 3;

/** Kinds found in the file, HTTP routes first; none when it has no routes. */
export function kindsOfWork(subject: Subject): readonly Kind[] {
  const { outline } = subject;
  const code = codeOf(subject);
  const routes = countRoutes(subject, code);
  if (routes < fewestRoutes) return [];
  const models = countMatches(code, modelForms[subject.tree.family] ?? /(?!)/g);
  const settings = countMatches(code, /\b(?:os\.environ|(?:os\.)?getenv\(|process\.env\b)/g);
  const isConfigured = settings >= fewestSettings || /\((?:\w+\.)?BaseSettings\)/.test(code);
  return [
    { name: "HTTP routes", shown: String(routes) },
    ...(models >= fewestModels ? [{ name: "data models", shown: String(models) }] : []),
    ...byCall("storage", outline, isStorage),
    ...byCall("background work", outline, isBackground),
    ...byCall("logins and tokens", outline, isIdentity),
    ...(isConfigured ? [{ name: "configuration", shown: plural(settings, "environment variable") }] : []),
  ];
}

function countRoutes({ outline, tree }: Subject, code: string): number {
  if (tree.family === "python") return outline.functions.filter((fact) => isPythonHandler(code, fact)).length;
  return outline.calls.filter(
    ({ callee, span }) =>
      /(?:^|\.)(?:app|server|fastify|api|\w*[rR]outer)\.(?:get|post|put|patch|delete)$/.test(callee) &&
      /^\(\s*["'`]\//.test(code.slice(span.start + callee.length, span.start + callee.length + 20)),
  ).length;
}

const modelForms: Readonly<Record<string, RegExp>> = {
  python:
    /^class \w+\([^)\n]*\b(?:BaseModel|SQLModel|Model|Base|Document|TypedDict|NamedTuple|Schema|DeclarativeBase)\b|^@(?:dataclasses\.)?dataclass\b/gm,
  typescript:
    /\b\w+(?:Schema)?\s*=\s*(?:z|v|yup|Joi)\.object\(|\bnew (?:mongoose\.)?Schema\(|^(?:export )?interface \w+|\.define\(\s*["']\w+["']\s*,\s*\{/gm,
};

function countMatches(code: string, pattern: RegExp): number {
  return [...code.matchAll(pattern)].length;
}

type Called = Pick<Outline["calls"][number], "callee" | "origin">;

function byCall(name: string, { calls }: Outline, accepts: (call: Called) => boolean): readonly Kind[] {
  const callees = [...new Set(calls.filter(accepts).map(({ callee }) => callee))];
  return callees.length === 0
    ? []
    : [
        {
          name,
          shown: callees
            .slice(0, 2)
            .map((each) => `\`${each}\``)
            .join(", "),
        },
      ];
}

function isStorage({ origin }: Called): boolean {
  const kind = clientKind(origin);
  return (
    (kind !== undefined && kind !== "http") ||
    /^(?:sqlite3\.connect|flask_sqlalchemy\.SQLAlchemy|flask_pymongo\.PyMongo|mongoose\.(?:default\.)?(?:connect|createConnection)|sequelize\.(?:default\.)?Sequelize|better-sqlite3\.default|peewee\.\w+Database)$/.test(
      origin ?? "",
    )
  );
}

function isBackground({ callee, origin }: Called): boolean {
  return /^(?:asyncio\.(?:create_task|ensure_future)|threading\.(?:Thread|Timer)|node-cron\.(?:default\.)?schedule|bullmq\.Worker)$|\.add_job$|^setInterval$|\.add_task$/.test(
    origin ?? callee,
  );
}

function isIdentity({ callee, origin }: Called): boolean {
  return /^(?:jwt|jose|jsonwebtoken|bcrypt|bcryptjs|argon2|passlib|itsdangerous|flask_login)\b.*\.\w+$|(?:^|\.)(?:generate|check)_password_hash$/.test(
    origin ?? callee,
  );
}
