/** A cookie that proves who somebody is can be read by scripts or goes over the open line. */
import { type Hit, defineRule } from "../../model/rule.js";
import { closingOf } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { scopeText } from "../../syntax/surroundings.js";
import {
  type WrittenCall,
  constantValue,
  entriesOf,
  nameOf,
  namedValue,
  plainString,
  writtenCalls,
} from "../../syntax/written-calls.js";
import { cookieExamples } from "./cookie-unprotected/examples.js";

export default defineRule({
  severity: "medium",
  // The flags are facts, the name tells the use.
  confidence: 0.8,
  judged: { right: 20, arguable: 6, wrong: 0, projects: 21 },
  title: "Session cookie without protection",
  risk: "Without HttpOnly any injected script reads the session; without Secure it can be read on the way where a page is asked for over plain HTTP.",
  fix: "Set `httpOnly: true`, `secure: true` and `sameSite: 'lax'` (or strict) on every cookie that stands for a login.",
  trial: {
    name: "the cookie is kept from scripts and other sites",
    arrange: "a client that shows the headers it got",
    act: "send a request that makes {it} set the cookie",
    assert: "`Set-Cookie` has `HttpOnly`, `Secure` and `SameSite`",
  },
  cwe: [1004, 614],
  match: inFamilies(["typescript", "python", "go", "java"], openCookies),
  examples: cookieExamples,
});

/** Cookies that stand for a login; a CSRF token has to be read by the page's own script, and so has a public key. */
const identity = /sess|\bsid\b|sid$|token|auth|jwt|remember|login|connect/i;
const harmless =
  /sessions$|csrf|xsrf|consent|theme|lang|locale|state|nonce|last|flash|hint|redirect|public|expired/i;

function isIdentity(name: string): boolean {
  return identity.test(name) && !harmless.test(name);
}

const setters =
  /(?:^|\.)(?:cookie|setCookie|SetCookie|set_cookie|session|setHttpOnly|setSecure|Cookie)$|cookies\.set$|^express-session(?:\.default)?$|(?:Storage|SessionMiddleware|ResponseCookie\.from)$/;

/** What is said of one call: who may get at the cookie. */
interface Problem {
  readonly says: string;
  /** Over the line only; scripts of the page are kept from it. */
  readonly isOnLine?: true;
  readonly confidence?: number;
}

function* openCookies(code: Code): Iterable<Hit> {
  if (code.source.language === "python") yield* pythonSettings(code);
  if (code.source.language === "go") yield* goCookies(code);
  if (!/cookie|session/i.test(code.source.text)) return;
  for (const written of writtenCalls(code, (call) => setters.test(nameOf(call)))) {
    const problem = problemOf(code, written);
    if (problem === null) continue;
    const { callee, span } = written.call;
    const end = written.text.includes("\n") ? span.start + callee.length : span.end;
    const { says, isOnLine, confidence } = problem;
    yield {
      at: { start: span.start, end },
      issue: `\`${callee}\` ${says}.`,
      ...(isOnLine ? overPlainHttp : {}),
      ...(confidence === undefined ? {} : { confidence }),
    };
  }
}

/** Less than a cookie that scripts read: somebody has to sit on the line, and the page be asked for without TLS. */
const overPlainHttp = {
  severity: "low",
  confidence: 0.6,
  title: "Session cookie sent over plain HTTP too",
  recommendation:
    "Set `secure: true` where the site is served over HTTPS; express-session also takes `'auto'`, which follows the connection, and needs `trust proxy` behind a proxy.",
} as const;

function problemOf(code: Code, written: WrittenCall): Problem | null {
  const { language } = code.source;
  if (language === "python") return readable(pythonCookie(code, written));
  if (language === "java") return javaCookie(code, written);
  if (language === "go") return readable(ginCookie(written));
  if (/^(?:typescript|javascript)$/.test(language)) {
    return /^express-session/.test(nameOf(written.call))
      ? expressSession(code, written)
      : nodeCookie(code, written);
  }
  return null;
}

function readable(says: string | null): Problem | null {
  return says === null ? null : { says };
}

function textOfName(code: Code, argument: string | undefined): string {
  if (argument === undefined) return "";
  return plainString(argument) ?? plainString(constantValue(code.source.text, argument) ?? "") ?? argument;
}

/** An empty value or an age of zero takes the cookie away. */
function isRemoval(value: string | undefined, options: readonly string[]): boolean {
  const age = namedValue(options, "maxAge") ?? namedValue(options, "max_age");
  return /^(?:null|undefined|None)$/.test(value ?? "") || age === "0" || /new Date\(0\)/.test(options.join());
}

