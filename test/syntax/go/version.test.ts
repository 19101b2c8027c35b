/** Which version of Go a file is written in. */
import { expect, test } from "vitest";
import { goVersionOf } from "../../../src/syntax/go/version.js";
import { surveyCode } from "../../survey-code.js";

const code = "package a\n";
const files = {
  "go.mod": "module shop\n\ngo 1.20\n\nrequire github.com/x/go v1.99.0\n",
  "a.go": code,
  "in/deep/a.go": code,
  "marked.go": "// Copyright\n\n//go:build linux && go1.22\n\npackage a\n",
  "unmarked.go": "//go:build !go1.22\n\npackage a\n",
  "late.go": "package a\n\n//go:build go1.22\n",
  "new/go.mod": "module new\n\ngo 1.23.1\ntoolchain go1.24.0\n",
  "new/a.go": code,
  "two/go.mod": "module two\ngo 2.0\n",
  "two/a.go": code,
  "bare/go.mod": "module bare\n",
  "bare/a.go": code,
};

test.each([
  ["a.go", 20],
  ["in/deep/a.go", 20],
  ["marked.go", 22],
  ["unmarked.go", 20],
  ["late.go", 20],
  ["new/a.go", 23],
  ["two/a.go", Number.POSITIVE_INFINITY],
  ["bare/a.go", 16],
])("%s is written in Go 1.%s", async (path, version) => {
  expect(goVersionOf(path, await surveyCode(files))).toBe(version);
});

test("nothing is known without a go.mod above", async () => {
  expect(goVersionOf("a.go", await surveyCode({ "a.go": code, "in/go.mod": "go 1.20\n" }))).toBeNull();
});
