#!/usr/bin/env node
// Starts the command line; says what to do when this machine cannot run it.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`session-review needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exitCode = 2;
} else {
  const { existsSync } = await import("node:fs");
  const main = new URL("../dist/cli/main.js", import.meta.url);
  if (existsSync(main)) {
    const { runProcess } = await import(main.href);
    await runProcess();
  } else {
    process.stderr.write("session-review is not built yet.\nhint: run npm install in its folder.\n");
    process.exitCode = 2;
  }
}
