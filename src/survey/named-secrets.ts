/** Credentials that show by the name they are given to: `dbPassword = "…"`, `process.env.JWT_SECRET || "…"`. */
import { writeSecretKind, type SecretForm } from "../lib/secret-kinds.js";
import type { SecretSpan, SurveyedFile } from "../model/survey.js";
import { findConfiguredSecrets } from "./configured-secrets.js";
import { findSigningKeys } from "./signing-keys.js";
import { leadsToName, looksReal, sortOfName, worksAsKey } from "./secret-words.js";
import { literalSpans } from "./string-literals.js";

type Parsed = Pick<SurveyedFile, "source" | "tree" | "outline">;

/** Translations name everything and keep nothing secret. */
const translations = /(?:^|\/)(?:i18n|locales?|translations?|lang|langs|languages|intl|l10n)(?:\/|\.|$)/i;

export function findNamedSecrets(file: Parsed): readonly SecretSpan[] {
  if (translations.test(file.source.path)) return [];
  if (file.tree.family === "text") return findConfiguredSecrets(file.source);
  const candidates = [...assigned(file.source.text), ...defaults(file.source.text)];
  const named = candidates.length === 0 ? [] : confirmed(file, candidates);
  return [...named, ...findSigningKeys(file)];
}

interface Candidate {
  /** Offset of the opening quote. */
  readonly quote: number;
  readonly value: string;
  readonly kind: string;
}

const literal = String.raw`[bBrRuU]?(?<quote>["'\`])(?<value>(?:\\.|(?!\k<quote>)[^\\\n]){1,300})\k<quote>`;
/** `name = "…"`, `"name": "…"`, `config["name"] = "…"`, `name: str = "…"`; what a line after a colon begins with is no type. */
const assignment = new RegExp(
  String.raw`(?<![\w$.-])(?<name>[A-Za-z_$][\w$.-]{0,80})(?<close>["'\`]?\]?)\s{0,20}(?::[^\S\n]*[\w.<>[\]|&' ]{0,40}=|[:=])\s{0,80}${literal}`,
  "dg",
);
/** `process.env.NAME || "…"`, `os.environ.get("NAME", "…")`, and the same of a parameter called `env`. */
const environment = new RegExp(
  String.raw`(?:\b(?:process\.|import\.meta\.)?env(?:\.(?=[A-Z_]+\b)|\[["'])|\b(?:environ\.get|env\.get|getenv)\(\s{0,80}["']?)(?<name>\w{2,80})["']?\]?\)?!?\s{0,20}(?:\|\||\?\?|,|\bor\b)\s{0,80}${literal}`,
  "dg",
);

/** Literals whose name promises a secret and whose value keeps the promise. */
function assigned(text: string): readonly Candidate[] {
  return Array.from(text.matchAll(assignment)).flatMap((match) => {
    const name = match.groups?.["name"] ?? "";
    const own = name.slice(name.lastIndexOf(".") + 1);
    const sort = sortOfName(own);
    const value = match.groups?.["value"] ?? "";
    if (sort === null || leadsToName(value, own)) return [];
    const isMember = own !== name || (match.groups?.["close"] ?? "").endsWith("]");
    const isKey = sort === "key" && (worksAsKey(value, own) || (isMember && isPlainKey(own, value)));
    if (!isKey && !looksReal(value, sort === "key" ? "token" : sort)) return [];
    return candidate(match, isKey ? "key" : "literal", own);
  });
}

/** `app.config["SECRET_KEY"] = "secret"` and `app.secret_key = "secret"` set the key, whatever the value says. */
function isPlainKey(name: string, value: string): boolean {
  return /^secret_key/i.test(name) && /^[a-z]{4,}$/.test(value);
}

function defaults(text: string): readonly Candidate[] {
  return Array.from(text.matchAll(environment)).flatMap((match) => {
    const name = match.groups?.["name"] ?? "";
    const value = match.groups?.["value"] ?? "";
    const sort = sortOfName(name) ?? (/(?:^|_)SECRET$/.test(name) ? "key" : null);
    if (sort === null) return [];
    const isSigning = sort === "key" || (/(?:^|_)SECRET$/.test(name) && !/CLIENT|CONSUMER|API/.test(name));
    const isReal = isSigning ? worksAsKey(value, "") : looksReal(value, sort);
    return isReal ? candidate(match, "default", name) : [];
  });
}

function candidate(match: RegExpExecArray, form: SecretForm, name: string): readonly Candidate[] {
  const quote = match.indices?.groups?.["quote"]?.[0];
  const value = match.groups?.["value"];
  if (quote === undefined || value === undefined) return [];
  return [{ quote, value, kind: writeSecretKind({ form, name }) }];
}

/** Candidates that stand where the parser sees a string that is given to something; a default wins over its own name. */
function confirmed(file: Parsed, candidates: readonly Candidate[]): readonly SecretSpan[] {
  const literals = literalSpans(file.tree);
  return candidates.flatMap(({ quote, value, kind }) => {
    const start = quote + 1;
    return literals.has(start) ? [{ start, end: start + value.length, kind }] : [];
  });
}
