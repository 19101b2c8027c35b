/** The heading of a report about paths, where nobody gave one. */

/** `Code review of a, b, c and 2 more`. */
export function titleOf(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map(pathInTitle).join(", ");
  return `Code review of ${shown}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`;
}

function pathInTitle(path: string): string {
  return /^\.\/?$/.test(path) ? "the current folder" : path;
}