/** The same for everybody, so nobody is known by it: `"true"` for the page's script, or nothing. */
function isConstant(value: string | undefined): boolean {
  return plainString(value) !== null || /^(?:true|false|True|False|\d+)$/.test(value ?? "");
}

/** Express leaves both flags off unless told; Koa's `cookies.set` turns HttpOnly on by itself. */
function nodeCookie(code: Code, { call, arguments: given }: WrittenCall): Problem | null {
  const isKoa = /cookies\.set$/.test(call.callee);
  if (!isKoa && !/^(?:\w+\.)*(?:res|response|reply)\.(?:cookie|setCookie)$/.test(call.callee)) return null;
  const [written, value, settings] = given;
  const name = textOfName(code, written);
  if (!isIdentity(name) || value === undefined || isConstant(value)) return null;
  const literal = literalOf(code, settings);
  const isUnknown = settings !== undefined && (!literal || /\.\.\.|\bhttpOnly\s*[,}]/.test(literal));
  const options = literal ? entriesOf(literal) : [];
  if (isRemoval(value, options)) return null;
  if (namedValue(options, "httpOnly") === "false")
    return readByPage(code, name, "sets the cookie with `httpOnly: false`");
  if (isKoa || isUnknown) return null;
  if (namedValue(options, "httpOnly") === null)
    return readByPage(code, name, "sets the cookie without `httpOnly`");
  return namedValue(options, "secure") === "false"
    ? { says: "sets the cookie with `secure: false`, so that it goes over plain HTTP too", isOnLine: true }
    : null;
}

/** The options as written: here, or where the one name for them is set in this file; undefined where they come from elsewhere. */
function literalOf({ source: { text } }: Code, settings: string | undefined): string | undefined {
  if (settings === undefined || settings.startsWith("{")) return settings;
  if (!/^\w+$/.test(settings) || new RegExp(`\\b${settings}\\.\\w+\\s*=[^=]`).test(text)) return undefined;
  const [set, another] = text.matchAll(
    new RegExp(`\\b${settings}\\b(?:\\s*:\\s*[\\w.<>]+)?\\s*=\\s*(?=\\S)`, "g"),
  );
  if (!set || another) return undefined;
  const start = set.index + set[0].length;
  return text[start] === "{" ? text.slice(start, closingOf(text, start)) : undefined;
}

/** Where scripts of the project itself ask for the cookie, the flag would take it from them: it is how this is built. */
function readByPage({ survey }: Code, name: string, says: string): Problem {
  const literal = name.replace(/[^\w-]/g, "\\$&");
  const asked = new RegExp(
    `(?:\\bCookies|[cC]ookieService|\\$cookies|\\bjs-cookie)\\.get\\(\\s*["'\`][^"'\`]*${literal}["'\`]|\\bgetCookie\\(\\s*["']${literal}["']`,
  );
  const isAsked = [...survey.files.values()].some(({ source }) => !source.isTest && asked.test(source.text));
  return {
    says: `${says}, so that any script of the page can read it`,
    ...(isAsked ? { confidence: 0.45 } : {}),
  };
}

/** The defaults of express-session are HttpOnly on and Secure off. */
function expressSession(code: Code, { arguments: given }: WrittenCall): Problem | null {
  const text = given[0] ?? "";
  if (!text.startsWith("{")) return null;
  const live = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");
  const cookie = namedValue(entriesOf(live), "cookie");
  if (cookie === null) return /\.\.\.|\bcookie\b/.test(live) ? null : leftOff(code);
  const options = entriesOf(cookie);
  if (namedValue(options, "httpOnly") === "false")
    return {
      says: "sets the session cookie with `httpOnly: false`, so that any script of the page can read it",
    };
  // Who says in a comment why plain HTTP must do has decided.
  if (namedValue(options, "secure") === "false")
    return /(?:\/\/|\*).*\bhttps?\b/i.test(text)
      ? null
      : {
          says: "sets the session cookie with `secure: false`, so that it goes over plain HTTP too",
          isOnLine: true,
        };
  const isUnknown = !cookie.startsWith("{") || /\.\.\./.test(cookie) || /\bsecure\b/.test(cookie);
  return isUnknown ? null : leftOff(code);
}

