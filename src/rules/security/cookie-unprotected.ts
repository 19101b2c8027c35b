/** A cookie that proves who somebody is can be read by scripts or goes over the open line. */
import { type Hit, defineRule } from "../../model/rule.js";
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
  // By its examples: the five hits on 33 projects lie in samples that are vulnerable on purpose; the flags are facts, the name tells the use.
  // In Go and Java by its examples only; no hit met there on 34 real projects.
  confidence: 0.8,
  judged: { right: 12, arguable: 15, wrong: 7, projects: 25 },
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

/** Cookies that stand for a login; a CSRF token has to be read by the page's own script. */
const identity = /sess|\bsid\b|sid$|token|auth|jwt|remember|login|connect/i;
const harmless = /sessions$|csrf|xsrf|consent|theme|lang|locale|state|nonce|last|flash|hint|redirect/i;

function isIdentity(name: string): boolean {
  return identity.test(name) && !harmless.test(name);
}

const setters =
  /(?:^|\.)(?:cookie|setCookie|SetCookie|set_cookie|session|setHttpOnly|setSecure|Cookie)$|cookies\.set$|^express-session(?:\.default)?$|(?:Storage|SessionMiddleware|ResponseCookie\.from)$/;

function* openCookies(code: Code): Iterable<Hit> {
  if (code.source.language === "python") yield* pythonSettings(code);
  if (code.source.language === "go") yield* goCookies(code);
  if (!/cookie|session/i.test(code.source.text)) return;
  for (const written of writtenCalls(code, (call) => setters.test(nameOf(call)))) {
    const problem = problemOf(code, written);
    if (problem === null) continue;
    const { callee, span } = written.call;
    const end = written.text.includes("\n") ? span.start + callee.length : span.end;
    yield { at: { start: span.start, end }, issue: `\`${callee}\` ${problem}.` };
  }
}

function problemOf(code: Code, written: WrittenCall): string | null {
  const { language } = code.source;
  if (language === "python") return pythonCookie(code, written);
  if (language === "java") return javaCookie(code, written);
  if (language === "go") return ginCookie(written);
  if (/^(?:typescript|javascript)$/.test(language)) {
    return /^express-session/.test(nameOf(written.call))
      ? expressSession(written)
      : nodeCookie(code, written);
  }
  return null;
}

function textOfName(code: Code, argument: string | undefined): string {
  if (argument === undefined) return "";
  return plainString(argument) ?? plainString(constantValue(code.source.text, argument) ?? "") ?? argument;
}

/** An empty value or an age of zero takes the cookie away. */
function isRemoval(value: string | undefined, options: readonly string[]): boolean {
  const age = namedValue(options, "maxAge") ?? namedValue(options, "max_age");
  return (
    /^(?:""|''|null|undefined|None)$/.test(value ?? "") || age === "0" || /new Date\(0\)/.test(options.join())
  );
}

/** Express leaves both flags off unless told; Koa's `cookies.set` turns HttpOnly on by itself. */
function nodeCookie(code: Code, { call, arguments: given }: WrittenCall): string | null {
  const isKoa = /cookies\.set$/.test(call.callee);
  if (!isKoa && !/^(?:\w+\.)*(?:res|response|reply)\.(?:cookie|setCookie)$/.test(call.callee)) return null;
  const [name, value, settings] = given;
  if (!isIdentity(textOfName(code, name)) || value === undefined) return null;
  const literal =
    settings !== undefined && /^\w+$/.test(settings) ? constantValue(code.source.text, settings) : settings;
  const options = literal === undefined || literal === null ? [] : entriesOf(literal);
  if (isRemoval(value, options)) return null;
  if (namedValue(options, "httpOnly") === "false")
    return "sets the cookie with `httpOnly: false`, so that any script of the page can read it";
  const isUnknown = settings !== undefined && (options.length === 0 || /\.\.\./.test(settings));
  if (isKoa || isUnknown) return null;
  if (settings === undefined || namedValue(options, "httpOnly") === null)
    return /\bhttpOnly\b/.test(settings ?? "")
      ? null
      : "sets the cookie without `httpOnly`, so that any script of the page can read it";
  return namedValue(options, "secure") === "false" ? "sets the cookie with `secure: false`" : null;
}

