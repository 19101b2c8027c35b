/** Which names promise a credential, and which values look like a real one. */

/** What a name promises: a password a person chose, a token a machine made, a key that signs or encrypts. */
export type SecretSort = "password" | "token" | "key";

/** Words that turn a secret's name into something about it: labels, flags, lengths, public halves, test doubles. */
const aboutIt = new Set(
  (
    "public publishable anon anonymous site has is are was show hide toggle visible forgot forgotten reset change changed " +
    "confirm confirmed confirmation repeat next prev previous page pagination cursor continuation cancel cancellation " +
    "invalid wrong bad fake dummy mock test example sample demo placeholder expected label title message error hint " +
    "hash hashed hashing digest encrypted redacted masked max min use no enable disable require required missing empty " +
    "not found failed failure error errors err exception " +
    "injection design syntax lexer parser theme color input form field type url uri path file dir endpoint header regex " +
    "pattern prefix suffix column table schema validator validation policy scheme vite expo"
  ).split(" "),
);
const trailing =
  /_(?:value|default|prod|production|dev|development|live|staging|old|new|str|string|base64|b64|bytes|raw|env|var|variable|\d+)$/;
const passwords = /(?:^|_)(?:password|passwd|passphrase|passcode|pwd|pass|pw)$/;
const keys =
  /(?:^|_)(?:(?:jwt|session|cookie|signing|token|hmac|csrf|encryption|crypto|nextauth|auth|flask|django)_secret(?:_key)?|secret_key(?:_(?:hmac|jwt|base))?(?:_\d)?|secret_or_key|jwt_key|signing_key|encryption_key|crypto_key|hmac_key|cookie_password)$/;
const tokens =
  /(?:^|_)(?:secret|token|api_?key|access_?key|auth_?key|private_?key|service_?key|subscription_?key|master_?key|account_?key|consumer_?key|app_?key|credential|credentials)$/;

