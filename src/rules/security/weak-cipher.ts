/** Data is encrypted in a way that is broken, or that shows what it should hide. */
import { type Hit, defineRule } from "../../model/rule.js";
import type { Call } from "../../model/outline.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { namesAround } from "../../syntax/surroundings.js";
import {
  type WrittenCall,
  constantValue,
  nameOf,
  namedValue,
  plainString,
  writtenCalls,
} from "../../syntax/written-calls.js";
import { weakCipherExamples } from "./weak-cipher/examples.js";

export default defineRule({
  severity: "medium",
  // One hit on 33 TypeScript, JavaScript and Python projects, arguable: the cipher is a fact, some are dictated by the other side.
  // In Go and Rust by its examples only; no hit met there on 34 real projects.
  confidence: 0.85,
  judged: { right: 2, arguable: 1, wrong: 0, projects: 0 },
  title: "Weak encryption",
  risk: "Who sees the encrypted data can read parts of it, tell equal contents apart, or change them unnoticed.",
  fix: "Encrypt with AES-256-GCM or ChaCha20-Poly1305, with a fresh random nonce for every message that is kept beside it.",
  cwe: [327],
  fold: "file",
  match: inFamilies(["typescript", "python", "go", "java", "rust", "elixir"], weakCiphers),
  examples: weakCipherExamples,
});

type Weakness = { readonly issue: string; readonly title?: string } | null;

interface Reader {
  readonly name: RegExp;
  readonly judge: (written: WrittenCall, code: Code) => Weakness;
}

const broken = /^(?:des|3des|des3|desede|tripledes|rc2|rc4|arc4|arcfour|bf|blowfish|cast5?|idea|seed)\b/i;
const ecb = /(?:^|[-_/])ecb(?:$|[-_/])/i;

const readers: readonly Reader[] = [
  { name: /^crypto\.(?:default\.)?create(?:Cipher|Decipher)$/, judge: withoutNonce },
  { name: /^crypto\.(?:default\.)?createCipheriv$/, judge: nodeCipher },
  {
    name: /(?:CryptoJS|crypto-js(?:\.default)?)\.(?:DES|TripleDES|RC4|RC4Drop|Rabbit|AES)\.encrypt$/,
    judge: cryptoJs,
  },
  { name: /^Cryptodome\.|^Crypto\.Cipher\.\w+(?:\.\w+)?\.new$/, judge: pyCrypto },
  {
    name: /^cryptography\.hazmat\.(?:primitives|decrepit)\.ciphers\.(?:\w+\.)*(?:TripleDES|ARC4|Blowfish|CAST5|IDEA|SEED|ECB)$/,
    judge: namedInCall,
  },
  { name: /^crypto\/(?:des\.New\w*|rc4\.NewCipher)$/, judge: namedInCall },
  { name: /(?:^|\.)Cipher\.getInstance$/, judge: javaCipher },
  { name: /(?:^|\.)IvParameterSpec$/, judge: javaNonce },
  { name: /(?:^|\.)Cipher\.(?:aes_\d+_ecb|des_\w+|rc4|bf_\w+|cast5_\w+)$/, judge: namedInCall },
  { name: /^:crypto\.(?:crypto_one_time|crypto_init|block_encrypt)$/, judge: erlangCipher },
];

function* weakCiphers(code: Code): Iterable<Hit> {
  if (!/cipher|crypto|\bdes\b|rc4|IvParameterSpec/i.test(code.source.text)) return;
  const readerOf = (call: Call): Reader | undefined => readers.find(({ name }) => name.test(nameOf(call)));
  for (const written of writtenCalls(code, (call) => readerOf(call) !== undefined)) {
    const weakness = readerOf(written.call)?.judge(written, code) ?? null;
    if (weakness !== null && !isDictated(written, code)) yield { at: written.call.span, ...weakness };
  }
}

/** Old protocols fix the cipher, and what others have encrypted can only be read the way they did it. */
function isDictated({ call }: WrittenCall, { source, outline }: Code): boolean {
  const names = [source.path, ...namesAround(outline, call.span.start)].join(" ");
  return /ntlm|lm_?hash|mschap|\bvnc|kerberos|decrypt|decipher|legacy/i.test(names);
}

function weakName(algorithm: string, call: Call): Weakness {
  if (broken.test(algorithm))
    return {
      issue: `\`${call.callee}\` uses ${algorithm}, whose blocks or keys are too short or biased to protect anything today.`,
    };
  if (ecb.test(algorithm))
    return {
      issue: `\`${call.callee}\` uses ${algorithm}: in ECB mode equal blocks of text become equal blocks of cipher text.`,
    };
  return null;
}

