/** Outlines pieces of code given as text, and says what stands at their spans. */
import type { Outline } from "../../src/model/outline.js";
import type { Span } from "../../src/model/source.js";
import { loadGoParser } from "../../src/syntax/go/parse.js";
import { loadPythonParser } from "../../src/syntax/python/parse.js";
import { loadTypeScriptParser } from "../../src/syntax/typescript/parse.js";

const typescript = await loadTypeScriptParser();
const python = await loadPythonParser();
const go = await loadGoParser();

/** The file name's ending decides the language. */
export function parse(text: string, path: string): ReturnType<typeof python.parse> {
  const parser = path.endsWith(".py") ? python : path.endsWith(".go") ? go : typescript;
  return parser.parse(text, path);
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
