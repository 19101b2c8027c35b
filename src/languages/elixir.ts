/** Elixir, through its tree-sitter grammar. */
import { ancestorsOf, joinPath, nameOf } from "../lib/paths.js";
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "Elixir",
  family: "elixir",
  extensions: [".ex", ".exs"],
  interpreters: ["elixir"],
  isTestPath: (path) => /(?:^|_)test(?:_helper)?\.exs$/.test(nameOf(path)),
  importCandidates,
  async loadParser() {
    const { loadElixirParser } = await import("../syntax/elixir/parse.js");
    return loadElixirParser();
  },
});

/** `Shop.CartItem` lies in `lib/shop/cart_item.ex` of the project or umbrella application by Mix's convention. */
function importCandidates(module: string, from: string): readonly string[] {
  const parts = module.split(".");
  const paths = new Set([
    parts.map(underscored).join("/"),
    parts.map((part) => part.toLowerCase()).join("/"),
  ]);
  return ancestorsOf(from).flatMap((root) =>
    [...paths].flatMap((path) =>
      ["lib", "", "test/support"].map((folder) => joinPath(root, `${folder}/${path}.ex`)),
    ),
  );
}

/** `HTTPClient` becomes `http_client`, as `Macro.underscore/1` does it. */
function underscored(name: string): string {
  return name
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
