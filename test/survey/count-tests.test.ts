/** Tests are counted as each language declares them. */
import { expect, test } from "vitest";
import { surveyCode } from "../survey-code.js";

test.each<[path: string, code: string, cases: number]>([
  [
    "test/a.test.ts",
    'describe("a", () => {\n  it("b", () => {});\n  test.each([1, 2])("%s", () => {});\n  test.skip("c", () => {});\n  beforeEach(() => {});\n});\n',
    2,
  ],
  [
    "tests/test_a.py",
    "def test_b():\n    pass\n\nclass TestC:\n    def test_d(self):\n        pass\n    def helper(self):\n        pass\n",
    2,
  ],
  [
    "a_test.go",
    "package a\n\nfunc TestB(t *testing.T) {}\nfunc FuzzC(f *testing.F) {}\nfunc Testable() {}\nfunc help() {}\n",
    2,
  ],
  ["src/a.rs", "pub fn a() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn b() {}\n}\n", 1],
  [
    "src/test/java/ATest.java",
    "class ATest {\n  @Test\n  void b() {}\n\n  @ParameterizedTest\n  void c(int n) {}\n\n  void d() {}\n}\n",
    2,
  ],
  [
    "test/a_test.exs",
    'defmodule ATest do\n  use ExUnit.Case\n\n  setup do\n    :ok\n  end\n\n  test "b" do\n    assert true == f()\n  end\nend\n',
    1,
  ],
])("%s", async (path, code, cases) => {
  expect((await surveyCode({ [path]: code })).facts.tests).toEqual([{ path, cases }]);
});

test("code that is no test has none", async () => {
  expect((await surveyCode({ "src/a.py": "def test_connection():\n    pass\n" })).facts.tests).toEqual([]);
});
