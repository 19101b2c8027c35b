/** A call that stops the whole event loop inside code that shares it with everybody else. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Severity } from "../../model/severity.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { enclosingFunction, isAsync, positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { functionName, spanOf } from "../../syntax/typescript/ask.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { enclosingHandler } from "../../syntax/typescript/handlers.js";
import { rust, rustExamples } from "./blocking-call-in-async/rust.js";

export default defineRule({
  severity: "medium",
  // That it blocks is certain; how long depends on the machine and the input.
  confidence: 0.85,
  judged: { right: 19, arguable: 5, wrong: 0, projects: 0 },
  title: "Blocking call on the event loop",
  risk: "While the call runs, no other request, timer or heartbeat of the process is served; under load the waiting adds up until clients time out.",
  fix: "Use the asynchronous form, or hand the call to a thread.",
  trial: {
    name: "others run while it waits",
    arrange:
      "a task on the same event loop that counts every 10 ms, and a dependency that answers after 200 ms",
    act: "await {it}",
    assert: "the counter went on during the call",
  },
  cwe: [1322],
  match: { typescript: blockedHandlers, python: blockedCoroutines, rust },
  examples: [
    {
      language: "python",
      bad: "import time\n\nasync def poll(job):\n    while not job.done:\n        time.sleep(1)\n",
      good: "import asyncio\nimport time\n\nasync def poll(job):\n    await asyncio.sleep(1)\n    await asyncio.to_thread(time.sleep, 1)\n    def wait():\n        time.sleep(1)\n    await asyncio.to_thread(wait)\n    await asyncio.to_thread(lambda: time.sleep(1))\n\ndef wait():\n    time.sleep(1)\n",
    },
    {
      language: "python",
      bad: "import asyncio\nimport time\n\nasync def poll(jobs):\n    while not jobs.done:\n        time.sleep(1)\n    await asyncio.gather(*jobs.rest)\n",
      good: "import asyncio\nimport time\n\nasync def poll(jobs):\n    while not jobs.done:\n        await asyncio.sleep(1)\n    await asyncio.gather(*jobs.rest)\n",
    },
    {
      language: "python",
      bad: "import requests\n\nclass Feed:\n    async def load(self, url):\n        return requests.get(url, timeout=5).json()\n",
      good: "import asyncio\nimport functools\nimport requests\n\nclass Feed:\n    async def load(self, url, loop):\n        return await loop.run_in_executor(None, functools.partial(requests.get, url))\n    def load_now(self, url):\n        return requests.get(url, timeout=5)\n",
    },
    {
      language: "python",
      bad: "from subprocess import run\n\nasync def convert(path):\n    run(['ffmpeg', path], check=True)\n",
      good: "import asyncio\nfrom subprocess import run\n\nasync def convert(path):\n    await asyncio.create_subprocess_exec('ffmpeg', path)\n    await asyncio.to_thread(run, ['ffmpeg', path])\n\nif __name__ == '__main__':\n    run(['ls'])\n",
    },
    {
      language: "typescript",
      bad: 'import { execSync } from "node:child_process";\nimport express from "express";\nconst app = express();\napp.get("/version", (_request, response) => {\n  response.send(execSync("git rev-parse HEAD"));\n});\n',
      good: 'import { execSync } from "node:child_process";\nimport express from "express";\nconst app = express();\nconst version = execSync("git rev-parse HEAD");\napp.get("/version", (_request, response) => {\n  response.send(version);\n});\nexport function release() {\n  return execSync("git tag");\n}\n',
    },
    {
      language: "javascript",
      bad: 'const bcrypt = require("bcryptjs");\nmodule.exports.login = async (req, res) => {\n  res.json({ ok: bcrypt.compareSync(req.body.password, req.user.hash) });\n};\n',
      good: 'const bcrypt = require("bcryptjs");\nconst fs = require("fs");\nmodule.exports.login = async (req, res) => {\n  if (!fs.existsSync("open")) return;\n  res.json({ ok: await bcrypt.compare(req.body.password, req.user.hash) });\n};\n',
    },
    ...rustExamples,
  ],
});

/** What to use instead, and how bad the wait is; a wait for the network or a fixed time is unbounded by this program. */
interface Remedy {
  readonly severity: Severity;
  readonly instead: string;
}

const thread = "`await asyncio.to_thread(…)`";
const process = "`await asyncio.create_subprocess_exec(…)`";
const network = `an asynchronous client (\`httpx.AsyncClient\`, \`aiohttp\`) or ${thread}`;

const pythonCallsThatBlock: readonly (readonly [RegExp, Remedy])[] = [
  [/^time\.sleep$/, { severity: "high", instead: "`await asyncio.sleep(…)`" }],
  [/^requests\.(?:get|post|put|patch|delete|head|options|request)$/, { severity: "high", instead: network }],
  [/^httpx\.(?:get|post|put|patch|delete|head|options|request)$/, { severity: "high", instead: network }],
  [/^urllib\.request\.(?:urlopen|urlretrieve)$/, { severity: "high", instead: network }],
  [
    /^subprocess\.(?:run|call|check_call|check_output|getoutput|getstatusoutput)$/,
    { severity: "medium", instead: process },
  ],
  [/^os\.(?:system|popen)$/, { severity: "medium", instead: process }],
  [/^socket\.create_connection$/, { severity: "medium", instead: "`await asyncio.open_connection(…)`" }],
  [/^smtplib\.SMTP(?:_SSL)?$/, { severity: "medium", instead: thread }],
];

