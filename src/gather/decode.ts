/** Turns the bytes of a file into text, or says what shows that they are not text. */
import { grouped } from "../lib/text.js";

/** As git does: a NUL byte this early means binary (buffer_is_binary in git's xdiff-interface.c). */
const BYTES_LOOKED_AT = 8000;

export type Decoded = { readonly text: string } | { readonly binary: string };

const BYTE_ORDER_MARKS = [
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
] as const;

/** What windows-1252 has at 0x80 to 0x9f; written out because the decoders of Node versions differ there. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character);
}

/** Text of a file that begins with a UTF-16 mark; undefined when what follows the mark is no such text. */
function decodeMarked(bytes: Buffer): string | undefined {
  const mark = BYTE_ORDER_MARKS.find((candidate) => candidate.bytes.every((byte, i) => bytes[i] === byte));
  if (mark === undefined) return undefined;
  try {
    const text = new TextDecoder(mark.encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** UTF-16 with a byte order mark, else UTF-8, else windows-1252; line ends stay, a byte order mark goes. */
export function decode(bytes: Buffer): Decoded {
  const marked = decodeMarked(bytes);
  if (marked !== undefined) return { text: marked };
  const nul = bytes.subarray(0, BYTES_LOOKED_AT).indexOf(0);
  if (nul >= 0) return { binary: `byte ${grouped(nul + 1)} is NUL` };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { text: decodeWindows1252(bytes) };
  }
}
