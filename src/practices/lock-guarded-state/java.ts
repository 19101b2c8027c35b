/** Private fields of a Java class that every method touches only inside `synchronized` on the same lock. */
import type { SgNode } from "@ast-grep/napi";
import { groupBy } from "../../lib/group.js";
import type { Example, Hit, Matcher } from "../../model/rule.js";
import { hasModifier, methodKinds } from "../../syntax/java/ask.js";
import { allOf } from "./go.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export const java: Matcher<"java"> = function* ({ tree, source }) {
  if (!/\bsynchronized\b/.test(source.text)) return;
  const byName = groupBy(tree.nodes("identifier"), (node) => node.text());
  for (const declaration of tree.nodes("field_declaration")) {
    const hit = praise(byName, declaration);
    if (!hit) continue;
    yield hit;
    return;
  }
};

const fewestMethods = 2;

function praise(byName: ReadonlyMap<string, readonly SgNode[]>, declaration: SgNode): Hit | undefined {
  const isOwn = hasModifier(declaration, "private") && !hasModifier(declaration, "volatile");
  const declarator = declaration.children().find((child) => child.kind() === "variable_declarator");
  const name = declarator?.field("name");
  if (!isOwn || !name) return undefined;
  const mentions = (byName.get(name.text()) ?? []).filter(
    (node) => node.id() !== name.id() && !isInConstructor(node),
  );
  const guards = mentions.map(guardOf);
  const [first] = guards;
  if (!first || !guards.every((guard) => guard?.lock === first.lock)) return undefined;
  const methods = new Set(guards.map((guard) => guard?.method.id()));
  const written = guards.find((_, i) => isWrite(mentions[i]));
  if (methods.size < fewestMethods || !written) return undefined;
  return {
    at: { start: spanOf(written.outer).start, end: spanOf(written.head).end },
    issue: `${allOf(methods.size)} methods that touch \`${name.text()}\` are \`synchronized\` on \`${first.lock}\`.`,
  };
}

function isInConstructor(node: SgNode): boolean {
  return ancestor(node, ...methodKinds)?.kind() === "constructor_declaration";
}

interface Guard {
  readonly lock: string;
  readonly method: SgNode;
  /** What holds the lock, and the end of its first line. */
  readonly outer: SgNode;
  readonly head: SgNode;
}

function guardOf(mention: SgNode): Guard | undefined {
  const method = ancestor(mention, ...methodKinds);
  const name = method?.field("name");
  if (
    !method ||
    !name ||
    ancestor(mention, "lambda_expression", "method_declaration")?.kind() !== "method_declaration"
  )
    return undefined;
  const block = ancestor(mention, "synchronized_statement", "method_declaration");
  if (block?.kind() === "synchronized_statement") {
    const head = block.children().find((child) => child.kind() === "parenthesized_expression");
    return head ? { lock: head.text().slice(1, -1), method, outer: block, head } : undefined;
  }
  if (!hasModifier(method, "synchronized")) return undefined;
  const lock = hasModifier(method, "static") ? "the class" : "this";
  return { lock, method, outer: name, head: name };
}

const changes = /^(?:put|add|remove|clear|push|pop|poll|offer|set|merge|compute|append|delete|increment)/;

function isWrite(mention: SgNode | undefined): boolean {
  let target = mention;
  while (target && ["field_access", "array_access"].includes(String(target.parent()?.kind())))
    target = target.parent() ?? undefined;
  const parent = target?.parent();
  if (parent?.kind() === "update_expression") return true;
  if (parent?.kind() === "assignment_expression") return parent.field("left")?.id() === target?.id();
  return parent?.kind() === "method_invocation" && parent.field("object")?.id() === target?.id()
    ? changes.test(parent.field("name")?.text() ?? "")
    : false;
}

const classWith = (rest: string): string =>
  `package store;\n\nclass Store {\n  private final Map<String, String> names = new HashMap<>();\n\n  synchronized void put(String id, String name) {\n    names.put(id, name);\n  }\n\n${rest}}\n`;

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: classWith(
      "  String get(String id) {\n    synchronized (this) {\n      return names.get(id);\n    }\n  }\n",
    ),
    good: classWith("  String get(String id) {\n    return names.get(id);\n  }\n"),
  },
  {
    language: "java",
    bad: classWith("  synchronized int size() {\n    return this.names.size();\n  }\n"),
    good: classWith("  int size() {\n    synchronized (lock) {\n      return names.size();\n    }\n  }\n"),
  },
];
