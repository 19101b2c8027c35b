/** Statements held against small sources: what counts as met, and what only looks like it. */
import { describe, expect, test } from "vitest";
import { type Strictness, conform } from "../../src/judge/conform.js";
import type { Verdict } from "../../src/model/statement.js";
import { surveyCode } from "../survey-code.js";

type Files = Readonly<Record<string, string>>;

async function judged(text: string, files: Files, strictness?: Strictness) {
  const statement = { id: "R1", line: 1, section: null, text };
  const [result] = conform([statement], await surveyCode(files), strictness);
  if (!result) throw new Error("no verdict");
  return result;
}

const fastapi = `from fastapi import APIRouter, HTTPException
from .service import load, create

router = APIRouter(prefix="/sessions")


@router.post("", status_code=201)
async def create_session(body: dict):
    return create(body)


@router.get("/{session_id}")
async def get_session(session_id: str):
    session = load(session_id)
    if session is None:
        raise HTTPException(404, "unknown")
    return session
`;
const service = `SESSIONS = {}


def load(session_id):
    return SESSIONS.get(session_id)


def create(body):
    session = {"id": "1", "version": 1, "created_at": 0, **body}
    SESSIONS[session["id"]] = session
    return session
`;
const python: Files = { "app/api.py": fastapi, "app/service.py": service };

const express: Files = {
  "src/app.ts": `import express from "express";
import { NotFoundError, find } from "./store.js";

export const app = express();

app.get("/users/:id", (req, res) => {
  res.json(find(req.params.id));
});

app.delete("/users/:id", removeUser);

function removeUser(req, res) {
  res.status(204).end();
}

app.use((error, req, res, next) => {
  if (error instanceof NotFoundError) return res.status(404).end();
  next(error);
});
`,
  "src/store.ts": `export class NotFoundError extends Error {}

export function find(id: string) {
  if (id === "") throw new NotFoundError(id);
  return { id };
}
`,
};

const go: Files = {
  "main.go": `package main

import "net/http"

const maxBodyBytes = 10 << 20

func main() {
	http.HandleFunc("POST /links", create)
	http.HandleFunc("GET /{code}", follow)
}

func create(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
	w.WriteHeader(http.StatusCreated)
}

func follow(w http.ResponseWriter, r *http.Request) {
	http.NotFound(w, r)
}
`,
};

type Row = readonly [statement: string, verdict: Verdict, files: Files, reason?: RegExp];

