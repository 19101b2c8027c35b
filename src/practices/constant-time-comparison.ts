/** Secrets are compared in constant time, so that the answer's delay tells an attacker nothing. */
import { definePractice } from "../model/rule.js";

const comparisons = new Set(["crypto.timingSafeEqual", "hmac.compare_digest", "secrets.compare_digest"]);

export default definePractice({
  category: "security",
  confidence: 0.95,
  title: "Secrets are compared in constant time",
  reason:
    "An ordinary comparison stops at the first different byte, which lets an attacker guess a token byte by byte.",
  match: {
    typescript: ({ outline }) =>
      outline.calls.filter(isConstantTime).map(({ span }) => ({ at: span, issue: "" })),
    python: ({ outline }) =>
      outline.calls.filter(isConstantTime).map(({ span }) => ({ at: span, issue: "" })),
  },
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
  ],
});

function isConstantTime({ origin }: { readonly origin: string | null }): boolean {
  return origin !== null && comparisons.has(origin);
}
