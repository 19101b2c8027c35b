/** Rust, through its tree-sitter grammar. */
import { ancestorsOf, joinPath, nameOf, parentOf } from "../lib/paths.js";
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Rust",
  family: "rust",
  extensions: [".rs"],
  // Cargo builds what lies in `tests` and `benches` as test and benchmark targets; a `test_util` module serves them.
  isTestPath: (path) => /(?:^|\/)(?:tests|benches|test_?utils?)\/|(?:^|[/_])tests?\.rs$/.test(path),
  importCandidates,
  async loadParser() {
    const { loadRustParser } = await import("../syntax/rust/parse.js");
    return loadRustParser();
  },
});

/** `crate::a::B` may be a file of that name or an item of the module `a`, so shorter paths follow the longer ones. */
function importCandidates(module: string, from: string): readonly string[] {
  const [first = "", ...rest] = module.split("::");
  const own = moduleFolder(from);
  if (first === "crate") return filesOf(sourceRoot(from), rest);
  if (first === "self") return filesOf(own, rest);
  if (first === "super") return fromParent(parentOf(own), rest);
  const crates = ancestorsOf(from).flatMap((folder) =>
    [first, first.replaceAll("_", "-")].flatMap((name) =>
      [name, `crates/${name}`].flatMap((place) => filesOf(joinPath(folder, `${place}/src`), rest)),
    ),
  );
  const beside = [first, ...rest].map((_, i) => joinPath(own, [first, ...rest.slice(0, i)].join("/")));
  return [...beside.reverse().flatMap(moduleFiles), ...crates];
}

function fromParent(folder: string, rest: readonly string[]): readonly string[] {
  return rest[0] === "super" ? fromParent(parentOf(folder), rest.slice(1)) : filesOf(folder, rest);
}

/** The folder that holds the file's submodules: `src/a` for `src/a.rs`, `src` for `src/lib.rs`. */
function moduleFolder(path: string): string {
  const stem = nameOf(path).replace(/\.rs$/, "");
  return /^(?:lib|main|mod)$/.test(stem) ? parentOf(path) : joinPath(parentOf(path), stem);
}

function sourceRoot(path: string): string {
  return ancestorsOf(path).find((folder) => nameOf(folder) === "src") ?? parentOf(path);
}

function filesOf(folder: string, names: readonly string[]): readonly string[] {
  const longestFirst = names.map((_, i) => joinPath(folder, names.slice(0, names.length - i).join("/")));
  return [...longestFirst.flatMap(moduleFiles), ...moduleFiles(folder)];
}

function moduleFiles(stem: string): readonly string[] {
  if (stem === "") return ["lib.rs", "main.rs"];
  const whole = [`${stem}.rs`, `${stem}/mod.rs`];
  return nameOf(stem) === "src" ? [...whole, `${stem}/lib.rs`, `${stem}/main.rs`] : whole;
}
