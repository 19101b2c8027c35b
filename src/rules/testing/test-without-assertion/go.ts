/** Tests in Go that check nothing. */
import type { Outline } from "../../../model/outline.js";
import type { Example } from "../../../model/rule.js";
import type { SgNode } from "@ast-grep/napi";
import type { GoTree } from "../../../model/tree.js";
import { namedChildren } from "../../../syntax/go/ask.js";
import { statementsOf } from "../../../syntax/go/conditions.js";

export interface GoTest {
  readonly node: SgNode;
  readonly name: string;
  readonly body: SgNode;
  readonly isEmpty: boolean;
}

/** `func TestName(t *testing.T)` that is not skipped and does not explain itself. */
export function testsOf(tree: GoTree): readonly GoTest[] {
  return tree.nodes("function_declaration").flatMap((node) => {
    const name = node.field("name")?.text() ?? "";
    const [parameters, body] = [node.field("parameters"), node.field("body")];
    const given = parameters ? namedChildren(parameters) : [];
    if (!/^Test(?:[A-Z_]|$)/.test(name) || name === "TestMain" || !body) return [];
    if (given.length !== 1 || given[0]?.field("type")?.text() !== "*testing.T") return [];
    if (/\.Skip|\/\/|\/\*/.test(body.text())) return [];
    return [{ node, name, body, isEmpty: statementsOf(body).length === 0 }];
  });
}

/** Where a test reports: `t.Error(…)`, `t.Fatalf(…)`, `t.Run(…)` with its own, or hands `t` on. */
export function failuresOf(outline: Outline): readonly number[] {
  return outline.references.get("t") ?? [];
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    path: "store/store_test.go",
    bad: 'package store\n\nimport "testing"\n\nfunc TestPut(t *testing.T) {\n}\n',
    good: 'package store\n\nimport "testing"\n\nfunc TestPut(t *testing.T) {\n\tif Put("a") != nil {\n\t\tt.Error("not put")\n\t}\n}\n\nfunc TestAll(t *testing.T) {\n\tcheckAll(t, 3)\n}\n\nfunc TestClose(t *testing.T) {\n\tClose()\n}\n\nfunc TestLater(t *testing.T) {\n\tt.Skip("until the server is there")\n}\n\nfunc TestMarker(t *testing.T) {\n\t// Compiling this file is the test.\n}\n',
  },
];
