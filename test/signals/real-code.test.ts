/** What signals must not be misled by: mistakes that comparisons of other people's projects showed. */
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import { implementation } from "../../src/syntax/implementation.js";
import { publicFunctions } from "../../src/syntax/own-code.js";
import { surveyCode } from "../survey-code.js";

const { signals } = await loadCatalog();
type Files = Readonly<Record<string, string>>;

async function valueOf(id: string, files: Files): Promise<number | null> {
  const signal = signals.find((one) => one.id === id);
  if (!signal || !("measure" in signal)) throw new Error(`no signal ${id}`);
  // What these signals read of a review is its survey.
  const seen = { survey: await surveyCode(files), testRun: null } as Parameters<typeof signal.measure>[0];
  return signal.measure(seen).value;
}

const job = "export function parse(text) {\n  return JSON.parse(text);\n}\n";
const loader =
  "(function e(t,n,r){function s(o,u){if(!n[o]){if(!t[o])throw new Error(o)}return n[o]}return s})({},{},[]);\n";

describe("what is measured is the implementation", () => {
  test.each([
    ["src/parse.js", true],
    ["index.js", true],
    ["lib/examples/parse.js", true],
    ["src/tools/parse.js", true],
    ["packages/core/dist.js", true],
    ["examples/parse.js", false],
    ["crates/core/benches/parse.js", false],
    ["docs/assets/parse.js", false],
    ["scripts/release.js", false],
    ["rollup.config.mjs", false],
    ["Gruntfile.js", false],
    ["dist/index.js", false],
    ["parse.min.js", false],
  ])("%s: %s", async (path, isPart) => {
    const survey = await surveyCode({ "src/main.js": job, [path]: job });
    expect(implementation(survey).some(({ source }) => source.path === path)).toBe(isPart);
  });

  test("a file that a bundler wrote is no part of it", async () => {
    const survey = await surveyCode({ "index.js": job, "parse.js": loader + job });
    expect(implementation(survey).map(({ source }) => source.path)).toEqual(["index.js"]);
  });

  test("of a project of examples all is", async () => {
    const survey = await surveyCode({ "examples/parse.js": job });
    expect(implementation(survey)).toHaveLength(1);
  });
});

describe("CommonJS hands out", () => {
  test.each([
    ["the module itself", "module.exports = function (text) {\n  return text;\n};", ["exports"]],
    ["a name", "function parse(text) {}\nmodule.exports = parse;", ["parse"]],
    ["names one by one", "exports.parse = function (text) {};\nvar own = function (x) {};", ["parse"]],
    [
      "an object",
      "function one(a) {}\nfunction two(a) {}\nfunction own(a) {}\nmodule.exports = { one, second: two };",
      ["one", "two"],
    ],
    [
      "a constructor with its methods",
      "function Gate(a) {}\nGate.prototype.run = function (a) {};\nfunction own(a) {}\nmodule.exports = Gate;",
      ["Gate", "run"],
    ],
    ["nothing", "var parse = function (text) {};", []],
  ])("%s", async (_, code, names) => {
    const [file] = (await surveyCode({ "index.js": code })).files.values();
    expect(file && publicFunctions(file).map(({ name }) => name)).toEqual(names);
  });
});

describe("checked-configuration", () => {
  test.each([
    ["an address", "app/client.py", 'api_url = "https://api.shop.test/v2"\n', 0],
    ["the home page of a package", "setup.py", 'setup(\n    url="https://code.test/parser",\n)\n', null],
    ["a scheme to put an address together with", "app/open.py", 'url = "file://"\n', null],
    ["an option of a command", "src/args.rs", 'fn f() { let host_arg = "--host=arm"; }\n', null],
    [
      "the logo of the documentation",
      "src/lib.rs",
      '#![doc(\n    html_logo_url = "https://code.test/logo.svg",\n)]\npub fn f() {}\n',
      null,
    ],
  ])("%s", async (_, path, code, value) => {
    expect(
      await valueOf("checked-configuration", { "app/main.py": "def f():\n    pass\n", [path]: code }),
    ).toBe(value);
  });
});

test("failures-handled leaves out the tests that Rust keeps beside the code", async () => {
  const code = "pub fn f(a: &str) -> Result<u8, Bad> {\n    let n = parse(a)?;\n    Ok(n)\n}\n";
  const tests = '#[cfg(test)]\nmod tests {\n    fn given() {\n        f("1").unwrap();\n    }\n}\n';
  expect(await valueOf("failures-handled", { "src/lib.rs": code + tests })).toBe(1);
  expect(
    await valueOf("failures-handled", { "src/lib.rs": code + tests.replace("#[cfg(test)]\n", "") }),
  ).toBe(0.75);
});

describe("shared-state-guarded", () => {
  const lexer =
    "package parser\n\ntype lexer struct {\n\titems []string\n}\n\nfunc (l *lexer) push(item string) {\n\tl.items = append(l.items, item)\n}\n";
  const server = (body: string): string =>
    `package parser\n\nimport "sync"\n\nvar guard sync.Mutex\n\nfunc serve() {\n${body}}\n`;
  test("an object that no thread knows is nobody else's", async () => {
    expect(
      await valueOf("shared-state-guarded", { "lex.go": lexer, "serve.go": server("\tgo listen()\n") }),
    ).toBeNull();
  });
  test("one that is named where threads begin is shared", async () => {
    const shared = server('\tl := &lexer{}\n\tgo l.push("a")\n');
    expect(await valueOf("shared-state-guarded", { "lex.go": lexer, "serve.go": shared })).toBe(0);
  });
});

