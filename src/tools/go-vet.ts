/** go vet, of the tool chain that builds the project. */
import { z } from "zod";
import type { Category } from "../model/category.js";
import { defineTool } from "../model/tool.js";

/** By package and analyser, `{"example.com/a": {"copylocks": [{"posn": "/…/a.go:12:3", "message": "…"}]}}`. */
const outputSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([z.array(z.object({ posn: z.string(), message: z.string() })), z.object({})])),
);

export default defineTool({
  title: "go vet",
  installed: [],
  command: "go vet",
  configuredBy: ["go.mod"],
  arguments: () => "-json ./...",
  read: ({ stdout, stderr }) => {
    const printed = `${stdout}\n${stderr}`;
    const objects = objectsIn(printed);
    if (objects.length === 0 && printed.replace(/^#.*$/gm, "").trim() !== "")
      throw new Error(printed.trim().split("\n")[0]);
    return objects.flatMap((text) =>
      Object.values(outputSchema.parse(JSON.parse(text))).flatMap((analysers) =>
        Object.entries(analysers).flatMap(([rule, found]) =>
          (Array.isArray(found) ? found : []).flatMap(resultOf(rule)),
        ),
      ),
    );
  },
});

/** The tool prints one indented object a package, one after another, with comments between. */
function objectsIn(text: string): readonly string[] {
  return text.match(/^\{(?:\}|[^]*?^\})/gm) ?? [];
}

const resultOf =
  (rule: string) =>
  ({ posn, message }: { readonly posn: string; readonly message: string }) => {
    const { path, line } = /^(?<path>.*?):(?<line>\d+)(?::\d+)?$/.exec(posn)?.groups ?? {};
    if (path === undefined || line === undefined) return [];
    const lines = { start: Number(line), end: Number(line) };
    const category: Category = /lock|atomic|loopclosure|lostcancel|waitgroup/.test(rule)
      ? "concurrency"
      : "correctness";
    return [{ rule, message, path, lines, severity: "medium" as const, category, cwe: [], confidence: null }];
  };
