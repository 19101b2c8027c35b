/** Finds what a file tells about the machine it was written on. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { root } from "./read-code.js";

// In pieces, or this file would be found out itself.
const homes = ["home", "work", "root", "Users"].join("|");
const patterns = [
  // A folder of somebody's machine, at the beginning of a path.
  `(?<![\\w.~*)\\]-])/(?:${homes})/\\w`,
  // A host that packages came from, in prose or in a lock file.
  ["\\bregistry", "[\\w-]+", "\\w"].join("\\."),
  ['"resolved"', '"http'].join(": "),
];
const trace = new RegExp(patterns.join("|"));

/** Lines that name such a place, as `number text`. */
export function tracesIn(text: string): readonly string[] {
  return text.split("\n").flatMap((line, i) => (trace.test(line) ? [`${i + 1} ${line.trim()}`] : []));
}

/** Traces in all files that git knows, less the fixtures, which are other people's code. */
export function tracesInProject(): readonly string[] {
  return trackedFiles(":!fixtures").flatMap((path) =>
    tracesIn(readFileSync(new URL(encodeURI(path), root), "utf8")).map((found) => `${path}:${found}`),
  );
}

/** Paths that git knows, below the root. */
export function trackedFiles(...pathspecs: readonly string[]): readonly string[] {
  const output = execFileSync("git", ["ls-files", "-z", "--", ...pathspecs], { cwd: root, encoding: "utf8" });
  return output.split("\0").filter((path) => path !== "");
}
