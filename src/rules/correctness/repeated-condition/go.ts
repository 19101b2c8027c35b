/** The chains of conditions in Go: `if … else if`, and the cases of a `switch`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { type Part, fold } from "../../../syntax/repetitions.js";
import { namedChildren } from "../../../syntax/go/ask.js";
import { chainFrom } from "../../../syntax/go/conditions.js";
import { spanOf } from "../../../syntax/nodes.js";

export function* chainsOf(tree: GoTree): Iterable<readonly Part[]> {
  for (const node of tree.nodes("if_statement")) {
    if (node.field("alternative")?.kind() !== "if_statement") continue;
    const chain = chainFrom(node);
    if (chain) yield chain.links.flatMap(linkPart);
  }
  for (const node of tree.nodes("expression_switch_statement")) {
    const cases = node.children().filter((child) => child.kind() === "expression_case");
    yield cases.flatMap((one) => namedChildren(one.field("value") ?? one).flatMap(partOf));
  }
}

/** A condition with its own statement before it (`v, ok := m[k]; ok`) asks something new. */
function linkPart(link: SgNode): readonly Part[] {
  const condition = link.field("condition");
  if (!condition) return [];
  const before = link.field("initializer")?.text();
  return [
    {
      at: spanOf(condition),
      text: before === undefined ? fold(condition.text()) : `${before}; ${condition.text()}`,
    },
  ];
}

function partOf(node: SgNode): readonly Part[] {
  return [{ at: spanOf(node), text: fold(node.text()) }];
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package a\n\nfunc kind(n int) string {\n\tif n > 0 {\n\t\treturn "plus"\n\t} else if n < 0 {\n\t\treturn "minus"\n\t} else if n > 0 {\n\t\treturn "none"\n\t}\n\treturn ""\n}\n',
    good: 'package a\n\nfunc kind(m map[string]int, p *Parser) int {\n\tif v, ok := m["a"]; ok {\n\t\treturn v\n\t} else if v, ok := m["b"]; ok {\n\t\treturn v\n\t}\n\tif p.Next() {\n\t\treturn 1\n\t} else if p.Next() {\n\t\treturn 2\n\t}\n\treturn 0\n}\n',
  },
  {
    language: "go",
    bad: 'package a\n\nimport "strings"\n\nfunc kind(name string) int {\n\tswitch {\n\tcase strings.HasPrefix(name, "a"):\n\t\treturn 1\n\tcase strings.HasPrefix(name, "b"):\n\t\treturn 2\n\tcase strings.HasPrefix(name, "a"):\n\t\treturn 3\n\t}\n\treturn 0\n}\n',
    good: 'package a\n\nfunc kind(a, b string) int {\n\tswitch a {\n\tcase "x":\n\t\tswitch b {\n\t\tcase "x":\n\t\t\treturn 1\n\t\t}\n\tcase "y", "z":\n\t\treturn 2\n\t}\n\treturn 0\n}\n',
  },
];
