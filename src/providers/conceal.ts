/** Takes keys and passwords out of what an error says: servers, proxies and fetch itself like to repeat them. */

/** Shorter keys are dummies for local servers; hiding each `x` would make messages unreadable and protect nothing. */
const shortestSecret = 6;

/** A text without the secrets, as they are and as they stand in addresses and JSON. */
export function conceal(text: string, secrets: readonly string[]): string {
  return secrets.flatMap(spellings).reduce((left, secret) => left.replaceAll(secret, "[key]"), text);
}

/** What is known of an error, for a stack trace, without the secrets that its headers and body may hold. */
export function concealed(thrown: unknown, secrets: readonly string[]): Error {
  if (!(thrown instanceof Error)) return new Error(conceal(String(thrown).slice(0, 1000), secrets));
  const copy = new Error(conceal(thrown.message.slice(0, 1000), secrets));
  copy.name = thrown.name;
  copy.stack = conceal((thrown.stack ?? "").slice(0, 4000), secrets);
  return copy;
}

/** Longest first, so that no spelling leaves the rest of a longer one behind. */
function spellings(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const all = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
