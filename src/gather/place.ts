/** Where a file lies, as the exact bytes the disk knows it by, and how that is shown to people. */
import { posix } from "node:path";

/**
 * An absolute path with forward slashes, one character a byte (latin1), so that names that are not UTF-8
 * survive the way from the listing to the reading and can still be cut, compared and used as keys.
 */
export type Place = string & { readonly brand: "place" };

/** A path as Node gives it, text or bytes, as a place. */
export function toPlace(path: string | Buffer): Place {
  const bytes = (typeof path === "string" ? Buffer.from(path) : path).toString("latin1");
  return (process.platform === "win32" ? bytes.replaceAll("\\", "/") : bytes) as Place;
}

/** The bytes to hand to the disk. */
export function toBytes(place: Place): Buffer {
  return Buffer.from(place, "latin1");
}

/** The place as text, or undefined when its bytes are not UTF-8. */
export function toText(place: Place): string | undefined {
  const text = toBytes(place).toString("utf8");
  return toPlace(text) === place ? text : undefined;
}

/** The place as text where bytes that are not UTF-8 became U+FFFD, as programs that know only text see it. */
export function toLossyText(place: string): string {
  return Buffer.from(place, "latin1").toString("utf8");
}

export function inside(folder: Place, name: string): Place {
  return (folder.endsWith("/") ? folder + name : `${folder}/${name}`) as Place;
}

export function folderOf(place: Place): Place {
  return posix.dirname(place) as Place;
}

export function nameOf(place: Place): string {
  return posix.basename(place);
}

/** True for the folder itself and everything below it. */
export function isWithin(folder: Place, place: Place): boolean {
  return place === folder || place.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The way from a folder to a place, without a leading slash; begins with `../` when it lies elsewhere. */
export function wayTo(folder: Place, place: Place): string {
  if (place === folder) return "";
  return isWithin(folder, place)
    ? place.slice(folder.endsWith("/") ? folder.length : folder.length + 1)
    : posix.relative(folder, place);
}

/** The deepest folder that holds all the given folders; the first one's root when they share nothing else. */
export function sharedFolder(folders: readonly Place[]): Place {
  let shared = folders[0] ?? toPlace("/");
  for (const folder of folders) {
    while (!isWithin(shared, folder) && folderOf(shared) !== shared) shared = folderOf(shared);
  }
  return shared;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Length of a UTF-8 sequence by its first byte (RFC 3629, table in section 3); 0 when no sequence begins so. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

function decodeAt(bytes: Buffer, at: number): { text: string; length: number } {
  const first = bytes[at] ?? 0;
  const length = sequenceLength(first);
  try {
    if (length > 0) return { text: UTF8.decode(bytes.subarray(at, at + length)), length };
  } catch {
    // Not a whole sequence: the byte is shown alone.
  }
  return { text: `\\x${first.toString(16).padStart(2, "0")}`, length: 1 };
}

/**
 * Bytes of a path as text: UTF-8 where they are, `\xNN` where they are not. A backslash that only looks like
 * the start of such an escape becomes `\x5c`, so that two different names are never shown alike.
 */
export function showBytes(path: string): string {
  const bytes = Buffer.from(path.replace(/\\(?=x[0-9a-f]{2})/g, "\\x5c"), "latin1");
  try {
    return UTF8.decode(bytes);
  } catch {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const { text, length } = decodeAt(bytes, at);
      parts.push(text);
      at += length;
    }
    return parts.join("");
  }
}
