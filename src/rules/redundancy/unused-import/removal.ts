/** The edits that take unused names out of an import, where nothing else can come of it. */
import { isBuiltin } from "node:module";
import type { Import, ImportedName } from "../../../model/outline.js";
import type { Edit, Subject } from "../../../model/rule.js";

/** Modules of Python's standard library that do nothing by being loaded but define names. */
const quiet = new Set(
  (
    "abc argparse asyncio base64 bisect collections concurrent contextlib copy csv dataclasses datetime decimal email enum " +
    "fnmatch fractions functools getpass glob gzip hashlib heapq hmac html http inspect io itertools json logging math " +
    "numbers operator os pathlib pickle platform pprint queue random re secrets select shutil signal socket ssl stat " +
    "statistics string struct subprocess sys tarfile tempfile textwrap threading time traceback types typing unittest " +
    "urllib uuid warnings weakref xml zipfile zlib"
  ).split(" "),
);

/**
 * @param unused names of this import that nothing refers to
 * @returns nothing where the module may be wanted for what it does when it is loaded, and where a comment stands inside
 */
export function removal(entry: Import, unused: readonly ImportedName[], subject: Subject): readonly Edit[] {
  const { source, outline } = subject;
  const text = source.text.slice(entry.span.start, entry.span.end);
  const isShared = outline.imports.some((other) => other !== entry && other.span.start === entry.span.start);
  if (isShared || /\/\/|\/\*|#/.test(text)) return [];
  if (unused.length === entry.names.length)
    return isDroppable(entry, subject) ? [{ at: entry.span, text: "" }] : [];
  const fixed = subject.tree.family === "python" ? fromModule(text, unused) : fromScript(text, unused);
  return fixed === null ? [] : [{ at: entry.span, text: fixed }];
}

function isDroppable({ module, names, span }: Import, { source, tree }: Subject): boolean {
  const { text } = source;
  const before = text.slice(text.lastIndexOf("\n", span.start - 1) + 1, span.start);
  const after = /^[^\n]*/.exec(text.slice(span.end))?.[0] ?? "";
  // In a block it may be the only statement.
  if (before !== "" || after.trim() !== "") return false;
  if (tree.family === "java") return true;
  if (tree.family === "python") return quiet.has(module.split(".")[0] ?? "");
  return isBuiltin(module) || names.every(({ isTypeOnly }) => isTypeOnly);
}

/** `from m import a, b`, with or without brackets. */
function fromModule(text: string, unused: readonly ImportedName[]): string | null {
  const [, head = "", open = "", list = ""] = /^(from\s+\S+\s+import\s*)(\(?)([^()]*)\)?$/.exec(text) ?? [];
  const kept = keptOf(list, unused);
  if (kept === null) return null;
  if (open === "") return `${head}${kept.join(", ")}`;
  return `${head}${bracketed(kept, list, ["(", ")"])}`;
}

/** `import D, { a, b as c } from "m";` */
function fromScript(text: string, unused: readonly ImportedName[]): string | null {
  const match = /^(import\s+(?:type\s+)?)(?:([\w$]+)\s*)?(?:,?\s*\{([^{}]*)\}\s*)?(from\b[\s\S]*)$/.exec(
    text,
  );
  if (!match) return null;
  const [, head = "", whole = "", list, tail = ""] = match;
  const isWholeKept = whole !== "" && !unused.some(({ local }) => local === whole);
  const kept = list === undefined ? [] : keptOf(list, unused);
  if (kept === null) return null;
  const braces = kept.length === 0 ? [] : [bracketed(kept, list ?? "", ["{", "}"])];
  const parts = [...(isWholeKept ? [whole] : []), ...braces];
  return parts.length === 0 ? null : `${head}${parts.join(", ")} ${tail}`;
}

/** Null where the list is not made of plain names. */
function keptOf(list: string, unused: readonly ImportedName[]): readonly string[] | null {
  const items = list.split(",").flatMap((item) => item.trim() || []);
  if (items.length === 0 || !items.every((item) => /^(?:type\s+)?[\w$]+(?:\s+as\s+[\w$]+)?$/.test(item)))
    return null;
  return items.filter((item) => !unused.some(({ local }) => local === item.split(/\s+/).at(-1)));
}

/** On one line or a name a line, as it was. */
function bracketed(kept: readonly string[], list: string, [open, close]: readonly [string, string]): string {
  if (!list.includes("\n"))
    return open === "{" ? `{ ${kept.join(", ")} }` : `${open}${kept.join(", ")}${close}`;
  const indent = /\n([ \t]*)\S/.exec(list)?.[1] ?? "  ";
  const last = list.trimEnd().endsWith(",") ? "," : "";
  return `${open}\n${kept.map((item) => indent + item).join(",\n")}${last}\n${close}`;
}
