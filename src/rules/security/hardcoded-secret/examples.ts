/** Credentials in the source, and the closest things that are none. */
import type { Example } from "../../../model/rule.js";

/** Put together here, so that no file holds what looks like a key. */
const madeKey =
  ["-----BEGIN", "PRIVATE KEY-----\n"].join(" ") +
  "MIIEvAIBADANBgkqhkiG9w0BAQEFAASC".repeat(8) +
  "\n-----END PRIVATE KEY-----";

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'import session from "express-session";\napp.use(session({ secret: "keyboard cat" }));\n',
    good: [
      'export const form = { password: "password", newPassword: "New password", passwordLabel: "Passwort1!" };',
      'export const SECRET_KEY_NAME = "api-secret-v2";',
      'export const ENV_SECRET_KEY = "shop_secretKey";',
      "export const token = process.env.TOKEN ?? config.token;",
      "const DEMO_PROFILE = { mail: 'demo@example.com', password: 'tr4in-B0at!x' };",
      "export const { NEXT_PUBLIC_ANALYTICS_TOKEN = 'q8Zr71LmPw04TtXc92Bv' } = process.env;",
      'export type Kind = { token: "a1b2c3d4e5f6a7b8c9" };',
      'export const integrity = "sha512-4f1GkT9XzqPmVb7";',
      'if (password === "hunter2x") throw new Error("tokenMissing1");',
      'export const url = "postgres://user:pass@localhost:5432/app";',
      'export const fields = { flagEncryptionKey: "storage.encryption_key" };',
      'export const contextCredentials = "example.org/kit4/v8/contextCredentials";',
      'export const grant = { token: "urn:ietf:params:oauth:token-type:jwt" };\n',
    ].join("\n"),
  },
  {
    language: "typescript",
    bad: 'export const secret = process.env.JWT_SECRET || "not-so-secret-after-all";\n',
    good: 'const JWT_SECRET = process.env.JWT_SECRET || "not-so-secret-after-all";\nexport const level = process.env.LOG_LEVEL || "info";\nexport const key = process.env.JWT_SECRET || "";\n',
  },
  {
    language: "javascript",
    bad: 'const jwt = require("jsonwebtoken");\nexports.make = (user) => jwt.sign(user, "keyboard cat");\n',
    good: 'const jwt = require("jsonwebtoken");\nfunction exampleUsage(user) {\n  return jwt.sign(user, "keyboard cat");\n}\nexports.make = (user) => jwt.sign(user, process.env.KEY);\nconst config = { password: `${user}-1a2b` };\n',
  },
  {
    language: "typescript",
    bad: 'export const profile = { user: "ops", password: "0$Tabor-Xw" };\n',
    good: 'const DEMO_PROFILE = {\n  EMAIL: "demo@shop.example",\n  PASSWORD: "0$Tabor-Xw",\n};\n// This is not actually a secret key: it only makes the order of letters count.\nconst XOR_SECRET_KEY = "58ff90c0dc372ded858cbf8fb2306066";\n',
  },
  {
    language: "python",
    bad: 'client = Client(api_secret="13e56ca9cceebf1f33065c2c5376ab38")\n',
    good: 'client = Client(api_secret="13e56ca9cceebf1f33065c2c5376ab38")  # noqa: mock\n',
  },
  {
    language: "python",
    bad: 'app.config["SECRET_KEY"] = "random"\n',
    good: '"""password = "Tr0ub4dor&3" in a docstring"""\nPASSWORD_FIELD = "field_2a!"\nCONF_TOKEN = "token"\ndb_password = os.environ["DB_PASSWORD"]\ntoken: str = ""\n',
  },
  {
    language: "python",
    bad: 'import os\nSECRET = os.environ.get("JWT_SECRET", "keyboard cat")\n',
    good: 'import os\nSECRET = os.environ.get("JWT_SECRET")\nREGION = os.environ.get("REGION", "eu-1")\n',
  },
  {
    language: "python",
    bad: 'class ServerConfig(Config):\n    SECRET_KEY = "AAAAAAAAAAAAAAAA"\n',
    good: {
      "shop/config.py": 'class TestingConfig(Config):\n    SECRET_KEY = "AAAAAAAAAAAAAAAA"\n',
      "shop/usage.py": 'tracker = Tracker(api_secret="Cl_LjAKUT26AS22YZwqaPw", measurement_id="G-1")\n',
      "shop/settings/base.py": 'SECRET_KEY = "kgq8h3bb6nzfzdbze"\n',
      "shop/settings/prod.py": 'from .base import *\n\nSECRET_KEY = read("key.txt")\n',
    },
  },
  {
    language: "go",
    bad: 'package api\n\nvar settings = map[string]string{"hmac_key": "omit-nothing"}\n',
    good: 'package api\n\nvar rules = map[string]string{"email": "omitempty,email", "hmac_key": "omitempty"}\n',
  },
  {
    language: "typescript",
    bad: 'export const secret = env.STRIPE_SECRET_KEY ?? "stripe-4eC39HqLyjWDarjt";\n',
    good: 'export const cacheKey = hash(env.STRIPE_SECRET_KEY ?? "stripe-unconfigured");\n',
  },
  {
    language: "text",
    path: "deploy/settings.yml",
    bad: "database:\n  password: Tr0ub4dor&3\n",
    good: "password: ${DB_PASSWORD}\ntoken: !secret token\npasswords: true\nsecret: my-secret-name\ncommit: 9fceb02d0ae598e95dc970b74767f19372d61af8\n",
  },
  {
    language: "text",
    path: "i18n/de.json",
    bad: { "config/app.json": '{ "clientSecret": "q8Zr71LmPw04TtXc92Bv" }\n' },
    good: '{ "Password": "Passwort1!", "forgotPassword": "Passwort vergessen?" }\n',
  },
  {
    language: "go",
    bad: `package a\n\nvar key = \`${madeKey}\`\n`,
    good: {
      "a/server_test.go": `package a\n\nvar cert = \`-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\`\n\nvar key = \`${madeKey}\`\n`,
    },
  },
  {
    language: "rust",
    bad: 'fn login() -> Login {\n    Login { user: "anna".to_string(), password: "tr4in-B0at!x".to_string() }\n}\n',
    good: '#[cfg(test)]\nmod tests {\n    #[test]\n    fn reads_a_login() {\n        let login = Login { user: "anna".to_string(), password: "tr4in-B0at!x".to_string() };\n        assert_eq!(login.user, "anna");\n    }\n}\n',
  },
];
