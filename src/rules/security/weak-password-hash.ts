/** A password is stored as a hash that can be tried out by the billion. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { wordsOf } from "../../syntax/secret-names.js";
import { isStoredPassword } from "../../syntax/password-names.js";
import { namesAround, scopeText } from "../../syntax/surroundings.js";
import {
  type WrittenCall,
  constantValue,
  nameOf,
  namedValue,
  plainString,
  writtenCalls,
} from "../../syntax/written-calls.js";
import { weakPasswordHashExamples } from "./weak-password-hash/examples.js";

export default defineRule({
  severity: "medium",
  // Whether the hash is stored stays open where the file does not tell. In Go and Rust by its examples mostly.
  confidence: 0.85,
  judged: { right: 10, arguable: 6, wrong: 1, projects: 14 },
  title: "Password hash that is fast to guess",
  risk: "Whoever gets hold of the stored hashes tries billions of passwords a second against a plain hash, so most of them are known within hours.",
  fix: "Hash passwords with a function made slow on purpose: argon2id, scrypt, or bcrypt with a cost of at least 10; each adds its own salt.",
  cwe: [916, 328],
  fold: "file",
  match: inFamilies(["typescript", "python", "go", "java", "rust", "elixir"], weakHashes),
  examples: weakPasswordHashExamples,
});

/** Plain hash functions, by the name they have in each language. */
const fastHash =
  /(?:^|crypto\.(?:default\.)?)createHash$|^(?:blueimp-md5|md5|js-md5|sha1|js-sha1|js-sha256|sha\.?js)(?:\.\w+)?$|(?:^|[./])(?:CryptoJS|crypto-js|default)\.(?:MD5|SHA1|SHA256|SHA512)$|^crypto-js\/(?:md5|sha1|sha256|sha512)\b|^hashlib\.(?:md5|sha\d+|sha3_\d+|new)$|^crypto\/(?:md5|sha1|sha256|sha512)\.(?:Sum\w*|New\w*)$|(?:^|\.)DigestUtils\.(?:md5|sha)\w*$|(?:^|\.)MessageDigest\.getInstance$|^md5\.compute$|(?:^|\.)(?:Md5|Sha1|Sha256|Sha512)\.digest$|^:crypto\.hash$/;
const slowCost =
  /(?:^|\.)(?:hash|hashSync|genSalt|genSaltSync|gensalt|GenerateFromPassword|BCryptPasswordEncoder|hash_pwd_salt)$/;
const derivation = /(?:^|\.)(?:pbkdf2|pbkdf2Sync|pbkdf2_hmac|PBEKeySpec)$|pbkdf2\.Key$/;
const plainEncoder =
  /(?:^|\.)(?:NoOpPasswordEncoder\.getInstance|Md5PasswordEncoder|ShaPasswordEncoder|MessageDigestPasswordEncoder|StandardPasswordEncoder|Md4PasswordEncoder)$/;

/** Accounts made up for trying things out, with passwords that everybody knows. */
const isSeed = /(?:^|[/._-])(?:seeds?|seeders?|fixtures?|mock|samples?)(?:[/._-]|$)/i;

function* weakHashes(code: Code): Iterable<Hit> {
  if (!/passw|pwd|bcrypt/i.test(code.source.text) || isSeed.test(code.source.path)) return;
  const isWanted = (name: string): boolean =>
    fastHash.test(name) || slowCost.test(name) || derivation.test(name) || plainEncoder.test(name);
  for (const written of writtenCalls(code, (call) => isWanted(nameOf(call)))) {
    const name = nameOf(written.call);
    if (plainEncoder.test(name)) yield* encoderHits(code, written);
    else if (fastHash.test(name)) yield* fastHits(code, written);
    else yield* cheapHits(code, written);
  }
}

/** An encoder that only reads what older versions stored stands beside the one that writes. */
function* encoderHits({ source }: Code, { call }: WrittenCall): Iterable<Hit> {
  if (/DelegatingPasswordEncoder/.test(source.text)) return;
  const isPlain = call.callee.includes("NoOp");
  // Where nobody looks users up, they are the few of the configuration, which holds their passwords anyway.
  const isForUsers =
    !source.text.includes("AuthorizationServerSecurityConfigurer") &&
    /UserDetails|jdbcAuthentication|AuthenticationProvider|AuthenticationManager/.test(source.text);
  yield {
    at: call.span,
    // Of two of them that were read, none was a defect.
    ...(isForUsers ? {} : { severity: "low", confidence: 0.45 }),
    issue: `\`${call.callee}\` keeps passwords ${isPlain ? "as they are, without any hash" : "as a fast hash"}.`,
    recommendation: "Use `new BCryptPasswordEncoder()` or `Argon2PasswordEncoder`.",
  };
}

