/** Tells which keys of a key-value store are of one form, whatever values stand in them. */

/** `session:{}`, `self._key()`, `"jobs"`; undefined for a key that only the caller knows. */
export function familyOf(key: string): string | undefined {
  const format = /^fmt\.Sprintf\(("[^"]*")/.exec(key)?.[1] ?? /^("[^"]{2,}") ?\+ ?[\w.]+$/.exec(key)?.[1];
  if (format !== undefined) return format;
  const called = /^([\w$.]+)\(.*\)$/s.exec(key)?.[1];
  if (called !== undefined) return isKeyBuilder(called) ? `${called}()` : undefined;
  if (/^f["']|^`/.test(key)) {
    // A constant in the key is part of its form: `${PREFIX}:${id}`.
    const shape = key.replace(/\$?\{(?![A-Z][A-Z0-9_]*\})[^{}]*\}/g, "{}");
    return /[a-z]{2}/i.test(shape.slice(2)) ? shape : undefined;
  }
  if (/^["'][^"']*["']$/.test(key) || /^(?:\w+\.)*[A-Z][A-Z0-9_]+$/.test(key)) return key;
  return undefined;
}

function isKeyBuilder(callee: string): boolean {
  return /key|path|name|prefix/i.test(callee) && !/\.(?:format|join|replace|lower|upper|get)$/.test(callee);
}
