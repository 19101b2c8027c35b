/** Java: a `synchronized` method or block that returns the collection it guards. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher, Subject } from "../../../model/rule.js";
import type { JavaTree } from "../../../model/tree.js";
import { enclosingType, hasModifier, methodKinds } from "../../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const java: Matcher<"java"> = function* (subject) {
  const { tree, source } = subject;
  if (!source.text.includes("synchronized")) return;
  for (const statement of tree.nodes("return_statement")) {
    const field = /^return\s+(?:this\.)?(\w+)\s*;$/.exec(statement.text())?.[1];
    const method = ancestor(statement, ...methodKinds, "lambda_expression");
    if (field === undefined || method?.kind() !== "method_declaration" || hasModifier(method, "private"))
      continue;
    if (!isGuarded(statement, method) || !isMutable(subject, statement, field)) continue;
    if (!isChangedInPlace(source.text, field) || isLocal(method, field)) continue;
    yield {
      at: spanOf(statement),
      issue: `\`${method.field("name")?.text() ?? ""}\` returns \`${field}\` itself: the lock is released on return, and the caller goes on with what others change under it.`,
      recommendation: `Return a copy made while the lock is held: \`List.copyOf(${field})\`, \`new HashMap<>(${field})\`.`,
    };
  }
};

function isGuarded(statement: SgNode, method: SgNode): boolean {
  const block = ancestor(statement, "synchronized_statement");
  return (
    hasModifier(method, "synchronized") || (block !== undefined && spanOf(block).start > spanOf(method).start)
  );
}

/** A field of this class that holds a collection without a lock or a view of its own. */
function isMutable({ tree }: Subject<JavaTree>, statement: SgNode, field: string): boolean {
  const owner = enclosingType(statement)?.id();
  return tree
    .nodes("field_declaration")
    .some(
      (declaration) =>
        enclosingType(declaration)?.id() === owner &&
        new RegExp(
          `\\b${field}\\s*=\\s*new\\s+(?:java\\.util\\.)?(?:Linked|Tree|Weak|Identity|Enum)?(?:Hash)?(?:Map|Set|ArrayList|LinkedList|List|ArrayDeque|PriorityQueue)\\b`,
        ).test(declaration.text()),
    );
}

function isChangedInPlace(text: string, field: string): boolean {
  return new RegExp(
    `\\b${field}\\.(?:put|putAll|add|addAll|remove|removeIf|clear|computeIfAbsent|compute|merge|putIfAbsent|poll|push|pop|offer|sort)\\(`,
  ).test(text);
}

function isLocal(method: SgNode, name: string): boolean {
  const kinds = ["local_variable_declaration", "formal_parameter"];
  return kinds.some((kind) =>
    method.findAll({ rule: { kind } }).some((node) => new RegExp(`\\b${name}\\b`).test(node.text())),
  );
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "import java.util.HashMap;\nimport java.util.Map;\n\nclass Store {\n  private final Map<String, Session> sessions = new HashMap<>();\n\n  public synchronized void put(String id, Session session) {\n    sessions.put(id, session);\n  }\n\n  public synchronized Map<String, Session> all() {\n    return sessions;\n  }\n}\n",
    good: "import java.util.HashMap;\nimport java.util.List;\nimport java.util.Map;\nimport java.util.concurrent.ConcurrentHashMap;\n\nclass Store {\n  private final Map<String, Session> sessions = new HashMap<>();\n  private final Map<String, Session> shared = new ConcurrentHashMap<>();\n  private List<String> names = List.of();\n\n  public synchronized void put(String id, Session session) {\n    sessions.put(id, session);\n    shared.put(id, session);\n    names = List.copyOf(sessions.keySet());\n  }\n\n  public synchronized Map<String, Session> all() {\n    return new HashMap<>(sessions);\n  }\n\n  public synchronized Map<String, Session> shared() {\n    return shared;\n  }\n\n  public synchronized List<String> names() {\n    return names;\n  }\n\n  private synchronized Map<String, Session> own() {\n    return sessions;\n  }\n}\n",
  },
  {
    language: "java",
    bad: "import java.util.ArrayList;\nimport java.util.List;\n\nclass Log {\n  private final List<String> lines = new ArrayList<>();\n\n  public void add(String line) {\n    synchronized (lines) {\n      lines.add(line);\n    }\n  }\n\n  public List<String> lines() {\n    synchronized (lines) {\n      return this.lines;\n    }\n  }\n}\n",
    good: "import java.util.ArrayList;\nimport java.util.List;\n\nclass Log {\n  private final List<String> lines = new ArrayList<>();\n\n  public void add(String line) {\n    lines.add(line);\n  }\n\n  public List<String> lines() {\n    return lines;\n  }\n\n  public synchronized List<String> made() {\n    List<String> lines = new ArrayList<>();\n    return lines;\n  }\n}\n",
  },
];
