/** Places as SARIF tells them: percent-encoded relative URIs, lines, and columns where the quote shows them. */
import type { Place } from "../../model/finding.js";
import type { LineRange } from "../../model/source.js";

type Placed = Pick<Place, "path" | "lines"> & Partial<Place>;

/** What stands in for a credential; a line that holds one has lost its columns. */
const removed = "[secret removed]";

export function artifactLocation(path: string): object {
  return { uri: encodePath(path), uriBaseId: "%SRCROOT%" };
}

/** A place without lines is the file as a whole. */
export function location(place: Placed, id?: number): object {
  const { path, lines, note } = place;
  return {
    ...(id === undefined ? {} : { id }),
    physicalLocation: {
      artifactLocation: artifactLocation(path),
      ...(lines ? { region: region(lines, place.quote) } : {}),
    },
    ...(note === undefined || note === "" ? {} : { message: { text: plainText(note) } }),
  };
}

/** Columns count UTF-16 units from 1, and the last one is not part of the region. */
function region({ start, end }: LineRange, quote = ""): object {
  const lines = quote.split("\n");
  const isWhole = lines.length === end - start + 1 && quote.trim() !== "" && !quote.includes(removed);
  const indent = /^[ \t]*/.exec(quote)?.[0].length ?? 0;
  return {
    startLine: start,
    ...(isWhole ? { startColumn: indent + 1 } : {}),
    endLine: end,
    ...(isWhole ? { endColumn: (lines.at(-1) ?? "").length + 1 } : {}),
    ...(quote === "" ? {} : { snippet: { text: quote } }),
  };
}

/**
 * Text of a message. What looks like one of SARIF's own links (section 3.11.6) or placeholders (3.11.5) is escaped:
 * it came from reviewed code and means neither.
 */
export function plainText(text: string): string {
  return text
    .replace(/\[(?=[^[\]]*\]\()/g, "\\[")
    .replace(/\{(?=\d+\})/g, "{{")
    .replace(/(?<=\{\{\d+)\}/g, "}}");
}

/** Each part on its own, so that the slashes stay; half a character, which no URI can hold, becomes U+FFFD. */
function encodePath(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
