/** An encrypted connection accepts any certificate, so nobody knows who is at the other end. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Span } from "../../model/source.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { calleeOf, dottedName, enclosingFunction } from "../../syntax/python/ask.js";
import type { Branch } from "../../syntax/branches.js";
import { branchesAround as pythonBranches } from "../../syntax/python/conditions.js";
import {
  calledName,
  enclosingFunction as typescriptFunction,
  functionName,
  literalText,
  propertyValue,
  spanOf,
  textOf,
} from "../../syntax/typescript/ask.js";
import { branchesAround as typescriptBranches } from "../../syntax/typescript/conditions.js";
import { elixir, elixirExamples } from "./certificate-check-disabled/elixir.js";
import { rust, rustExamples } from "./certificate-check-disabled/rust.js";
import { hasChecked, javaAdvice, javaExamples, javaUnchecked } from "./certificate-check-disabled/java.js";
import { go, goExamples } from "./certificate-check-disabled/go.js";
import { goesInPlainText, isOutOfSight } from "./certificate-check-disabled/address.js";
import { beginsInPlainText, isDefaultOfOption, isMild } from "./certificate-check-disabled/weighed.js";
import { ancestor, spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: 14 hits read on unseen projects, 3 true; what is at the other end is rarely in sight (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // 14 hits on 33 TypeScript, JavaScript and Python projects: 9 true, 5 arguable; who is between the two ends stays open.
  // In Rust by its examples only; no hit met there on 34 real projects.
  confidence: 0.85,
  judged: { right: 16, arguable: 18, wrong: 1, projects: 0 },
  title: "Certificate check switched off",
  risk: "Anyone between the two ends can answer in place of the server, read everything that is sent (passwords and tokens too) and change the answers.",
  fix: "Leave the check on; trust a private authority or a self-signed certificate by passing it to the client.",
  trial: {
    name: "a certificate that nobody vouches for",
    arrange: "a local TLS server with a self-signed certificate",
    act: "connect to that server with what {it} sets up",
    assert: "the connection fails on the certificate",
  },
  cwe: [295],
  fold: "file",
  match: {
    typescript: uncheckedInTypeScript,
    python: uncheckedInPython,
    elixir,
    rust,
    *java(subject) {
      for (const { at, issue, also, branches, functionName } of javaUnchecked(subject))
        if (!isOptional(branches, functionName) && !hasChecked(subject))
          yield { ...hitAt(subject, at, issue), also, recommendation: javaAdvice };
    },
    go,
  },
  examples: [
    {
      language: "typescript",
      bad: 'import https from "node:https";\nexport const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });\n',
      good: 'import https from "node:https";\nexport const agent = (ignoreTls: boolean) => new https.Agent({ rejectUnauthorized: !ignoreTls });\nexport const other = (insecure: boolean) => new https.Agent(insecure ? { rejectUnauthorized: false } : {});\nexport const strict = new https.Agent({ rejectUnauthorized: true });\nexport const server = https.createServer({ requestCert: true, rejectUnauthorized: false });\nexport const local = https.request({ host: "localhost", rejectUnauthorized: false });\nexport const mail = { tls: env.SMTP_SECURE ? undefined : { rejectUnauthorized: false } };\nexport function asked(mode: string) {\n  switch (mode) {\n    case "accept_invalid_certs":\n      return { rejectUnauthorized: false };\n    default:\n      return {};\n  }\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { Pool } from "pg";\nexport const pool = new Pool({\n  ssl: process.env.NODE_ENV === "production" ? { rejectUnauthorized: false } : false,\n});\n',
      good: 'import { Pool } from "pg";\nconst allowSelfSigned = process.env.ALLOW_SELF_SIGNED === "yes";\nconst options: { rejectUnauthorized?: boolean } = {};\nif (allowSelfSigned) {\n  options.rejectUnauthorized = false;\n}\nexport const pool = new Pool({ ssl: options });\n',
    },
    {
      language: "javascript",
      bad: 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";\n',
      good: 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";\nif (process.env.NODE_ENV === "development") process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";\nmodule.exports = process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0";\n',
    },
    {
      language: "javascript",
      bad: 'const request = require("request");\nmodule.exports = (url, done) => request({ url, strictSSL: false }, done);\n',
      good: 'const request = require("request");\nmodule.exports = (url, strict, done) => request({ url, strictSSL: strict }, done);\n',
    },
    {
      language: "python",
      bad: "import requests\n\ndef load(url):\n    return requests.get(url, timeout=5, verify=False)\n",
      good: 'import jwt\nimport requests\n\ndef load(url, token, check, ca):\n    requests.get(url, verify=True)\n    requests.get(url, verify=check)\n    requests.get(url, verify=ca)\n    requests.get("http://localhost:8080/health", verify=False)\n    return jwt.decode(token, verify=False)\n',
    },
    {
      language: "python",
      bad: "import aiohttp\n\nasync def load(url):\n    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as session:\n        return await session.get(url)\n",
      good: "import aiohttp\nimport asyncpg\n\nasync def ask(session, path):\n    url = f'http://api.shop.example/{path}'\n    return await session.get(url, ssl=False)\n\nasync def connect(url, context):\n    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as session:\n        await session.get(url)\n    return await asyncpg.connect(url, ssl=False)\n",
    },
    {
      language: "python",
      bad: "import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n",
      good: "import ssl\n\ndef client(insecure):\n    context = ssl.create_default_context()\n    if insecure:\n        context.check_hostname = False\n        context.verify_mode = ssl.CERT_NONE\n    return context\n\ndef server():\n    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)\n    context.verify_mode = ssl.CERT_NONE\n    return context\n\ndef loop(files):\n    context = ssl.create_default_context(cafile=files)\n    context.check_hostname = False\n    one, other = socket.socketpair()\n    return context.wrap_socket(one)\n",
    },
    {
      language: "python",
      bad: "import ssl\n\nssl._create_default_https_context = ssl._create_unverified_context\n",
      good: "import ssl\n\nssl._create_default_https_context = ssl.create_default_context\n",
    },
    ...elixirExamples,
    ...rustExamples,
    ...javaExamples,
    ...goExamples,
  ],
});

const nodeAdvice =
  "Leave the check on; trust a private authority or a self-signed certificate by passing it as `ca`.";
const pythonAdvice =
  'Leave the check on; trust a private authority or a self-signed certificate by passing it: `verify="/path/to/ca.pem"`, or `ssl=ssl.create_default_context(cafile=…)`.';

/** A condition that is about leaving the check out, or about a developer's machine: somebody chose it. */
const isChosen =
  /insecure|unsafe|hostname|ignore|skip|reject|unauthori|self_?-?signed|verif|allow|trust|disable|strict|no_?check|no_?tls|check_?cert|validat|invalid|localhost|127\.0\.0\.1|\bdev(?:elopment)?\b|is_?dev|\bdebug\b|["']test["']|!==? *["']production["']|not .*prod|!is_?prod/i;

const ownMachine =
  /["'`](?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)\b|["'`]http:\/\//;

type PythonSubject = Subject<PythonTree>;

function* uncheckedInTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!/rejectUnauthorized|strictSSL|NODE_TLS_REJECT_UNAUTHORIZED/.test(source.text)) return;
  const { ts } = tree;
  const { PropertyAssignment, BinaryExpression } = ts.SyntaxKind;
  for (const node of tree.nodes(PropertyAssignment, BinaryExpression)) {
    const setting = ts.isPropertyAssignment(node) ? propertySetting(tree, node) : assignedSetting(tree, node);
    if (setting === null || isOptionalInTypeScript(tree, node)) continue;
    const hit = hitAt(subject, spanOf(tree, node), typescriptIssue(setting, textOf(tree, node)));
    const isWeaker = beginsInPlainText(tree, node) || isDefaultOfOption(source.text);
    const severity = isWeaker ? { severity: "low" as const } : {};
    yield { ...hit, ...severity, recommendation: nodeAdvice };
  }
}

