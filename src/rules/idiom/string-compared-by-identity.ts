/** Two Java texts are compared by asking whether they are one object. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { enclosingFunction, withoutBrackets } from "../../syntax/java/ask.js";
import { typeOf } from "../../syntax/java/declarations.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Both sides are texts by their declarations; what remains are shortcuts that `equals` backs up elsewhere.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Texts compared with `==`",
  risk: "Equal texts count as different as soon as one of them was read, cut or joined at run time, so the branch is taken or missed by chance.",
  fix: 'Compare with `equals` (`"open".equals(state)`), or `Objects.equals` where either may be null.',
  cwe: [597],
  fold: "file",
  match: {
    *java({ tree, source: { text } }) {
      if (!text.includes("String")) return;
      for (const node of tree.nodes("binary_expression")) {
        const operator = node.field("operator")?.text() ?? "";
        if (operator !== "==" && operator !== "!=") continue;
        const sides = [withoutBrackets(node.field("left")), withoutBrackets(node.field("right"))];
        // Their shape first: most comparisons are with `null` or a number, and asking for a type costs a walk.
        if (!sides.every((side) => side !== null && mayBeText(side))) continue;
        if (!sides.every((side) => side !== null && isText(side)) || isShortcut(node, sides)) continue;
        yield {
          at: spanOf(node),
          edits: [{ at: spanOf(node), text: asEquals(sides, operator) }],
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

/** Asked of the literal, which is never null; of two names in full words, so that no import is wanted. */
function asEquals([left, right]: readonly (SgNode | null)[], operator: string): string {
  const [a, b] = right?.kind() === "string_literal" ? [right, left] : [left, right];
  const call =
    a?.kind() === "string_literal"
      ? `${a.text()}.equals(${b?.text() ?? ""})`
      : `java.util.Objects.equals(${a?.text() ?? ""}, ${b?.text() ?? ""})`;
  return operator === "!=" ? `!${call}` : call;
}

/** A literal or a plain name; constants are often made to be told apart by identity. */
function mayBeText(node: SgNode): boolean {
  if (node.kind() === "string_literal") return true;
  return (
    /^(?:identifier|field_access)$/.test(String(node.kind())) && /^(?:this\.)?[a-z]\w*$/.test(node.text())
  );
}

function isText(node: SgNode): boolean {
  if (node.kind() === "string_literal") return true;
  const name = node.text().replace(/^this\./, "");
  return /^(?:java\.lang\.)?String$/.test(typeOf(name, node) ?? "");
}

/** `a == b || a.equals(b)`, in whatever statements, texts that were interned, and comments that say identity is meant. */
function isShortcut(node: SgNode, sides: readonly (SgNode | null)[]): boolean {
  const scope = enclosingFunction(node)?.text() ?? "";
  if (/\bidentity\b|\bintern(?:ed)?\b/i.test(scope)) return true;
  if (sides.some((side) => side?.kind() === "string_literal")) return false;
  return /\bequals\w*\(|compareTo\w*\(/i.test(scope);
}
