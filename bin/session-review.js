#!/usr/bin/env node
// Starts the command line; says what to do when this machine cannot run it.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`session-review needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exitCode = 2;
} else {
  const { statSync } = await import("node:fs");
  const builtAt = (path) =>
    statSync(new URL(`../dist/${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const main = builtAt("cli/main.js");
  if (main > 0) {
    // Whoever ran the compiler alone has packed files that are older than the modules.
    const isPacked = builtAt("packed/pages.json") >= main;
    const { build, load } = isPacked
      ? await import("./packed.js")
      : { load: (path) => import(`../dist/${path}`) };
    const { runProcess } = await load("./cli/main.js");
    await runProcess(build);
  } else {
    process.stderr.write("session-review is not built yet.\nhint: run npm install in its folder.\n");
    process.exitCode = 2;
  }
}
