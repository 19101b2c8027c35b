/** Puts reading off until somebody asks. */

/** Reads its value at the first question and keeps it. */
export function lazy<T>(read: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: read() }).value;
}
