/** Parts that code takes from itself and that nobody wrote, and what only looks like them. */
import { describe, expect, test } from "vitest";
import { missingParts } from "../../src/syntax/missing-parts.js";
import { surveyCode } from "../survey-code.js";

type Files = Readonly<Record<string, string>>;

async function missing(files: Files, others: readonly string[] = []): Promise<readonly string[]> {
  return missingParts(await surveyCode(files), others).map(({ name }) => name);
}

const use = "export const use = 1;\n";

describe("imports in TypeScript and JavaScript", () => {
  test.each<readonly [what: string, files: Files, names: readonly string[]]>([
    [
      "a file that is not there",
      { "src/a.ts": 'import { b } from "./b.js";\nexport const a = b;\n' },
      ["./b.js"],
    ],
    [
      "one that is, in the other language",
      { "src/a.ts": 'import { use } from "./b.js";\nuse;\n', "src/b.ts": use },
      [],
    ],
    ["a folder", { "src/a.ts": 'import { use } from "./b";\nuse;\n', "src/b/index.ts": use }, []],
    [
      "a name with a dot",
      { "src/a.ts": 'import { use } from "./b.service";\nuse;\n', "src/b.service.ts": use },
      [],
    ],
    ["a picture", { "src/a.ts": 'import logo from "./logo.svg";\nlogo;\n' }, []],
    ["a package", { "src/a.ts": 'import React from "react";\nReact;\n' }, []],
    ["above the project", { "a.ts": 'import { b } from "../b.js";\nb;\n' }, []],
    ["what a build writes", { "src/a.ts": 'import { b } from "../dist/b.js";\nb;\n' }, []],
    [
      "a project that generates code",
      {
        "src/a.ts": 'import { b } from "./graphql";\nb;\n',
        "package.json": '{"scripts":{"codegen":"graphql-codegen"}}',
      },
      [],
    ],
    ["required", { "a.js": 'const b = require("./b");\nmodule.exports = b;\n' }, ["./b"]],
    [
      "required where it may be absent",
      { "a.js": 'function a() {\n  return require("./b");\n}\nmodule.exports = a;\n' },
      [],
    ],
    ["in a comment", { "a.js": '// import b from "./b";\nexport const a = 1;\n' }, []],
  ])("%s", async (_, files, names) => {
    expect(await missing(files)).toEqual(names);
  });

  test("a file that was left out of the review is there", async () => {
    expect(await missing({ "src/a.ts": 'import { b } from "./b.js";\nb;\n' }, ["src/b.ts"])).toEqual([]);
  });
});

describe("imports in Python", () => {
  test.each<readonly [what: string, files: Files, names: readonly string[]]>([
    ["a module that is not there", { "app/main.py": "from .models import User\nUser()\n" }, [".models"]],
    [
      "one that is",
      { "app/main.py": "from .models import User\nUser()\n", "app/models.py": "class User: pass\n" },
      [],
    ],
    [
      "two steps up",
      { "app/api/main.py": "from ..models import User\nUser()\n", "app/models/__init__.py": "" },
      [],
    ],
    ["a name of the package", { "app/main.py": "from . import settings\nsettings\n" }, []],
    [
      "by the package's name",
      { "app/__init__.py": "", "app/main.py": "from app.models import User\nUser()\n" },
      ["app.models"],
    ],
    [
      "another package",
      { "app/__init__.py": "", "app/main.py": "from web.models import User\nUser()\n" },
      [],
    ],
    [
      "in a try",
      { "app/main.py": "try:\n    from .fast import run\nexcept ImportError:\n    run = None\n" },
      [],
    ],
    ["what a tool writes", { "app/main.py": "from ._version import version\nversion\n" }, []],
  ])("%s", async (_, files, names) => {
    expect(await missing(files)).toEqual(names);
  });
});

describe("types in Java", () => {
  const simulator = (body: string, imports = ""): string =>
    `${imports}public class Simulator {\n  void run() {\n    ${body}\n  }\n}\n`;
  test.each<readonly [what: string, files: Files, names: readonly string[]]>([
    ["nobody wrote it", { "Simulator.java": simulator("add(Rabbit.class);") }, ["Rabbit"]],
    ["made of nothing", { "Simulator.java": simulator("add(new Rabbit(1));") }, ["Rabbit"]],
    [
      "written in another file",
      { "Simulator.java": simulator("add(new Rabbit(1));"), "Rabbit.java": "class Rabbit {}\n" },
      [],
    ],
    [
      "within a class",
      {
        "Simulator.java": simulator("add(new Rabbit(1));"),
        "Zoo.java": "class Zoo { static class Rabbit {} }\n",
      },
      [],
    ],
    ["imported", { "Simulator.java": simulator("add(new Random());", "import java.util.Random;\n") }, []],
    [
      "perhaps of a package that is imported whole",
      { "Simulator.java": simulator("add(new JFrame());", "import javax.swing.*;\n") },
      [],
    ],
    ["the language's own", { "Simulator.java": simulator("add(new Thread(new StringBuilder()));") }, []],
    ["in a text", { "Simulator.java": simulator('say("new Rabbit(");') }, []],
    [
      "with a build, which may write it",
      { "Simulator.java": simulator("add(new Rabbit(1));"), "pom.xml": "<project/>" },
      [],
    ],
    ["with a library", { "Simulator.java": simulator("add(new Rabbit(1));", "import org.zoo.Cage;\n") }, []],
  ])("%s", async (_, files, names) => {
    expect(await missing(files)).toEqual(names);
  });
});
