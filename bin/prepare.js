// Builds dist after a local install, and never fails where TypeScript is absent (production installs, npx links).
import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

if (existsSync(new URL("../node_modules/typescript/package.json", import.meta.url))) {
  const build = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = build.status ?? 1;
} else {
  process.stderr.write("session-review: TypeScript is not installed here, so nothing was built.\n");
}
