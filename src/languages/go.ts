/** Go, through its tree-sitter grammar. */
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Go",
  family: "go",
  extensions: [".go"],
  isTestPath: (path) => path.endsWith("_test.go"),
  // An import names a package, which is a folder: the import graph looks for it among all reviewed files.
  importCandidates: () => [],
  async loadParser() {
    const { loadGoParser } = await import("../syntax/go/parse.js");
    return loadGoParser();
  },
});
