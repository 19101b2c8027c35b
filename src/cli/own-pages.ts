/** Where a project keeps reviewers, rubrics and framework pages of its own. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { OwnPages } from "../catalog/catalog.js";
import type { PageFolder } from "../catalog/page-folders.js";
import { visible } from "../lib/visible.js";

/** They lie beside where the command runs, never in what is reviewed elsewhere. */
export function ownPages(cwd: string): Required<OwnPages> {
  return {
    reviewers: [folder(cwd, "reviewers")],
    rubrics: [folder(cwd, "rubrics")],
    frameworks: [folder(cwd, "frameworks")],
  };
}

/**
 * The same; in the check of a pull request as they were where it began.
 * @param before that commit; absent elsewhere
 */
export async function pagesFor(
  cwd: string,
  { before }: { readonly before?: string | undefined },
  say: (line: string) => void,
): Promise<Required<OwnPages>> {
  const own = ownPages(cwd);
  if (before === undefined) return own;
  const { pagesBefore } = await import("../configuration/pages.js");
  const dated = async (folders: readonly PageFolder[]): Promise<readonly PageFolder[]> =>
    Promise.all(
      folders.map(async (each) => {
        const { pages, remarks } = await pagesBefore(cwd, each.shownAs, before);
        for (const remark of remarks) say(visible(remark));
        return pages ? { ...each, pages } : each;
      }),
    );
  return {
    reviewers: await dated(own.reviewers),
    rubrics: await dated(own.rubrics),
    frameworks: await dated(own.frameworks),
  };
}

function folder(cwd: string, shelf: string): PageFolder {
  const shownAs = `.session-review/${shelf}/`;
  return { url: pathToFileURL(`${resolve(cwd, shownAs)}/`), shownAs };
}
