/** Java, through its tree-sitter grammar. */
import { ancestorsOf, joinPath } from "../lib/paths.js";
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Java",
  family: "java",
  extensions: [".java"],
  isTestPath: (path) => /(?:^|\/)src\/test\/java\/|\w(?:Test|Tests|(?<=[a-z\d])IT)\.java$/.test(path),
  importCandidates,
  async loadParser() {
    const { loadJavaParser } = await import("../syntax/java/parse.js");
    return loadJavaParser();
  },
});

/** `a.b.C` is the file of a class, or of the class around it (`a.b.Outer.Inner`); source roots are not known, so all are tried. */
function importCandidates(module: string, from: string): readonly string[] {
  const path = module.replaceAll(".", "/");
  const outer = path.slice(0, path.lastIndexOf("/"));
  return sourceRoots(from).flatMap((root) =>
    [path, outer].filter((stem) => stem !== "").map((stem) => joinPath(root, `${stem}.java`)),
  );
}

/** The folders above a file; what a test imports lies below the sibling root (the layout of Maven and Gradle). */
function sourceRoots(from: string): readonly string[] {
  const [, module = ""] = /^(.*?)src\/test\/java\//.exec(from) ?? [];
  const sibling = from.startsWith(`${module}src/test/java/`) ? [`${module}src/main/java`] : [];
  return [...ancestorsOf(from), ...sibling];
}
