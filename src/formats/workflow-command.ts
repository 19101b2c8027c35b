/** Commands that a GitHub Actions runner reads from a job's output: annotations, and nothing that reviewed text could add to them. */
import { visible } from "../lib/visible.js";

export type AnnotationKind = "error" | "warning" | "notice";

export interface Annotation {
  readonly kind: AnnotationKind;
  readonly path?: string;
  readonly lines?: { readonly start: number; readonly end: number } | null;
  readonly title: string;
  readonly message: string;
}

/** Longest title that the annotations of a check run take; the message may have 64 KiB, of which this is far less. */
const longestTitle = 255;
const longestMessage = 4_000;

/** One line. A path that cannot be told to the runner as it is stands in the message instead, where it annotates nothing. */
export function annotation({ kind, path, lines, title, message }: Annotation): string {
  const isNameable = path !== undefined && visible(path) === path && !path.includes("##[");
  const place = isNameable ? { file: path, ...(lines ? { line: lines.start, endLine: lines.end } : {}) } : {};
  const text = path === undefined || isNameable ? message : `${visible(path)}: ${message}`;
  const properties = Object.entries({ ...place, title: shorten(title, longestTitle) })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(",");
  return `::${kind} ${properties}::${escapeData(shorten(text, longestMessage))}\n`;
}

function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** As the runner decodes it (actions/runner, ActionCommand.cs); its older `##[` form would be read anywhere in a line. */
function escapeData(text: string): string {
  return text
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replaceAll("##[", "##\\x5b");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
