/** Secrets are compared in constant time, so that the answer's delay tells an attacker nothing. */
import type { Call, Outline } from "../model/outline.js";
import { type Hit, definePractice } from "../model/rule.js";
import { type Code, inFamilies } from "../syntax/in-families.js";
import { functionsAround } from "../syntax/surroundings.js";

const comparisons = new Set([
  "crypto.timingSafeEqual",
  "hmac.compare_digest",
  "secrets.compare_digest",
  "crypto/subtle.ConstantTimeCompare",
  "crypto/hmac.Equal",
  "java.security.MessageDigest.isEqual",
  "constant_time_eq.constant_time_eq",
  "ring.constant_time.verify_slices_are_equal",
]);
/** Modules that Elixir names in full, and the method of Rust's `subtle`. */
const byName = /^Plug\.Crypto\.secure_compare$|\.ct_eq$/;

export default definePractice({
  category: "security",
  confidence: 0.95,
  title: "Secrets are compared in constant time",
  reason:
    "An ordinary comparison stops at the first different byte, which lets an attacker guess a token byte by byte.",
  match: inFamilies(["typescript", "python", "go", "java", "rust", "elixir"], praised),
  examples: [
    {
      language: "typescript",
      bad: 'import { timingSafeEqual } from "node:crypto";\nexport const isSame = (a: Buffer, b: Buffer) => timingSafeEqual(a, b);\n',
      good: "export const isSame = (a: string, b: string) => a === b;\n",
    },
    {
      language: "python",
      bad: "import hmac\n\ndef same(a, b):\n    return hmac.compare_digest(a, b)\n",
      good: "def same(a, b):\n    return a == b\n",
    },
    {
      language: "go",
      bad: 'package auth\n\nimport "crypto/subtle"\n\nfunc same(a, b []byte) bool {\n\treturn subtle.ConstantTimeCompare(a, b) == 1\n}\n',
      good: 'package auth\n\nimport "bytes"\n\nfunc same(a, b []byte) bool {\n\treturn bytes.Equal(a, b)\n}\n',
    },
    {
      language: "java",
      bad: "package auth;\n\nimport java.security.MessageDigest;\n\nclass Tokens {\n  boolean same(byte[] a, byte[] b) {\n    return MessageDigest.isEqual(a, b);\n  }\n}\n",
      good: "package auth;\n\nimport java.util.Arrays;\n\nclass Tokens {\n  boolean same(byte[] a, byte[] b) {\n    return Arrays.equals(a, b);\n  }\n}\n",
    },
    {
      language: "rust",
      bad: "use subtle::ConstantTimeEq;\n\npub fn same(a: &[u8], b: &[u8]) -> bool {\n    a.ct_eq(b).into()\n}\n",
      good: "pub fn same(a: &[u8], b: &[u8]) -> bool {\n    a == b\n}\n\n#[cfg(test)]\nmod tests {\n    use subtle::ConstantTimeEq;\n    #[test]\n    fn agrees() {\n        assert!(bool::from(a.ct_eq(b)));\n    }\n}\n",
    },
    {
      language: "elixir",
      bad: "defmodule Auth do\n  def same?(a, b), do: Plug.Crypto.secure_compare(a, b)\nend\n",
      good: "defmodule Auth do\n  def same?(a, b), do: a == b\nend\n",
    },
  ],
});

function praised({ outline }: Code): readonly Hit[] {
  return outline.calls
    .filter((call) => isConstantTime(call) && !isInTest(outline, call))
    .map(({ callee, span }) => ({
      at: span,
      issue: `\`${callee}\` takes equally long wherever the two values differ, so its delay does not help to guess a secret byte by byte.`,
    }));
}

function isConstantTime({ origin, callee }: Call): boolean {
  return (origin !== null && comparisons.has(origin)) || byName.test(callee);
}

function isInTest(outline: Outline, { span }: Call): boolean {
  return functionsAround(outline, span.start).some((fact) => fact.isTest === true);
}