const tables: Readonly<Record<string, readonly Row[]>> = {
  routes: [
    ["`POST /sessions` answers 201", "met", python, /handled by `create_session`; found 201/],
    [
      "GET /sessions/{id} answers 404 for unknown ids",
      "met",
      python,
      /`get_session`; found 404 \(api\.py:16\)/,
    ],
    ["`PUT /sessions/{id}` replaces it", "missing", python, /not served, only GET/],
    ["`GET /orders` lists them", "missing", python, /no route serves/],
    [
      "`POST /sessions` answers 404 without a body",
      "partly",
      python,
      /404 is in the project, but not reached/,
    ],
    ["`DELETE /users/{id}` answers 204", "met", express, /handled by `removeUser`/],
    ["`GET /users/{id}` answers 404", "met", express, /found 404/],
    ["`POST /links` answers 201, for at most 10 MiB", "met", go, /201 .*10 MiB \(main\.go:5\)/],
    ["`GET /{code}` answers 404", "met", go],
    ["`POST /links` answers 404", "partly", go],
    [
      "`GET /x` answers 200",
      "missing",
      { "a.ts": 'import axios from "axios";\nexport const x = () => axios.get("/x", {});\n' },
    ],
    ["`GET /x` answers 200", "missing", { "a.py": '# @app.get("/x")\n"""@app.get("/x")"""\nA = 1\n' }],
    [
      "`POST /orders/{id}` answers 202",
      "met",
      {
        "A.java":
          '@RestController\n@RequestMapping("/orders")\nclass A {\n  @PostMapping("/{id}")\n  Object put(String id) { return ResponseEntity.status(202).build(); }\n}\n',
      },
    ],
    [
      "`GET /users/:id` answers 404",
      "met",
      {
        "a.ts":
          '@Controller("users")\nexport class A {\n  @Get(":id")\n  one(id: string) { throw new NotFoundException(id); }\n}\n',
      },
    ],
    [
      "`GET /health` answers 503",
      "met",
      {
        "a.rs":
          'fn app() -> Router { Router::new().route("/health", get(health)) }\nfn health() -> StatusCode { StatusCode::SERVICE_UNAVAILABLE }\n',
      },
    ],
    [
      "`POST /hooks` answers 401",
      "met",
      {
        "a.ts":
          'export function handle(req, res) {\n  if (req.method === "POST" && req.url === "/hooks") {\n    res.writeHead(401);\n  }\n}\n',
      },
    ],
    [
      "`GET /pages` answers 200",
      "met",
      { "router.ex": 'defmodule R do\n  get "/pages", PageController, :index\nend\n' },
    ],
  ],
  names: [
    ["`SESSION_TTL` is read", "met", { "a.py": 'import os\nTTL = os.environ["SESSION_TTL"]\n' }],
    [
      "`SESSION_TTL` is read",
      "missing",
      { "a.py": "# SESSION_TTL\nA = 1\n", "README.md": "`SESSION_TTL`\n" },
    ],
    [
      "`SESSION_TTL` is read",
      "missing",
      { "a.py": 'def f():\n    """Reads SESSION_TTL."""\n    return 1\n' },
    ],
    ["`SESSION_TTL` is read", "met", { "a.py": "class Settings(BaseSettings):\n    session_ttl: int\n" }],
    [
      "The answer has `Retry-After`",
      "met",
      { "a.ts": 'export const f = (res) => res.setHeader("retry-after", 1);\n' },
    ],
    ["`--dry-run` shows the plan", "met", { "a.ts": 'program.option("--dry-run", "x");\n' }],
    ["`--dry-run` shows the plan", "missing", { "a.ts": "export const dry = 1; // --dry-run\n" }],
    ["`src/app/main.py` starts it", "met", { "src/app/main.py": "A = 1\n" }],
    ["`src/app/main.py` starts it", "missing", { "src/other/main.py": "A = 1\n" }],
    ["`maxItems` bounds it", "met", { "a.py": "def f(max_items): return max_items\n" }],
    ["`maxItems` bounds it", "missing", { "a.py": "def f(items): return max(items)\n" }],
    ["`ErrGone` is returned", "met", { "a.go": 'package a\n\nvar ErrGone = errors.New("gone")\n' }],
  ],
  literals: [
    ["Colours are: #f8b862, #f6ad49", "met", { "a.py": 'A = ["#F8B862", 0xf6ad49]\n' }],
    ["Colours are: #f8b862, #f6ad49", "met", { "a.py": "A = [(248, 184, 98), (246, 173, 73)]\n" }],
    ["Colours are: #f8b862, #f6ad49", "partly", { "a.py": 'A = ["#f8b862"]\n' }],
    ["Colours are: #f8b862, #f6ad49", "missing", { "a.py": "# #f8b862 #f6ad49\nA = 1\n" }],
    ["The window is `800x600`", "met", { "a.py": "WIDTH, HEIGHT = 800, 600\n" }],
    ["The window is `800x600`", "met", { "a.py": "WIDTH = 800\nHEIGHT = 600\n" }],
    ["The window is `800x600`", "missing", { "a.py": "WIDTH = 1800\nHEIGHT = 600\n" }],
    [
      "The bat starts at `pygame.Rect(64,272,16,96)`",
      "met",
      { "a.py": "bat = pygame.Rect(64, 272, 16, 96)\n" },
    ],
    [
      "The bat starts at `pygame.Rect(64,272,16,96)`",
      "missing",
      { "a.py": "ball = pygame.Rect(392, 312, 16, 16)\n" },
    ],
    ["Serves go `[1,-1,-1,1]`", "met", { "a.py": "SERVES = [1, -1, -1, 1]\n" }],
    ["Serves go `[1,-1,-1,1]`", "missing", { "a.py": "SERVES = [1, 1, -1, -1]\n" }],
    ["Draws `Left Wins` at the end", "met", { "a.py": 'text("Left Wins")\n' }],
    ["Shows `Score: <n>`", "met", { "a.py": 'text(f"Score: {n}")\n' }],
    ["Draws `Left Wins` at the end", "missing", { "a.py": "left_wins = 1\n" }],
    ["It is made with `React Router`", "not assessed", { "a.ts": 'import { Route } from "react-router";\n' }],
  ],
  signatures: [
    ["`load(path, limit=3)` reads", "met", { "a.py": "def load(path, limit=3):\n    return path\n" }],
    [
      "`load(path, limit=3)` reads",
      "contradicted",
      { "a.py": "def load(path, limit=5):\n    return path\n" },
      /`limit` defaults to 5 where the plan says 3/,
    ],
    [
      "`load(path, limit)` reads",
      "met",
      { "a.ts": "export function load(path: string, limit: number) {}\n" },
    ],
    [
      "`load(path, limit)` reads",
      "partly",
      { "a.ts": "export function load(path: string) {}\n" },
      /has no `limit`/,
    ],
    ["`load(path)` reads", "missing", { "a.ts": "// load(path)\nexport function read(path: string) {}\n" }],
    ["`get_state/1` is there", "met", { "a.ex": "defmodule A do\n  def get_state(pid), do: pid\nend\n" }],
    [
      "`Reserve(ctx, sku)` reserves",
      "met",
      { "a.go": "package a\n\nfunc Reserve(ctx context.Context, sku string) error { return nil }\n" },
    ],
    [
      "`login({ email, address })` resolves",
      "met",
      { "a.ts": "interface In { email: string; address: string }\nexport function login(input: In) {}\n" },
      /come in one object/,
    ],
  ],
  numbers: [
    ["At most 10 MiB are taken", "met", { "a.py": "MAX_BYTES = 10 * 1024 * 1024\n" }],
    ["At most 10 MiB are taken", "missing", { "a.py": "MAX_BYTES = 20 * 1024 * 1024\n" }],
    [
      "Calls older than five minutes are refused",
      "met",
      { "a.ts": "export const MAX_AGE_MS = 5 * 60_000;\n" },
    ],
    [
      "Tokens have 256 bits",
      "met",
      { "a.ts": "export const token = () => randomBytes(32); // tokens\nexport const TOKEN_BYTES = 32;\n" },
    ],
    [
      "At most 10 sessions are open",
      "contradicted",
      { "a.py": "MAX_SESSIONS = 20\n" },
      /`MAX_SESSIONS` is 20 where the plan says 10 sessions/,
    ],
    ["At most 10 sessions are open", "met", { "a.py": "MAX_SESSIONS = 10\n" }],
    ["At most 10 sessions are open", "missing", { "a.py": "RETRIES = 10\n" }],
    [
      "`port` (1-65535, default 8080)",
      "met",
      { "a.ts": "export const port = Number(process.env.PORT ?? 8080);\n" },
    ],
    [
      "`port` (default 8080)",
      "contradicted",
      { "a.ts": "export function serve(port = 3000) {}\n" },
      /`port` is 3000/,
    ],
    ["It needs Python 3.11 and Node 20", "not assessed", { "a.py": "A = 20\n" }],
  ],
  features: [
    ["Failed calls are tried again", "met", { "a.py": "def call_with_retry(f):\n    return f()\n" }],
    [
      "Failed calls are tried again",
      "missing",
      { "a.py": "# retry\ndef call(f):\n    return f()\n", "README.md": "It retries.\n" },
    ],
    [
      "Failed calls are tried again",
      "missing",
      { "a.py": "from tenacity import retry\ndef call(f):\n    return f()\n" },
    ],
    ["The image does not run as root in the Dockerfile", "met", { Dockerfile: "FROM a\nUSER app\n" }],
    ["The image of the Dockerfile does not run as root", "partly", { Dockerfile: "FROM a\n# USER app\n" }],
    [
      "No secret is in the source",
      "contradicted",
      { "a.py": `SECRET_KEY = "${"change" + "-me-now"}"\nimport os\nA = os.environ["B"]\n` },
    ],
    [
      "The state never makes it run code (no pickle)",
      "contradicted",
      { "a.py": "import json, pickle\ndef load(f):\n    return pickle.load(f)\n" },
    ],
    ["Sessions live in Redis", "met", { "a.py": "import redis.asyncio\n" }],
    ["Sessions live in Redis", "missing", { "a.py": "# Redis\nA = {}\n" }],
    ["Everyone is happy", "not assessed", python],
  ],
  tests: [
    ["Tests.", "met", { "a.py": "A = 1\n", "tests/test_a.py": "def test_a():\n    assert A == 1\n" }],
    ["Tests.", "missing", { "a.py": "A = 1\n", "tests/test_a.py": "def test_a():\n    assert True\n" }],
    ["Tests.", "missing", { "a.py": "def test_me(): assert 1 == 2\n" }],
    [
      "Tests cover expiry and rehydration",
      "met",
      {
        "tests/test_a.py":
          "def test_expiry():\n    assert f() == 1\n\ndef test_rehydration():\n    assert g() == 2\n",
      },
    ],
    [
      "Tests cover expiry and rehydration",
      "partly",
      { "tests/test_a.py": "def test_expiry():\n    assert f() == 1\n" },
      /not found tests of rehydration/,
    ],
    [
      "Tests cover the limit",
      "met",
      { "test/a.test.ts": 'it("keeps the limit", () => {\n  expect(f()).toBe(1);\n});\n' },
    ],
    [
      "Tests cover the limit",
      "met",
      {
        "a_test.go":
          'package a\n\nfunc TestLimit(t *testing.T) {\n\tif f() != 1 {\n\t\tt.Fatal("x")\n\t}\n}\n',
      },
    ],
  ],
  counts: [
    [
      "Unit tests (2+ planned)",
      "met",
      { "tests/test_a.py": "def test_a():\n    assert A == 1\n\ndef test_b():\n    assert A == 2\n" },
    ],
    [
      "Unit tests (2+ planned)",
      "partly",
      { "tests/test_a.py": "def test_a():\n    assert A == 1\n" },
      /2 tests: there are 1 that can fail/,
    ],
    [
      "`start/1` of the worker",
      "met",
      {
        "lib/clock.ex": "defmodule Clock do\n  def start(a), do: a\nend\n",
        "lib/worker.ex": "defmodule Worker do\n  def start(a), do: a\nend\n",
      },
      /worker\.ex:2/,
    ],
  ],
  documents: [
    [
      "A README says how to run and test it",
      "met",
      { "README.md": "Run: docker compose up\nTest: pytest\n" },
    ],
    ["A README says how to run it", "missing", { "a.py": "A = 1\n" }],
  ],
};

