/** Python imports of every form, and where the calls made through them come from. */
import { expect, test } from "vitest";
import { at, importLines, outlineOf } from "../outline-of.js";

test.each<[name: string, text: string, lines: string[]]>([
  ["plain", "import os\n", ["os: *>os"]],
  ["several", "import os, sys\n", ["os: *>os", "sys: *>sys"]],
  ["dotted binds its first part", "import os.path\n", ["os: *>os", "os.path:"]],
  ["renamed", "import numpy as np\n", ["numpy: *>np"]],
  ["dotted and renamed", "import os.path as p\n", ["os.path: *>p"]],
  ["from", "from a.b import c, d as e\n", ["a.b: c>c, d>e"]],
  ["in brackets, with a comment", "from a import (\n    b,  # one\n    c,\n)\n", ["a: b>b, c>c"]],
  ["relative", "from . import a\nfrom .b import c\nfrom ..d import e\n", [".: a>a", ".b: c>c", "..d: e>e"]],
  ["wildcard", "from a import *\n", ["a:"]],
  ["as itself, passed on", "from a import b as b\n", ["a!: b>b"]],
  ["module as itself", "import a as a\n", ["a!: *>a"]],
  [
    "only for types",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import B\n",
    ["typing: TYPE_CHECKING>TYPE_CHECKING", "a: type B>B"],
  ],
  ["only for types, dotted", "if typing.TYPE_CHECKING:\n    from a import B\n", ["a: type B>B"]],
  ["inside a function", "def f():\n    import os\n    from a import b\n", ["os: *>os", "a: b>b"]],
  ["in a try", "try:\n    import a\nexcept ImportError:\n    a = None\n", ["a: *>a"]],
  ["from the future", "from __future__ import annotations\n", []],
])("%s", (_, text, lines) => {
  expect(importLines(outlineOf(text, "a.py"))).toEqual(lines);
});

test("a name's span is the local name", () => {
  const text = "import os.path\nimport a.b as c\nfrom d import e as f, g\n";
  const spans = outlineOf(text, "a.py").imports.flatMap(({ names }) => names.map(({ span }) => span));
  expect(at(text, spans)).toEqual(["os", "c", "f", "g"]);
});

test.each<[name: string, text: string, callee: string, origin: string | null]>([
  ["module", "import os\nos.remove(x)\n", "os.remove", "os.remove"],
  ["dotted", "import os.path\nos.path.join(x)\n", "os.path.join", "os.path.join"],
  ["renamed module", "import subprocess as sp\nsp.run(x)\n", "sp.run", "subprocess.run"],
  [
    "renamed name",
    "from redis.asyncio import from_url as connect\nconnect(x)\n",
    "connect",
    "redis.asyncio.from_url",
  ],
  ["relative module", "from .store import save\nsave(x)\n", "save", ".store.save"],
  ["relative package", "from . import store\nstore.save(x)\n", "store.save", ".store.save"],
  ["parent package", "from .. import store\nstore.save(x)\n", "store.save", "..store.save"],
  ["own function", "def f(): pass\nf()\n", "f", null],
  ["member of self", "class A:\n    def f(self):\n        self.store.save(x)\n", "self.store.save", null],
  ["computed", "a[0](x)\n", "<expression>", null],
])("origin: %s", (_, text, callee, origin) => {
  expect(outlineOf(text, "a.py").calls).toEqual([expect.objectContaining({ callee, origin })]);
});
