/** The module that answers requests opens a client when it is imported and leaves it open. */
import { plural } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { type ClientMade, clientsMade } from "../../syntax/data-clients.js";
import { holderOf, mentions } from "../../syntax/key-value-calls.js";

export default defineRule({
  severity: "low",
  // Opened on import, used by handlers and closed nowhere are all looked up; that it hurts is a matter of tests and restarts.
  confidence: 0.6,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Global client opened on import and never closed",
  risk: "Importing the module, in a test or a script too, opens the client with whatever settings are there; nothing can put another in its place, and its connections are cut off when the program ends.",
  fix: "Open the client where the application starts (lifespan, start-up hook, main function), hand it to the handlers, and close it there.",
  cwe: [1108],
  match: { typescript: globals, python: globals },
  examples: [
    {
      language: "python",
      bad: "import redis.asyncio as redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nclient = redis.from_url('redis://cache')\n\n@app.get('/a/{key}')\nasync def read(key: str):\n    return await client.get(key)\n\n@app.put('/a/{key}')\nasync def write(key: str, value: str):\n    await client.set(key, value, ex=60)\n",
      good: "import redis.asyncio as redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nclient = redis.from_url('redis://cache')\n\n@app.get('/a/{key}')\nasync def read(key: str):\n    return await client.get(key)\n\n@app.put('/a/{key}')\nasync def write(key: str, value: str):\n    await client.set(key, value, ex=60)\n\n@app.on_event('shutdown')\nasync def stop():\n    await client.aclose()\n",
    },
    {
      language: "python",
      bad: "from fastapi import FastAPI\nfrom pymongo import MongoClient\n\napp = FastAPI()\nmongo = MongoClient('mongodb://db')\ndb = mongo['shop']\n\n@app.get('/a')\ndef read():\n    return list(db.items.find())\n\n@app.get('/b')\ndef other():\n    return mongo.server_info()\n",
      // A module of its own is where a client may well be.
      good: {
        "app/db.py":
          "from pymongo import MongoClient\n\nclient = MongoClient('mongodb://db')\n\ndef items():\n    return client.shop.items\n\ndef users():\n    return client.shop.users\n",
      },
    },
    {
      language: "javascript",
      bad: 'const express = require("express");\nconst { createClient } = require("redis");\nconst app = express();\nconst cache = createClient();\nasync function read(key) {\n  return cache.get(key);\n}\napp.get("/a", async (req, res) => res.send(await read("a")));\napp.put("/a", async (req, res) => {\n  await cache.set("a", req.query.value);\n  res.end();\n});\napp.listen(3000);\n',
      good: 'const express = require("express");\nconst { createClient } = require("redis");\nconst app = express();\nconst cache = createClient();\nasync function read(key) {\n  return cache.get(key);\n}\napp.get("/a", async (req, res) => res.send(await read("a")));\napp.put("/a", async (req, res) => {\n  await cache.set("a", req.query.value);\n  res.end();\n});\nprocess.on("SIGTERM", () => cache.quit());\napp.listen(3000);\n',
    },
  ],
});

const application =
  /\b(?:FastAPI|Starlette|Sanic|Quart)\s*\(|\bexpress\s*\(\s*\)|\bfastify\s*\(|\bnew\s+(?:Koa|Hono)\s*\(/i;

function* globals(subject: Subject): Iterable<Hit> {
  const code = codeOf(subject);
  if (!application.test(code)) return;
  for (const made of clientsMade(subject.outline, code)) {
    const { kept, holder, call } = made;
    if (holder || kept === null || !/^\w+$/.test(kept)) continue;
    const users = usersOf(subject, code, kept);
    if (users < 2 || isClosed(subject, kept)) continue;
    yield {
      at: call.span,
      issue: `\`${kept}\` is opened when this module is imported and used by ${plural(users, "function")} in it; neither this file nor one that imports it closes the client.`,
    };
  }
}

/** Functions that use the client, or something at module level that is made from it. */
function usersOf({ outline }: Subject, code: string, client: ClientMade["kept"] & string): number {
  const derived = [...code.matchAll(/^(?:const |let |var )?(\w+)\s*=\s*([^\n]*)/gm)]
    .filter(([, name, value]) => name !== client && mentions(value ?? "", client))
    .flatMap(([, name]) => name ?? []);
  const places = [client, ...derived].flatMap((name) => outline.references.get(name) ?? []);
  return new Set(places.flatMap((start) => holderOf(outline, { start, end: start + 1 })?.span.start ?? []))
    .size;
}

function isClosed({ source, survey }: Subject, client: string): boolean {
  const closing = new RegExp(
    `\\b${client}\\s*\\??\\.\\s*(?:\\$?disconnect|a?close|quit|end|destroy|shutdown|dispose|__aexit__)\\b|(?:with|push_async_callback|enter_async_context|register)\\s*\\(?\\s*${client}\\b`,
  );
  const files = [source.path, ...survey.index.importersOf(source.path)];
  return files.some((path) => closing.test(survey.files.get(path)?.source.text ?? ""));
}
