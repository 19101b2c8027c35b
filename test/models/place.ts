/** A project with a cache of its own, and the settings that lead the program to a server. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { WireId } from "../double/asked.js";
import type { Double } from "../double/server.js";
import { isRefutation } from "./fair.js";
import { type Files, filesIn, writeFiles } from "../cli/fake-world.js";

export const wires: readonly WireId[] = ["anthropic", "openai"];

/** What the program must never repeat; of no provider's form, so that only its own care keeps it out. */
export const key = "key-of-nobody-7f3a9c";

export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Options that belong to the wire format. */
  readonly args: readonly string[];
}

/** @param server where it is reached, without a path */
export async function makePlace(cwd: string, files: Files, to: To): Promise<Place> {
  await mkdir(cwd, { recursive: true });
  await writeFiles(cwd, files);
  const cache = { XDG_CACHE_HOME: join(cwd, "cache"), HOME: cwd };
  return to.wire === "anthropic"
    ? { cwd, env: { ...cache, ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: to.url }, args: [] }
    : {
        cwd,
        env: { ...cache, OPENAI_API_KEY: key, OPENAI_BASE_URL: `${to.url}/v1` },
        args: ["--model", "local-model"],
      };
}

export interface To {
  readonly wire: WireId;
  readonly url: string;
}

/** Questions about code, and attempts to prove findings wrong. */
export function callsOf({ recorder }: Double): { readonly reviews: number; readonly refutations: number } {
  const posts = recorder.calls.filter(({ method }) => method === "POST");
  const refutations = posts.filter(({ raw }) => isRefutation(raw.toString("utf8"))).length;
  return { reviews: posts.length - refutations, refutations };
}

/** Everything below a folder as one text: reports, and what was stored. */
export async function textsIn(cwd: string): Promise<string> {
  const texts = (await filesIn(cwd)).map(async (path) => readFile(join(cwd, path), "utf8"));
  return (await Promise.all(texts)).join("\n");
}
