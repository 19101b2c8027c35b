/** JavaScript, with or without JSX; the TypeScript compiler parses it. */
import { defineLanguage } from "../model/language.js";
import { ecmascriptImportCandidates, isEcmascriptTestPath } from "../syntax/typescript/paths.js";

export default defineLanguage({
  title: "JavaScript",
  family: "typescript",
  extensions: [".js", ".jsx", ".mjs", ".cjs"],
  interpreters: ["node", "zx"],
  isTestPath: isEcmascriptTestPath,
  importCandidates: ecmascriptImportCandidates,
  async loadParser() {
    const { loadTypeScriptParser } = await import("../syntax/typescript/parse.js");
    return loadTypeScriptParser();
  },
});
