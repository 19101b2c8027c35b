/** The project's own TypeScript compiler. */
import { defineTool } from "../model/tool.js";
import { severityOfLevel } from "../model/tool-log.js";

/** `src/a.ts(12,5): error TS2304: Cannot find name 'x'.` */
const line =
  /^(?<path>[^\s(][^(]*)\((?<line>\d+),\d+\): (?<level>error|warning) (?<rule>TS\d+): (?<message>.*)$/;
/** What the compiler says about the project and not about a place: a broken configuration. */
const complaint = /^error TS\d+: .*$/m;

export default defineTool({
  title: "tsc",
  installed: ["node_modules/.bin/tsc"],
  configuredBy: ["tsconfig.json"],
  arguments: () => "--noEmit --incremental false --pretty false -p tsconfig.json",
  read: ({ stdout, stderr }) => {
    const results = stdout.split(/\r?\n/).flatMap((text) => {
      const {
        path = "",
        line: number = "1",
        level = "",
        rule = "",
        message = "",
      } = line.exec(text)?.groups ?? {};
      if (path === "") return [];
      const start = Number(number);
      return [
        {
          rule,
          message,
          path,
          lines: { start, end: start },
          severity: severityOfLevel(level),
          category: "correctness" as const,
          cwe: [],
          confidence: null,
        },
      ];
    });
    const problem = complaint.exec(stdout)?.[0] ?? (results.length === 0 ? stderr.trim() : "");
    if (problem !== "" && results.length === 0) throw new Error(problem);
    return results;
  },
});
