/** Opens a file at a line in the user's editor: the program itself is started, never a shell. */
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { codeOf, problemOf } from "../lib/problem.js";
import type { World } from "./world.js";

/** A place to open; the path is absolute, so that it cannot be taken for an option. */
export interface Target {
  readonly path: string;
  readonly line: number;
}

/** The editor's program and its arguments; null where neither $VISUAL nor $EDITOR names one. */
export function editorCommand(
  env: World["env"],
  target: Target,
): { readonly program: string; readonly args: readonly string[] } | null {
  const [program, ...own] = (env["VISUAL"]?.trim() || env["EDITOR"]?.trim() || "").split(/\s+/);
  if (!program) return null;
  return { program, args: [...own, ...placeArguments(program, target)] };
}

/** How editors are told a line, by the name of their program, after their manuals. */
function placeArguments(program: string, { path, line }: Target): readonly string[] {
  const name = basename(program)
    .replace(/\.(?:exe|cmd)$/i, "")
    .toLowerCase();
  if (/^(?:code|code-insiders|codium|vscodium|cursor|windsurf)$/.test(name)) return ["-g", `${path}:${line}`];
  if (/^(?:hx|helix|subl|zed)$/.test(name)) return [`${path}:${line}`];
  if (/^(?:vi|vim|nvim|gvim|view|vimx|nano|pico|emacs|emacsclient|kak|micro|joe|ne|mg|ed)$/.test(name))
    return [`+${line}`, path];
  return [path];
}

/** Waits until the editor is closed. @returns what to tell; empty when all went well */
export async function edit(target: Target, env: World["env"]): Promise<string> {
  const command = editorCommand(env, target);
  if (!command) return "set EDITOR to the name of your editor to open files from here";
  return new Promise((done) => {
    // Stdout may go to a file; the screen is where stderr goes.
    const child = spawn(command.program, command.args, { stdio: [0, 2, 2], shell: false });
    child.once("error", (error) =>
      done(
        `${command.program} cannot be started: ${codeOf(error) === "ENOENT" ? "there is no such program" : problemOf(error)}`,
      ),
    );
    child.once("close", (code) =>
      done(code === 0 ? "" : `${command.program} ended with ${code ?? "a signal"}`),
    );
  });
}