/** What the name promises, or null: `dbPassword` → password, `STRIPE_API_KEY` → token, `passwordLabel` → null. */
export function sortOfName(name: string): SecretSort | null {
  const words = wordsOf(name);
  if (words.some((word) => aboutIt.has(word))) return null;
  const joined = words.join("_").replace(trailing, "");
  if (keys.test(joined)) return "key";
  if (passwords.test(joined)) return "password";
  return tokens.test(joined) ? "token" : null;
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const stopWords =
  /change.?me|change.?this|change.?it|your|example|placeholder|replace|dummy|sample|insert|redacted|hidden|fake|mock|todo|lorem|default|foobar|abc123|1234567|qwerty|\bfoo\b|\bbar\b|\btest\b|x{4}|\*{2}|\.{3}|…/i;
const ownWords = /pass(?:word|wd|phrase)?|secret|token|api.?key|credential|private.?key|access.?key/i;
const interpolation = /\$\{|\$\(|\{\{|\{\w*\}|%\(|%[sd]|<%|<[a-z_ -]+>|^\$[A-Z_]|^%[A-Z_]+%$|^@/i;

/** A value that stands for one: `changeme`, `<token>`, `${PASSWORD}`, `xxxx`, `password`. */
export function isPlaceholder(value: string): boolean {
  if (interpolation.test(value) || stopWords.test(value) || varietyOf(value) < 1) return true;
  return ownWords.test(value) && value.length < 24;
}

/** Shannon entropy in bits a character; random base64 of 20 characters has about 4, words about 3. */
export function varietyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Paths, addresses, file names, identifiers of other things, hashes and patterns. */
const somethingElse = [
  /^(?:https?|wss?|file|data|urn|mailto|arn|env|vault|op|ssm|secretsmanager):/i,
  /^[.~]{0,2}\//,
  /\.(?:pem|key|json|ya?ml|txt|[cm]?[jt]sx?|py|html?|css|crt|env|md|com|org|net|io)$/i,
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  /^(?:\$2[aby]?\$|\$argon2|pbkdf2|scrypt|sha\d+[-$:]|\{SSHA?\})/i,
  /^(?:AIza|pk[._]|phc_|ssh-|-----BEGIN (?:PUBLIC|CERTIFICATE))/,
  /\\[dwsbDWS]|\(\?|\[[^\]]*-[^\]]*\]|[^ -~]/,
];

function isSomethingElse(value: string): boolean {
  return somethingElse.some((pattern) => pattern.test(value));
}

/** `reset-password`, `auth.token.v2`, `newPassword1`: words with separators, as ids, labels and translation keys are. */
function isWords(value: string): boolean {
  const parts = value.split(/[-_.:/ ]+|(?<=[a-z])(?=[A-Z][a-z])/);
  return parts.every((part) => /^(?:[A-Za-z]?[a-z]+|[A-Z]+|v?\d{1,4}|)$/.test(part)) && parts.length > 0;
}

/** True when a value under a name of this sort looks like one that works somewhere. */
export function looksReal(value: string, sort: SecretSort): boolean {
  if (value.length > 300 || isSomethingElse(value) || /\s/.test(value) || isPlaceholder(value)) return false;
  return sort === "password" ? looksLikePassword(value) : looksLikeToken(value);
}

/** Six characters of two classes: shorter or plainer ones are as often labels as passwords. */
function looksLikePassword(value: string): boolean {
  const classes = [/[A-Za-z]/, /\d/, /[^A-Za-z0-9_.:/-]/].filter((pattern) => pattern.test(value)).length;
  return value.length >= 6 && classes >= 2 && !/[(){}[\]<>=;,]/.test(value);
}

/** Sixteen characters with letters and digits that are not words; 3 bits a character parts random text from words. */
function looksLikeToken(value: string): boolean {
  const isWritten = /^[A-Za-z0-9+/=_.:~-]{16,}$/.test(value) && /[A-Za-z]/.test(value) && /\d/.test(value);
  return isWritten && varietyOf(value) >= 3 && !isWords(value);
}

/** Words of types, field kinds and flags, which object literals map names to. */
const kindWords =
  /^(?:string|str|text|password|hidden|required|optional|number|boolean|bool|any|object|input|textarea|none|null|undefined|true|false|required\|string|base64|hex|utf-?8|ascii|auto|plain|env|file|secret|key|jwt|hs256|hs512|rs256|es256|aes.*)$/i;

/** `omitempty,email`, `required|string`, `nullable`: what a checker of forms is told about a field. */
const validatorWords = /^(?:omitempty|required|nullable|sometimes|validate|omitzero)(?:$|[,|:])/;
/** `stripe-unconfigured`: the literal only says that there is no key. */
const saysAbsent =
  /(?:^|[-_ ])(?:un(?:configured|set|defined|known)|not[-_ ](?:configured|set)|missing|none|disabled|absent)$/i;

/** True when a literal under the name of a key can be read by everybody: even a weak word works as one. */
export function worksAsKey(value: string, name: string): boolean {
  // Three words and more are a sentence about a key.
  if (/\S\s+\S+\s+\S/.test(value) || kindWords.test(value)) return false;
  return worksInKeyPlace(value) && !isNameOf(value, name);
}

/** The same for one that a call signs or encrypts with, where a sentence is a key too, and the word `secret`. */
export function worksInKeyPlace(value: string): boolean {
  if (value.length < 4 || value.length > 300 || interpolation.test(value) || isSomethingElse(value))
    return false;
  return !validatorWords.test(value) && !saysAbsent.test(value);
}

/** `SECRET_KEY = "secretKey"` gives a name, not a secret; so does `ENV_SECRET_KEY = "spas_secretKey"`. */
function isNameOf(value: string, name: string): boolean {
  if (/[_.](?:secret|access|private|api)Key$/.test(value)) return true;
  const [a, b] = [wordsOf(value).join(""), wordsOf(name).join("")];
  return b.includes(a) || (a.includes(b) && a.length < b.length + 8);
}

/** `flagEncryptionKey: "storage.encryption_key"`: a path of words to the thing that the name names. */
export function leadsToName(value: string, name: string): boolean {
  const parts = value.split(/[./]/);
  const last = wordsOf(parts.at(-1) ?? "").join("");
  return parts.length > 1 && last.length >= 6 && wordsOf(name).join("").includes(last);
}
