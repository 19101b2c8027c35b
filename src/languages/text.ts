/** Any other text: no parser, so only the text rules (credentials, conflict markers, instructions) look at it. */
import { nameOf } from "../lib/paths.js";
import { defineLanguage } from "../model/language.js";

export default defineLanguage({
  title: "other text",
  family: "text",
  extensions: [],
  isTestPath: () => false,
  importCandidates: () => [],
  titleFor: (path) => titles[/\.[^.]+$/.exec(nameOf(path).toLowerCase())?.[0] ?? ""] ?? "other text",
  async loadParser() {
    const { loadTextParser } = await import("../syntax/text.js");
    return loadTextParser();
  },
});

/** Languages people would miss in a report, by extension: they should see that only the text rules looked. */
const titles: Readonly<Record<string, string>> = {
  ".c": "C",
  ".cc": "C++",
  ".cpp": "C++",
  ".cs": "C#",
  ".css": "CSS",
  ".dart": "Dart",
  ".erl": "Erlang",
  ".h": "C",
  ".hpp": "C++",
  ".hs": "Haskell",
  ".html": "HTML",
  ".json": "JSON",
  ".kt": "Kotlin",
  ".kts": "Kotlin",
  ".lua": "Lua",
  ".m": "Objective-C",
  ".md": "Markdown",
  ".php": "PHP",
  ".pl": "Perl",
  ".proto": "Protocol Buffers",
  ".ps1": "PowerShell",
  ".r": "R",
  ".rb": "Ruby",
  ".scala": "Scala",
  ".scss": "CSS",
  ".sh": "Shell",
  ".sql": "SQL",
  ".svelte": "Svelte",
  ".swift": "Swift",
  ".tf": "Terraform",
  ".toml": "TOML",
  ".vue": "Vue",
  ".xml": "XML",
  ".yaml": "YAML",
  ".yml": "YAML",
  ".zig": "Zig",
};
