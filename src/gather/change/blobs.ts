/** Reads many stored files from git in one question. */
import type { Repository } from "./repository.js";

/** The bytes behind each hash; a hash git does not have is missing. Undefined when git does not answer. */
export async function readBlobs(
  { ask }: Repository,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  if (hashes.length === 0) return new Map();
  const answer = await ask(["cat-file", "--batch"], `${hashes.join("\n")}\n`);
  return answer && readBatch(answer);
}

/** In bytes; a hash git does not have is missing. Undefined when git does not answer. */
export async function sizesOf(
  { ask }: Repository,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  if (hashes.length === 0) return new Map();
  const answer = await ask(
    ["cat-file", "--batch-check=%(objectname) %(objectsize)"],
    `${hashes.join("\n")}\n`,
  );
  const records = answer?.toString("latin1").matchAll(/^([0-9a-f]+) (\d+)$/gm);
  return records && new Map([...records].map(([, hash = "", size]) => [hash, Number(size)]));
}

const lineFeed = 0x0a;

/** Records are `<hash> blob <size>`, a line feed, that many bytes and a line feed; or `<hash> missing`. */
export function readBatch(stdout: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(lineFeed, at);
    if (end === -1) break;
    const [hash = "", kind, size] = stdout.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (kind === "missing" || size === undefined) continue;
    const length = Number(size);
    if (kind === "blob") blobs.set(hash, stdout.subarray(at, at + length));
    at += length + 1;
  }
  return blobs;
}
