/** Loads the shelf of framework pages: where packages hand in outside data, and what they do with it. */
import { type Framework, frameworkFileSchema } from "../model/framework.js";
import { type PageFolder, readFolders } from "./page-folders.js";
import { readYaml } from "./read-yaml.js";

const builtIn = new URL("../../frameworks/", import.meta.url);

/**
 * Pages of the product, then those of the folders given (a project's `.session-review/frameworks/`).
 * @throws UserError broken-framework, duplicate-id
 */
export async function loadFrameworks(ownFolders: readonly PageFolder[] = []): Promise<readonly Framework[]> {
  const pages = await readFolders([{ url: builtIn, shownAs: "frameworks/" }, ...ownFolders], ".yml");
  return pages.map(({ id, file, text }) => {
    const place = { file, code: "broken-framework", whole: "page", linesAbove: 0 } as const;
    return { ...readYaml(text, frameworkFileSchema, place), id };
  });
}
