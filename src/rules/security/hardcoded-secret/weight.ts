/** How much a credential in the source opens, as far as its place shows. */
import type { SecretKind } from "../../../lib/secret-kinds.js";
import type { Severity } from "../../../model/severity.js";
import type { Source, Span } from "../../../model/source.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

/** Developers' own machines, and data that fills an empty database: what is opened there holds little. */
const forDevelopers =
  /(?:^|[/_.-])(?:dev|devel|development|local|localhost|ci|seed\w*|db-?reset|reset-?db)(?=[/_.-])/i;

/** A database that is set up with the program, and rarely answers to anybody else. */
const ofDatabase =
  /(?:^|_)(?:DB|DATABASE|POSTGRES\w*|PG|MYSQL|MARIADB|MONGO\w*|REDIS|RABBIT\w*|AMQP)_(?:\w+_)?PASS/i;

/** A name that a password is given to; what a token opens its name rarely tells. */
const ofPassword = /passw(?:or)?d$|passphrase$|pwd$|(?:^|_)pass$/i;

/** An account or an address, other than of this machine, that the credential beside it belongs to. */
const opens =
  /\b(?:host|hostname|server|url|uri|dsn|user|user_?name|login|account|e?mail)["']?\s*[:=]\s*["'`](?!localhost|127\.|0\.0\.0\.0|::1|root\b|admin\b|postgres\b|test|demo|example|guest|user\b)[\w.@:/-]{3,}/i;

/** How far around a password its address is looked for. */
const near = 250;

/** High for what has the format of a live credential, for keys that sign, and for a password that stands beside what it opens. */
export function severityOf(kind: SecretKind, source: Source, at: Span, holder: string): Severity {
  const { form, name } = kind;
  if (form === "format") return name === "AWS access key ID" ? "medium" : "high";
  // Settings files are often replaced at deployment.
  if (source.language === "text" || isToolPath(source.path) || forDevelopers.test(source.path))
    return "medium";
  if (/^(?:Dev|Local)\w*(?:Config\w*|Settings)$/.test(holder)) return "medium";
  if (form === "default") return ofDatabase.test(name) ? "medium" : "high";
  if (form === "key") return "high";
  const around = source.text.slice(Math.max(0, at.start - near), at.end + near);
  return ofPassword.test(name) && opens.test(around) ? "high" : "medium";
}