/** The defaults of express-session are HttpOnly on and Secure off. */
function expressSession({ arguments: given }: WrittenCall): string | null {
  const text = given[0] ?? "";
  if (!text.startsWith("{")) return null;
  const live = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");
  const cookie = namedValue(entriesOf(live), "cookie");
  if (cookie === null)
    return /\.\.\.|\bcookie\b/.test(live)
      ? null
      : "leaves the session cookie's `secure` flag off, which is its default";
  const options = entriesOf(cookie);
  if (namedValue(options, "httpOnly") === "false")
    return "sets the session cookie with `httpOnly: false`, so that any script of the page can read it";
  if (namedValue(options, "secure") === "false")
    return "sets the session cookie with `secure: false`, so that it goes over plain HTTP too";
  const isUnknown = !cookie.startsWith("{") || /\.\.\./.test(cookie) || /\bsecure\b/.test(cookie);
  return isUnknown ? null : "leaves the session cookie's `secure` flag off, which is its default";
}

function pythonCookie(code: Code, { call, arguments: given }: WrittenCall): string | null {
  if (/(?:Storage|session|SessionMiddleware)$/.test(call.callee))
    return namedValue(given, "httponly") === "False" && /Storage|ession/.test(call.callee)
      ? "keeps the session in a cookie with `httponly=False`, so that any script of the page can read it"
      : null;
  if (!/set_cookie$/.test(call.callee)) return null;
  const name = textOfName(code, namedValue(given, "key") ?? given[0]);
  if (!isIdentity(name) || given.some((one) => one.startsWith("**"))) return null;
  if (isRemoval(namedValue(given, "value") ?? given[1], given)) return null;
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
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      issue: `\`${String(found[1])}\` is switched off for everybody.`,
    };
  }
}

/** gin: `c.SetCookie(name, value, maxAge, path, domain, secure, httpOnly)` */
function ginCookie({ call, arguments: given }: WrittenCall): string | null {
  if (!/\.SetCookie$/.test(call.callee) || given.length !== 7 || given[6] !== "false") return null;
  return isIdentity(plainString(given[0]) ?? given[0] ?? "") && !/^-?[01]$/.test(given[2] ?? "")
    ? "sets the cookie with `httpOnly` false, so that any script of the page can read it"
    : null;
}

function* goCookies({ source }: Code): Iterable<Hit> {
  for (const found of source.text.matchAll(/\bhttp\.Cookie\{([^{}]*)\}/g)) {
    const options = entriesOf(found[0]);
    const name = plainString(namedValue(options, "Name") ?? "") ?? namedValue(options, "Name") ?? "";
    const isGone = namedValue(options, "Value") === '""' || /^-\d/.test(namedValue(options, "MaxAge") ?? "");
    const isSetLater = /\.HttpOnly\s*=/.test(source.text);
    if (!isIdentity(name) || isGone || isSetLater || namedValue(options, "Value") === null) continue;
    if ((namedValue(options, "HttpOnly") ?? "false") !== "false" || !/http\.SetCookie\(/.test(source.text))
      continue;
    yield {
      at: { start: found.index, end: found.index + found[0].length },
      issue: `The cookie ${name} is made without \`HttpOnly: true\`, so that any script of the page can read it.`,
    };
  }
}

function javaCookie(code: Code, { call, arguments: given }: WrittenCall): string | null {
  if (/(?:^|\.)Cookie$/.test(nameOf(call))) {
    if (!isIdentity(textOfName(code, given[0])) || isRemoval(given[1], [])) return null;
    const scope = scopeText(code, call.span.start);
    return /setHttpOnly\s*\(|setMaxAge\s*\(\s*0\s*\)/.test(scope) || !/addCookie\s*\(/.test(scope)
      ? null
      : "makes the cookie without `setHttpOnly(true)`, so that any script of the page can read it";
  }
  if (!/\.set(?:HttpOnly|Secure)$/.test(call.callee) || given[0] !== "false") return null;
  return "switches the flag of the cookie off";
}
