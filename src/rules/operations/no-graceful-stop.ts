/** A server that holds connections or timers, in a project where nothing answers to being asked to stop. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { codeOf } from "../../syntax/code-text.js";
import { clientKind } from "../../syntax/data-clients.js";

const server =
  'import express from "express";\nimport { pool } from "./db.js";\nconst app = express();\napp.get("/", async (req, res) => res.json((await pool.query("SELECT 1")).rows));\n';
const database = 'import { Pool } from "pg";\nexport const pool = new Pool();\n';

export default defineRule({
  severity: "low",
  // That no reviewed file names a signal or a shutdown hook is looked up; a process manager may do without.
  // Of 10 read in strangers' projects 7 were arguable: it is so, and in small servers nobody loses anything by it.
  confidence: 0.45,
  judged: { right: 3, arguable: 7, wrong: 0, projects: 10 },
  title: "Server without an orderly stop",
  risk: "Every deployment and every scale-down sends SIGTERM: connections break in the middle of their work, what was not yet written is lost, and in Node.js requests under way are cut off.",
  fix: "On SIGTERM stop accepting requests, let those under way end, close the connections, and then exit.",
  trial: {
    name: "a request in progress is finished at the end",
    arrange: "one slow request in progress",
    act: "send `SIGTERM` to the process",
    assert: "the request gets its answer, no new one is accepted, and the process ends",
  },
  cwe: [404],
  // Servers of Python (uvicorn, aiohttp, gunicorn) end requests under way by themselves.
  reads: ["typescript"],
  project: unstoppable,
  examples: [
    {
      language: "typescript",
      bad: { "src/server.ts": `${server}app.listen(3000);\n`, "src/db.ts": database },
      good: {
        "src/server.ts": `${server}const running = app.listen(3000);\nprocess.on("SIGTERM", () => running.close(() => void pool.end()));\n`,
        "src/db.ts": database,
      },
    },
    {
      language: "typescript",
      bad: { "src/server.ts": `${server}app.listen(process.env.PORT);\n`, "src/db.ts": database },
      // Without anything to close, an abrupt end loses little.
      good: {
        "src/server.ts":
          'import express from "express";\nconst app = express();\napp.get("/", (req, res) => res.send("ok"));\napp.listen(3000);\n',
      },
    },
    {
      language: "typescript",
      bad: {
        "first/server.ts": `${server}app.listen(3000);\n`,
        "first/db.ts": database,
      },
      // What another program opens is not lost with this one.
      good: {
        "first/server.ts":
          'import express from "express";\nconst app = express();\napp.get("/", (req, res) => res.send("ok"));\napp.listen(3000);\n',
        "second/db.ts": database,
      },
    },
  ],
});

const stops =
  /SIGTERM|SIGINT|lifespan|on_shutdown|add_event_handler|on_event\(\s*["']shutdown|onShutdown|enableShutdownHooks|OnModuleDestroy|onApplicationShutdown|beforeExit|gracefulShutdown|graceful_?shutdown|http-terminator|terminus|onClose\b|addHook\(\s*["']onClose|atexit|on_cleanup|cleanup_ctx|teardown_appcontext|stoppable|signal\.signal|add_signal_handler/i;
/** Frameworks that end their servers, or servers they start, in an orderly way of their own. */
const cares = /\bnext\/|@nestjs\/core|gunicorn|hypercorn|electron/i;

function* unstoppable(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(({ source }) => !source.isTest && !isAside(source.path));
  if (files.some(({ source }) => stops.test(source.text) || cares.test(source.text))) return;
  const own = files.filter(({ tree }) => tree.family === "typescript");
  const holders = own.filter(holdsSomething);
  for (const file of holders.length === 0 ? [] : own) {
    const start = serverStart(file);
    const held = start && holderOf(survey, start.path, holders);
    if (!held) continue;
    yield {
      ...start,
      issue: `A server is started here, and ${held.source.path} opens connections that it uses; none of the reviewed files reacts to SIGTERM or has a shutdown hook.`,
    };
    return;
  }
}

/** What the starting file opens itself explains more than what another one does. */
function holderOf(survey: Survey, start: string, holders: readonly SurveyedFile[]): SurveyedFile | undefined {
  return (
    holders.find(({ source }) => source.path === start) ??
    holders.find(({ source }) => isPartOf(survey, source.path, start))
  );
}

/** Whether the program that starts in one file takes in the other, however many files lie between. */
function isPartOf({ index }: Survey, path: string, start: string): boolean {
  const reached = new Set([path]);
  for (const one of reached) for (const user of index.importersOf(one)) reached.add(user);
  return reached.has(start);
}

/** Examples and development servers end with Ctrl-C. */
function isAside(path: string): boolean {
  return /(?:^|\/)(?:examples?|samples?|demos?|docs?|scripts?|benchmarks?|artifacts|dev|tools?|e2e|vendor|fixtures?)\//i.test(
    path,
  );
}

const starts =
  /(?<![\w.])(?:app|server|httpServer|https?|fastify)\s*\.\s*listen\s*\(\s*(?!\s*\))|\.createServer\([^;]*?\)\s*\.listen\s*\(/;

function serverStart(file: SurveyedFile): { readonly path: string; readonly at: Span } | undefined {
  if (!file.source.text.includes("listen")) return undefined;
  const code = codeOf(file);
  const found = starts.exec(code);
  if (!found || !/express|fastify|koa|http|hapi/i.test(code)) return undefined;
  return { path: file.source.path, at: { start: found.index, end: found.index + found[0].length } };
}

function holdsSomething({ outline }: SurveyedFile): boolean {
  return outline.calls.some(
    ({ origin }) =>
      (clientKind(origin) ?? "http") !== "http" ||
      /^(?:mongoose\.(?:default\.)?connect|sequelize(?:\.(?:default|Sequelize))?|typeorm\.DataSource|knex\.default|bullmq\.Worker)$/.test(
        origin ?? "",
      ),
  );
}
