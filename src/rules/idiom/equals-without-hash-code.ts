/** A Java class says when two of its objects are equal and leaves their hash codes different. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { statementsOf } from "../../syntax/java/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The contract of Object.hashCode is broken as a matter of fact; whether the objects meet a hash table is not known.
  confidence: 0.85,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 0 },
  title: "`equals` without `hashCode`",
  risk: "Equal objects land in different buckets: a HashMap does not find what was put into it, and a HashSet keeps the same thing twice.",
  fix: "Override `hashCode` over the same fields (`Objects.hash(…)`), or make the class a record.",
  cwe: [581],
  match: {
    *java({ tree }) {
      for (const node of tree.nodes("method_declaration")) {
        const owner = isEquals(node) ? classWithoutHash(node) : null;
        if (owner !== null)
          yield {
            at: nameSpan(node),
            issue: `\`${owner}\` overrides \`equals\` and not \`hashCode\`, so two equal objects have different hash codes.`,
          };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "final class Point {\n  final int x;\n\n  @Override\n  public boolean equals(Object other) {\n    return other instanceof Point && ((Point) other).x == x;\n  }\n}\n",
      good: "final class Point {\n  final int x;\n\n  @Override\n  public boolean equals(Object other) {\n    return other instanceof Point && ((Point) other).x == x;\n  }\n\n  @Override\n  public int hashCode() {\n    return x;\n  }\n}\n\nclass Same {\n  @Override\n  public boolean equals(Object other) {\n    return this == other;\n  }\n}\n\nclass Near {\n  boolean equals(Near other) {\n    return true;\n  }\n}\n\n/** The class above decides about hashing. */\nclass Child extends Point {\n  @Override\n  public boolean equals(Object other) {\n    return super.equals(other) && y == ((Child) other).y;\n  }\n}\n",
    },
  ],
});

function nameSpan(method: SgNode): ReturnType<typeof spanOf> {
  return spanOf(method.field("name") ?? method);
}

/** `public boolean equals(Object other)` that does more than its parent's, which compares identities. */
function isEquals(method: SgNode): boolean {
  if (method.field("name")?.text() !== "equals" || method.field("type")?.text() !== "boolean") return false;
  if (
    !/^\(\s*(?:(?:final|@\w+)\s+)*(?:java\.lang\.)?Object\s+\w+\s*\)$/.test(
      method.field("parameters")?.text() ?? "",
    )
  )
    return false;
  const [first, ...rest] = statementsOf(method.field("body"));
  const text = first?.text() ?? "";
  const isSameAsParent =
    /^(?:return\s+\(?(?:this\s*==\s*\w+|\w+\s*==\s*this|super\.equals\(\w+\))\)?;|throw\b)/.test(text);
  return first !== undefined && !(rest.length === 0 && isSameAsParent);
}

/** The name of the class that lacks it; null where a parent, Lombok or an anonymous class's user may know better. */
function classWithoutHash(method: SgNode): string | null {
  const body = method.parent();
  const owner = body?.parent();
  if (owner?.kind() !== "class_declaration" || owner.field("superclass")) return null;
  const modifiers =
    owner
      .children()
      .find((child) => child.kind() === "modifiers")
      ?.text() ?? "";
  if (/@(?:EqualsAndHashCode|Data|Value|AutoValue)\b/.test(modifiers)) return null;
  const hasHash = body
    ?.children()
    .some((member) => member.kind() === "method_declaration" && member.field("name")?.text() === "hashCode");
  return hasHash ? null : (owner.field("name")?.text() ?? null);
}
