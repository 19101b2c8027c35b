/** `browse` outside of its screen: who may open it, and how editors are told a line. */
import { expect, test } from "vitest";
import { editorCommand } from "../../src/cli/editor.js";
import { inFolder, run } from "./fake-world.js";
import { flawed } from "./projects.js";

test("without a terminal: what to do instead, exit 2", async () => {
  await inFolder(flawed, async (cwd) => {
    await run(["app", "-q", "-o", "review.json"], { cwd });
    const { code, stdout, stderr } = await run(["browse", "review.json"], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("browse needs a terminal");
    expect(stderr).toContain("session-review report review.json");
  });
});

test("without a saved review: how to make one, exit 2", async () => {
  await inFolder({ "a.py": "x = 1\n" }, async (cwd) => {
    const { code, stderr } = await run(["browse"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(".session-review/review.json is not a saved review: there is no such file.");
  });
});

const target = { path: "/project/-a b;$(x).ts", line: 7 };
const { path } = target;

test.each<[editor: string, program: string, args: readonly string[]]>([
  ["vi", "vi", ["+7", path]],
  ["/usr/bin/vim", "/usr/bin/vim", ["+7", path]],
  ["nvim", "nvim", ["+7", path]],
  ["nano", "nano", ["+7", path]],
  ["emacs -nw", "emacs", ["-nw", "+7", path]],
  ["emacsclient -t", "emacsclient", ["-t", "+7", path]],
  ["code", "code", ["-g", `${path}:7`]],
  ["code --wait", "code", ["--wait", "-g", `${path}:7`]],
  ["hx", "hx", [`${path}:7`]],
  ["my-editor", "my-editor", [path]],
  ["  ", "", []],
])("EDITOR=%s", (editor, program, args) => {
  const command = editorCommand({ EDITOR: editor }, target);
  expect(command).toEqual(program === "" ? null : { program, args });
});

test("VISUAL comes before EDITOR", () => {
  expect(editorCommand({ VISUAL: "code", EDITOR: "vi" }, target)?.program).toBe("code");
});
