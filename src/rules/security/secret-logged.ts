/** A password, token or key is written to a log as it is. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { namesCredential } from "../../syntax/credential-names.js";
import { type LoggedValue, loggedValues } from "../../syntax/logged-values.js";
import { namesAround } from "../../syntax/surroundings.js";

export default defineRule({
  severity: "medium",
  // The value's name promises a credential and nothing stands between it and the log.
  confidence: 0.75,
  judged: { right: 25, arguable: 3, wrong: 1, projects: 20 },
  title: "Credential written to a log",
  risk: "Logs are kept for long, copied to other systems and read by many people; whoever reads this line can use the credential.",
  fix: "Log that it is there, its length or an identifier instead; replace a credential that has been logged.",
  trial: {
    name: "no credential in the log",
    arrange: "a credential made by the test, and the log captured",
    act: "run {it} with that credential",
    assert: "the credential stands nowhere in the log",
  },
  cwe: [532],
  match: { typescript: logged, python: logged, go: logged, java: logged, rust: logged, elixir: logged },
  examples: [
    {
      language: "python",
      bad: "import logging\nlogger = logging.getLogger(__name__)\n\ndef login(user, password):\n    logger.info(f'login of {user} with {password}')\n",
      good: "import logging\nlogger = logging.getLogger(__name__)\n\nprint(generate_secret_key())\n\ndef login(user, password, token, has_password):\n    logger.info(f'login of {user} with a password of {len(password)} letters')\n    logger.debug('token %s', token[:4] + '…')\n    logger.info('wrong password for %s', user)\n    logger.info(f'password is {\"set\" if password else \"missing\"}, {has_password}')\n    logger.info('used %d tokens', user.max_tokens)\n\ndef get(self, secret):\n    logger.info('request for secret %s', secret)\n    return self.secrets.get(secret)\n\ndef fetch_secret(self, secret_key):\n    logger.info('fetching %s', secret_key)\n    return self.vault.read(secret_key)\n\nif __name__ == '__main__':\n    api_key = settings.key\n    print(api_key)\n",
    },
    {
      language: "python",
      bad: "import logging\n\ndef connect(settings):\n    logging.debug('connecting with %s', settings.api_key)\n",
      good: "import logging\n\ndef connect(settings):\n    logging.debug('connecting with %s', mask(settings.api_key))\n    logging.debug('password hash is %s', settings.hashed_password)\n    logging.debug('reading %s', settings.api_key_file)\n",
    },
    {
      language: "typescript",
      bad: "export function login(req: Request) {\n  console.log(`login with ${req.body.password}`);\n}\n",
      good: 'export function login(req: Request, token: Token) {\n  console.log(`login of ${req.body.name}, password given: ${Boolean(req.body.password)}`);\n  console.log("token", token.kind, "is password", token.isPassword);\n  console.log("forgot your password?");\n  if (isDev) console.log("login", { password: req.body.password });\n}\nexport async function compare(given: string, user: User) {\n  const password = await bcrypt.compare(given, user.hash);\n  console.log(password, "password");\n}\n',
    },
    {
      language: "javascript",
      bad: 'logger.warn("refresh failed", { user, refreshToken });\n',
      good: 'logger.warn("refresh failed", { user, refreshToken: mask(refreshToken), tokenCount });\n',
    },
    {
      language: "go",
      bad: 'package main\n\nimport "log"\n\nfunc login(user, password string) {\n\tlog.Printf("login %s %s", user, password)\n}\n',
      good: 'package main\n\nimport "log"\n\nfunc login(user, password string) {\n\tlog.Printf("login %s, password of %d letters", user, len(password))\n}\n',
    },
    {
      language: "java",
      bad: 'class Login {\n  void run(User user) {\n    log.info("login {} {}", user.getName(), user.getPassword());\n  }\n}\n',
      good: 'class Login {\n  void run(User user) {\n    log.info("login {} {}", user.getName(), mask(user.getPassword()));\n    log.info("password of {} changed", user.getName());\n  }\n}\n',
    },
    {
      language: "rust",
      bad: 'fn login(name: &str, password: &str) {\n    info!("login {} {}", name, password);\n}\n',
      good: 'fn login(name: &str, password: &str) {\n    info!("login {} {}", name, password.len());\n    debug!("password given for {name}");\n    println!(\n        "Name, password, and mail are required. \\\n         Go on.\\n"\n    );\n}\n\nfn main() {\n    println!("{}", password);\n}\n\nfn gen_keypair() {\n    let secret_key = encode(sign());\n    println!("{secret_key}");\n}\n\nfn register(given: &str) {\n    let password: String = hash_password(given);\n    dbg!(&password);\n}\n',
    },
    {
      language: "elixir",
      bad: 'defmodule Login do\n  require Logger\n  def run(name, password) do\n    Logger.info("login #{name} #{password}")\n  end\nend\n',
      good: 'defmodule Login do\n  require Logger\n  def run(name, password) do\n    Logger.info("login #{name} #{String.length(password)}")\n  end\nend\n',
    },
  ],
});

/** Commands, examples and the like answer the person who started them. */
const answersAlone =
  /(?:^|\/)(?:scripts?|cli|bin|tools?|cmd|examples?|samples?|demos?|extra|docs?|benchmarks?|migrations?|seed(?:s|ers?)?)\/|(?:^|\/)(?:seed|init[-_]?db|(?:re)?set[-_]password|create[-_]admin)\w*\.\w+$|\.stor(?:y|ies)\.\w+$/i;

