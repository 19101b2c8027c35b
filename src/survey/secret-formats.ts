/** Credentials that show by their published format: provider tokens, private keys, connection strings. */
import type { Source } from "../model/source.js";
import type { SecretSpan } from "../model/survey.js";
import { isPlaceholder, varietyOf } from "./secret-words.js";

type Lint = (source: Source) => Promise<readonly SecretSpan[]>;

let loading: Promise<Lint> | undefined;

export async function findFormats(source: Source): Promise<readonly SecretSpan[]> {
  loading ??= loadLint();
  const lint = await loading;
  const { text } = source;
  return [
    ...findPrivateKeys(text),
    ...findConnectionPasswords(text),
    ...findTokens(text),
    ...(await lint(source)),
  ].filter((span) => !isExample(text.slice(span.start, span.end)));
}

/** Vendors end the keys of their documentation in EXAMPLE, or write one character over and over. */
function isExample(value: string): boolean {
  return /EXAMPLE(?:KEY)?$/i.test(value) || varietyOf(value) < 1.5 || /x{6}|\*{3}|\.{3}|_?your_/i.test(value);
}

/** Left to this file: keys and connection strings are found below with exact spans; the filter and the Google rule
 * would let reviewed text switch the search off and read the disk. */
const ownOrUnwanted = /-(?:gcp|privatekey|basicauth|database-connection-string|filter-comments)$/;

async function loadLint(): Promise<Lint> {
  const [{ lintSource }, preset, { secretLintProfiler }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
    import("@secretlint/profiler"),
  ]);
  // It keeps every mark of every file and searches them all at each new one: quadratic, 20 s for 2,600 files.
  secretLintProfiler.mark = () => undefined;
  const rules = preset.rules
    .filter((rule) => !ownOrUnwanted.test(rule.meta.id))
    .map((rule) => ({ id: rule.meta.id, rule }));
  return async ({ text, path }) => {
    const { messages } = await lintSource({
      source: { content: text, filePath: path, ext: /\.[^./]*$/.exec(path)?.[0] ?? "", contentType: "text" },
      options: { config: { rules } },
    });
    return messages.flatMap(({ type, message, range }) =>
      type === "message" ? spanOfMessage(text, message, range[0]) : [],
    );
  };
}

/** "found GitHub Token(…): VALUE" names the kind and the value; some of its ranges begin before the value. */
function spanOfMessage(text: string, message: string, from: number): readonly SecretSpan[] {
  const [, kind = "credential", value = ""] = /^found ([^:(]+)[^:]*:\s*(\S+)/.exec(message) ?? [];
  const start = value === "" ? -1 : text.indexOf(value, from);
  return start === -1 ? [] : [{ start, end: start + value.length, kind: kind.trim() }];
}

/** RFC 7468 armour around the base64 of an ASN.1 sequence (`MI…`) or of an OpenSSH key; line ends may be escaped or
 * stand between the pieces of a string that is put together. */
const privateKey =
  /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----([\sA-Za-z0-9+/=\\"'`,.]{100,10000})(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g;

function findPrivateKeys(text: string): readonly SecretSpan[] {
  if (!text.includes("PRIVATE KEY")) return [];
  return Array.from(text.matchAll(privateKey)).flatMap((match) => {
    const body = (match[1] ?? "").replace(/\\[nrt]|[\s\\"'`,.+]/g, "");
    const isKey = /^(?:MI|b3BlbnNz)/.test(body) && body.length >= 100 && varietyOf(body) > 4;
    return isKey ? [{ start: match.index, end: match.index + match[0].length, kind: "private key" }] : [];
  });
}

const connection =
  /\b(?<scheme>[a-z][a-z0-9]{1,12}(?:\+[a-z0-9]{1,12})?):\/\/(?<user>[^\s:@/"'`<>]{0,100}):(?<password>[^\s@/"'`<>]{3,200})@(?<host>[^\s:/?"'`<>]{1,200})/g;

/** Passwords in `scheme://user:password@host`, unless the host or the password says that it is nobody's. */
function findConnectionPasswords(text: string): readonly SecretSpan[] {
  if (!text.includes("://")) return [];
  return Array.from(text.matchAll(connection)).flatMap((match) => {
    const { scheme = "", user = "", password = "", host = "" } = match.groups ?? {};
    if (isLocalHost(host) || isPlaceholder(password) || password.toLowerCase() === user.toLowerCase())
      return [];
    // `:%40:80%2f::::::` shows what an address may hold; nobody signs in with it.
    if (!/[A-Za-z0-9]{3}/.test(password.replace(/%[0-9A-Fa-f]{2}/g, ""))) return [];
    if (/^(?:admin|root|guest|postgres|mysql|mongo|redis|rabbit|dbpass\w*)$/i.test(password)) return [];
    const start = match.index + match[0].length - host.length - 1 - password.length;
    return [{ start, end: start + password.length, kind: `${scheme} connection password` }];
  });
}

/** Names without a dot are machines of a private network or of a compose file; documentation uses example domains. */
function isLocalHost(host: string): boolean {
  if (!host.includes(".") || /^(?:127|10|192\.168|0)\.|[${}%]/.test(host)) return true;
  return /(?:^|\.)(?:example|test|invalid|localhost|local|internal\.example|domain|host|foo|bar)(?:\.[a-z]{2,4})?$/i.test(
    host,
  );
}

/** Prefixes that their vendors document for tokens the preset does not know. */
const tokens: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["AWS access key ID", /\bA(?:KIA|SIA)[A-Z2-7]{16}\b/g],
  ["Stripe live key", /\b[sr]k_live_[A-Za-z0-9]{16,}\b/g],
  ["GitLab token", /\bglpat-[\w-]{20,}/g],
  ["Hugging Face token", /\bhf_[A-Za-z]{34}\b/g],
  ["PyPI token", /\bpypi-AgE[\w-]{50,}/g],
  ["Telegram bot token", /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g],
  ["Google OAuth client secret", /\bGOCSPX-[\w-]{28}(?![\w-])/g],
  ["Groq key", /\bgsk_[A-Za-z0-9]{40,}\b/g],
  ["OpenRouter key", /\bsk-or-v1-[0-9a-f]{64}\b/g],
  ["DigitalOcean token", /\bdo[opr]_v1_[0-9a-f]{64}\b/g],
  ["Discord webhook", /\bhttps:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g],
];

function findTokens(text: string): readonly SecretSpan[] {
  return tokens.flatMap(([kind, pattern]) =>
    Array.from(text.matchAll(pattern), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      kind,
    })),
  );
}
