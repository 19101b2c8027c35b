/** Statements of a function that only let it go on, wherever in it they stand. */
import { describe, expect, test } from "vitest";
import { earlyExits } from "../../src/syntax/early-exits.js";
import { surveyCode } from "../survey-code.js";

/** Conditions of the exits of the first function of the file. */
async function conditions(path: string, code: string): Promise<readonly string[]> {
  const file = (await surveyCode({ [path]: code })).files.get(path);
  const body = file?.outline.functions[0]?.bodySpan;
  if (!file || !body) throw new Error(`no function in ${path}`);
  return earlyExits(code, body, file.tree.family).map(({ at, condition }) =>
    `${condition} | ${code.slice(at.start, at.end)}`.replace(/\s+/g, " "),
  );
}

describe("early exits", () => {
  test.each<readonly [what: string, path: string, code: string, found: readonly string[]]>([
    [
      "the first statement of a Python function",
      "app/a.py",
      "def load(path):\n    if not path:\n        raise ValueError(path)\n    return path\n",
      ["not path | if not path: raise ValueError(path)"],
    ],
    [
      "the first and a later one",
      "app/a.py",
      "def load(path, size):\n    if not path:\n        return None\n    if size < 1:\n        return None\n    return path\n",
      ["not path | if not path: return None", "size < 1 | if size < 1: return None"],
    ],
    [
      "a first call that checks",
      "app/a.py",
      "def load(path):\n    check_path(path)\n    return path\n",
      ["check_path(path) | check_path(path)"],
    ],
    [
      "behind a docstring",
      "app/a.py",
      'def load(path):\n    """Loads."""\n    if not path:\n        return None\n    return path\n',
      ["not path | if not path: return None"],
    ],
    [
      "none in a first branch that has another",
      "app/a.py",
      "def load(path):\n    if not path:\n        return None\n    else:\n        path = path.strip()\n    return path\n",
      [],
    ],
    [
      "the first statement between braces",
      "src/a.ts",
      "export function load(path: string) {\n  if (!path) return null;\n  return path;\n}\n",
      ["!path | if (!path) return null;"],
    ],
  ])("%s", async (_, path, code, found) => {
    expect(await conditions(path, code)).toEqual(found);
  });
});