function typescriptIssue(setting: string, text: string): string {
  if (setting === "NODE_TLS_REJECT_UNAUTHORIZED")
    return `\`${setting}\` is set to 0, which switches the certificate check off for every connection of the process.`;
  return `\`${text}\` accepts any certificate, whoever presents it.`;
}

/** `rejectUnauthorized: false` in the options of a client. */
function propertySetting(tree: TypeScriptTree, node: ts.PropertyAssignment): string | null {
  const { ts } = tree;
  const name = ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) ? node.name.text : "";
  return isSwitchedOff(tree, name, node.initializer) && !isForClients(tree, node) ? name : null;
}

/** `options.rejectUnauthorized = false`, `process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"`. */
function assignedSetting(tree: TypeScriptTree, node: ts.Node): string | null {
  const { ts } = tree;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  const { left, right } = node;
  const name = ts.isPropertyAccessExpression(left)
    ? left.name.text
    : ts.isElementAccessExpression(left)
      ? (literalText(tree, left.argumentExpression) ?? "")
      : "";
  return isSwitchedOff(tree, name, right) ? name : null;
}

function isSwitchedOff(tree: TypeScriptTree, name: string, value: ts.Expression): boolean {
  if (name === "NODE_TLS_REJECT_UNAUTHORIZED") return /^["'`]?0["'`]?$/.test(textOf(tree, value));
  return /^(?:rejectUnauthorized|strictSSL)$/.test(name) && value.kind === tree.ts.SyntaxKind.FalseKeyword;
}

/** A server that asks its clients for certificates, or a connection that stays on this machine. */
function isForClients(tree: TypeScriptTree, node: ts.PropertyAssignment): boolean {
  const { ts } = tree;
  const options = node.parent;
  if (propertyValue(tree, options, "requestCert")) return true;
  const call = options.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return false;
  if (/^(?:createServer|createSecureServer|Server)$/.test(calledName(tree, call) ?? "")) return true;
  const host = propertyValue(tree, options, "host") ?? propertyValue(tree, options, "hostname");
  const isLocal = /^(?:localhost|127\.0\.0\.1|::1)$/.test(literalText(tree, host) ?? "");
  return isLocal || ownMachine.test((call.arguments ?? []).map((one) => textOf(tree, one)).join(" "));
}

function isOptionalInTypeScript(tree: TypeScriptTree, node: ts.Node): boolean {
  const scope = typescriptFunction(tree, node);
  return isOptional(typescriptBranches(tree, node), scope ? functionName(tree, scope) : "");
}

const pythonSigns =
  /verify\w* *= *False|ssl *= *False|ssl_verify|CERT_NONE|check_hostname|_create_unverified/;

function* uncheckedInPython(subject: PythonSubject): Iterable<Hit> {
  const { tree, source } = subject;
  if (!pythonSigns.test(source.text)) return;
  for (const node of tree.nodes("keyword_argument")) {
    const text = node.text();
    if (/^\w+\s*=\s*(?:False|[\w.]*\bCERT_NONE|["']CERT_NONE["'])$/.test(text) && isUnchecked(node, subject))
      yield callHit(subject, node, text);
  }
  yield* uncheckedContexts(subject);
  yield* uncheckedAssignments(subject);
}

/** A neighbour called by its number is reached by fewer people than a host on the internet. */
function callHit(subject: PythonSubject, keyword: SgNode, text: string): Hit {
  const call = ancestor(keyword, "call");
  const issue = `\`${text}\` in the call of \`${calleeName(keyword)}\` accepts any certificate, whoever presents it.`;
  const hit = { ...hitAt(subject, spanOfNode(keyword), issue), recommendation: pythonAdvice };
  return call && isOutOfSight(call, subject) ? { ...hit, severity: "low" } : hit;
}

function calleeName(keyword: SgNode): string {
  const call = ancestor(keyword, "call");
  return (call && calleeOf(call)) ?? call?.field("function")?.text() ?? "";
}

const requestVerb =
  /(?:^|\.)(?:get|post|put|patch|delete|head|options|request|send|stream|Session|Client|AsyncClient|HTTPTransport|AsyncHTTPTransport|TCPConnector|ws_connect|ClientSession)$/;

/** The keyword means the certificate check in this call, and the call leaves the machine. */
function isUnchecked(keyword: SgNode, { outline }: PythonSubject): boolean {
  const call = ancestor(keyword, "call");
  const name = keyword.field("name")?.text() ?? "";
  if (!call || ownMachine.test(call.field("arguments")?.text() ?? "") || isOptionalInPython(keyword))
    return false;
  if (goesInPlainText(call)) return false;
  if (/^(?:verify_ssl|ssl_verify|verify_certs|cert_reqs|ssl_cert_reqs|check_hostname)$/.test(name))
    return true;
  const uses = (modules: RegExp): boolean => outline.imports.some(({ module }) => modules.test(module));
  const isRequest = requestVerb.test(calleeName(keyword));
  if (name === "verify") return isRequest && uses(/^(?:requests|httpx|curl_cffi)\b/);
  return name === "ssl" && isRequest && uses(/^aiohttp\b/);
}

function* uncheckedContexts(subject: PythonSubject): Iterable<Hit> {
  for (const node of subject.tree.nodes("attribute")) {
    if (dottedName(node) !== "ssl._create_unverified_context" || isOptionalInPython(node)) continue;
    yield hitAt(
      subject,
      spanOfNode(node),
      "`ssl._create_unverified_context` makes connections that accept any certificate, whoever presents it.",
    );
  }
}

/** `session.verify = False`; `check_hostname` and `verify_mode` of one context are one finding. */
function* uncheckedAssignments(subject: PythonSubject): Iterable<Hit> {
  const found = subject.tree.nodes("assignment").flatMap((node) => {
    const [, object, name] = /^([\w.]+)\.(\w+)$/.exec(node.field("left")?.text() ?? "") ?? [];
    const value = node.field("right")?.text() ?? "";
    // A context class sets its own fields before its users choose.
    const isOff = name !== undefined && object !== "self" && isOffIn(name, value, subject);
    if (!isOff || object === undefined || isOptionalInPython(node) || isServerContext(node, object))
      return [];
    return [{ node, key: `${String(enclosingFunction(node)?.id())} ${object}`, text: node.text() }];
  });
  for (const { node, key, text } of found) {
    const same = found.filter((other) => other.key === key);
    if (same[0]?.node !== node) continue;
    const issue = `\`${text}\` makes connections accept ${/check_hostname/.test(text) && same.length === 1 ? "the certificate of any other host" : "any certificate, whoever presents it"}.`;
    const also = same.slice(1).map((other) => spanOfNode(other.node));
    yield { ...hitAt(subject, spanOfNode(node), issue), also, recommendation: pythonAdvice };
  }
}

function isOffIn(name: string, value: string, { outline }: PythonSubject): boolean {
  if (name === "verify_mode") return /\bCERT_NONE$/.test(value);
  if (value !== "False") return false;
  if (name === "verify") return outline.imports.some(({ module }) => /^(?:requests|httpx)\b/.test(module));
  return /^(?:check_hostname|verify_ssl)$/.test(name);
}

/** A server need not ask its clients for certificates. */
function isServerContext(node: SgNode, object: string): boolean {
  const scope = (enclosingFunction(node) ?? ancestor(node, "module"))?.text() ?? "";
  const made = new RegExp(`\\b${object.replaceAll(".", "\\.")}\\s*=\\s*([^\\n]+)`).exec(scope)?.[1] ?? "";
  // Both ends of a pair are this process.
  return /CLIENT_AUTH|PROTOCOL_TLS_SERVER/.test(made) || /\bsocketpair\(/.test(scope);
}

function isOptionalInPython(node: SgNode): boolean {
  return isOptional(pythonBranches(node), enclosingFunction(node)?.field("name")?.text() ?? "");
}

/** Somebody asked for it, by a setting or by the name of the function; or there is no encryption in this branch. */
export function isOptional(branches: readonly Branch[], functionName: string): boolean {
  if (/insecure|unsafe|unverified|ignore|self_?signed|trust_?all/i.test(functionName)) return true;
  return branches.some(
    ({ condition, holds }) => isChosen.test(condition) || (!holds && /ssl|tls|https|secure/i.test(condition)),
  );
}

function hitAt(code: Pick<Subject, "source" | "outline">, at: Span, issue: string): Hit {
  return isMild(code, at) ? { at, issue, severity: "low" } : { at, issue };
}
