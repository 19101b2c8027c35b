/** Python, through its tree-sitter grammar. */
import { ancestorsOf, joinPath, nameOf, parentOf } from "../lib/paths.js";
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Python",
  family: "python",
  extensions: [".py", ".pyw", ".pyi"],
  interpreters: ["python", "python2", "python3"],
  isTestPath: (path) => /^(?:test_.*|.*_test|conftest)\.py$/.test(nameOf(path)),
  importCandidates,
  async loadParser() {
    const { loadPythonParser } = await import("../syntax/python/parse.js");
    return loadPythonParser();
  },
});

/** `.store` is exact; `app.store` is tried below every folder above the file, as import roots vary. */
function importCandidates(module: string, from: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const path = module.slice(dots).replaceAll(".", "/");
  const roots = dots > 0 ? [joinPath(parentOf(from), "../".repeat(dots - 1))] : ancestorsOf(from);
  return roots.flatMap((root) => {
    const stem = joinPath(root, path);
    // `from . import name` means the package itself, never a file of the folder's name.
    if (path === "") return [joinPath(stem, "__init__.py"), joinPath(stem, "__init__.pyi")];
    return [`${stem}.py`, `${stem}/__init__.py`, `${stem}.pyi`];
  });
}
