/** Every web site may call this server with the visitor's cookies and read the answer. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import type { Branch } from "../../syntax/branches.js";
import { branchesAround } from "../../syntax/typescript/conditions.js";
import { scopeText } from "../../syntax/surroundings.js";
import { type WrittenCall, entriesOf, nameOf, namedValue, writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  // Medium: half of what was read is arguable (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // By its examples and the libraries' documentation; no hit met on 33 TypeScript, JavaScript and Python projects. The session may not lie in a cookie.
  confidence: 0.8,
  judged: { right: 2, arguable: 2, wrong: 0, projects: 4 },
  title: "Any origin allowed with credentials",
  risk: "A page that a logged-in visitor opens elsewhere can call this server in their name and read what it answers.",
  fix: "List the origins that need access, or leave credentials off.",
  trial: {
    name: "a page of another origin",
    arrange: "a session cookie, and the header `Origin: https://elsewhere.example`",
    act: "send a request with both",
    assert: "the answer does not name that origin in `Access-Control-Allow-Origin`",
  },
  cwe: [942],
  match: {
    ...inFamilies(["python", "java", "rust"], openOrigins),
    *typescript(subject) {
      const hits = [...openOrigins(subject)];
      const starts = new Set(hits.map(({ at }) => at.start));
      const calls = callsWhere(subject, ({ span }) => starts.has(span.start));
      for (const hit of hits) {
        const written = calls.find(({ call }) => call.span.start === hit.at.start);
        if (!written || !branchesAround(subject.tree, written.node).some(isForDevelopers)) yield hit;
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: 'import cors from "cors";\nexport const open = cors({ origin: true, credentials: true });\n',
      good: 'import cors from "cors";\nexport const open = cors({ origin: true });\nexport const own = cors({ origin: ["https://app.example.com"], credentials: true });\nexport const asked = cors({ origin: (origin, done) => done(null, known.has(origin)), credentials: true });\nconst known = new Set<string | undefined>();\n',
    },
    {
      language: "typescript",
      bad: "export function start(app: App, isProduction: boolean) {\n  if (isProduction) app.enableCors({ origin: true, credentials: true });\n}\n",
      good: 'export function start(app: App, isProduction: boolean) {\n  if (isProduction) app.enableCors({ origin: ["https://app.example.com"], credentials: true });\n  else app.enableCors({ origin: true, credentials: true });\n  if (process.env.NODE_ENV !== "production") app.enableCors({ origin: true, credentials: true });\n}\n',
    },
    {
      language: "javascript",
      bad: "const cors = require('cors');\nmodule.exports = cors({ origin: (origin, callback) => callback(null, true), credentials: true });\n",
      good: "const cors = require('cors');\nmodule.exports = cors({ origin: '*' });\n",
    },
    {
      language: "javascript",
      bad: "module.exports = (req, res, next) => {\n  res.header('Access-Control-Allow-Origin', req.headers.origin);\n  res.header('Access-Control-Allow-Credentials', 'true');\n  next();\n};\n",
      good: "const allowed = ['https://app.example.com'];\nmodule.exports = (req, res, next) => {\n  if (allowed.includes(req.headers.origin)) {\n    res.header('Access-Control-Allow-Origin', req.headers.origin);\n    res.header('Access-Control-Allow-Credentials', 'true');\n  }\n  next();\n};\n",
    },
    {
      language: "python",
      bad: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(\n    CORSMiddleware,\n    allow_origins=["*"],\n    allow_credentials=True,\n)\n',
      good: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET"])\napp.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)\n',
    },
    {
      language: "python",
      bad: "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, supports_credentials=True)\n",
      good: 'from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, origins=["https://app.example.com"], supports_credentials=True)\n',
    },
    {
      language: "java",
      bad: 'class Web {\n  void configure(CorsRegistry registry) {\n    registry.addMapping("/**").allowedOriginPatterns("*").allowCredentials(true);\n  }\n}\n',
      good: 'class Web {\n  void configure(CorsRegistry registry) {\n    registry.addMapping("/**").allowedOriginPatterns("https://*.example.com").allowCredentials(true);\n    registry.addMapping("/public/**").allowedOrigins("*");\n  }\n}\n',
    },
    {
      language: "rust",
      bad: "use tower_http::cors::CorsLayer;\n\npub fn layer() -> CorsLayer {\n    CorsLayer::very_permissive()\n}\n",
      good: "use tower_http::cors::CorsLayer;\n\npub fn layer() -> CorsLayer {\n    CorsLayer::permissive()\n}\n",
    },
  ],
});

/** `else` of `if (isProduction)`, or what `if (isDev)` leads to: nobody's session is there. */
function isForDevelopers({ condition, holds }: Branch): boolean {
  const isNegated = /!/.test(condition);
  const naming = holds === isNegated ? /prod/i : /\bdev|isDev|["']development["']|isLocal/i;
  return naming.test(condition);
}

const settings =
  /(?:^|\.)(?:cors|default|enableCors|register|add_middleware|CORSMiddleware|CORS|cross_origin|header|setHeader|set|very_permissive|allowCredentials|setAllowCredentials)$/;

function* openOrigins(code: Code): Iterable<Hit> {
  if (!/cors|Access-Control-Allow-Origin|allowCredentials|AllowCredentials/i.test(code.source.text)) return;
  for (const written of writtenCalls(
    code,
    (call) => settings.test(nameOf(call)) || call.callee === "<expression>",
  )) {
    const issue = reflecting(written) ?? echoed(code, written);
    if (issue !== null) yield { at: written.call.span, issue, ...weight(code) };
  }
}

const commentLine = /^\s*(?:\/\/|#).*$/gm;
const cookies =
  /set_cookie\(|SessionMiddleware|\.cookie\(|cookies\(\)\.set\(|cookie-session|express-session|setCookie\(|flask_login|\bsession\[|addCookie\(|ResponseCookie|HttpSession|CookieJar|connect\.sid|next-auth|better-auth/;

/** Where nobody's browser is given a cookie, another site has nothing to call in anybody's name. */
function weight({ survey }: Code): Pick<Hit, "severity" | "confidence"> {
  const isGiven = [...survey.files.values()].some(
    ({ source }) => !source.isTest && cookies.test(source.text.replace(commentLine, "")),
  );
  return isGiven ? {} : { severity: "low", confidence: 0.45 };
}

/** Options under which a library answers every origin with its own name and allows credentials. */
function reflecting({ call, text, arguments: given }: WrittenCall): string | null {
  const name = nameOf(call);
  const options = [...given, ...given.flatMap(entriesOf), ...corsEntries(given)];
  if (/very_permissive$/.test(name)) return `\`${call.callee}\` mirrors every origin and allows credentials.`;
  if (isAnyOrigin(namedValue(options, "origin")) && namedValue(options, "credentials") === "true")
    return `\`${call.callee}\` allows every origin together with credentials.`;
  if (
    /CORSMiddleware/.test(text) &&
    isStar(options, "allow_origins") &&
    namedValue(options, "allow_credentials") === "True"
  )
    return '`allow_origins=["*"]` with `allow_credentials=True`: Starlette answers a request with cookies with the name of its own origin.';
  // Flask-CORS allows every origin unless it is told which, and names the asking one when credentials are on.
  const isFlask =
    /(?:^|\.)flask_cors\.(?:CORS|cross_origin)$/.test(name) &&
    namedValue(given, "supports_credentials") === "True";
  if (isFlask && namedValue(given, "resources") === null && isStarOrUnset(given))
    return `\`${call.callee}\` allows every origin together with credentials.`;
  if (/allowCredentials\(true\)/.test(text) && /allowedOriginPatterns\("\*"\)/.test(text))
    return '`allowedOriginPatterns("*")` with `allowCredentials(true)` answers every origin with its own name.';
  return null;
}

/** `new Server(http, { cors: { … } })` */
function corsEntries(given: readonly string[]): readonly string[] {
  const nested = namedValue(given.flatMap(entriesOf), "cors");
  return nested === null ? [] : entriesOf(nested);
}

function isAnyOrigin(value: string | null): boolean {
  if (value === null) return false;
  return value === "true" || /^(?:async )?\(?[\w, :|]*\)?\s*=>\s*(?:true|\w+\(null, true\))$/.test(value);
}

function isStar(options: readonly string[], key: string): boolean {
  return /^[[(]?\s*["']\*["'],?\s*[\])]?$/.test(namedValue(options, key) ?? "");
}

function isStarOrUnset(given: readonly string[]): boolean {
  return namedValue(given, "origins") === null || isStar(given, "origins");
}

const origin =
  /^(?:req|request)\.(?:headers\.origin|headers\[["']origin["']\]|get\(["']origin["']\)|header\(["']origin["']\))$/i;

/** The header is set to whatever origin asked, without a look at it. */
function echoed(code: Code, { call, arguments: given }: WrittenCall): string | null {
  if (!/^["']access-control-allow-origin["']$/i.test(given[0] ?? "")) return null;
  const value = (given[1] ?? "").replace(/\s*(?:\|\||\?\?)\s*["'][^"']*["']$/, "");
  const scope = scopeText(code, call.span.start);
  const isAllowed = /Access-Control-Allow-Credentials["']\s*,\s*["']?true/i.test(scope);
  const isChecked =
    /allow(?:ed)?Origin|allowed|whitelist|trusted|includes\(|indexOf\(|\.has\(|\.test\(|\.some\(|isOrigin/i.test(
      scope.replace(/["'][^"'\n]*["']/g, '""'),
    );
  if (!origin.test(value) || !isAllowed || isChecked) return null;
  return `The answer allows \`${value}\`, whichever origin that is, together with credentials.`;
}
