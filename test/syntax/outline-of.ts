/** Outlines pieces of code given as text, and says what stands at their spans. */
import type { Outline } from "../../src/model/outline.js";
import type { Span } from "../../src/model/source.js";
import { loadJavaParser } from "../../src/syntax/java/parse.js";
import { loadElixirParser } from "../../src/syntax/elixir/parse.js";
import { loadGoParser } from "../../src/syntax/go/parse.js";
import { loadPythonParser } from "../../src/syntax/python/parse.js";
import { loadRustParser } from "../../src/syntax/rust/parse.js";
import { loadTypeScriptParser } from "../../src/syntax/typescript/parse.js";

const typescript = await loadTypeScriptParser();
const java = await loadJavaParser();
const python = await loadPythonParser();
const rust = await loadRustParser();
const go = await loadGoParser();
const elixir = await loadElixirParser();

/** The file name's ending decides the language. */
export function parse(text: string, path: string): ReturnType<typeof python.parse> {
  if (path.endsWith(".java")) return java.parse(text, path);
  if (path.endsWith(".rs")) return rust.parse(text, path);
  if (/\.exs?$/.test(path)) return elixir.parse(text, path);
  if (path.endsWith(".go")) return go.parse(text, path);
  return (path.endsWith(".py") ? python : typescript).parse(text, path);
}

export function outlineOf(text: string, path: string): Outline {
  return parse(text, path).outline;
}

/** The text that stands at each span. */
export function at(text: string, spans: readonly Span[]): readonly string[] {
  return spans.map(({ start, end }) => text.slice(start, end));
}

/** `module: imported>local, …`, with `type` where it is one and `!` after a re-export. */
export function importLines({ imports }: Outline): readonly string[] {
  return imports.map(({ module, names, isReExport }) => {
    const shown = names.map(
      ({ imported, local, isTypeOnly }) => `${isTypeOnly ? "type " : ""}${imported}>${local}`,
    );
    return `${module}${isReExport ? "!" : ""}: ${shown.join(", ")}`.trimEnd();
  });
}
