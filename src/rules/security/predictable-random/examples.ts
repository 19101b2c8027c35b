/** What the rule finds in TypeScript, JavaScript and Python, and what it leaves alone. */
import type { Example } from "../../../model/rule.js";

export const scriptExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export function createSession(user: string) {\n  const sessionId = Math.random().toString(36).slice(2);\n  return { user, sessionId };\n}\n",
    good: {
      "prisma/seed/users.ts":
        'export const rows = [{ email: "a@example.com", token: Math.random().toString(36).slice(2) }];\n',
      "src/session.ts":
        'import { randomUUID } from "node:crypto";\nexport const sessionId = () => randomUUID();\nexport const delay = (n: number) => n * Math.random();\nexport const key = `row-${Math.random()}`;\nexport const isSampled = () => Math.random() < 0.1;\n',
    },
  },
  {
    language: "typescript",
    bad: 'const letters = "abcdef";\nexport function generateResetToken(length: number): string {\n  let result = "";\n  for (let i = 0; i < length; i++) result += letters[Math.floor(Math.random() * letters.length)];\n  return result;\n}\n',
    good: 'export async function refreshToken(load: () => Promise<string>): Promise<string> {\n  const jitter = Math.random() * 100;\n  await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 + jitter));\n  return load();\n}\nexport const maxTokens = Math.floor(Math.random() * 10);\nexport const tokenColor = Math.random() < 0.5 ? "red" : "blue";\nexport async function reload(view: View) {\n  const fetchToken = Math.random().toString(36).slice(2);\n  view.current = fetchToken;\n  const rows = await view.fetch();\n  if (view.current === fetchToken) view.show(rows);\n}\n',
  },
  {
    language: "javascript",
    bad: "exports.nonce = () => {\n  let text = '';\n  for (let i = 0; i < 30; i++) text += letters.charAt(Math.floor(Math.random() * letters.length));\n  return text;\n};\n",
    good: "exports.nonce = () => {\n  let text = '';\n  for (let i = 0; i < 30; i++) text += letters.charAt(Math.floor(Math.random() * letters.length));\n  return text;\n};\nexports.sign = (parameters) => ({ ...parameters, oauth_nonce: exports.nonce() });\n",
  },
  {
    language: "javascript",
    bad: "const user = {};\nuser.password = Array.from({ length: 8 }, () => Math.floor(Math.random() * 10)).join('');\n",
    good: "const items = ['a', 'b'];\nexport const passwordHint = items[Math.floor(Math.random() * items.length)];\nexport const lockToken = Math.random();\n",
  },
  {
    language: "typescript",
    bad: "export const samples = { otp: () => Math.floor(Math.random() * 1000000).toString() };\n",
    good: `const pick = (list: string[]) => list[Math.floor(Math.random() * list.length)];\nexport const samples = {\n${["name", "city", "color", "age", "price", "word", "year", "size", "pin"].map((name) => `  ${name}: () => { const ${name} = Math.floor(Math.random() * 10).toString(); return ${name}; },\n`).join("")}};\n`,
  },
  {
    language: "javascript",
    bad: "exports.register = (user) => {\n  let otp = Math.floor(100000 + Math.random() * 900000);\n  otp = String(otp);\n  return { ...user, otp };\n};\n",
    good: "exports.register = (user) => {\n  let otp = Math.floor(100000 + Math.random() * 900000);\n  otp = 1234;\n  return { ...user, otp };\n};\n",
  },
  {
    language: "python",
    bad: 'import random\nimport string\n\ndef make_password(n):\n    return "".join(random.choice(string.ascii_letters) for _ in range(n))\n',
    good: 'import random\nimport secrets\n\ndef make_password(n):\n    return secrets.token_urlsafe(n)\n\ndef pick(tokens):\n    return random.choice(tokens)\n\ndef backoff(attempt):\n    return attempt + random.random()\n\nrng = random.SystemRandom()\napi_key = "".join(rng.choice("abc") for _ in range(32))\n',
  },
  {
    language: "python",
    bad: "import random\n\ndef send_code(user):\n    otp = random.randint(100000, 999999)\n    user.send(otp)\n",
    good: 'import random\n\ndef shuffle_deck(deck):\n    random.shuffle(deck)\n\nasync def ask(ctx):\n    token = "".join(random.choices(LETTERS, k=8))\n    await ctx.send(token)\n    return await ctx.bot.wait_for("message") == token\n\ndef _make_boundary(cls):\n    token = random.randrange(10 ** 9)\n    return str(token)\n\ndef rotate_api_key(keys):\n    index = random.randrange(len(keys))\n    return keys[index]\n\ndef next_key(api_keys):\n    api_key = random.choice(api_keys)\n    return api_key\n',
  },
];
