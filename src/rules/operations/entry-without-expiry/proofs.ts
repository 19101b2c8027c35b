/** Entries that mean something only for a while: a state of a sign-in, a code sent by mail, a limit and what it counts. */
import { type KeyValueCall, assignmentsIn } from "../../../syntax/key-value-calls.js";

const limits = /rate_?limit|cool_?down|throttle/i;

/** A key of which there is one for each hour or day: what is counted under it ends by itself. */
const ofTime = /time|date|day|hour|minute|month|week|window|bucket|slot/i;

/** The mark that somebody has to wait, or what is counted until he has to. */
export function isLimit(key: string, { arguments: given, holder, verb }: KeyValueCall): boolean {
  return (
    /^(?:set|zadd|incr)$/.test(verb) &&
    !(verb === "incr" && ofTime.test(key)) &&
    limits.test(`${key} ${given[0] ?? ""} ${holder.name}`) &&
    // `this.config.prefixes.limit` is only where the name of the key is kept.
    !/config|setting/i.test(key.replace(/\b(?:config|settings)\./g, ""))
  );
}

/** `const count = await redis.incr(key)` and then `count > 100`, where the key holds no hour or day. */
export function isCountedAgainst(text: string, key: string, { holder, span, verb }: KeyValueCall): boolean {
  if (!verb.startsWith("incr") || ofTime.test(key)) return false;
  const assigned = assignmentsIn(text, holder.bodySpan).find(
    ({ at, value }) => at <= span.start && span.end <= at + value.length,
  );
  const name = assigned?.names[0];
  const after = text.slice(span.end, holder.bodySpan.end);
  return name !== undefined && new RegExp(`\\b(?:if|return)\\b[^\\n]*\\b${name}\\s*>=?`).test(after);
}

const about =
  /verif|otp|oauth|\{state\}|\+ ?state\b|csrf|nonce|challenge|reset|magic|confirm|change.?request|one.?time|captcha/i;
const made =
  /\bcrypto\b|nanoid|random|uuid|hash|createId|generate\w*(?:code|otp|token|state|nonce)|\b(?:otp|token)\w*\(/i;

/** The key or the value is made by chance, and the key or the function says that it proves something. */
export function isProof(text: string, key: string, { arguments: given, holder }: KeyValueCall): boolean {
  const value = given[1] ?? "";
  if (!about.test(`${key} ${holder.name} ${value}`)) return false;
  const assigned = assignmentsIn(text, holder.bodySpan);
  const names: readonly string[] = `${key} ${value}`.match(/[A-Za-z_]\w*/g) ?? [];
  return (
    made.test(value) ||
    assigned.some((one) => one.names.some((name) => names.includes(name)) && made.test(one.value))
  );
}