describe.each(Object.entries(tables))("%s", (_, rows) => {
  test.each(rows.map((row) => [row[0], row[1], row] as const))("%s: %s", async (statement, verdict, row) => {
    const [, , files, reason = /./] = row;
    const result = await judged(statement, files);
    expect([result.verdict, result.reason]).toEqual([verdict, expect.stringMatching(reason)]);
  });
});

describe("without a model only what has a spelling is certain", () => {
  const rows: readonly Row[] = [
    ["`POST /sessions` answers 201", "met", python],
    [
      "`POST /sessions` never answers anything but 201",
      "partly",
      python,
      /every case was not assessed offline/,
    ],
    [
      "Failed calls are tried again",
      "partly",
      { "a.py": "def retry(f):\n    return f()\n" },
      /not assessed offline/,
    ],
    ["Failed calls are tried again", "not assessed", { "a.py": "def call(f):\n    return f()\n" }],
    [
      "`load(path, limit=3)` reads",
      "contradicted",
      { "a.py": "def load(path, limit=5):\n    return path\n" },
    ],
    ["`DELETE /sessions` answers 204", "missing", python],
    [
      "Sessions live in Redis for `SESSION_TTL`, and a rate limit holds",
      "partly",
      { "a.py": 'import redis, os\nA = os.environ["SESSION_TTL"]\ndef rate_limit(): ...\n' },
    ],
  ];
  test.each(rows.map((row) => [row[0], row[1], row] as const))("%s: %s", async (statement, verdict, row) => {
    const [, , files, reason = /./] = row;
    const result = await judged(statement, files, "names");
    expect([result.verdict, result.reason]).toEqual([verdict, expect.stringMatching(reason)]);
  });
});

