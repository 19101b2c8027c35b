/** A token that proves something is the plain hash of what others know. */
import { type Hit, defineRule } from "../../model/rule.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { writtenCalls } from "../../syntax/written-calls.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The hash without a key and what goes into it are seen; the names tell what it is for.
  confidence: 0.8,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 1 },
  title: "Token anybody can compute",
  risk: "Who knows the name or the address of a user computes the token: a password is reset or an account confirmed in their name.",
  fix: "Draw the token by chance (`crypto.randomBytes(32)`), store its hash with an end date, and compare with that; or sign it with a key (`createHmac`).",
  trial: {
    name: "a token made from what is known",
    arrange: "a user, and the hash of the user's name",
    act: "hand that hash to {it} as the token",
    assert: "it is refused",
  },
  cwe: [640, 330],
  match: inFamilies(["typescript"], guessable),
  examples: [
    {
      language: "javascript",
      bad: "const md5 = require('md5');\nexports.reset = (req, res) => {\n  if (req.query.token == md5(req.query.login)) res.render('reset');\n};\n",
      good: "const md5 = require('md5');\nexports.reset = (req, res) => {\n  if (req.query.token === tokens.get(req.query.login)) res.render('reset');\n};\nexports.isSame = (file, known) => file.etag === md5(file.body);\n",
    },
    {
      language: "typescript",
      bad: "import { createHash } from 'node:crypto';\nexport function resetLink(user: { email: string }) {\n  const token = createHash('sha1').update(user.email).digest('hex');\n  return `/reset?token=${token}`;\n}\n",
      good: "import { createHash, createHmac, randomBytes } from 'node:crypto';\nexport function resetLink(user: { email: string }, key: string) {\n  const token = createHmac('sha256', key).update(user.email).digest('hex');\n  const other = createHash('sha256').update(user.email + randomBytes(16).toString('hex')).digest('hex');\n  const avatar = createHash('md5').update(user.email).digest('hex');\n  return `/reset?token=${token}${other}${avatar}`;\n}\n",
    },
  ],
});

const known =
  /^[\w$.[\]"']*\b(?:login|e?mail|user_?name|user_?id|phone|id)\b["'\]]?(?:\.toString\(\)|\.toLowerCase\(\))?$/i;
const proof = /(?:token|reset\w*|activation\w*|confirm\w*|verification\w*|otp|passcode|api_?key)["'\]]?$/i;

function* guessable(code: Code): Iterable<Hit> {
  const { text } = code.source;
  if (!/md5|sha1|sha256|createHash/i.test(text) || !/token|reset|activat|confirm|otp/i.test(text)) return;
  for (const { call, text: written, arguments: given } of writtenCalls(code, isHash)) {
    const value = hashed(call.callee, written, given);
    if (value === null || !known.test(value)) continue;
    const before = text.slice(Math.max(0, call.span.start - 120), call.span.start);
    const compared = /([\w$.[\]"']+)\s*[!=]==?\s*$/.exec(before)?.[1];
    const assigned = /([\w$.]+)\s*(?::\s*string\s*)?[=:]\s*$/.exec(before)?.[1];
    const name = compared ?? assigned;
    if (name === undefined || !proof.test(name)) continue;
    yield {
      at: call.span,
      issue: `\`${name}\` is the plain hash of \`${value}\`, which others know and can hash too.`,
    };
  }
}

function isHash({ callee }: { readonly callee: string }): boolean {
  return /^(?:md5|sha1|sha256|sha512|hash|<expression>)$/.test(callee) || /\.digest$/.test(callee);
}

/** What a hash is made of: `md5(x)`, `createHash("sha1").update(x).digest("hex")`. */
function hashed(callee: string, written: string, given: readonly string[]): string | null {
  if (/^(?:md5|sha1|sha256|sha512)$/.test(callee)) return given[0] ?? null;
  return (
    /^(?:crypto\.)?createHash\([^()]*\)\s*\.update\(([^()]*(?:\(\))?[^()]*)\)\s*\.digest\([^()]*\)$/s.exec(
      written,
    )?.[1] ?? null
  );
}