function fixedNonce(call: Call, nonce: string): Weakness {
  return {
    title: "Encryption with a fixed nonce",
    issue: `\`${call.callee}\` is given the same nonce, \`${nonce.length > 40 ? `${nonce.slice(0, 37)}…` : nonce}\`, for every message.`,
  };
}

/** An argument as a plain text, looked up where it is a constant of this file. */
function textIn(argument: string | undefined, { source }: Code): string | null {
  if (argument === undefined) return null;
  return plainString(argument) ?? plainString(constantValue(source.text, argument) ?? "");
}

/** True for bytes written in the program: a text, or a buffer that is never filled. */
function isFixed(argument: string | undefined, { source }: Code): boolean {
  if (argument === undefined) return false;
  const value = /^\w+$/.test(argument) ? (constantValue(source.text, argument) ?? "") : argument;
  if ((plainString(value) ?? "") !== "") return true;
  return (
    /^Buffer\.alloc\(\d+(?:, ?(?:0|0x00|["']0["']))?\)$/.test(value) ||
    /^Buffer\.from\((["'])[^"']+\1(?:, ?["']\w+["'])?\)$/.test(value) ||
    /^b?["'](?:\\x00|\\0|\w+)["'] ?\* ?\d+$/.test(value) ||
    /^bytes\(\d+\)$/.test(value)
  );
}

/** Removed from Node 22; its documentation says that the key comes from MD5 without salt and that there is no nonce. */
function withoutNonce({ call }: WrittenCall): Weakness {
  return {
    issue: `\`${call.callee}\` derives key and nonce from the password alone with one round of MD5, the same for every message.`,
    title: "Encryption without a nonce",
  };
}

function nodeCipher({ call, arguments: given }: WrittenCall, code: Code): Weakness {
  const weak = weakName(textIn(given[0], code) ?? "", call);
  return weak ?? (isFixed(given[2], code) ? fixedNonce(call, given[2] ?? "") : null);
}

function cryptoJs({ call, text }: WrittenCall): Weakness {
  const algorithm = call.callee.split(".").at(-2) ?? "";
  return weakName(/mode\.ECB/.test(text) ? `${algorithm}-ECB` : algorithm, call);
}

function pyCrypto({ call, arguments: given }: WrittenCall, code: Code): Weakness {
  const algorithm = /\.(\w+)\.new$/.exec(nameOf(call))?.[1] ?? "";
  const mode = given.find((one) => /MODE_\w+$/.test(one)) ?? "";
  const weak = weakName(mode.endsWith("MODE_ECB") ? `${algorithm}-ECB` : algorithm, call);
  if (weak) return weak;
  const nonce = namedValue(given, "iv") ?? namedValue(given, "IV") ?? namedValue(given, "nonce") ?? given[2];
  return isFixed(nonce, code) ? fixedNonce(call, nonce ?? "") : null;
}

function namedInCall({ call }: WrittenCall): Weakness {
  const named =
    /(?:^|[./])(TripleDES|ARC4|Blowfish|CAST5|IDEA|SEED|ECB|rc4|aes_\d+_ecb|des|bf|cast5)(?:_\w+)?(?:\.|$)/;
  return weakName(named.exec(nameOf(call))?.[1] ?? "", call);
}

/** RSA has no blocks to repeat: `RSA/ECB/…` is only how Java spells it. */
function javaCipher({ call, arguments: given }: WrittenCall, code: Code): Weakness {
  const algorithm = textIn(given[0], code) ?? "";
  if (/^RSA/i.test(algorithm)) return null;
  // Without a mode the JDK's provider takes ECB (Java Security Standard Algorithm Names, "Cipher").
  return weakName(/^AES$/i.test(algorithm) ? "AES/ECB" : algorithm, call);
}

function javaNonce({ call, arguments: given }: WrittenCall, code: Code): Weakness {
  const nonce = given[0] ?? "";
  const isEmptyArray = /^new byte\[\d+\]$/.test(nonce);
  return isEmptyArray || isFixed(nonce, code) ? fixedNonce(call, nonce) : null;
}

function erlangCipher({ call, arguments: given }: WrittenCall): Weakness {
  return weakName(/^:(\w+)$/.exec(given[0] ?? "")?.[1] ?? "", call);
}
