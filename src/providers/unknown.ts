/** Reads JSON of which nothing is known: a server may send anything in place of what its documentation says. */

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Follows names into nested objects. */
export function path(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce(field, value);
}

/** The text there, or nothing. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A count of things: a number from zero upwards; anything else is unknown. */
export function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The JSON in a text; undefined where there is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
