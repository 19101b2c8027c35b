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

const config = (text: string): string => `{\n  // where names lead\n  "compilerOptions": { ${text} },\n}`;

test.each<[name: string, files: Record<string, string>, targets: string[]]>([
  ["paths", { "tsconfig.json": config('"paths": { "@server/*": ["./server/*"], }') }, ["server/store.ts"]],
  [
    "paths below baseUrl",
    { "tsconfig.json": config('"baseUrl": "server", "paths": { "@server/*": ["*"] }') },
    ["server/store.ts"],
  ],
  [
    "an exact name before a pattern",
    { "tsconfig.json": config('"paths": { "@server/*": ["other/*"], "@server/store": ["server/store"] }') },
    ["server/store.ts"],
  ],
  [
    "the longest start",
    { "tsconfig.json": config('"paths": { "@*": ["other/*"], "@server/*": ["server/*"] }') },
    ["server/store.ts"],
  ],
  [
    "the second target where the first is not there",
    { "tsconfig.json": config('"paths": { "@server/*": ["gone/*", "server/*"] }') },
    ["server/store.ts"],
  ],
  [
    "extends, by path and without its ending",
    {
      "web/tsconfig.json": '{ "extends": "../base" }',
      "base.json": config('"paths": { "@server/*": ["server/*"] }'),
    },
    ["server/store.ts"],
  ],
  [
    "extends, a package of the project",
    {
      "web/tsconfig.json": '{ "extends": "@acme/settings/base.json" }',
      "settings/package.json": '{ "name": "@acme/settings" }',
      "settings/base.json": config('"paths": { "@server/*": ["../server/*"] }'),
    },
    ["server/store.ts"],
  ],
  ["extends that goes round", { "tsconfig.json": '{ "extends": "./tsconfig.json" }' }, []],
  [
    "the nearest of two",
    {
      "tsconfig.json": config('"paths": { "@server/*": ["other/*"] }'),
      "web/tsconfig.json": config('"paths": { "@server/*": ["../server/*"] }'),
    },
    ["server/store.ts"],
  ],
  [
    "one beside it that holds the names",
    {
      "tsconfig.json": '{ "references": [{ "path": "./tsconfig.app.json" }] }',
      "tsconfig.app.json": config('"paths": { "@server/*": ["server/*"] }'),
    },
    ["server/store.ts"],
  ],
  ["a configuration below", { "server/tsconfig.json": config('"paths": { "@server/*": ["./*"] }') }, []],
  ["a configuration nobody can read", { "tsconfig.json": "{ paths" }, []],
  [
    "a package of the project",
    { "server/package.json": '{ "name": "@server", "exports": { "./*": "./*.ts" } }' },
    [],
  ],
])("names of tsconfig.json: %s", async (_, settings, targets) => {
  const files = { "web/src/a.ts": 'import "@server/store";', "server/store.ts": "", "other/store.ts": "" };
  const { index } = await surveyCode({ ...files, ...settings });
  expect(index.importsOf("web/src/a.ts")).toEqual(targets);
});

test.each<[name: string, specifier: string, manifest: unknown, targets: string[]]>([
  ["its beginning", "@acme/store", { main: "./lib/main.js" }, ["packages/store/lib/main.ts"]],
  ["made from sources", "@acme/store", { main: "dist/esm/index.js" }, ["packages/store/src/index.ts"]],
  ["nothing said", "@acme/store", {}, ["packages/store/src/index.ts"]],
  [
    "an exported name",
    "@acme/store/users",
    { exports: { "./users": { types: "./dist/users.d.ts", default: "./dist/users.js" } } },
    ["packages/store/src/users.ts"],
  ],
  [
    "an exported pattern",
    "@acme/store/users",
    { exports: { "./*": "./src/*.ts" } },
    ["packages/store/src/users.ts"],
  ],
  ["a file in it", "@acme/store/src/users", {}, ["packages/store/src/users.ts"]],
  ["another package", "@acme/stores", {}, []],
  ["a package that is not here", "store", {}, []],
])("packages of the project: %s", async (_, specifier, manifest, targets) => {
  const { index } = await surveyCode({
    "packages/web/a.ts": `import "${specifier}";`,
    "packages/store/package.json": JSON.stringify({ name: "@acme/store", ...(manifest as object) }),
    "packages/store/src/index.ts": "",
    "packages/store/src/users.ts": "",
    "packages/store/lib/main.ts": "",
  });
  expect(index.importsOf("packages/web/a.ts")).toEqual(targets);
});

test.each<[specifier: string, targets: string[]]>([
  ["#store", ["src/store.ts"]],
  ["#lib/names.js", ["src/lib/names.ts"]],
  ["#other", []],
])("`imports` of package.json: %s", async (specifier, targets) => {
  const imports = { "#store": { node: "./dist/store.js" }, "#lib/*": "./src/lib/*" };
  const { index } = await surveyCode({
    "package.json": JSON.stringify({ name: "app", imports }),
    "src/a.ts": `import "${specifier}";`,
    "src/store.ts": "",
    "src/lib/names.ts": "",
  });
  expect(index.importsOf("src/a.ts")).toEqual(targets);
});
