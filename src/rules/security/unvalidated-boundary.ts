/** What comes from outside is kept whole, and nothing has looked at what it holds. */
import type { Call, FunctionFact } from "../../model/outline.js";
import { type Hit, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { isPythonHandler } from "../../syntax/data-clients.js";
import type { Code } from "../../syntax/in-families.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { type WrittenCall, writtenCalls } from "../../syntax/written-calls.js";
import { isCheckedElsewhere } from "./unvalidated-boundary/checks.js";
import {
  type BoundaryFamily,
  type CutCall,
  cutCall,
  isWrite,
  namesRecordFirst,
  writeCall,
  writeVerb,
} from "./unvalidated-boundary/stores.js";
import {
  type OutsideValue,
  isLookedAt,
  isOutside,
  outsideVariables,
  wholesIn,
} from "./unvalidated-boundary/whole-values.js";

export default defineRule({
  severity: "medium",
  // Reading and writing stand in one function with nothing between them; a check by a middleware registered out of sight would not be seen.
  confidence: 0.75,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Outside data stored unchecked",
  risk: "Whatever a sender writes is stored: missing and wrong fields break whoever reads the record later, and fields that were never meant for senders are set.",
  fix: "Put the data through a schema where it comes in, and store what the schema returns.",
  trial: {
    name: "data of the wrong shape",
    arrange: "a body with an unknown field, a missing one, and a text where a number belongs",
    act: "send that body to {it}",
    assert: "the answer is a refusal, and nothing is stored",
  },
  cwe: [20, 915],
  match: {
    typescript: (code) => boundaries(code, "typescript"),
    python: (code) => boundaries(code, "python"),
    go: (code) => boundaries(code, "go"),
  },
  examples: [
    {
      language: "javascript",
      bad: 'const express = require("express");\nconst { sessions } = require("./database");\nconst router = express.Router();\nrouter.post("/sessions", async (req, res) => {\n  const { insertedId } = await sessions.insertOne(req.body);\n  res.status(201).json({ id: insertedId });\n});\nmodule.exports = router;\n',
      good: 'const express = require("express");\nconst { sessions } = require("./database");\nconst { validate, session } = require("./schemas");\nconst router = express.Router();\nrouter.post("/sessions", validate(session), async (req, res) => {\n  const { insertedId } = await sessions.insertOne(req.body);\n  res.status(201).json({ id: insertedId });\n});\nrouter.post("/names", async (req, res) => {\n  await sessions.insertOne({ name: String(req.body.name) });\n  res.status(201).end();\n});\nrouter.post("/tags", async (req, res) => {\n  if (!Array.isArray(req.body.tags)) return res.status(422).end();\n  await sessions.insertOne(req.body);\n  return res.status(201).end();\n});\nmodule.exports = router;\n',
    },
    {
      language: "typescript",
      bad: 'import { posts } from "../database";\nexport async function POST(request: Request) {\n  const post = await request.json();\n  if (!post) return new Response(null, { status: 400 });\n  post.at = Date.now();\n  await posts.replaceOne({ id: post.id }, { ...post, isNew: true });\n  return Response.json(post);\n}\n',
      good: 'import { z } from "zod";\nimport { posts } from "../database";\nconst Post = z.object({ id: z.string(), text: z.string() });\nexport async function POST(request: Request) {\n  const post = Post.parse(await request.json());\n  await posts.replaceOne({ id: post.id }, post);\n  return Response.json(post);\n}\nexport async function PUT(request: Request) {\n  const post = await request.json();\n  if (typeof post.text !== "string") return new Response(null, { status: 422 });\n  await posts.replaceOne({ id: post.id }, post);\n  return Response.json(post);\n}\nexport async function fetchAll(api: { get(path: string): Promise<Response> }) {\n  const reply = await api.get("/posts");\n  const all = await reply.json();\n  await posts.insertMany(all);\n}\n',
    },
    {
      language: "typescript",
      bad: {
        "src/users.ts":
          'import type { Request, Response } from "express";\nimport { getRepository } from "typeorm";\nimport { User } from "./user.js";\nexport async function create(req: Request, res: Response) {\n  const given = req.body as User;\n  res.json(await getRepository(User).save(given));\n}\n',
      },
      good: {
        "src/users.ts":
          'import type { Request, Response } from "express";\nimport { getRepository } from "typeorm";\nimport { User } from "./user.js";\nexport async function create(req: Request, res: Response) {\n  const given = req.body as User;\n  res.json(await getRepository(User).save(given));\n}\n',
        "src/routes.ts":
          'import { Router } from "express";\nimport { validateBody } from "./middleware.js";\nimport { userSchema } from "./schemas.js";\nimport { create } from "./users.js";\nexport const router = Router();\nrouter.post("/users", validateBody(userSchema), create);\n',
      },
    },
    {
      language: "python",
      bad: 'import json\nfrom flask import Flask, request\nfrom app.clients import redis\n\napp = Flask(__name__)\n\n@app.post("/sessions/<key>")\ndef put_session(key):\n    data = request.get_json()\n    redis.set(f"session:{key}", json.dumps(data))\n    return "", 204\n',
      good: 'import json\nfrom flask import Flask, request\nfrom app.clients import redis\nfrom app.schemas import session_schema\n\napp = Flask(__name__)\n\n@app.post("/sessions/<key>")\ndef put_session(key):\n    data = session_schema.load(request.get_json())\n    redis.set(f"session:{key}", json.dumps(data))\n    return "", 204\n\n@app.post("/names/<key>")\ndef put_name(key):\n    data = request.get_json()\n    if "name" not in data:\n        return "", 422\n    redis.set(f"session:{key}", json.dumps(data))\n    return "", 204\n',
    },
    {
      language: "python",
      bad: 'from fastapi import APIRouter\nfrom app.database import events\n\nrouter = APIRouter()\n\n@router.post("/events")\nasync def add_event(event: dict):\n    await events.insert_one(event)\n    return {"ok": True}\n',
      good: 'from fastapi import APIRouter\nfrom app.database import events\nfrom app.models import Event\n\nrouter = APIRouter()\n\n@router.post("/events")\nasync def add_event(event: Event):\n    await events.insert_one(event.model_dump())\n    return {"ok": True}\n\nasync def archive(event: dict):\n    await events.insert_one(event)\n',
    },
    {
      language: "go",
      bad: 'package api\n\nimport (\n\t"encoding/json"\n\t"net/http"\n)\n\nfunc (s *Server) addUser(w http.ResponseWriter, r *http.Request) {\n\tvar user User\n\tif err := json.NewDecoder(r.Body).Decode(&user); err != nil {\n\t\thttp.Error(w, err.Error(), http.StatusBadRequest)\n\t\treturn\n\t}\n\ts.db.Create(&user)\n\tw.WriteHeader(http.StatusCreated)\n}\n',
      good: 'package api\n\nimport (\n\t"encoding/json"\n\t"net/http"\n)\n\ntype Tag struct {\n\tName string `json:"name" binding:"required"`\n}\n\nfunc (s *Server) addUser(w http.ResponseWriter, r *http.Request) {\n\tvar user User\n\tif err := json.NewDecoder(r.Body).Decode(&user); err != nil {\n\t\thttp.Error(w, err.Error(), http.StatusBadRequest)\n\t\treturn\n\t}\n\tif user.Name == "" {\n\t\thttp.Error(w, "no name", http.StatusUnprocessableEntity)\n\t\treturn\n\t}\n\ts.db.Create(&user)\n}\n\nfunc (s *Server) addTag(c *gin.Context) {\n\tvar tag Tag\n\tif err := c.ShouldBindJSON(&tag); err != nil {\n\t\treturn\n\t}\n\ts.db.Create(&tag)\n}\n\nfunc (s *Server) addLogin(w http.ResponseWriter, r *http.Request) {\n\tvar login LoginRequest\n\tif err := json.NewDecoder(r.Body).Decode(&login); err != nil {\n\t\treturn\n\t}\n\ts.store.CreateLogin(r.Context(), login)\n}\n',
    },
  ],
});

const readsOutside: Readonly<Record<BoundaryFamily, RegExp>> = {
  typescript: /\b(?:req|request)\.(?:body|json)\b|\breadBody\(|\bevent\.body\b/,
  python:
    /\brequest\.(?:json|get_json|form|body|data|get_data|text)\b|receive_json|\.recv\(|receive_text|@\w+\.(?:post|put|patch|route|websocket)\(/,
  go: /NewDecoder\(\w+\.Body\)|ReadAll\(\w+\.Body\)|Bind(?:JSON)?\(|BodyParser\(/,
};

function* boundaries(code: Code, family: BoundaryFamily): Iterable<Hit> {
  if (!readsOutside[family].test(code.source.text)) return;
  for (const written of writtenCalls(code, mayWrite(code))) {
    const cut = cutCall(written.text);
    if (!cut || !isWrite(cut, family)) continue;
    const kept = keptWhole(code, family, { ...written, cut });
    if (!kept || isCheckedElsewhere(code, family, { ...kept, cut })) continue;
    yield { at: written.call.span, issue: describe(kept, cut) };
  }
}

/** By the last name alone, before anything is read of the call. */
function mayWrite({ source }: Code): (call: Call) => boolean {
  return ({ callee, span }) =>
    writeVerb.test(callee) ||
    (callee === "<expression>" && writeCall.test(source.text.slice(span.start, span.end)));
}

interface Kept {
  readonly value: OutsideValue;
  readonly holder: FunctionFact;
}

interface Write extends WrittenCall {
  readonly cut: CutCall;
}

/** The value from outside that the call keeps, where nothing between its reading and the call looks at it. */
function keptWhole(code: Code, family: BoundaryFamily, write: Write): Kept | undefined {
  const { arguments: given, cut, call } = write;
  const records = namesRecordFirst(cut) && given.length > 1 ? given.slice(1) : given;
  const wholes = records.flatMap((record) => wholesIn(record));
  for (const holder of functionsAround(code.outline, call.span.start)) {
    const before = codeOf(code).slice(holder.span.start, call.span.start);
    const value = wholes.flatMap((whole) => outsideValue(code, family, { whole, holder, before }) ?? [])[0];
    if (value)
      return isLookedAt(before.slice(value.from), value.name ?? value.read) ? undefined : { value, holder };
  }
  return undefined;
}

interface Place {
  readonly whole: string;
  readonly holder: FunctionFact;
  /** Text of the function as far as the call. */
  readonly before: string;
}

function outsideValue(
  code: Code,
  family: BoundaryFamily,
  { whole, holder, before }: Place,
): OutsideValue | undefined {
  if (isOutside(whole, family)) {
    const root = /(?:req|request|ctx|c|event|websocket|ws|socket)\b/.exec(whole)?.[0];
    const isHere = family === "python" || holder.parameters.some(({ name }) => name === root);
    return isHere ? { name: null, read: whole, from: 0 } : undefined;
  }
  if (!/^\w+$/.test(whole)) return undefined;
  const isDictionary = new RegExp(
    String.raw`[(,]\s*${whole}\s*:\s*(?:dict|Dict)\b(?:\[[^\]]*\])?\s*(?:=\s*Body\([^()]*\)\s*)?[,)]`,
  );
  if (family === "python" && isPythonHandler(codeOf(code), holder) && isDictionary.test(before))
    return { name: whole, read: "the body of the request", from: before.indexOf("):") + 2 };
  return outsideVariables(before, family).findLast(({ name }) => name === whole);
}

function describe({ value, holder }: Kept, { on, verb }: CutCall): string {
  const called = on.length > 40 ? `…${on.slice(-36)}` : on;
  const shown = value.name === null ? `\`${value.read}\`` : `\`${value.name}\` (${shownRead(value.read)})`;
  const where = holder.name === "<anonymous>" ? "this handler" : `\`${holder.name}\``;
  return `${shown} goes whole into \`${called}.${verb}\`; nothing in ${where} looks at what it holds.`;
}

function shownRead(read: string): string {
  return read.startsWith("the ") ? read : `from \`${read}\``;
}
