/** TypeScript, with or without JSX. */
import { defineLanguage } from "../model/language.js";
import { ecmascriptImportCandidates, isEcmascriptTestPath } from "../syntax/typescript/paths.js";

export default defineLanguage({
  title: "TypeScript",
  family: "typescript",
  extensions: [".ts", ".tsx", ".mts", ".cts"],
  interpreters: ["tsx", "ts-node", "deno", "bun"],
  isTestPath: isEcmascriptTestPath,
  importCandidates: ecmascriptImportCandidates,
  async loadParser() {
    const { loadTypeScriptParser } = await import("../syntax/typescript/parse.js");
    return loadTypeScriptParser();
  },
});
