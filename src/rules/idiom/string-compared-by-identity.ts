/** Two Java texts are compared by asking whether they are one object. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { enclosingFunction, spanOf, withoutBrackets } from "../../syntax/java/ask.js";
import { typeOf } from "../../syntax/java/declarations.js";

export default defineRule({
  severity: "high",
  // Both sides are texts by their declarations; what remains are shortcuts that `equals` backs up elsewhere.
  confidence: 0.85,
  title: "Texts compared with `==`",
  risk: "Equal texts count as different as soon as one of them was read, cut or joined at run time, so the branch is taken or missed by chance.",
  fix: 'Compare with `equals` (`"open".equals(state)`), or `Objects.equals` where either may be null.',
  cwe: [597],
  match: {
    *java({ tree, source: { text } }) {
      if (!text.includes("String")) return;
      for (const node of tree.nodes("binary_expression")) {
        const operator = node.field("operator")?.text() ?? "";
        if (operator !== "==" && operator !== "!=") continue;
        const sides = [withoutBrackets(node.field("left")), withoutBrackets(node.field("right"))];
        if (!sides.every((side) => side !== null && isText(side)) || isShortcut(node, sides)) continue;
        yield {
          at: spanOf(node),
          issue: `\`${node.text()}\` asks whether both are the same object, not whether they hold the same text.`,
        };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: 'class Door {\n  boolean isOpen(String state) {\n    return state == "open";\n  }\n}\n',
      good: "class Door {\n  boolean isOpen(String state, char sign, Kind kind) {\n    return \"open\".equals(state) || state == null || sign == 'o' || kind == Kind.OPEN;\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Door {\n  private String last;\n\n  boolean hasChanged(String state) {\n    if (state != last) {\n      last = state;\n      return true;\n    }\n    return false;\n  }\n}\n",
      good: "class Door {\n  private String last;\n  private static final String NONE = new String();\n\n  boolean isSame(String a, String b, Object other) {\n    return a == b || (a != null && a.equals(b)) || a == other || last == NONE;\n  }\n\n  boolean isInterned(String a, String b) {\n    return a.intern() == b.intern();\n  }\n}\n",
    },
  ],
});

/** A literal, or a name declared as `String`; constants are often made to be told apart by identity. */
function isText(node: SgNode): boolean {
  if (node.kind() === "string_literal") return true;
  const name = node.kind() === "field_access" ? /^this\.(\w+)$/.exec(node.text())?.[1] : node.text();
  if (name === undefined || !/^[a-z]\w*$/.test(name) || /^(?:null|true|false|this)$/.test(name)) return false;
  return /^(?:java\.lang\.)?String$/.test(typeOf(name, node) ?? "");
}

/** `a == b || a.equals(b)`, in whatever statements, and texts that were interned. */
function isShortcut(node: SgNode, sides: readonly (SgNode | null)[]): boolean {
  if (sides.some((side) => side?.kind() === "string_literal")) return false;
  return /\bequals\w*\(|\bintern\(|compareTo\w*\(|\bidentity\b/i.test(enclosingFunction(node)?.text() ?? "");
}