const nap = (body: string, caught = "InterruptedException e"): string =>
  `public class Clock {\n  private int ticks = 0;\n  public void tick() {\n    this.ticks++;\n    try {\n      ${body}\n    } catch (${caught}) {\n    }\n  }\n}\n`;

test.each([
  ["a program that sleeps has no threads", "Thread.sleep(10);", null],
  ["one that starts one has", "new Thread(this::tick).start();", 0],
])("shared-state-guarded in Java: %s", async (_, body, value) => {
  expect(await valueOf("shared-state-guarded", { "Clock.java": nap(body) })).toBe(value);
});

test.each([
  ["a nap that is cut short is no failure", nap("Thread.sleep(10);"), null],
  ["what a nap stands beside may fail", nap("Thread.sleep(10);\n      send();"), 0.5],
  ["another failure is swallowed", nap("Thread.sleep(10);", "Exception e"), 0],
  [
    "a failure that is only printed reaches nobody",
    nap("send();", "IOException e").replace(") {\n    }", ") {\n      e.printStackTrace();\n    }"),
    0,
  ],
  [
    "one that is printed and passed on does",
    nap("send();", "IOException e").replace(
      ") {\n    }",
      ") {\n      e.printStackTrace();\n      throw e;\n    }",
    ),
    1,
  ],
])("failures-handled in Java: %s", async (_, code, value) => {
  expect(await valueOf("failures-handled", { "Clock.java": code })).toBe(value);
});

describe("finished-functions", () => {
  const rest = (count: number): string =>
    Array.from({ length: count }, (_, i) => `def f${i}(a):\n    return a + ${i}\n\n\n`).join("");
  test.each([
    ["all are written", rest(4), null],
    ["one of twenty is not", `${rest(19)}def send(a):\n    # TODO: send it\n    pass\n`, 0.3],
    ["one of two is not", `${rest(1)}def send(a):\n    raise NotImplementedError("send")\n`, 0],
    [
      "one that does its work has a wish",
      `${rest(1)}def send(a):\n    # TODO: faster\n    b = a\n    c = b\n    return c\n`,
      null,
    ],
    [
      "a wish about a line that works",
      `${rest(1)}def send(a):\n    # TODO: retry\n    return post(a)\n`,
      null,
    ],
    [
      "what is not to be called",
      `${rest(1)}def read(a):\n    raise NotImplementedError("pipes cannot be read from")\n`,
      null,
    ],
    [
      "the function that says it for others",
      `${rest(1)}def not_implemented(a):\n    raise NotImplementedError(a)\n`,
      null,
    ],
    ["a list of tasks", `${rest(1)}def add(a):\n    todo = a\n    return todo\n`, null],
    ["an empty hook", `${rest(1)}def on_close(self):\n    pass\n`, null],
    [
      "what subclasses write",
      `${rest(1)}class Shape:\n    def area(self):\n        raise NotImplementedError\n\n\nclass Square(Shape):\n    def area(self):\n        return 1\n`,
      null,
    ],
    [
      "what users of a library write",
      `${rest(1)}class Shape:\n    def area(self):\n        raise NotImplementedError\n`,
      null,
    ],
    [
      "what is marked abstract",
      `${rest(1)}class Shape:\n    @abstractmethod\n    def area(self):\n        # not implemented\n        pass\n`,
      null,
    ],
  ])("%s", async (_, code, value) => {
    const measured = await valueOf("finished-functions", { "main.py": code });
    expect(measured === null ? null : Math.round(measured * 10) / 10).toBe(value);
  });

  test.each([
    ["main.ts", 'export function send(a: string): void {\n  throw new Error("Not implemented yet");\n}\n'],
    ["main.rs", "pub fn send(a: u8) {\n    todo!()\n}\n"],
    ["main.go", 'package a\n\nfunc Send(a string) {\n\tpanic("not implemented")\n}\n'],
    [
      "Main.java",
      'public class Main {\n  void send() {\n    throw new UnsupportedOperationException("Not supported yet.");\n  }\n}\n',
    ],
  ])("%s", async (path, code) => {
    expect(await valueOf("finished-functions", { [path]: code })).toBe(0);
  });
});

describe("readable-functions", () => {
  const lines = (count: number): string => "    tick()\n".repeat(count);
  const inner = "    def reset():\n        tick()\n        tick()\n";
  test.each([
    ["one function does it all", `def main():\n${lines(90)}`, 0],
    ["and has a small one inside", `def main():\n${inner}${lines(90)}`, 0.03],
    ["one only holds others", `def make():\n${inner.repeat(20)}    return reset\n`, 1],
  ])("%s", async (_, code, value) => {
    expect(await valueOf("readable-functions", { "main.py": code })).toBeCloseTo(value, 1);
  });
});

test("tests-that-can-fail knows cases of tape under any name", async () => {
  const code =
    'var tape = require("tape");\nvar parse = require("../");\n\ntape("parses", function (t) {\n  t.equal(parse("1"), 1);\n  t.end();\n});\n';
  expect(await valueOf("tests-that-can-fail", { "test/parse.js": code, "index.js": job })).toBe(1);
});

test.each([
  ["testify's require", "require.NoError(t, parse())", 1],
  ["a panic", "if err := parse(); err != nil {\n\t\tpanic(err)\n\t}", 1],
  ["nothing", "parse()", 0],
])("tests-that-can-fail in Go: %s", async (_, body, value) => {
  const code = `package parser\n\nimport "github.com/stretchr/testify/require"\n\nfunc TestParse(t *testing.T) {\n\t${body}\n}\n`;
  const files = {
    "parse_test.go": code,
    "parse.go": "package parser\n\nfunc parse() error {\n\treturn nil\n}\n",
  };
  expect(await valueOf("tests-that-can-fail", files)).toBe(value);
});
