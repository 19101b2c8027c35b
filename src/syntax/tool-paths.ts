/** Tells code that developers run on their own machines from code that serves users. */

const toolFolder =
  /(?:^|\/)(?:\.[\w-]+|scripts?|bin|tools?|tooling|ci|build|release|dev|extra|examples?|samples?|demos?|docs?|benchmarks?|bench|hack)\//i;
const toolFile =
  /(?:^|\/)(?:setup|conftest|fabfile|tasks|noxfile|manage|build|release|gulpfile|gruntfile|knexfile|jakefile|dangerfile|[\w.-]+\.config)\.[cm]?(?:js|ts|py)$/i;

/** Scripts, build and release steps, examples: run by hand or in CI, with arguments their author chose. */
export function isToolPath(path: string): boolean {
  return toolFolder.test(path) || toolFile.test(path);
}

/** Code that shows how something is used, as short as its author could make it. */
export function isExample(path: string): boolean {
  return /(?:^|\/)(?:examples?|samples?|demos?|docs?)\//i.test(path);
}

/** TypeScript and Python below a folder whose files are sent as they are: material that is shown, not run. */
export function isShownAsText(path: string): boolean {
  return /(?:^|\/)(?:static|public|assets|snippets)\/.*\.(?:[cm]?ts|tsx|py)$/i.test(path);
}
