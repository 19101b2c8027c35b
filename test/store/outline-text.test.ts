/** An outline read back is the one that was written, in every language, down to the order of its fields. */
import { describe, expect, test } from "vitest";
import type { Outline } from "../../src/model/outline.js";
import { readOutline, writeOutline } from "../../src/store/outline-text.js";
import { surveyCode } from "../survey-code.js";

const code: Readonly<Record<string, string>> = {
  "a.ts":
    'import def, { type one as two, three } from "./b.js";\nexport * from "./c.js";\n/** Says. */\nexport async function go(a: string, b = 1): Promise<void> {\n  await def.run(a, two(b), (x) => three(x));\n}\nclass Box { get() { return this.go?.(1)("\\t"); } }\n',
  "broken.ts": "export function ( {\n",
  "a.py":
    'from .b import one as two\nimport os\n\nclass Box:\n    def go(self, a: int = 1):\n        """Say."""\n        return two(os.path.join(a))  # here\n',
  "a.go":
    'package a\n\nimport "fmt"\n\n// Go says.\nfunc (b *Box) Go(a string) error { fmt.Println(a); return nil }\n',
  "A.java":
    "import java.util.List;\nclass A { /* x */ void go(String a) { System.out.println(List.of(a)); } }\n",
  "a.rs":
    'use std::fmt;\npub fn go(a: &str) -> String { format(a) }\n#[cfg(test)]\nmod tests { #[test] fn works() { super::go("a"); } }\n',
  "a.ex": "defmodule A do\n  alias B.C\n  def go(a), do: C.run(a) # x\nend\n",
  "notes.md": "# Notes\n",
};

const { files } = await surveyCode(code);

/** As digests see it. */
function told({ mentions, references, ...rest }: Outline): string {
  return JSON.stringify({ ...rest, mentions: [...mentions], references: [...references] });
}

describe("an outline", () => {
  test.each(Object.keys(code))("of %s", (path) => {
    const outline = files.get(path)?.outline;
    expect(outline).toBeDefined();
    if (!outline) return;
    const written = writeOutline(outline);
    expect(written.join("")).not.toMatch(/[\t\n]/);
    const found = readOutline(JSON.parse(JSON.stringify(written)) as string[]);
    expect(told(found)).toBe(told(outline));
    expect(told({ ...found })).toBe(told(outline));
    expect(writeOutline(found)).toEqual(written);
  });

  test("with a field more is written as it is", () => {
    const outline = files.get("a.rs")?.outline;
    if (!outline) throw new Error("no outline");
    expect(outline.functions.some(({ isTest }) => isTest)).toBe(true);
    expect(readOutline(writeOutline(outline)).functions).toEqual(outline.functions);
  });
});
