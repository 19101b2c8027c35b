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
  // Of 3 read in strangers' projects all were arguable: it is so, and in small servers nobody loses anything by it.
  confidence: 0.45,
  judged: { right: 3, arguable: 7, wrong: 2, projects: 12 },
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
  reads: ["typescript", "python"],
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
      language: "python",
      bad: {
        "app/main.py":
          "import redis.asyncio as redis\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\nclient = redis.from_url('redis://cache')\n\nif __name__ == '__main__':\n    uvicorn.run(app)\n",
      },
      good: {
        "app/main.py":
          "import redis.asyncio as redis\nimport uvicorn\nfrom fastapi import FastAPI\nfrom app.life import lifespan\n\napp = FastAPI(lifespan=lifespan)\nclient = redis.from_url('redis://cache')\n\nif __name__ == '__main__':\n    uvicorn.run(app)\n",
        "app/life.py":
          "from contextlib import asynccontextmanager\n\n@asynccontextmanager\nasync def lifespan(app):\n    yield\n",
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
  for (const family of ["typescript", "python"] as const) {
    const own = files.filter(({ tree }) => tree.family === family);
    const start = firstStart(own);
    const held =
      start && own.filter(holdsSomething).sort((a, b) => nearness(start, b) - nearness(start, a))[0];
    if (!start || !held || files.some(({ source }) => stops.test(source.text) || cares.test(source.text)))
      continue;
    yield {
      ...start,
      issue: `A server is started here, and ${held.source.path} opens connections that it uses; none of the reviewed files reacts to SIGTERM or has a shutdown hook.`,
    };
  }
}

/** What the starting file opens itself explains more than what another one does. */
function nearness(start: { readonly path: string } | undefined, { source }: SurveyedFile): number {
  return source.path === start?.path ? 1 : 0;
}

/** Examples and development servers end with Ctrl-C. */
function isAside(path: string): boolean {
  return /(?:^|\/)(?:examples?|samples?|demos?|docs?|scripts?|benchmarks?|artifacts|dev|tools?|e2e|vendor|fixtures?)\//i.test(
    path,
  );
}

const starts =
  /(?<![\w.])(?:app|server|httpServer|https?|fastify)\s*\.\s*listen\s*\(\s*(?!\s*\))|\.createServer\([^;]*?\)\s*\.listen\s*\(|\buvicorn\.run\s*\(|\bweb\.run_app\s*\(/;

function firstStart(files: readonly SurveyedFile[]): ReturnType<typeof serverStart>[number] | undefined {
  for (const file of files) {
    const [start] = /listen|uvicorn|run_app/.test(file.source.text) ? serverStart(file) : [];
    if (start) return start;
  }
  return undefined;
}

function serverStart(file: SurveyedFile): readonly { readonly path: string; readonly at: Span }[] {
  const code = codeOf(file);
  const found = starts.exec(code);
  if (!found || !/express|fastify|koa|http|hapi|uvicorn|aiohttp|flask|fastapi/i.test(code)) return [];
  return [{ path: file.source.path, at: { start: found.index, end: found.index + found[0].length } }];
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
