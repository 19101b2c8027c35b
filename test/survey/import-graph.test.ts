/** Which reviewed file imports which. */
import { expect, test } from "vitest";
import { surveyCode } from "../survey-code.js";

test.each<[name: string, files: Record<string, string>, from: string, targets: string[]]>([
  [".js means .ts", { "src/a.ts": 'import "./b.js";', "src/b.ts": "" }, "src/a.ts", ["src/b.ts"]],
  ["index file", { "src/a.ts": 'import "./b";', "src/b/index.ts": "" }, "src/a.ts", ["src/b/index.ts"]],
  ["alias", { "web/src/a.ts": 'import "@/b";', "web/src/b.ts": "" }, "web/src/a.ts", ["web/src/b.ts"]],
  [
    "re-export and require",
    { "a.ts": 'export * from "./b";', "b.ts": 'const c = require("./c");', "c.ts": "" },
    "b.ts",
    ["c.ts"],
  ],
  ["dynamic", { "a.ts": 'await import("./b.js");', "b.ts": "" }, "a.ts", ["b.ts"]],
  ["itself", { "a.ts": 'import "./a.js";' }, "a.ts", []],
  ["package", { "a.ts": 'import "b";', "b.ts": "" }, "a.ts", []],
  [
    "twice is once, in path order",
    { "a.ts": 'import "./c"; import "./b"; import "./c";', "b.ts": "", "c.ts": "" },
    "a.ts",
    ["b.ts", "c.ts"],
  ],
  ["Python, relative", { "app/a.py": "from .b import c\n", "app/b.py": "" }, "app/a.py", ["app/b.py"]],
  [
    "Python, absolute from the root",
    { "app/a.py": "import app.b\n", "app/b.py": "" },
    "app/a.py",
    ["app/b.py"],
  ],
  [
    "Python, absolute below src",
    { "src/app/a.py": "from app.b import c\n", "src/app/b.py": "" },
    "src/app/a.py",
    ["src/app/b.py"],
  ],
  ["Python, package", { "a.py": "import app\n", "app/__init__.py": "" }, "a.py", ["app/__init__.py"]],
  [
    "Python, module of a package",
    { "a.py": "from app import b\n", "app/__init__.py": "", "app/b.py": "" },
    "a.py",
    ["app/__init__.py", "app/b.py"],
  ],
  [
    "Python, module of this package",
    { "app/a.py": "from . import b\n", "app/b.py": "" },
    "app/a.py",
    ["app/b.py"],
  ],
  ["Python, parent", { "app/x/a.py": "from .. import b\n", "app/b.py": "" }, "app/x/a.py", ["app/b.py"]],
  ["Python, standard library", { "a.py": "import os.path\n", "b.py": "" }, "a.py", []],
  [
    "Go, all files of a folder but its tests",
    {
      "main.go": 'package main\n\nimport "example.com/app/store"\n',
      "store/a.go": "package store\n",
      "store/b.go": "package store\n",
      "store/a_test.go": "package store\n",
    },
    "main.go",
    ["store/a.go", "store/b.go"],
  ],
  [
    "Go, module in a folder of another name",
    {
      "services/api/main.go":
        'package main\n\nimport (\n\t"example.com/shop/internal/cart"\n\t"example.com/shop/internal/tax"\n)\n',
      "services/api/internal/cart/cart.go": "package cart\n",
      "services/api/internal/tax/tax.go": "package tax\n",
    },
    "services/api/main.go",
    ["services/api/internal/cart/cart.go", "services/api/internal/tax/tax.go"],
  ],
  [
    "Go, package of another project that ends like a folder here",
    {
      "main.go":
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/app/internal/errors"\n\t"github.com/redis/store"\n)\n',
      "internal/errors/errors.go": "package errors\n",
      "http/http.go": "package http\n",
      "internal/store/store.go": "package store\n",
    },
    "main.go",
    ["internal/errors/errors.go"],
  ],
  [
    "Go, two projects that fit equally well",
    {
      "main.go": 'package main\n\nimport (\n\t"a.example/x/errors"\n\t"b.example/y/store"\n)\n',
      "errors/errors.go": "package errors\n",
      "store/store.go": "package store\n",
    },
    "main.go",
    [],
  ],
  [
    "Go, the package that an outside test tests",
    {
      "store/store_test.go": 'package store_test\n\nimport "example.com/app/store"\n',
      "store/store.go": "package store\n",
    },
    "store/store_test.go",
    ["store/store.go"],
  ],
  ["text", { "a.txt": 'import "./b.txt"', "b.txt": "" }, "a.txt", []],
])("%s", async (_, files, from, targets) => {
  const { index } = await surveyCode(files);
  expect(index.importsOf(from)).toEqual(targets);
  for (const target of targets) expect(index.importersOf(target)).toContain(from);
});