/** Signs that a project is served over TLS, by itself or by a proxy, and so has something to say here. */
const overTls = /["']trust proxy["']|\bhttps\.createServer\(|\.hsts\(|\bsslOptions\b/;

/** Where nothing speaks of TLS, as in a tutorial on a plain port, its author would not act on it; nor in what runs before the site. */
function leftOff({ source, survey }: Code): Problem {
  const isOverTls = [...survey.files.values()].some(
    (file) => file.tree.family === "typescript" && !file.source.isTest && overTls.test(file.source.text),
  );
  const isInstaller = /(?:^|\/)(?:install|setup)/i.test(source.path);
  return {
    says: "leaves the session cookie's `secure` flag off, which is its default",
    isOnLine: true,
    ...(isOverTls && !isInstaller ? {} : { confidence: 0.45 }),
  };
}

function pythonCookie(code: Code, { call, arguments: given }: WrittenCall): string | null {
  if (/(?:Storage|session|SessionMiddleware)$/.test(call.callee))
    return namedValue(given, "httponly") === "False" && /Storage|ession/.test(call.callee)
      ? "keeps the session in a cookie with `httponly=False`, so that any script of the page can read it"
      : null;
  if (!/set_cookie$/.test(call.callee)) return null;
  const name = textOfName(code, namedValue(given, "key") ?? given[0]);
  if (!isIdentity(name) || given.some((one) => one.startsWith("**"))) return null;
  const value = namedValue(given, "value") ?? given[1];
  if (isRemoval(value, given) || isConstant(value)) return null;
  const flag = namedValue(given, "httponly");
  return flag === null || flag === "False"
    ? "sets the cookie without `httponly=True`, so that any script of the page can read it"
    : null;
}

/** `SESSION_COOKIE_HTTPONLY = False` in the settings of Flask and Django. */
function* pythonSettings({ source }: Code): Iterable<Hit> {
  const setting = /^(?:\w+\.config\[["'])?(SESSION_COOKIE_(?:HTTPONLY|SECURE))(?:["']\])?\s*=\s*False\b/gm;
  if (/(?:^|[/_.-])(?:dev|develop|development|local|test|debug)[/_.-]/i.test(source.path)) return;
  for (const found of source.text.matchAll(setting)) {
    const name = String(found[1]);
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      issue: `\`${name}\` is switched off for everybody.`,
      ...(name.endsWith("SECURE") ? overPlainHttp : {}),
    };
  }
}

/** gin: `c.SetCookie(name, value, maxAge, path, domain, secure, httpOnly)` */
function ginCookie({ call, arguments: given }: WrittenCall): string | null {
  if (!/\.SetCookie$/.test(call.callee) || given.length !== 7 || given[6] !== "false") return null;
  if (isConstant(given[1]) || /^-?[01]$/.test(given[2] ?? "")) return null;
  return isIdentity(plainString(given[0]) ?? given[0] ?? "")
    ? "sets the cookie with `httpOnly` false, so that any script of the page can read it"
    : null;
}

function* goCookies({ source }: Code): Iterable<Hit> {
  for (const found of source.text.matchAll(/\bhttp\.Cookie\{([^{}]*)\}/g)) {
    const options = entriesOf(found[0]);
    const name = plainString(namedValue(options, "Name") ?? "") ?? namedValue(options, "Name") ?? "";
    const value = namedValue(options, "Value");
    const isGone = /^-\d/.test(namedValue(options, "MaxAge") ?? "");
    const isSetLater = /\.HttpOnly\s*=/.test(source.text);
    if (!isIdentity(name) || isGone || isSetLater || value === null || isConstant(value)) continue;
    if ((namedValue(options, "HttpOnly") ?? "false") !== "false" || !/http\.SetCookie\(/.test(source.text))
      continue;
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      issue: `The cookie ${name} is made without \`HttpOnly: true\`, so that any script of the page can read it.`,
    };
  }
}

function javaCookie(code: Code, { call, arguments: given }: WrittenCall): Problem | null {
  if (/(?:^|\.)Cookie$/.test(nameOf(call))) {
    if (!isIdentity(textOfName(code, given[0])) || isRemoval(given[1], []) || isConstant(given[1]))
      return null;
    const scope = scopeText(code, call.span.start);
    return /setHttpOnly\s*\(|setMaxAge\s*\(\s*0\s*\)/.test(scope) || !/addCookie\s*\(/.test(scope)
      ? null
      : { says: "makes the cookie without `setHttpOnly(true)`, so that any script of the page can read it" };
  }
  if (!/\.set(?:HttpOnly|Secure)$/.test(call.callee) || given[0] !== "false") return null;
  if (/csrf|xsrf/i.test(scopeText(code, call.span.start))) return null;
  return {
    says: "switches the flag of the cookie off",
    ...(call.callee.endsWith("Secure") ? { isOnLine: true } : {}),
  };
}
