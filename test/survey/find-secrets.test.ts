/** What counts as a credential, and that its span covers exactly the value. */
import { describe, expect, test } from "vitest";
import { surveyCode } from "../survey-code.js";

/** Secrets are put together here, so that this file holds none. */
const random = ["q8Zr", "71Lm", "Pw04", "TtXc", "92Bv"].join("");
const chosen = ["Tr0ub", "4dor&3"].join("");
const github = ["gh", "p_", "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join("");
const stripe = ["sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dc"].join("");
const awsId = ["AK", "IAQ7ZLM5XWJ2TR4KPB"].join("");
const body = ["MIIEowIBAAKCAQEAvRzEkdI8uVhGQfnNf9o3", "w1gTZCS3cZkKLAwq8LH6Y2cDTt7kPqWmXn5B"]
  .join("")
  .repeat(3);
const armour = (side: string): string => ["-----", side, " RSA PRIV", "ATE KEY-----"].join("");
const pem = `${armour("BEGIN")}\n${body}\n${armour("END")}`;

async function found(path: string, text: string): Promise<readonly string[]> {
  const survey = await surveyCode({ [path]: text });
  const secrets = survey.files.get(path)?.secrets ?? [];
  return secrets.map(({ start, end, kind }) => `${kind} = ${text.slice(start, end)}`);
}

describe("formats, in any file", () => {
  test.each([
    ["a GitHub token", `token: ${github}\n`, `GitHub Token = ${github}`],
    ["a Stripe key", `x ${stripe} y`, `Stripe live key = ${stripe}`],
    ["an AWS id", `id=${awsId}`, `AWS access key ID = ${awsId}`],
    ["a private key", `before\n${pem}\nafter`, `private key = ${pem}`],
    [
      "a private key with escaped line ends",
      `"${pem.replaceAll("\n", "\\r\\n")}"`,
      `private key = ${pem.replaceAll("\n", "\\r\\n")}`,
    ],
    [
      "a connection string",
      `postgres://app:${chosen}@db.acme.io:5432/app";`,
      `postgres connection password = ${chosen}`,
    ],
  ])("%s", async (_, text, expected) => {
    expect(await found("notes.txt", text)).toEqual([expected]);
  });

  test("an AWS secret key, although its scanner reports the wrong place", async () => {
    const secret = ["wJalrXUtnFEMI", "/K7MDENG/bPxRfi", "CYzzzzKEYabc"].join("");
    const name = ["aws_secret", "access_key"].join("_");
    expect(await found("notes.txt", `${name} = "${secret}"\n`)).toEqual([
      `AWS Secret Access Key = ${secret}`,
    ]);
  });

  test("a comment in the reviewed file cannot switch the search off", async () => {
    expect(await found("notes.txt", `secretlint-disable\n${github}\n`)).toEqual([`GitHub Token = ${github}`]);
  });

  test.each([
    ["documentation keys", "AKIAIOSFODNN7EXAMPLE"],
    ["local machines", "postgres://user:Tr0ub4dor@localhost/app mysql://a:Tr0ub4dor@db:3306/x"],
    ["placeholders", "https://user:<password>@host.io amqp://user:${PASS}@mq.io postgres://u:changeme@db.io"],
    ["an empty armour", `${armour("BEGIN")}\n...\n${armour("END")}`],
    ["public keys", `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`],
  ])("not %s", async (_, text) => {
    expect(await found("notes.txt", text)).toEqual([]);
  });
});

describe("names in code", () => {
  test.each([
    ["src/a.ts", `const dbPassword = "${chosen}";`, `literal for \`dbPassword\` = ${chosen}`],
    ["src/a.ts", `const c = { apiKey: '${random}' };`, `literal for \`apiKey\` = ${random}`],
    ["src/a.ts", `class A { token: string = "${random}"; }`, `literal for \`token\` = ${random}`],
    ["src/a.ts", `config["authToken"] = "${random}";`, `literal for \`authToken\` = ${random}`],
    ["src/a.ts", 'x = process.env.SESSION_SECRET ?? "cat";', undefined],
    [
      "src/a.ts",
      'x = process.env.SESSION_SECRET ?? "black cat";',
      "default for `SESSION_SECRET` = black cat",
    ],
    ["src/a.ts", 'createHmac("sha256", "black cat");', "key for `createHmac` = black cat"],
    [
      "src/a.ts",
      'import { sign } from "jsonwebtoken";\nsign(user, "black cat");',
      "key for `sign` = black cat",
    ],
    ["src/a.py", `db_password = "${chosen}"`, `literal for \`db_password\` = ${chosen}`],
    ["src/a.py", `connect(password="${chosen}")`, `literal for \`password\` = ${chosen}`],
    ["src/a.py", `CONF = {"api_key": "${random}"}`, `literal for \`api_key\` = ${random}`],
    ["src/a.py", 'app.secret_key = "black cat"', "key for `secret_key` = black cat"],
    ["src/a.py", 'k = os.getenv("APP_SECRET_KEY", "black cat")', "default for `APP_SECRET_KEY` = black cat"],
    ["src/a.py", 'import jwt as j\nj.encode(data, "black cat")', "key for `j.encode` = black cat"],
    ["config/a.exs", `config :a, password: "${chosen}"`, `literal for \`password\` = ${chosen}`],
    ["src/a.py", `class A:\n    password = "${chosen}"\n`, `literal for \`password\` = ${chosen}`],
    ["src/a.py", `if debug:\n    password = "${chosen}"\n`, `literal for \`password\` = ${chosen}`],
    ["src/a.py", `password: str = "${chosen}"`, `literal for \`password\` = ${chosen}`],
    ["src/a.py", `TOKEN = b"${random}"`, `literal for \`TOKEN\` = ${random}`],
  ])("%s %s", async (path, code, expected) => {
    expect(await found(path, code)).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each([
    ["src/a.ts", `// password = "${chosen}"`],
    ["src/a.ts", `type A = { password: "${chosen}" };`],
    ["src/a.ts", `if (token === "${random}") stop();`],
    ["src/a.ts", `const passwordHint = "${chosen}", publicKey = "${random}";`],
    ["src/a.ts", 'const token = "identifier", password = "Password1", secret = "client_secret_basic";'],
    ["src/a.ts", 'const apiKey = "550e8400-e29b-41d4-a716-446655440000";'],
    ["src/a.ts", 'const password = "$2b$10$abcdefghijklmnopqrstuv";'],
    ["src/a.ts", 'const tokenUrl = "x", token = "https://id.acme.io/oauth2/v1/token";'],
    ["src/a.ts", 'const privateKey = "./keys/server1.pem", accessToken = "api.v1.accessToken.create";'],
    ["src/a.ts", 'const c = { jwtSecret: "string", secretKey: "secretKey" };'],
    ["src/locales/de.ts", `export default { password: "${chosen}" };`],
    ["src/a.py", `"""\npassword = "${chosen}"\n"""`],
    ["src/a.py", `if password == "${chosen}": pass`],
    ["src/a.py", 'SECRET_KEY = "secret"\nTOKEN = "<token>"\nPASSWORD = "changeme1"'],
    ["src/a.py", 'PASSWORD = f"{name}-1a2b3c"'],
  ])("silent: %s %s", async (path, code) => {
    expect(await found(path, code)).toEqual([]);
  });
});

describe("names in settings", () => {
  test.each([
    ["app.yml", `db:\n  password: ${chosen} # live\n`, chosen],
    ["app.json", `{"clientSecret": "${random}"}`, random],
    ["app.toml", `token = "${random}"\n`, random],
    ["compose.yml", `environment:\n  - API_KEY=${random}\n`, random],
    ["prod.env", `export API_KEY=${random}\n`, random],
  ])("%s", async (path, text, value) => {
    expect((await found(path, text)).map((line) => line.split(" = ")[1])).toEqual([value]);
  });

  test.each([
    ["app.yml", "password: postgres\ntoken: ${TOKEN}\nsecretName: db-secret-1\n"],
    ["openapi.yml", `password: ${chosen}\n`],
    ["app.example.env", `API_KEY=${random}\n`],
    ["notes.txt", `password: ${chosen}\n`],
  ])("silent: %s", async (path, text) => {
    expect(await found(path, text)).toEqual([]);
  });
});

test.each([
  ["go", "store.go", (value: string) => `package a\n\nvar dbPassword = "${value}"\n`],
  ["go", "store.go", (value: string) => `package a\n\nfunc f() {\n\tapiToken := "${value}"\n}\n`],
  ["java", "Store.java", (value: string) => `class Store {\n  static String apiKey = "${value}";\n}\n`],
  ["rust", "store.rs", (value: string) => `const API_KEY: &str = "${value}";\n`],
  ["elixir", "config.exs", (value: string) => `config :app, api_key: "${value}"\n`],
])("a named literal in %s", async (_language, path, write) => {
  const value = ["q7Zr", "2mXv", "9LpT", "w4Ks", "8dHb"].join("");
  const survey = await surveyCode({ [path]: write(value) });
  const found = survey.files.get(path)?.secrets.map(({ start, end }) => write(value).slice(start, end));
  expect(found).toEqual([value]);
});

describe("what a call signs with", () => {
  const jwt = 'const jwt = require("jsonwebtoken");\n';
  const goImports = 'package a\n\nimport (\n\t"crypto/hmac"\n\t"crypto/sha256"\n)\n\n';
  test.each([
    ["a word", "a.js", `${jwt}jwt.sign(user, "secret");`, "key for `jwt.sign` = secret"],
    [
      "a sentence",
      "a.js",
      `${jwt}jwt.sign(user, "such a black cat");`,
      "key for `jwt.sign` = such a black cat",
    ],
    [
      "a constant of the file",
      "a.js",
      `${jwt}const K = "black cat";\njwt.verify(t, K);`,
      "key for `jwt.verify` = black cat",
    ],
    [
      "a constant",
      "a.py",
      'import jwt\nK = "black cat"\njwt.encode(d, K)\n',
      "key for `jwt.encode` = black cat",
    ],
    [
      "bytes",
      "a.go",
      'package a\n\nfunc f() {\n\tt.SignedString([]byte("black cat"))\n}\n',
      "key for `t.SignedString` = black cat",
    ],
    [
      "a constant",
      "a.go",
      `${goImports}const k = "black cat"\n\nvar m = hmac.New(sha256.New, []byte(k))\n`,
      "key for `hmac.New` = black cat",
    ],
    [
      "an argument",
      "A.java",
      'class A {\n  Object k = Algorithm.HMAC256("black cat");\n}\n',
      "key for `Algorithm.HMAC256` = black cat",
    ],
    [
      "bytes of a constant",
      "A.java",
      'class A {\n  static final String K = "black cat";\n  Object k = Keys.hmacShaKeyFor(K.getBytes());\n}\n',
      "key for `Keys.hmacShaKeyFor` = black cat",
    ],
  ])("%s in %s", async (_, path, text, expected) => {
    expect(await found(path, text)).toEqual([expected]);
  });

  test.each([
    ["two of a name", "a.js", `${jwt}let K = "black cat";\nK = load();\njwt.sign(u, K);`],
    ["a parameter", "a.js", `${jwt}const K = "black cat";\nexports.sign = (K) => jwt.sign(u, K);`],
    ["assigned twice", "a.py", 'import jwt\nK = "black cat"\nK = load()\njwt.encode(d, K)\n'],
    [
      "a variable of another file",
      "a.go",
      "package a\n\nfunc f() {\n\tt.SignedString([]byte(conf.Key))\n}\n",
    ],
    [
      "a parameter",
      "A.java",
      'class A {\n  static final String K = "black cat";\n  Object k(String K) { return Algorithm.HMAC256(K); }\n}\n',
    ],
    [
      "a field that changes",
      "A.java",
      'class A {\n  String K = "black cat";\n  Object k() { return Algorithm.HMAC256(K); }\n}\n',
    ],
  ])("silent: %s in %s", async (_, path, text) => {
    expect(await found(path, text)).toEqual([]);
  });
});
