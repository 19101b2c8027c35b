// Reads the output of npm from stdin; prints the warnings that this project could prevent, and exits with 1 if there are any.
import { readFileSync } from "node:fs";
import process from "node:process";
import { URL } from "node:url";

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const direct = new Set(Object.keys({ ...dependencies, ...devDependencies }));

/** Settings of the machine, and packages that other packages chose, are not ours to mend. */
function isOurs(line) {
  const said = line.replace(/^npm warn /i, "");
  if (/^(?:Unknown (?:user|env|cli|project|global|builtin) config|config )/i.test(said)) return false;
  const deprecated = /^deprecated (@?[^@\s]+)@/.exec(said);
  return deprecated === null || direct.has(deprecated[1]);
}

const ours = readFileSync(0, "utf8")
  .split(/\r?\n/)
  .filter((line) => /^npm warn /i.test(line) && isOurs(line));
for (const line of ours) process.stdout.write(`${line}\n`);
process.exitCode = ours.length === 0 ? 0 : 1;
