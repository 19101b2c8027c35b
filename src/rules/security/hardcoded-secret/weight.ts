/** How much a credential in the source opens, as far as its place shows. */
import type { SecretKind } from "../../../lib/secret-kinds.js";
import type { Severity } from "../../../model/severity.js";
import type { Survey } from "../../../model/survey.js";
import type { Subject } from "../../../model/rule.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

type Place = Pick<Subject, "source" | "survey">;

/** Developers' own machines, and data that fills an empty database: what is opened there holds little. */
const forDevelopers =
  /(?:^|[/_.-])(?:dev|devel|development|local|localhost|ci|seed\w*|db-?reset|reset-?db)(?=[/_.-])/i;

/** What signs sessions, cookies and tokens by its name. */
const signs =
  /(?:jwt|session|cookie|auth|access|refresh|token|sign\w*|hmac|secret)_?(?:secret|key|private)?_?(?:key|secret|base|pass\w*)?(?:_base)?$/i;
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
export function severityOf(kind: SecretKind, { source, survey }: Place, holder: string): Severity {
  const { form, name } = kind;
  if (form === "format") return opensLittle.test(name) ? "medium" : "high";
  // Settings files are often replaced at deployment.
  if (source.language === "text" || isToolPath(source.path) || forDevelopers.test(source.path))
    return "medium";
  if (/^(?:Dev|Local)\w*(?:Config\w*|Settings)$/.test(holder)) return "medium";
  if (form === "key") return /cipher/i.test(name) ? "medium" : "high";
  // Phoenix signs its cookies with it and asks for nothing else.
  if (/secret_key_base$/i.test(name)) return "high";
  return isSigningName(name) && isSignedWith(survey) ? "high" : "medium";
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
