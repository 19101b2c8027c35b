// Prints how long a review takes beside ast-grep scanning the same files with as many rules.
// Usage: npm run build && node bench/ast-grep.js python path/to/project
//        AST_GREP=path/to/ast-grep node bench/ast-grep.js go path/to/project   adds the native command to the table
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRules } from "../dist/catalog/load-shelves.js";
import { parsedFamilies } from "../dist/model/rule.js";
import { filesOf, patterns } from "./ast-grep-rules.js";
import { inTurn, table } from "./measure.js";

const [language, given] = process.argv.slice(2);
if (!(language in patterns) || !given)
  throw new Error(`usage: bench/ast-grep.js ${Object.keys(patterns).join("|")} FOLDER`);
const project = resolve(given);
const runs = Number(process.env.RUNS ?? 5);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "session-review-bench-"));

try {
  const count = (await loadRules()).filter((rule) => parsedFamilies(rule).includes(language)).length;
  const files = filesOf(project, language).length;
  const node = (...args) => ({ command: process.execPath, args, cwd: folder, codes: [0, 3] });
  const include = `**/*.${language === "python" ? "py" : "go"}`;
  const times = inTurn(
    {
      "session-review": node(
        here("../bin/session-review.js"),
        project,
        "--include",
        include,
        "-q",
        "--fail-on",
        "none",
      ),
      "ast-grep through Node": node(here("ast-grep-scan.js"), language, project, String(count)),
      ...(process.env.AST_GREP ? { "ast-grep's command": nativeScan(process.env.AST_GREP, count) } : {}),
    },
    runs,
  );
  const own = times["session-review"];
  table([
    [`${files} ${language} files, ${count} rules`, "median ms", "session-review is ×"],
    ...Object.entries(times).map(([name, ms]) => [name, ms.toFixed(0), (own / ms).toFixed(2)]),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function nativeScan(command, count) {
  mkdirSync(join(folder, "rules"));
  patterns[language].slice(0, count).forEach((rule, i) => {
    const yaml = { id: `rule-${i}`, language, severity: "warning", message: "found", rule };
    writeFileSync(join(folder, "rules", `${i}.yml`), JSON.stringify(yaml));
  });
  writeFileSync(join(folder, "sgconfig.yml"), "ruleDirs: [rules]\n");
  return { command, args: ["scan", "--json=stream", project], cwd: folder, codes: [0, 1] };
}
