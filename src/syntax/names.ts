/** Dotted names and where their first part is imported from. */
import type { Import } from "../model/outline.js";

/** What a local name stands for: its module and the name there, dotted; `*` and whole modules leave the module alone. */
export function importOrigins(imports: readonly Import[]): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { module, names } of imports) {
    const from = module.replace(/^node:/, "");
    for (const { imported, local } of names) {
      const separator = /^\.+$/.test(from) ? "" : ".";
      origins.set(local, imported === "*" ? from : from + separator + imported);
    }
  }
  return origins;
}

/** The dotted callee with its first name replaced by its origin, or null when it is not imported. */
export function originOf(callee: string, origins: ReadonlyMap<string, string>): string | null {
  const dot = callee.indexOf(".");
  const first = dot === -1 ? callee : callee.slice(0, dot);
  const origin = origins.get(first);
  return origin === undefined ? null : origin + (dot === -1 ? "" : callee.slice(dot));
}

/** Adds an offset under a name. */
export function addOffset(map: Map<string, number[]>, name: string, offset: number): void {
  const offsets = map.get(name);
  if (offsets) offsets.push(offset);
  else map.set(name, [offset]);
}