/** Coroutines that run alone, before or after anybody is served. */
const runsAlone = /^_*(?:main|lifespan|startup|shutdown|on_startup|on_shutdown|cli)$/;

function* blockedCoroutines(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!subject.outline.functions.some((fact) => fact.isAsync)) return;
  const calls = pythonCalls(subject, ({ origin }) => origin !== null && remedyFor(origin) !== undefined);
  for (const { call, node } of calls) {
    const holder = enclosingFunction(node);
    if (holder?.kind() !== "function_definition" || !isAsync(holder)) continue;
    const name = holder.field("name")?.text() ?? "";
    const remedy = remedyFor(call.origin ?? "");
    if (!remedy || runsAlone.test(name) || isYield(call.origin, positionalArguments(node)[0]?.text()))
      continue;
    const isKnown = subject.outline.imports.some(({ names }) =>
      names.some(({ imported, local }) => imported === "*" && local === "asyncio"),
    );
    const callee = node.field("function");
    yield {
      at: call.span,
      edits:
        call.origin === "time.sleep" && isKnown && callee && isStatement(node)
          ? [{ at: spanOfNode(callee), text: "await asyncio.sleep" }]
          : [],
      // Where nobody else waits for the loop, the call costs its own time and no more.
      severity: remedy.severity === "high" && !servesMany(subject) ? "medium" : remedy.severity,
      issue: `\`${call.callee}\` blocks, and \`${name}\` is \`async\`: the event loop stands still until it returns.`,
      recommendation: `Use ${remedy.instead} instead.`,
    };
  }
}

/** Deeper in an expression the word before it would bind to something else. */
function isStatement(node: SgNode): boolean {
  return node.parent()?.kind() === "expression_statement";
}

function remedyFor(origin: string): Remedy | undefined {
  return pythonCallsThatBlock.find(([pattern]) => pattern.test(origin))?.[1];
}

/** Libraries whose handlers share one loop with everybody who asks. */
const servers =
  /^(?:fastapi|starlette|aiohttp\.web|quart|sanic|tornado|litestar|blacksheep|channels|websockets|socketio|grpc|chainlit|mcp|fastmcp|homeassistant|nats|aio_pika|faststream)(?:\.|$)/;
/** A bot has one loop for the whole program, whichever file the code stands in. */
const bots =
  /^(?:discord|nextcord|disnake|interactions|redbot|telegram|aiogram|pyrogram|telethon|slack_bolt|nonebot|botpy)(?:\.|$)/;

function servesMany({ source, outline, survey: { files } }: Subject<PythonTree>): boolean {
  if (outline.imports.some(({ module }) => servers.test(module))) return true;
  // A script beside the bot has a loop of its own.
  if (isToolPath(source.path)) return false;
  return [...files.values()].some(
    ({ source, outline: { imports } }) =>
      source.language === "python" && !source.isTest && imports.some(({ module }) => bots.test(module)),
  );
}

/** `time.sleep(0)` only gives way to other threads. */
function isYield(origin: string | null, seconds: string | undefined): boolean {
  return origin === "time.sleep" && seconds !== undefined && /^0(?:\.0*)?$/.test(seconds);
}

const nodeCallsThatBlock: readonly (readonly [RegExp, Remedy])[] = [
  [
    /^child_process\.(?:default\.)?exec(?:File)?Sync$|^child_process\.(?:default\.)?spawnSync$/,
    { severity: "medium", instead: "`execFile` with a promise (`util.promisify`) or `spawn`" },
  ],
  // About a tenth of a second at the usual cost: it ends by itself, unlike a wait for somebody else.
  [
    /^(?:bcrypt(?:js)?|@node-rs\/bcrypt)\.(?:default\.)?(?:hash|compare|verify)Sync$/,
    { severity: "medium", instead: "the form that returns a promise" },
  ],
  [/^crypto\.(?:default\.)?(?:pbkdf2|scrypt)Sync$/, { severity: "medium", instead: "the callback form" }],
  [/^zlib\.(?:default\.)?\w+Sync$/, { severity: "medium", instead: "the callback form or a stream" }],
  [
    /^(?:fs|fs-extra|graceful-fs)\.(?:default\.)?(?:readFile|writeFile|appendFile|copyFile|copy|readdir|rm|readJson|writeJson)Sync$/,
    { severity: "medium", instead: "the form of `node:fs/promises`" },
  ],
];

function* blockedHandlers(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  // A build tool's configuration serves one developer.
  if (!source.text.includes("Sync(") || /\.config\.[cm]?[jt]s$/.test(source.path)) return;
  for (const { call, node } of callsWhere(subject, ({ origin }) => origin?.endsWith("Sync") ?? false)) {
    const remedy = nodeCallsThatBlock.find(([pattern]) => pattern.test(call.origin ?? ""))?.[1];
    const handler = remedy && enclosingHandler(tree, node);
    if (!handler) continue;
    const name = functionName(tree, handler);
    yield {
      at: spanOf(tree, node),
      severity: remedy.severity,
      issue: `\`${call.callee}\` runs for every request${name === "<anonymous>" ? "" : ` of \`${name}\``} and stops the event loop until it returns.`,
      recommendation: `Use ${remedy.instead} instead, or do the work once at the start.`,
    };
  }
}
