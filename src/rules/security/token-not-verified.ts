/** The contents of a signed token are believed without looking at its signature or its expiry. */
import { type Hit, defineRule } from "../../model/rule.js";
import type { Call } from "../../model/outline.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { namesAround, scopeText } from "../../syntax/surroundings.js";
import { type WrittenCall, nameOf, writtenCalls } from "../../syntax/written-calls.js";
import { tokenNotVerifiedExamples } from "./token-not-verified/examples.js";

export default defineRule({
  // Medium: two hits read on unseen projects, none true (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // By its examples: the one hit on 33 projects lies in a sample that is vulnerable on purpose; what the contents decide stays open.
  // In Go, Java, Rust and Elixir by its examples only; no hit met there on 34 real projects.
  // Two hits on eight unseen projects, both false: a function that says so, and one that chooses who verifies.
  confidence: 0.8,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Token read without checking it",
  risk: "Anyone can write a token that names another user or role: without the check it is believed.",
  fix: "Verify signature, algorithm and expiry in the call that reads the token, with a fixed list of algorithms, and use only what it returns.",
  trial: {
    name: "a token that somebody else signed",
    arrange: "a token with valid contents and the signature of another key",
    act: "hand the token to {it}",
    assert: "it is refused",
  },
  cwe: [347],
  match: inFamilies(["typescript", "python", "go", "java", "rust", "elixir"], unverifiedTokens),
  examples: tokenNotVerifiedExamples,
});

function* unverifiedTokens(code: Code): Iterable<Hit> {
  if (!/jwt|jws|jose|joken|token/i.test(code.source.text)) return;
  const hasChained = code.source.text.includes(".ParseUnverified(");
  const isCandidate = (call: Call): boolean =>
    isReader(call) || (hasChained && call.callee === "<expression>");
  for (const written of writtenCalls(code, isCandidate)) {
    const isOther = written.call.callee === "<expression>" && !chainedReader.test(written.text);
    const issue = isOther ? null : (switchedOff(written) ?? readOnly(code, written));
    if (issue !== null) yield { at: written.call.span, ...issue };
  }
}

const verifying =
  /^(?:jsonwebtoken|express-jwt|jose|jwt-simple|koa-jwt|fast-jwt|passport-jwt|jwt|jose\.jwt|authlib\.jose|@nestjs\/jwt|github\.com\/(?:golang-jwt|dgrijalva)\/\S*|com\.auth0\.jwt\S*|io\.jsonwebtoken\S*|jsonwebtoken\S*|JOSE\S*|Joken\S*)\b/;
const readerNames =
  /(?:^|\.)(?:verify|verifyAsync|decode|decodeJwt|jwtVerify|expressjwt|default|ParseUnverified|WithoutClaimsValidation|get_unverified_claims|get_unverified_payload|parsePlaintextJwt|parseUnsecuredClaims|none|dangerous_insecure_decode|insecure_decode|insecure_disable_signature_validation|peek_claims|peek_payload|peek)$/;

function isReader(call: Call): boolean {
  const name = nameOf(call);
  if (!readerNames.test(name)) return false;
  return (
    verifying.test(name) ||
    /(?:^|\.)(?:jwt|jwtService|parser|validation|Algorithm)\.\w+$|ParseUnverified$|insecure_/i.test(
      call.callee,
    )
  );
}

/** `jwt.NewParser().ParseUnverified(…)` */
const chainedReader = /\)\s*\.ParseUnverified\((?:[^()]|\([^()]*\))*\)$/;

interface Finding {
  readonly issue: string;
  readonly title?: string;
  readonly severity?: "medium";
  readonly cwe?: readonly number[];
}

