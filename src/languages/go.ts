/** Go, through its tree-sitter grammar. */
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Go",
  family: "go",
  extensions: [".go"],
  // A `testutil` package is imported by tests alone.
  isTestPath: (path) => path.endsWith("_test.go") || /(?:^|\/)test(?:_?utils?|helpers?|data)\//.test(path),
  // An import names a package, which is a folder: the import graph looks for it among all reviewed files.
  importCandidates: () => [],
  async loadParser() {
    const { loadGoParser } = await import("../syntax/go/parse.js");
    return loadGoParser();
  },
});