test("evidence names each line once, what contradicts first, and quotes it", async () => {
  const { evidence } = await judged("`load(path, limit=3)` answers 404", {
    "a.py": "def load(path, limit=5):\n    return 404\n",
  });
  expect(evidence).toEqual([
    {
      path: "a.py",
      lines: { start: 1, end: 1 },
      quote: "def load(path, limit=5):",
      note: "`limit` defaults to 5 where the plan says 3",
    },
    { path: "a.py", lines: { start: 2, end: 2 }, quote: "return 404", note: "404" },
  ]);
});

describe("what was looked for by freely chosen words may stand there in others", () => {
  const tests = "def test_limits():\n    assert limits() == 1\n";
  test.each<readonly [string, string, Files, readonly [Verdict, Verdict?]]>([
    [
      "a word of the author",
      "Tests with a clock.",
      { "a.py": service, "test_a.py": tests },
      ["partly", "met"],
    ],
    [
      "that word found",
      "Tests with a clock.",
      { "a.py": service, "test_a.py": tests.replace("limits()", "limits(clock)") },
      ["met", undefined],
    ],
    ["no tests at all", "Tests with a clock.", { "a.py": service }, ["missing", undefined]],
    [
      "words alone",
      "A job that failed for good goes to the dead letters.",
      { "a.py": service },
      ["missing", "met"],
    ],
    [
      "a call of the library",
      "Files are changed in one atomic step.",
      { "a.py": service },
      ["missing", undefined],
    ],
    [
      "a name in the statement",
      "`dead_letters(queue)` lists them.",
      { "a.py": service },
      ["missing", undefined],
    ],
  ])("%s", async (_, text, files, verdicts) => {
    const result = await judged(text, files);
    expect([result.verdict, result.atMost]).toEqual(verdicts);
  });

  test("where only names count it changes nothing", async () => {
    const text = "`load(session_id)` reads, and what failed for good goes to the dead letters.";
    expect(await judged(text, { "a.py": service }, "names")).not.toHaveProperty("atMost");
  });
});
