/** Any other text: no parser, so only the text rules (credentials, conflict markers, instructions) look at it. */
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "other text",
  family: "text",
  extensions: [],
  isTestPath: () => false,
  importCandidates: () => [],
  async loadParser() {
    const { loadTextParser } = await import("../syntax/text.js");
    return loadTextParser();
  },
});
