/** How much a credential in the source opens, as far as its place shows. */
import type { SecretKind } from "../../../lib/secret-kinds.js";
import type { Severity } from "../../../model/severity.js";
import type { Span } from "../../../model/source.js";
import type { Survey } from "../../../model/survey.js";
import type { Subject } from "../../../model/rule.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

interface Place extends Pick<Subject, "source" | "survey"> {
  readonly at: Span;
}

/** Developers' own machines, and data that fills an empty database: what is opened there holds little. */
const forDevelopers =
  /(?:^|[/_.-])(?:dev|devel|development|local|localhost|ci|seed\w*|db-?reset|reset-?db)(?=[/_.-])/i;

/** What signs sessions, cookies and tokens by its name. */
const signs =
  /(?:jwt|session|cookie|auth|access|refresh|token|sign(?:ing)?|hmac|secret)_?(?:secret|key|private)?_?(?:key|secret|base|pass\w*)?(?:_base|_VARIABLE|_VAR|_ENV)?$/i;
const namesSecret = /secret|key|pass|private/i;

/** Libraries that sign with the key they are given, and frameworks that do so with the secret of their settings. */
const signers =
  /\b(?:jsonwebtoken|jose|jwt|pyjwt|express-session|cookie-session|cookie-parser|iron-session|next-auth|passport-jwt|fastapi_users|itsdangerous|flask_login|flask_jwt\w*|SessionMiddleware|gin-contrib\/sessions|gorilla\/(?:sessions|securecookie)|golang-jwt|jjwt|Joken|Guardian)\b|\bfrom flask import[^\n]*\b(?:session|flash)\b|["']django\.contrib\.auth["']|create(?:Hmac|Verify)\(|\bhmac\.(?:new|New)\(/;

/** Values that show in every page or identify more than they open, and passwords of hosts that nobody outside reaches. */
const opensLittle = /^AWS access key ID$|connection password$|\bGoogle API\b/i;

/**
 * High for private keys, for what has the format of a provider's live token, and for keys that sign in this program: readers
 * called those true. Passwords, shared keys of catalogues and keys whose use is not in sight are medium (31 read: 7 true).
 */
export function severityOf(kind: SecretKind, place: Place, holder: string): Severity {
  const { source, survey } = place;
  const { form, name } = kind;
  if (form === "format") return opensLittle.test(name) ? "medium" : "high";
  if (isDefaultsFile.test(source.path) || isRefusedLater(place, name)) return "medium";
  // Settings files are often replaced at deployment.
  if (source.language === "text" || isToolPath(source.path) || forDevelopers.test(source.path))
    return "medium";
  if (/^(?:Dev|Local)\w*(?:Config\w*|Settings)$/.test(holder)) return "medium";
  if (form === "key" && signingCall.test(name)) return "high";
  // Phoenix signs its cookies with it and asks for nothing else.
  if (/secret_key_base$/i.test(name)) return "high";
  if (!isSigningName(name) || replacedHere.test(source.text)) return "medium";
  if (form === "default" && signsByName.test(name)) return "high";
  return (form === "default" ? isSignedWith(survey) : isHandedToSigner(place, name)) ? "high" : "medium";
}

/** Names that leave no other use. */
const signsByName = /jwt_?(?:secret|key)|sign(?:ing|ature)?_?(?:key|secret)|session_?secret/i;

/** Calls whose argument is the key, as they are named where such literals are looked for. */
const signingCall =
  /^(?:jwt|jsonwebtoken|session|expressSession|cookieSession|cookieParser|express-session|cookie-session|cookie-parser|expressJwt|expressjwt|fastifyJwt)\b|createHmac$|JwtModule\.register$|(?:SignedString|NewCookieStore|HMAC\d+|hmacShaKeyFor|signWith|setSigningKey)$|\b(?:sign|verify|encode|decode)$/i;

/** A module beside this one that is loaded last and is not in the repository: `from local_settings import *`. */
const replacedHere =
  /\b(?:local_settings|settings_local|local_config|config_local|instance_config)\b|\bfrom_(?:pyfile|envvar)\(/;

/** `jwt.encode(claims, settings.SECRET_KEY)`, somewhere in the program; a session of Flask takes the key by itself. */
function isHandedToSigner({ source, survey, at }: Place, name: string): boolean {
  if (source.language === "elixir")
    return /\b(?:Guardian|Joken)\b/.test(source.text.slice(Math.max(0, at.start - 200), at.start));
  const own = name.replace(/\W/g, "\\$&");
  const signing = new RegExp(
    `(?:encode|decode|sign|verify|hmac\\.new|hmac\\.New|createHmac|Serializer|Signer|[sS]igning[kK]ey|signWith|SignedString|HMAC\\w*)\\s*\\([^;]{0,200}\\b${own}\\b`,
  );
  return [...survey.files.values()].some(
    ({ source: { isTest, language, text } }) =>
      !isTest &&
      language !== "text" &&
      (signing.test(text) || (/^(?:FLASK_)?SECRET_KEY$/i.test(name) && ofFlask.test(text))),
  );
}

const ofFlask = /\bfrom flask import[^)]*\bsession\b[\s\S]*\bsession\[|\bflask_login\b/;

/** `configs/default.py`, `demodesk/`: what every installation is told to replace, or nobody installs. */
const isDefaultsFile = /(?:^|[/_.-])defaults?\.\w+$|(?:^|\/)demo\w*\//i;

/** Lines after a default in which a start without a key of its own is refused. */
const refusalReach = 600;

/** `if SECRET_KEY.startswith("insecure"): raise …`; further down only where it is compared with a text. */
function isRefusedLater({ source, at }: Place, name: string): boolean {
  const own = name.replace(/\W/g, "\\$&");
  const refusal = "(?:raise|throw|panic|log\\.Fatal\\w*|process\\.exit|sys\\.exit)\\b";
  const near = new RegExp(`\\bif\\b[^\\n]*\\b(?:${own}|SECRET_KEY)\\b[\\s\\S]*\\b${refusal}`, "i");
  const far = new RegExp(`\\bif\\b[^\\n]*\\b${own}\\b[^\\n]*["'][^\\n]*\\n\\s*${refusal}`);
  const after = source.text.slice(at.end);
  return near.test(after.slice(0, refusalReach)) || far.test(after);
}

function isSigningName(name: string): boolean {
  return signs.test(name) && namesSecret.test(name) && !/client|api|aws|access_?key|app_?secret/i.test(name);
}

const known = new WeakMap<Survey, boolean>();

function isSignedWith(survey: Survey): boolean {
  const before = known.get(survey);
  if (before !== undefined) return before;
  const found = [...survey.files.values()].some(
    ({ source }) => !source.isTest && source.language !== "text" && signers.test(source.text),
  );
  known.set(survey, found);
  return found;
}
