/** What Python itself refuses must show as a parse error; what it accepts must not. */
import { expect, test } from "vitest";
import { outlineOf } from "../outline-of.js";

/** Each was put to CPython 3.11, which refuses it with a SyntaxError. */
test.each<[name: string, text: string, at: number, message: RegExp]>([
  ["unclosed bracket", "x = (1\n", 0, /not valid|missing/],
  ["unclosed parameters", "def f(:\n  pass\n", 6, /`\)` is missing/],
  ["unclosed bases", "class A(B:\n  pass\n", 9, /`\)` is missing/],
  ["unterminated string", "x = 'abc\n", 4, /not valid/],
  ["unterminated docstring", 'def f():\n    """doc\n', 13, /not valid/],
  ["no operand", "x = \n", 0, /not valid|missing/],
  ["no condition", "while:\n    pass\n", 5, /an expression is missing/],
  ["no sequence", "for x in:\n    pass\n", 8, /an expression is missing/],
  ["no body", "def f():\n", 8, /an indented block is missing/],
  ["body not indented", "def f():\nreturn 1\n", 8, /an indented block is missing/],
  ["only a comment for a body", "def f():\n    # later\n", 8, /an indented block is missing/],
  ["class without body", "class A:\n\ny = 1\n", 8, /an indented block is missing/],
  ["method without body", "class A:\n  def f(self):\n  x = 1\n", 23, /an indented block is missing/],
  ["empty case", "match x:\n    case 1:\n    case 2:\n        pass\n", 20, /an indented block is missing/],
  ["indented first line", "  x = 1\n", 2, /unexpected indentation/],
  ["indented without need", "x = 1\n  y = 2\n", 8, /unexpected indentation/],
  ["indented after brackets", "f(\n  1,\n)\n  y = 2\n", 12, /unexpected indentation/],
  ["fits no block", "if x:\n    a()\n  b()\n", 16, /fits no block/],
  ["fits no block in a function", "def f():\n    x = 1\n  y = 2\n", 21, /fits no block/],
  ["tabs and spaces mixed", "if x:\n\ty\n        z\n", 17, /tabs and spaces/],
  ["try alone", "try:\n    x()\n", 0, /`try` without/],
  ["try alone, then more", "try:\n    x()\ny = 1\n", 0, /`try` without/],
  ["empty interpolation", 'f"{}"\n', 3, /an expression is missing/],
  ["walrus as a statement", "x := 1\n", 0, /parentheses/],
  ["print of Python 2", 'print "x"\n', 0, /the `print` statement is Python 2/],
  ["exec of Python 2", 'exec "x"\n', 0, /the `exec` statement is Python 2/],
  ["raise of Python 2", 'raise E, "x"\n', 0, /`raise` with a comma is Python 2/],
  ["backticks", "x = `a`\n", 4, /Python 2/],
  ["old inequality", "a <> b\n", 0, /`<>` is Python 2/],
  ["old octal", "x = 0777\n", 4, /`0777` is Python 2/],
  ["old long", "x = 10L\n", 4, /`10L` is Python 2/],
  ["conflict markers", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n", 0, /not valid/],
  ["another language", "function f() { return 1; }\n", 0, /not valid/],
  ["one bracket too many", "x = 1)\n", 0, /not valid/],
  ["CRLF", "x = 1\r\n  y = 2\r\n", 9, /unexpected indentation/],
])("refuses: %s", (_, text, at, message) => {
  const { parseErrors } = outlineOf(text, "a.py");
  expect(parseErrors[0]?.message).toMatch(message);
  expect(parseErrors[0]?.at).toBe(at);
});

/** Each was put to CPython 3.11 (3.12 where the name says so), which accepts it. */
test.each<[name: string, text: string]>([
  ["nothing", ""],
  ["only a comment", "# nothing\n"],
  ["blank lines and comments at any depth", "def f():\n        # deep\n\n    x = 1\n# flat\n    return x\n"],
  ["several lines in brackets", "x = [\n      1,\n  2,\n]\ny = {\n'a': (\n1)}\n"],
  ["backslashes", "x = 1 + \\\n        2\nif a and \\\n   b:\n    pass\n"],
  ["strings over lines", 'x = """\n   a\n b\n"""\ny = 1\n'],
  ["string at a block's end", 'def f():\n    """One.\n\n  two"""\nx = 1\n'],
  ["colon in a string, a slice and a lambda", "x = ':'\ny = a[1:]\nz = lambda: 1\nw: int\n"],
  ["one-line bodies", "if x: pass\nelse: pass\nclass A: x = 1\n"],
  ["semicolons", "x = 1; y = 2;\n"],
  ["tabs throughout", "if x:\n\tif y:\n\t\tz\n\tw\n"],
  ["other width in another block", "if x:\n  y\nif z:\n        w\n"],
  ["form feed", "x = 1\n\f\ny = 2\n"],
  ["no final line end", "if x:\n    y"],
  ["CRLF", "if x:\r\n    y\r\nz = 1\r\n"],
  ["print as a function", 'print("x")\nprint ("x")\nprint -1\nprint\n'],
  ["print with a shift", "print >>f, x\n"],
  [
    "match",
    "match x:\n    case [1, *rest] if rest:\n        y\n    case {'a': b}:\n        z\n    case _:\n        pass\n",
  ],
  ["soft keywords as names", "match = 1\ncase = 2\ntype = 3\nprint(match, case, type)\n"],
  ["walrus", "if (n := f()) > 1:\n    pass\n"],
  ["except*", "try:\n    f()\nexcept* A as e:\n    g()\n"],
  ["nested quotes (3.12)", 'x = f"{y["a"]}"\n'],
  ["nested f-strings", "x = f\"{f'{a}' + 'b'}{c!r:>{width}}\"\n"],
  ["braces written out", 'x = f"{{}}"\n'],
  [
    "type parameters (3.12)",
    "type X[T] = list[T]\ndef f[T: int](a: T) -> T:\n    return a\nclass A[T]:\n    pass\n",
  ],
  [
    "decorators",
    "@a.b(c)\n@d\nasync def f(a, /, b, *, c=1, **d):\n    async with x as y, z:\n        await y\n",
  ],
  ["octal, zero and text with them", "x = 0o777 + 00 + 0\ny = '10L 0777 <> `a`'\n"],
  ["a number with a zero fraction", "x = 0.5 + 01.5 + 0j\n"],
  ["astral characters", "x = '😀'\nif x:\n    y = '😀'\n"],
])("accepts: %s", (_, text) => {
  expect(outlineOf(text, "a.py").parseErrors).toEqual([]);
});

test("errors come in source order", () => {
  const { parseErrors } = outlineOf('print "a"\ntry:\n    x()\ny = 10L\nprint "b"\n', "a.py");
  expect(parseErrors.map(({ at }) => at)).toEqual([0, 10, 27, 31]);
});