/** `print(generate_secret_key())`: the program is there to show what it makes. */
const isJustMade = /(?:^|\.)(?:generate|create|make|new|random)_?\w*\([^()]*\)$/i;
/** The function that shows it is there for that. */
const makesOne = /^(?:gen|generate|create|make|new|show|reset)_?\w*(?:key|secret|token|passw)/i;

function* logged(subject: Subject): Iterable<Hit> {
  const { source, outline } = subject;
  if (!/passw|secret|token|api_?key|private_?key|authorization|jwt|passphrase/i.test(source.text)) return;
  const code = codeOf(subject);
  for (const value of loggedValues(outline, code)) {
    if (!namesCredential(value.text) || (!value.isLogger && isAnswer(subject, value))) continue;
    if (isMadeHarmless(code, value) || isNameOfOne(subject, code, value)) continue;
    const hit = { at: value.at, issue: `\`${value.writer}\` writes \`${value.text}\` as it is.` };
    yield isHandedOver(code, value) ? { ...hit, confidence: handedOver } : hit;
  }
}

/** What a command prints is for the person who started it, and what a page prints while it is built for its developer. */
function isAnswer({ source, outline }: Subject, { text, at }: LoggedValue): boolean {
  const [around] = namesAround(outline, at.start);
  if (answersAlone.test(source.path) || isJustMade.test(text) || around === "main") return true;
  if (around !== undefined && makesOne.test(around)) return true;
  const before = source.text.slice(Math.max(0, at.start - 80), at.start);
  return (
    /\bif\s*\(?\s*(?:\w+\.)*(?:is_?dev\w*|__DEV__|debug)\s*\)?\s*(?:\{\s*)?$/i.test(before) ||
    (/\bprocess\.exit\(0\)/.test(source.text) && !/\.listen\(/.test(source.text)) ||
    (around === undefined && /__name__\s*==\s*["']__main__["']/.test(source.text.slice(0, at.start)))
  );
}

/** `get_secret(secret_key)`, `secrets[secret]`: what a secret is found by is its name. */
function isNameOfOne({ outline }: Subject, code: string, { text, at }: LoggedValue): boolean {
  if (!/^\w+$/.test(text)) return false;
  const around = outline.functions.filter(({ span }) => span.start <= at.start && at.end <= span.end).at(-1);
  if (!around) return false;
  const isParameter = new RegExp(`\\b${text}\\b`).test(code.slice(around.span.start, around.bodySpan.start));
  if (isParameter && /^(?:get|fetch|load|read|find|retrieve|delete|remove)_?\w*secret/i.test(around.name))
    return true;
  const body = code.slice(around.bodySpan.start, around.bodySpan.end);
  return new RegExp(`${text}s(?:\\.(?:get|pop|has|delete)\\(|\\[)\\s*${text}\\s*[\\]),]`, "i").test(body);
}

const handedOver = 0.45;

/**
 * The program made it and has no other way to tell it to whoever set it up. All 5 such hits that were read were meant so
 * and could well stay: below the standard profile.
 */
function isHandedOver(code: string, { text, message, at }: LoggedValue): boolean {
  if (/one-time|please (?:log ?in|save|copy|write)|only be (?:shown|displayed)|手动复制/i.test(message))
    return true;
  const before = code.slice(Math.max(0, at.start - 900), at.start);
  const name = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return (
    new RegExp(
      `(?<![\\w.])${name}\\s*:?=\\s*[^\\n]*(?:generat|random|uuid)|:generated, *${name}\\b`,
      "i",
    ).test(before) &&
    /admin|first (?:time|run|start)|initial|was found/i.test(
      code.slice(Math.max(0, at.start - 400), at.end + 400),
    )
  );
}

/** The name was given its masked form or an answer about it first, or the line says `***` itself. */
function isMadeHarmless(code: string, { text, message, at }: LoggedValue): boolean {
  // What was turned away opens nothing as it is.
  if (/\*{3}|redacted|masked|\b(?:invalid|illegal|malformed|rejected)\b|非法/i.test(message)) return true;
  const before = code.slice(Math.max(0, at.start - 600), at.start);
  const name = text.replace(/^&/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `(?<![\\w.])${name}(?:\\s*:\\s*[\\w<>&]+)?\\s*:?=\\s*[^\\n]*(?:mask|redact|hide|obfuscat|\\*{3}|hash|\\.compare\\(|compareSync|checkpw|check_password|\\?\\s*["']|if\\b)`,
    "i",
  ).test(before);
}
