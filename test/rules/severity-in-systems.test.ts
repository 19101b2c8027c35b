/** What Go, Java, Rust and Elixir code shows about who can reach a defect decides how bad it is. */
import { expect, test } from "vitest";
import { claimsOf } from "./run.js";

/** Made here, so that no file holds what looks like a credential. */
const key = ["ktyW57us", "ZxrivYdv", "Lo9os7UG", "cUUZYKch", "OMHT3tzn"].join("");
const token = ["ghp", "R2kkVxN31PiqsJYXFmTIBmOu5a9gM0042muH"].join("_");

const endpoint = `import Config\n\nconfig :shop, Shop.Endpoint, secret_key_base: "${key}"\n`;
const atStart =
  'import Config\n\nconfig :shop, Shop.Endpoint, secret_key_base: key(System.fetch_env!("SECRET_KEY_BASE"))\n';
const encoder = (rest: string): string =>
  `class Security {\n  PasswordEncoder encoder() {\n    return NoOpPasswordEncoder.getInstance();\n  }\n${rest}}\n`;
const options = (other: string): string =>
  `defmodule A do\n  def options(file, ssl, password) do\n    cond do\n      ${other}\n      ssl -> [verify: :verify_none]\n    end\n  end\nend\n`;
const trusting =
  "  TrustManager[] all = { new X509TrustManager() {\n    public void checkServerTrusted(X509Certificate[] chain, String type) {}\n  } };\n";
const building =
  '  TrustManager[] build(KeyStore keys) {\n    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");\n    factory.init(keys);\n    return factory.getTrustManagers();\n  }\n';
const search = (made: string): string =>
  `pub async fn find(pool: &Pool, names: &str) -> Result<Row> {\n${made}    sqlx::query(&format!("SELECT * FROM users WHERE name IN ('{names}')")).fetch_one(pool).await\n}\n`;
const open = 'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n';
const found = (field: string): string =>
  `const mongoose = require("mongoose");\nexports.show = async (req, res) => {\n  res.json(await Model.findOne({ ${field}: req.body.${field} }));\n};\n`;
const handedOut =
  'package a\n\nimport "sync"\n\ntype Store struct {\n\tmu sync.Mutex\n\tall map[string]int\n}\n\nfunc (s *Store) Put(id string) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.all[id] = 1\n}\n\nfunc (s *Store) All() map[string]int {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.all\n}\n';
const caller = (body: string): string =>
  `package a\n\nimport "sync"\n\ntype Caller struct {\n\tonce sync.Once\n}\n\nfunc (c Caller) Call(ctx Context) {\n\t${body}\n}\n`;
const parser = (parameter: string): string =>
  `import javax.xml.parsers.SAXParserFactory;\n\nclass Orders {\n  void load(${parameter} body) throws Exception {\n    SAXParserFactory.newInstance().newSAXParser().parse(body.getInputStream(), handler);\n  }\n}\n`;

test.each<[string, Record<string, string>, readonly string[]]>([
  ["hardcoded-secret", { "config/config.exs": endpoint }, ["high"]],
  ["hardcoded-secret", { "config/config.exs": endpoint, "config/runtime.exs": atStart }, []],
  ["hardcoded-secret", { "a.go": `package a\n\nvar sent = "${token}"\n` }, ["high"]],
  [
    "hardcoded-secret",
    { "a.go": `package a\n\nvar tokens = "ghp_[A-Za-z0-9]{36}"\nvar sent = "${token}"\n` },
    ["low"],
  ],
  ["weak-password-hash", { "A.java": encoder("  UserDetailsService users;\n") }, ["medium"]],
  ["weak-password-hash", { "A.java": encoder("") }, ["low"]],
  ["certificate-check-disabled", { "a.ex": options("file == nil -> []") }, ["medium"]],
  ["certificate-check-disabled", { "a.ex": options("file -> [cacertfile: file]") }, ["low"]],
  ["certificate-check-disabled", { "A.java": `class A {\n${trusting}}\n` }, ["low"]],
  ["certificate-check-disabled", { "A.java": `class A {\n  String password;\n${trusting}}\n` }, ["medium"]],
  ["certificate-check-disabled", { "A.java": `class A {\n${trusting}${building}}\n` }, []],
  ["sql-concatenation", { "src/a.rs": search("") }, ["medium"]],
  ["state-escapes-lock", { "a.go": handedOut }, ["low"]],
  [
    "state-escapes-lock",
    { "a.go": handedOut, "b.go": "package a\n\nfunc show(s *Store) { print(s.All()) }\n" },
    ["medium"],
  ],
  ["sql-concatenation", { "src/a.rs": search('    let names = names.replace(";", "");\n') }, ["medium"]],
  ["copied-lock", { "a.go": caller("c.once.Do(open)") }, ["medium"]],
  ["copied-lock", { "a.go": caller("<-ctx.Done()") }, ["medium"]],
  ["any-origin-with-credentials", { "a.py": open }, ["low"]],
  ["any-origin-with-credentials", { "a.py": open, "b.py": 'answer.set_cookie("id", made)\n' }, ["medium"]],
  ["any-origin-with-credentials", { "a.py": open, "b.py": '# answer.set_cookie("id", made)\n' }, ["low"]],
  ["nosql-from-request", { "a.js": found("token") }, ["high"]],
  ["nosql-from-request", { "a.js": found("name") }, ["medium"]],
  ["nosql-from-request", { "a.js": found("enabled") }, ["medium"]],
  ["external-entities", { "Orders.java": parser("HttpServletRequest") }, ["medium"]],
  ["external-entities", { "Orders.java": parser("Upload") }, ["low"]],
])("%s in %j: %j", async (rule, files, expected) => {
  const found = await claimsOf(rule, files);
  expect(found.map(({ severity }) => severity)).toEqual(expected);
});