/** Other uses of a password's hash that do not store it: an online check for leaks, a protocol, a slow hash after it. */
const otherUse =
  /pwned|\bfever|\bjwt\w*\.New\(|bcrypt|argon2|scrypt|pbkdf2|\brealm\b|digest.?auth|mysql|postgres|scram|ntlm|usedforsecurity|\bsig(?:nature)?\b|\{S?(?:SHA|MD5)\}/i;

function* fastHits(code: Code, written: WrittenCall): Iterable<Hit> {
  const { call } = written;
  const password = hashedPassword(code, written);
  const scope = scopeText(code, call.span.start);
  if (password === null || otherUse.test(`${code.source.path}\n${scope}`) || /pwned/i.test(code.source.text))
    return;
  // What one browser is handed, or what is kept for a while, is no table of stored hashes.
  const names = namesAround(code.outline, call.span.start);
  const [around = ""] = names;
  if (names.some((name) => /cache/i.test(name)) || isSentOn(code, call.span.start, scope)) return;
  if (/token|session|cookie|cache|state|e_?tag|version|fingerprint/i.test(around)) return;
  // The record's own password, salted for a token, answers a challenge.
  if (isStoredPassword(password) && /token/i.test(scope)) return;
  // What is named after its age, or stands beside a slow hash, is kept for stored hashes of old or goes through that one.
  const above = code.source.text.slice(0, call.span.start).split("\n").slice(-commentReach).join("\n");
  const isLegacy =
    /legacy|compat|deprecated|(?:^|_)old/i.test(around) ||
    /bcrypt\w*\.\w|argon2|scrypt|pbkdf2/i.test(code.source.text) ||
    /(?:\/\/|#|\*).*(?:legacy|compat|older? (?:version|format|hash)|deprecated)/i.test(above);
  const kind = /md4|md5|sha-?\d+(?:_\d+)?/i.exec(written.text)?.[0];
  yield {
    at: call.span,
    issue: `\`${password}\` is hashed with ${kind === undefined ? `\`${call.callee}\`` : kind.toUpperCase()}, which is made to be fast${/salt/i.test(written.text + written.after) ? "" : " and has no salt"}.`,
    ...(isLegacy ? { severity: "low", confidence: 0.45 } : {}),
  };
}

const sending =
  /https?:\/\/|\brequests\.|\bfetch\(|\baxios|\burlopen|\bhttpx|api_?request|session\.(?:get|post)\(|http\.(?:Get|Post|NewRequest)|HttpClient|RestTemplate/i;
const looksUp =
  /==|\.equals\(|\bquery|\bselect\b|\bfind|\bfilter|\bwhere\b|\b(?:save|insert|create|update)\w*\(/i;

/** A client signs in elsewhere as the protocol there asks: the hash is a field of what it sends, or lies beside an address. */
function isSentOn({ source, outline }: Code, offset: number, scope: string): boolean {
  if (sending.test(scope) && !looksUp.test(scope)) return true;
  if (/[?&]\w*passw\w*=\$?\{/i.test(scope)) return true;
  const before = source.text.slice(Math.max(0, offset - lookBack), offset);
  const isField = /(?:["']\w+["']\s*(?::|\]\s*=)|[(,]\s*\w+=)\s*[^;={}]{0,40}$/.test(before);
  const [name = ""] = namesAround(outline, offset);
  return isField && (sending.test(scope) || (/^(?:sign|log)_?in/i.test(name) && !looksUp.test(scope)));
}

/** Characters in which the name of the field stands. */
const lookBack = 120;

/** Lines in which a comment on the call stands, its own line included. */
const commentReach = 4;

/** The name that shows a password to be hashed: what is handed in, now or by `update`, or the function's own name. */
function hashedPassword(code: Code, written: WrittenCall): string | null {
  const { call, after } = written;
  const chained = /^\s*\.\s*(?:update|chain_update|digest)\(([^;\n]*)/.exec(after)?.[1] ?? "";
  const given = [...written.arguments, chained].map(passwordIn).find((name) => name !== null);
  if (given !== undefined) return given;
  const variable = /(\w+)\s*(?::=|=)\s*$/.exec(code.source.text.slice(0, call.span.start))?.[1];
  if (variable !== undefined) {
    const fed = new RegExp(
      `\\b${variable}\\.(?:update|Write|digest)\\(([^;\\n]*)|\\(${variable},\\s*([^;\\n]*)`,
    );
    const name = passwordIn(fed.exec(after)?.slice(1).join("") ?? "");
    if (name !== null) return name;
  }
  return null;
}

const passwordName = /[A-Za-z_][\w.]*(?:passw(?:or)?d|passwd|pwd)\w*|\b(?:passw(?:or)?d|passwd|pwd)\w*/gi;

/** `user.password`, `rawPassword`; not `passwordResetToken` or `passwordHash`. */
function passwordIn(text: string): string | null {
  for (const [name] of text.matchAll(passwordName)) {
    const last = wordsOf(name.split(".").findLast((part) => /passw|pwd/i.test(part)) ?? name).at(-1) ?? "";
    const isCall = text.includes(`${name}(`) && !/get/i.test(name);
    if (/^(?:passw(?:or)?d|passwd|pwd|raw|plain|bytes|str|string|text|input|buffer)$/.test(last) && !isCall)
      return name.split(".").slice(-2).join(".");
  }
  return null;
}

/** Ten thousand rounds were the advice of 2010; OWASP's Password Storage Cheat Sheet asks for 600,000 today. */
const fewestRounds = 10_000;
/** Lowest cost of bcrypt in OWASP's Password Storage Cheat Sheet. */
const lowestCost = 10;

function* cheapHits(code: Code, written: WrittenCall): Iterable<Hit> {
  const { call } = written;
  const isDerivation = derivation.test(nameOf(call));
  const isBcrypt = /bcrypt/i.test(nameOf(call));
  if (!isDerivation && !isBcrypt) return;
  // A password that is written out belongs to nobody.
  const [hashed] = written.arguments;
  if (isBcrypt && (plainString(hashed) !== null || /otp|code|\bpin\b/i.test(hashed ?? ""))) return;
  const cost = numberIn(code.source.text, isDerivation ? roundsOf(written) : costOf(written));
  if (cost === null || cost >= (isDerivation ? fewestRounds : lowestCost)) return;
  if (isDerivation && isSentOn(code, call.span.start, scopeText(code, call.span.start))) return;
  if (isDerivation && !namesAround(code.outline, call.span.start).concat(written.text).some(isAboutPassword))
    return;
  yield {
    at: call.span,
    // A quarter of the work that is advised; readers call it arguable as anything more than that.
    ...(isBcrypt && cost >= lowestCost - 2 ? { severity: "low", confidence: 0.7 } : {}),
    issue: isDerivation
      ? `\`${call.callee}\` repeats the hash ${String(cost)} times, which slows a guess down by next to nothing.`
      : `\`${call.callee}\` is given a cost of ${String(cost)}; each step below 10 halves the time a guess takes.`,
    recommendation: isDerivation
      ? "Use at least 600,000 rounds of PBKDF2 with SHA-256, or argon2id or scrypt instead."
      : "Use a cost of at least 10, better 12.",
  };
}

function isAboutPassword(text: string): boolean {
  return /passw|pwd/i.test(text);
}

function costOf({ call, arguments: given }: WrittenCall): string | undefined {
  const named = namedValue(given, "rounds") ?? namedValue(given, "log_rounds");
  if (named !== null) return named;
  if (/gensalt|BCryptPasswordEncoder|genSalt/i.test(call.callee)) return given[0];
  return given[1];
}

function roundsOf({ call, arguments: given }: WrittenCall): string | undefined {
  const named = namedValue(given, "iterations");
  if (named !== null) return named;
  return /pbkdf2_hmac$/.test(call.callee) ? given[3] : given[2];
}

/** A number as written, or the constant of this file that a name stands for. */
function numberIn(text: string, written: string | undefined): number | null {
  if (written === undefined) return null;
  if (/MinCost$/.test(written)) return 4;
  const value = /^\d[\d_]*$/.test(written) ? written : constantValue(text, written);
  if (value === null || plainString(value) !== null || !/^\d[\d_]*$/.test(value)) return null;
  return Number(value.replaceAll("_", ""));
}
