/** Severities and lines of the rules about commands, SQL and certificates, which examples cannot show. */
import { describe, expect, test } from "vitest";
import { loadRules } from "../../src/catalog/load-shelves.js";
import { runRules } from "../../src/examine/run-rules.js";
import { surveyCode } from "../survey-code.js";

const rules = await loadRules();

/** `line severity` of each hit that the standard profile prints. */
async function hits(rule: string, path: string, code: string): Promise<readonly string[]> {
  const shelves = { rules: rules.filter(({ id }) => id === rule), practices: [] };
  const leads = await runRules(await surveyCode({ [path]: code }), shelves, new AbortController().signal);
  expect(leads.failures).toEqual([]);
  const sure = leads.claims.filter(({ confidence }) => confidence >= 0.5);
  return sure.map(({ lines, severity }) => `${lines?.start ?? "none"} ${severity}`);
}

const shell = (body: string): string => `import { exec } from "node:child_process";\n${body}\n`;
const run = "exec(`du -sh ${folder}`)";

describe("command-injection asks who chooses the value", () => {
  test.each([
    [
      "a request",
      "src/a.ts",
      shell("export const size = (req: Request) => exec(`du ${req.query.folder}`);"),
      "2 medium",
    ],
    [
      "a request that is followed",
      "src/a.ts",
      shell(
        'import type { Request } from "express";\nexport const size = (req: Request) => exec(`du ${req.query.folder}`);',
      ),
      "3 critical",
    ],
    ["any caller", "src/a.ts", shell(`export const size = (folder: string) => ${run};`), "2 medium"],
    ["this file", "src/a.ts", shell(`const size = (folder: string) => ${run};`), "2 medium"],
    ["a setting", "src/a.ts", shell("export const size = () => exec(`du ${process.env.FOLDER}`);"), "2 low"],
    [
      "a request to a script",
      "scripts/a.ts",
      shell("export const size = (req: Request) => exec(`du ${req.query.folder}`);"),
      "2 high",
    ],
    ["Python caller", "a.py", 'import os\n\ndef size(folder):\n    os.system("du " + folder)\n', "4 medium"],
    [
      "Python private",
      "a.py",
      'import os\n\ndef _size(folder):\n    os.system("du " + folder)\n',
      "4 medium",
    ],
    [
      "a route's parameter",
      "a.py",
      'import os\n\n@app.get("/{name}")\ndef size(name: str):\n    os.popen(f"du {name}")\n',
      "5 high",
    ],
  ])("%s", async (_, path, code, expected) => {
    expect(await hits("command-injection", path, code)).toEqual([expected]);
  });

  test("whoever runs a script by hand may run commands", async () => {
    const code = shell(`export const size = (folder: string) => ${run};`);
    expect(await hits("command-injection", "scripts/a.ts", code)).toEqual([]);
  });

  test("the call is named, not the line that builds the command", async () => {
    const code =
      'import os\n\ndef size(folder):\n    line = "du"\n    line += f" {folder}"\n    os.system(line)\n';
    expect(await hits("command-injection", "a.py", code)).toEqual(["6 medium"]);
  });
});

describe("sql-concatenation tells values from names and strangers from callers", () => {
  test.each([
    [
      "request value",
      "export const f = (req) => db.query(`SELECT a FROM t WHERE b = '${req.query.b}'`);",
      ["1 critical"],
    ],
    [
      "request name",
      "export const f = (req) => db.query(`SELECT a FROM t ORDER BY ${req.query.by}`);",
      ["1 high"],
    ],
    ["caller's value", "export const f = (b) => db.query(`SELECT a FROM t WHERE b = '${b}'`);", ["1 medium"]],
    ["caller's name", "export const f = (by) => db.query(`SELECT a FROM t ORDER BY ${by}`);", ["1 medium"]],
    ["caller's table", "export const f = (table) => db.exec(`DROP TABLE ${table}`);", []],
    ["own name", "export const f = () => db.query(`SELECT a FROM ${this.table}`);", []],
    ["a likely number", "for (const row of rows) db.query(`DELETE FROM t WHERE id = ${row.id}`);", []],
    [
      "a number of another function",
      "export const f = (id) => db.query(`SELECT a FROM t WHERE id = ${id}`);\nexport const g = (id: number) => id;",
      ["1 medium"],
    ],
    ["replaced text", "let q = x; q = 'SELECT a FROM t'; db.query(q);", []],
    ["no SQL", "export const f = (b) => cache.get(`select ${b}`);", []],
  ])("%s", async (_, code, expected) => {
    expect(await hits("sql-concatenation", "src/a.ts", code)).toEqual(expected);
  });

  test.each([
    [
      "default for a parameter",
      'def f(db, by):\n    if not by:\n        by = "a"\n    db.execute(f"SELECT a FROM t ORDER BY {by}")\n',
      ["4 medium"],
    ],
    [
      "request through a variable",
      'def f(db):\n    b = request.args["b"]\n    q = "SELECT a FROM t WHERE b = \'%s\'" % b\n    db.execute(q)\n',
      ["4 critical"],
    ],
    [
      "named placeholders",
      'def f(db, row):\n    marks = ", ".join(f":{key}" for key in row)\n    db.execute(f"INSERT INTO t VALUES ({marks})", row)\n',
      [],
    ],
    ["numbers by format", 'def f(db, n):\n    db.execute(f"SELECT a FROM t LIMIT {n:d}")\n', []],
  ])("Python: %s", async (_, code, expected) => {
    expect(await hits("sql-concatenation", "src/a.py", code)).toEqual(expected);
  });
});

describe("certificate-check-disabled", () => {
  test("two settings of one context are one finding; scripts weigh less", async () => {
    const code =
      "import ssl\n\nMAIL_PASSWORD = ask()\nc = ssl.create_default_context()\nc.check_hostname = False\nc.verify_mode = ssl.CERT_NONE\n";
    expect(await hits("certificate-check-disabled", "app/a.py", code)).toEqual(["5 medium"]);
    expect(await hits("certificate-check-disabled", "scripts/a.py", code)).toEqual(["5 low"]);
  });

  test("what follows a refused certificate has been weighed", async () => {
    const code =
      "import requests\n\ndef load(url):\n    try:\n        return requests.get(url, timeout=5)\n    except requests.exceptions.SSLError:\n        return requests.get(url, timeout=5, verify=False)\n";
    expect(await hits("certificate-check-disabled", "app/a.py", code)).toEqual(["7 low"]);
  });

  test("a branch without encryption has nothing to check", async () => {
    const code =
      "import aiohttp\n\ndef connect(use_ssl, context):\n    if use_ssl:\n        return aiohttp.TCPConnector(ssl=context)\n    else:\n        return aiohttp.TCPConnector(ssl=False)\n";
    expect(await hits("certificate-check-disabled", "app/a.py", code)).toEqual([]);
  });
});
