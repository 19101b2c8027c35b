/** What is remembered of one file as a line of text, and back; a line that does not fit in every respect is refused. */
import { hash } from "../lib/hash.js";
import type { KeptAnswers } from "../model/kept.js";
import type { Remembered, State } from "../model/memory.js";
import type { Source } from "../model/source.js";
import { readOutline, writeOutline } from "./outline-text.js";

/** 64 hex digits of all that rules can see of a file. */
export type FileKey = string;

export function fileKey({ path, language, isTest, text }: Source): FileKey {
  // The text last and as it is: to write it as JSON takes longer than to hash it.
  return hash(`${JSON.stringify([path, language, isTest])}\n${text}`, 64);
}

/** Length of key, blank, checksum and blank. */
const headLength = 130;

/** @param maker names the code that found it out: what other code writes down is not believed */
export function encodeRemembered(key: FileKey, { outline, ...rest }: Remembered, maker: string): string {
  return sealed(key, [JSON.stringify(rest), ...writeOutline(outline)].join("\t"), maker);
}

/** Null for a line that is damaged, of another file or of other code. */
export function decodeRemembered(line: string, key: FileKey, maker: string): Remembered | null {
  const body = opened(line, key, maker);
  if (body === null) return null;
  // The checksum fits, so this is what this very code wrote.
  const [rest = "", ...outline] = body.split("\t");
  return { ...(JSON.parse(rest) as Omit<Remembered, "outline">), outline: readOutline(outline) };
}

/** What stands in the place of a file's key before the answers over all files; no file has it. */
export function answersKey(state: State): FileKey {
  return `answers over all files, ${state}`.padEnd(64);
}

export function encodeAnswers(key: FileKey, answers: KeptAnswers, maker: string): string {
  return sealed(key, JSON.stringify(answers), maker);
}

/** Null for a line that is damaged, of another state or of other code. */
export function decodeAnswers(line: string, key: FileKey, maker: string): KeptAnswers | null {
  const body = opened(line, key, maker);
  return body === null ? null : (JSON.parse(body) as KeptAnswers); // this very code wrote it
}

function sealed(key: FileKey, body: string, maker: string): string {
  return `${key} ${checksum(key, body, maker)} ${body}`;
}

function opened(line: string, key: FileKey, maker: string): string | null {
  const body = line.slice(headLength);
  return line.slice(0, headLength) === `${key} ${checksum(key, body, maker)} ` ? body : null;
}

function checksum(key: FileKey, body: string, maker: string): string {
  return hash(`${maker}\n${key}\n${body}`, 64);
}