/** The call says itself that the check is left out. */
function switchedOff({ call, text }: WrittenCall): Finding | null {
  const name = `\`${call.callee}\``;
  if (/algorithms?["']?\s*[:=]\s*\[?[^\])]*["']none["']/i.test(text))
    return { issue: `${name} accepts the algorithm \`none\`, which means a token without any signature.` };
  if (/["']verify_exp["']\s*:\s*False|ignoreExpiration\s*:\s*true/.test(text) && !isWithoutSignature(text))
    return {
      title: "Expired token accepted",
      severity: "medium",
      issue: `${name} accepts a token that has expired.`,
    };
  if (/WithoutClaimsValidation$/.test(call.callee))
    return {
      title: "Expired token accepted",
      severity: "medium",
      issue: `${name} leaves out the check of expiry, start and audience.`,
    };
  return null;
}

function isWithoutSignature(text: string): boolean {
  return /\bverify\s*=\s*False|["']verify_signature["']\s*:\s*False|verify_signature\s*=\s*False/.test(text);
}

const checked =
  /\bverify\(|verify_signature["']?\s*[:=]\s*True|jwtVerify\(|verify_and_validate|ParseWithClaims|\.verify\w*\(|signing_?key|get_unverified_header|jwks|\.kid\b|["']kid["']|\bheader\b/i;
/** `currentUser`, `verifyJwt`, `isAdmin`, `requireLogin`; not `listUsers`, which may only show something. */
const decides =
  /(?:^|\s)(?:is|has|can|get|load|current|require|check|ensure|verify|validate|parse|authenticate|authori[sz]e|insecure)_?\w*(?:auth|user|identity|role|admin|permission|session|principal|claims|token|jwt|login|caller|verif|valid)|(?:^|\s)(?:auth\w*|login|identity|principal|validation|verify|guard)(?:\s|$)/i;
/** `parseUnverifiedToken`: whoever calls it knows, and mostly needs the claims to find the key. */
const saysSo = /(?:un|not_?)verified|without_?verif/i;
/** `is_own_token`, which answers yes or no, chooses who verifies; `is_valid_token` decides who comes in. */
const asksWhose =
  /(?:^|\s)is_?(?!\w*(?:valid|verified|trusted|authentic|auth|admin|good|genuine|correct|active|expired|login))\w*(?:token|jwt)(?:\s|$)/i;
const answersOnly = /\breturn (?:true|false)\b/i;
/** OpenID Connect Core 3.1.3.7 lets the encrypted connection to the provider stand in for the signature. */
const fromProvider = /\bfetch\(|response\.(?:text|json|data)|user_?info|id_?token|oauth/i;
const client = /(?:^|\/)(?:client|frontend|web|ui|app|browser|extension|desktop)s?\//i;

/**
 * A function that verifies calls this one, or is called by it: this call reads what is verified there. That another
 * part of the file verifies its own tokens tells nothing.
 */
function isCheckedElsewhere({ source, outline }: Code, { callee, span }: Call): boolean {
  if (callee.startsWith("Joken")) return checked.test(source.text);
  if (!/^(?:typescript|javascript|java)$/.test(source.language)) return false;
  const own = namesAround(outline, span.start)[0] ?? "";
  const ownCode = scopeText({ source, outline }, span.start);
  return outline.functions.some(({ name, bodySpan }) => {
    const body = source.text.slice(bodySpan.start, bodySpan.end);
    return /\bverify\w*\(/.test(body) && (calls(body, own) || calls(ownCode, name));
  });
}

function calls(code: string, name: string): boolean {
  return /^\w{2,}$/.test(name) && new RegExp(`(?<!function )\\b${name}\\(`).test(code);
}

/** The call only reads; nothing in the same function checks, and the function's name says that its result counts. */
function readOnly(code: Code, { call, text }: WrittenCall): Finding | null {
  const name = nameOf(call);
  const isDecode = /(?:^|\.)(?:decode|decodeJwt)$/.test(name);
  if (isDecode && /^python$/.test(code.source.language) && !isWithoutSignature(text)) return null;
  if (isDecode && /^rust$/.test(code.source.language)) return null;
  if (isDecode && /jwt-simple/.test(name)) return null;
  if (/(?:^|\.)(?:verify|verifyAsync|jwtVerify|expressjwt|default|WithoutClaimsValidation)$/.test(name))
    return null;
  if (/\.none$/.test(name) && !/(?:^|\.)Algorithm\.none$/.test(name)) return null;
  if (isDecode && !verifying.test(name)) return null;
  const scope = scopeText(code, call.span.start);
  const rest = scope.replace(text, "");
  if (fromProvider.test(rest) || isCheckedElsewhere(code, call)) return null;
  if (checked.test(rest) || /(?:expires?|expiry|\bexp\b)/.test(rest.slice(0, 600))) return null;
  const names = namesAround(code.outline, call.span.start).join(" ");
  if (saysSo.test(names) || (asksWhose.test(names) && answersOnly.test(scope))) return null;
  const isTrusted = decides.test(names) || /\b(?:req|request|ctx|headers|cookies)\b/.test(text);
  if (
    !isTrusted ||
    (/^(?:typescript|javascript)$/.test(code.source.language) && client.test(code.source.path))
  )
    return null;
  return {
    issue: `\`${call.callee === "<expression>" ? "ParseUnverified" : call.callee}\` reads the token without checking its signature, and nothing else in this function checks it.`,
  };
}
