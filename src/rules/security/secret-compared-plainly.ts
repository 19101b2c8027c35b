/** A secret is compared in a way that takes longer the more of it is right. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Comparison, comparisonMatchers } from "../../syntax/comparisons.js";
import type { Code } from "../../syntax/in-families.js";
import { wordsOf } from "../../syntax/secret-names.js";
import { scopeText } from "../../syntax/surroundings.js";

export default defineRule({
  severity: "medium",
  // Five hits in one of 33 TypeScript, JavaScript and Python projects, all true; whether the delay can be measured depends on the network.
  // In Java by its examples only; no hit met there on 34 real projects.
  confidence: 0.8,
  judged: { right: 6, arguable: 0, wrong: 0, projects: 0 },
  title: "Secret compared byte by byte",
  risk: "The comparison stops at the first difference: by measuring many answers an attacker finds the right value piece by piece.",
  fix: "Compare in constant time: crypto.timingSafeEqual on buffers of equal length, hmac.compare_digest, subtle.ConstantTimeCompare or hmac.Equal, MessageDigest.isEqual, Plug.Crypto.secure_compare.",
  cwe: [208],
  match: comparisonMatchers(isWorthReading, judged),
  examples: [
    {
      language: "typescript",
      bad: 'import { createHmac } from "node:crypto";\nexport function isGenuine(body: string, signature: string, key: string) {\n  const expected = createHmac("sha256", key).update(body).digest("hex");\n  return signature === expected;\n}\n',
      good: 'import { createHash, createHmac, timingSafeEqual } from "node:crypto";\nexport function isGenuine(body: string, signature: Buffer, key: string) {\n  const expected = createHmac("sha256", key).update(body).digest();\n  return signature.length === expected.length && timingSafeEqual(signature, expected);\n}\nexport const isSame = (file: string, checksum: string) => createHash("sha256").update(file).digest("hex") === checksum;\nexport const isSet = (token?: string) => token !== undefined && token !== "";\nexport const repeats = (password: string, again: string) => password === again;\nexport const isChanged = (config: { token: string }, currentConfig?: { token: string }) => currentConfig?.token !== config.token;\n',
    },
    {
      language: "javascript",
      bad: "exports.guard = (req, res, next) => {\n  if (req.headers['x-api-key'] !== process.env.API_KEY) return res.sendStatus(401);\n  return next();\n};\n",
      good: "exports.guard = (req, res, next) => {\n  if (req.headers['x-mode'] !== process.env.MODE) return res.sendStatus(400);\n  if (process.env.API_KEY === undefined) return res.sendStatus(500);\n  return next();\n};\n",
    },
    {
      language: "python",
      bad: "import hashlib\nimport hmac\n\ndef is_genuine(body, signature, key):\n    expected = hmac.new(key, body, hashlib.sha256).hexdigest()\n    return signature == expected\n",
      good: "import hashlib\nimport hmac\n\ndef is_genuine(body, signature, key):\n    expected = hmac.new(key, body, hashlib.sha256).hexdigest()\n    return hmac.compare_digest(signature, expected)\n\ndef is_same(file, checksum):\n    return hashlib.sha256(file).hexdigest() == checksum\n",
    },
    {
      language: "go",
      bad: 'package web\n\nimport (\n\t"crypto/hmac"\n\t"crypto/sha256"\n\t"encoding/hex"\n)\n\nfunc isGenuine(body, key []byte, signature string) bool {\n\tmac := hmac.New(sha256.New, key)\n\tmac.Write(body)\n\texpected := hex.EncodeToString(mac.Sum(nil))\n\treturn signature == expected\n}\n',
      good: 'package web\n\nimport (\n\t"crypto/hmac"\n\t"crypto/sha256"\n)\n\nfunc isGenuine(body, key, signature []byte) bool {\n\tmac := hmac.New(sha256.New, key)\n\tmac.Write(body)\n\treturn hmac.Equal(signature, mac.Sum(nil))\n}\n',
    },
    {
      language: "java",
      bad: 'class Hook {\n  boolean isGenuine(String body, String signature) throws Exception {\n    String expected = hex(javax.crypto.Mac.getInstance("HmacSHA256").doFinal(body.getBytes()));\n    return expected.equals(signature);\n  }\n}\n',
      good: 'import java.security.MessageDigest;\n\nclass Hook {\n  boolean isGenuine(String body, byte[] signature) throws Exception {\n    byte[] expected = javax.crypto.Mac.getInstance("HmacSHA256").doFinal(body.getBytes());\n    return MessageDigest.isEqual(expected, signature);\n  }\n}\n',
    },
  ],
});

function isWorthReading(text: string): boolean {
  return /hmac|secret|token|api_?key|password|signature/i.test(text);
}

function* judged(code: Code, { at, left, right }: Comparison): Iterable<Hit> {
  if (!isValue(left) || !isValue(right)) return;
  const scope = scopeText(code, at.start);
  const kinds = [expectedBy(left, scope), expectedBy(right, scope)] as const;
  const expected = kinds[0] !== null ? left : right;
  const given = kinds[0] !== null ? right : left;
  const kind = kinds[0] ?? kinds[1];
  // Two settings, or two computed values, are no answer to an outsider.
  if (kind === null || (kinds[0] !== null && kinds[1] !== null)) return;
  if (kind === "setting" && !namesGiven(given)) return;
  if (
    /timingSafeEqual|compare_digest|ConstantTime|hmac\.Equal|isEqual|secure_compare|constant_time/i.test(
      scope,
    )
  )
    return;
  if (/(?:^|\/)(?:frontend|client|components|pages|ui|webapp)\//i.test(code.source.path)) return;
  yield {
    at,
    issue: `\`${short(given)}\` is compared with ${kind === "setting" ? "the secret" : "the computed signature"} \`${short(expected)}\` by an operator that stops at the first difference.`,
    ...(kind === "setting" ? { severity: "low", confidence: 0.75 } : {}),
  };
}

/** Not a literal, a constant, a length or a number. */
function isValue(text: string): boolean {
  return (
    text.length < 160 &&
    !/^(?:["'`\d:-]|null|undefined|None|nil|true|false|True|False|typeof\b|len\()/.test(text) &&
    !/\.(?:length|size|count|type|kind|status)(?:\(\))?$/.test(text) &&
    !/^(?:_?[A-Z][A-Z0-9_]*)$/.test(text)
  );
}

const keyed = /createHmac|hmac\.(?:new|digest|New)|Hmac|\bMac\.getInstance|:crypto\.mac|createSign/;
const setting =
  /^(?:process\.env|os\.environ|os\.getenv|import\.meta\.env|(?:\w+\??\.)*(?:\w*config|conf|settings|cfg|env|options)\b)[\w.?[\]"'()]*$/i;

/** Whether the operand is the value that has to be matched: a keyed hash, or a secret of the configuration. */
function expectedBy(operand: string, scope: string): "hmac" | "setting" | null {
  const source = /^\w+$/.test(operand) ? assignedTo(operand, scope) : operand;
  if (keyed.test(source)) return "hmac";
  // Go and Java sum up a hash they made before.
  const made = /\b(\w+)\.(?:Sum|doFinal|hexdigest|digest)\(/.exec(source)?.[1];
  if (made !== undefined && keyed.test(assignedTo(made, scope))) return "hmac";
  return setting.test(source.trim()) && isSecretName(source) ? "setting" : null;
}

function assignedTo(name: string, scope: string): string {
  return (
    new RegExp(
      `\\b${name}\\b(?:\\s*:\\s*[\\w\\[\\]]+)?\\s*(?::=|=(?![=>]))\\s*([^;]{0,200}?)(?:;|\\n\\s*\\n|\\n(?!\\s*[.)])|$)`,
    ).exec(scope)?.[1] ?? ""
  );
}

function isSecretName(text: string): boolean {
  const words = wordsOf(text).join(" ");
  return /(?:token|secret|password|passwd|api key|apikey|signature|auth key|webhook key)$/.test(words);
}

/** A header, a parameter of a request, or a name for what somebody presents. */
function namesGiven(text: string): boolean {
  return (
    /\b(?:req|request|ctx|headers?|query|params|body)\b/.test(text) ||
    isSecretName(text) ||
    /^(?:key|auth\w*|provided\w*|given\w*|\w*bearer\w*)$/i.test(text)
  );
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 50 ? `${line.slice(0, 47)}…` : line;
}
