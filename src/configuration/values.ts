/** What values a file of the reviewed project may hold: no keys, no addresses with a password, no paths that lead out. */
import { realpath } from "node:fs/promises";
import { isAbsolute, resolve, sep } from "node:path";

/**
 * Beginnings that providers and hosts print on their keys: Anthropic and OpenAI `sk-`, Groq `gsk_`, Hugging Face `hf_`,
 * Google `AIza`, AWS `AKIA`, GitHub, GitLab, Slack, xAI, and JSON Web Tokens.
 */
const prefixes =
  /(?:^|[\s"'=:])(?:sk-|gsk_|hf_|xai-|AIza|AKIA|ASIA|gh[opsur]_|github_pat_|glpat-|xox[abpr]-|eyJ|Bearer\s)[\w.-]{8}/;

/** Letters of both cases and digits in one long run: no name of a model, reviewer or file is written so. */
const randomRun = /(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)(?<![\w/.-])[\w-]{32,}(?![\w/.])/;

/** True for text that has the form of a credential. Errs on the side of refusing. */
export function isKeyLike(text: string): boolean {
  return prefixes.test(text) || randomRun.test(text);
}

/** True for an address that holds nothing but where a server is. */
export function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "" && search === "";
}

/** True for a relative path that names something below the folder it is read from, as far as its words tell. */
export function isFileBelow(path: string): boolean {
  return !isAbsolute(path) && !/^[a-z]:|^~/i.test(path) && !path.split(/[\\/]/).includes("..");
}

/** True when the path leads out of the folder by a link; what is not there leads nowhere. */
export async function leadsOut(folder: string, path: string): Promise<boolean> {
  const [home, target] = await Promise.all(
    [folder, resolve(folder, path)].map((each) => realpath(each).catch(() => null)),
  );
  return !!home && !!target && !target.startsWith(home.endsWith(sep) ? home : home + sep);
}
