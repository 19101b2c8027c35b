/** Reads from a name whether its value is meant to be hard to guess. */

/** Words of a camelCase, snake_case or kebab-case name, in lower case. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const secretEndings = new RegExp(
  "(?:^| )(?:token|secret|passwo?r?d|passphrase|passcode|pin|nonce|otp|totp|salt|csrf|xsrf|sessionid|apikey" +
    "|session (?:id|key|value)|(?:csrf|xsrf|token|password|otp) (?:value|string|hex)|pin code" +
    "|(?:api|secret|private|encryption|signing|access|licen[cs]e|auth) key" +
    "|(?:invite|invitation|reset|verification|verify|auth|authorization|login|confirmation|activation|security|otp|access) code" +
    "|(?:recovery|backup) codes?)$",
);

/** Tokens that nobody profits from guessing, and names about secrets rather than for them. */
const otherTokens =
  /(?:^| )(?:lock|cancel|cancellation|design|colou?r|count|max|min|hint|mock|fake|dummy|test|example|demo|page|next|cursor|continuation|sample|input|output|llm|render|mask|bogus|invalid|signature)(?= )/;

/** True for `sessionId`, `reset_token`, `apiKey`; false for `maxTokens`, `lockToken`, `tokenColor`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name).join(" ");
  return secretEndings.test(words) && !otherTokens.test(words);
}
