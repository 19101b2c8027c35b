/** Where a project keeps reviewers, rubrics and framework pages of its own. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { OwnPages } from "../catalog/catalog.js";

/** They lie beside where the command runs, never in what is reviewed elsewhere. */
export function ownPages(cwd: string): Required<OwnPages> {
  return {
    reviewers: [folder(cwd, "reviewers")],
    rubrics: [folder(cwd, "rubrics")],
    frameworks: [folder(cwd, "frameworks")],
  };
}

function folder(cwd: string, shelf: string): { readonly url: URL; readonly shownAs: string } {
  const shownAs = `.session-review/${shelf}/`;
  return { url: pathToFileURL(`${resolve(cwd, shownAs)}/`), shownAs };
}
