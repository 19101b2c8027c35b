/** A Java lock is held on an object that others hold too, or that is exchanged while it is held. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import type { JavaTree } from "../../model/tree.js";
import { hasModifier, withoutBrackets } from "../../syntax/java/ask.js";
import { type Declaration, declarationOf } from "../../syntax/java/declarations.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // What is locked and where it is given another value stands in the file; that two threads come is taken for granted.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Lock on an object that does not stay the same",
  risk: "Threads hold different objects and are inside at the same time, or strangers hold the same one and wait for each other.",
  fix: "Lock on an object of its own that never changes: `private final Object lock = new Object();`.",
  cwe: [366],
  match: {
    *java({ tree, source: { text } }) {
      if (!text.includes("synchronized")) return;
      for (const statement of tree.nodes("synchronized_statement")) {
        const brackets = statement.children().find((child) => child.kind() === "parenthesized_expression");
        const lock = withoutBrackets(brackets ?? null);
        const reason = lock && weaknessOf(tree, lock);
        if (lock && reason)
          yield {
            at: { start: spanOf(statement).start, end: spanOf(brackets ?? lock).end },
            issue: `\`${lock.text()}\` ${reason}.`,
          };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "class Queue {\n  private List<Job> jobs = new ArrayList<>();\n\n  void add(Job job) {\n    synchronized (jobs) {\n      jobs.add(job);\n    }\n  }\n\n  List<Job> drain() {\n    synchronized (jobs) {\n      List<Job> all = jobs;\n      jobs = new ArrayList<>();\n      return all;\n    }\n  }\n}\n",
      good: "class Queue {\n  private final Object lock = new Object();\n  private List<Job> jobs = new ArrayList<>();\n  private Map<String, Job> byName;\n\n  Queue() {\n    byName = new HashMap<>();\n  }\n\n  void add(Job job) {\n    synchronized (lock) {\n      jobs.add(job);\n    }\n    synchronized (byName) {\n      byName.put(job.name(), job);\n    }\n    synchronized (this) {\n      jobs = new ArrayList<>();\n    }\n    synchronized (Queue.class) {\n      jobs.clear();\n    }\n  }\n\n  void clear() {\n    synchronized (lock) {\n      jobs = new ArrayList<>();\n    }\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Counter {\n  private Integer count = 0;\n\n  void add() {\n    synchronized (count) {\n      count++;\n    }\n  }\n}\n",
      good: "class Counter {\n  private final Object count = new Object();\n  private int sum;\n\n  void add() {\n    synchronized (count) {\n      sum++;\n    }\n  }\n}\n",
    },
    {
      language: "java",
      bad: 'class Writer {\n  private static final String LOCK = "lock";\n\n  void write(String line) {\n    synchronized (LOCK) {\n      out.add(line);\n    }\n  }\n}\n',
      good: 'class Writer {\n  private static final String LOCK = new String("lock");\n\n  void write(String id, String line) {\n    synchronized (LOCK) {\n      out.add(line);\n    }\n    synchronized (id.intern()) {\n      out.add(line);\n    }\n  }\n}\n',
    },
  ],
});

const boxed = /^(?:Integer|Long|Short|Byte|Character|Boolean|Double|Float)$/;

/** Why holding it protects nothing; null for an object that stays. */
function weaknessOf(tree: JavaTree, lock: SgNode): string | null {
  if (lock.kind() === "string_literal")
    return "is a literal, the same object for all code of the process that writes it";
  const name = /^(?:this\.)?(\w+)$/.exec(lock.text())?.[1];
  const declaration = name === undefined ? null : declarationOf(name, lock);
  if (name === undefined || declaration?.kind !== "field") return null;
  if (boxed.test(declaration.type ?? "")) return boxedWeakness(declaration);
  if (declaration.value?.kind() === "string_literal")
    return "is a literal, the same object for all code of the process that writes it";
  if (hasModifier(declaration.node, "final")) return null;
  const exchange = exchangeOf(tree, name, lock);
  return exchange === undefined
    ? null
    : `is given another object in \`${exchange}\`: a thread that comes after that holds a different lock than the one inside`;
}

function boxedWeakness({ type, value }: Declaration): string | null {
  if (value?.kind() === "object_creation_expression") return null;
  return `is a \`${type ?? ""}\`, whose values are shared by the whole process and replaced when they change`;
}

/** The method that assigns the field, of those that hold it as their lock: what is made before the first use stays. */
function exchangeOf(tree: JavaTree, name: string, lock: SgNode): string | undefined {
  const owner = ancestor(lock, "class_body");
  const assignments = tree.nodes("assignment_expression").filter((node) => {
    if (!/^(?:this\.)?\w+$/.test(node.field("left")?.text() ?? "")) return false;
    return (
      node
        .field("left")
        ?.text()
        .replace(/^this\./, "") === name && node.field("right")?.kind() !== "null_literal"
    );
  });
  for (const node of assignments) {
    const method = ancestor(
      node,
      "method_declaration",
      "constructor_declaration",
      "static_initializer",
      "class_body",
    );
    if (method?.kind() !== "method_declaration" || ancestor(node, "class_body")?.id() !== owner?.id())
      continue;
    if (
      /^(?:init\w*|start\w*|setUp|set[A-Z]\w*|open\w*|create\w*|connect\w*|configure\w*|afterPropertiesSet|onCreate\w*)$/.test(
        method.field("name")?.text() ?? "",
      )
    )
      continue;
    const isLocal = declarationOf(name, node)?.kind !== "field";
    const isFirst = new RegExp(`\\b${name}\\s*==\\s*null`).test(method.text());
    const locked = locksAround(node);
    // Under another lock throughout, the exchange may be safe; under none, or under itself, it is not.
    if (!isLocal && !isFirst && locked.every((text) => text === name)) return method.field("name")?.text();
  }
  return undefined;
}

function locksAround(node: SgNode): readonly string[] {
  const found: string[] = [];
  for (let outer = node.parent(); outer; outer = outer.parent()) {
    if (outer.kind() === "method_declaration") {
      if (hasModifier(outer, "synchronized")) found.push("this method");
      break;
    }
    if (outer.kind() !== "synchronized_statement") continue;
    const brackets = outer.children().find((child) => child.kind() === "parenthesized_expression");
    found.push(
      withoutBrackets(brackets ?? null)
        ?.text()
        .replace(/^this\./, "") ?? "",
    );
  }
  return found;
}
