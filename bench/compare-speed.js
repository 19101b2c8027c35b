// Prints how long comparing three candidates takes next to reviewing one of them.
// Usage: npm run build && node bench/compare-speed.js
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTurn, table } from "./measure.js";

const bin = fileURLToPath(new URL("../bin/session-review.js", import.meta.url));
const candidate = fileURLToPath(new URL("../fixtures/candidates/session-manager/deepseek/", import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), "session-review-compare-speed-"));
const names = ["a", "b", "c"];

try {
  for (const name of names) cpSync(candidate, join(cwd, name), { recursive: true });
  const command = (args) => ({
    command: process.execPath,
    args: [bin, ...args, "-q", "--fail-on", "none"],
    cwd,
  });
  const times = inTurn(
    { "review one": command(["a"]), "compare three": command(["compare", ...names]) },
    Number(process.env.RUNS ?? 7),
  );
  table([
    ["600 lines of Python", "median ms", "× review one"],
    ...Object.entries(times).map(([name, ms]) => [
      name,
      ms.toFixed(0),
      (ms / times["review one"]).toFixed(2),
    ]),
  ]);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
