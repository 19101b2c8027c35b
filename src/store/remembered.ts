/** What is remembered of one file as a line of text, and back; a line that does not fit in every respect is refused. */
import { hash } from "../lib/hash.js";
import type { Remembered } from "../model/memory.js";
import type { Outline } from "../model/outline.js";
import type { Source } from "../model/source.js";

/** 64 hex digits of all that rules can see of a file. */
export type FileKey = string;

export function fileKey({ path, language, isTest, text }: Source): FileKey {
  return hash(JSON.stringify([path, language, isTest, text]), 64);
}

/** Length of key, blank, checksum and blank. */
const headLength = 130;

/** @param maker names the code that found it out: what other code writes down is not believed */
export function encodeRemembered(key: FileKey, { outline, ...rest }: Remembered, maker: string): string {
  const { mentions, references } = outline;
  const plain = { ...outline, mentions: [...mentions], references: [...references] };
  const body = JSON.stringify({ ...rest, outline: plain });
  return `${key} ${checksum(key, body, maker)} ${body}`;
}

/** Null for a line that is damaged, of another file or of other code. */
export function decodeRemembered(line: string, key: FileKey, maker: string): Remembered | null {
  const body = line.slice(headLength);
  if (line.slice(0, headLength) !== `${key} ${checksum(key, body, maker)} `) return null;
  // The checksum fits, so this is what this very code wrote.
  const { outline, ...rest } = JSON.parse(body) as Omit<Remembered, "outline"> & {
    readonly outline: PlainOutline;
  };
  const { mentions, references } = outline;
  return { ...rest, outline: { ...outline, mentions: new Map(mentions), references: new Map(references) } };
}

type Names = readonly (readonly [name: string, offsets: readonly number[]])[];
type PlainOutline = Omit<Outline, "mentions" | "references"> & {
  readonly mentions: Names;
  readonly references: Names;
};

function checksum(key: FileKey, body: string, maker: string): string {
  return hash(`${maker}\n${key}\n${body}`, 64);
}
