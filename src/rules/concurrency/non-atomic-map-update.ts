/** A concurrent map is asked for a key and written in a second step: another thread may write between the two. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { JavaTree } from "../../model/tree.js";
import {
  argumentsOf,
  calleeOf,
  dottedName,
  enclosingType,
  hasModifier,
  methodKinds,
  withoutBrackets,
} from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Every hit in the JDK's own sources was two steps indeed; in most of them the lost value was an equal copy, and the one
  // read since is run by one thread for each key: below the standard profile.
  confidence: 0.45,
  judged: { right: 0, arguable: 0, wrong: 1, projects: 1 },
  title: "Check and update of a concurrent map in two steps",
  risk: "Two threads with the same key both find nothing and both write: one value is lost, though somebody may already be using it.",
  fix: "Use the map's own single step: `computeIfAbsent`, `putIfAbsent`, `compute` or `merge`.",
  trial: {
    name: "updates from many threads are all counted",
    arrange: "an empty map, and eight threads at one starting line",
    act: "run {it} a thousand times for the same key in each thread",
    assert: "the value is that of eight thousand updates",
  },
  cwe: [362],
  match: {
    *java(subject) {
      const maps = concurrentMaps(subject);
      if (maps.size === 0) return;
      for (const node of subject.tree.nodes("if_statement")) {
        const hit = examine(node, maps);
        if (hit) yield hit;
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "import java.util.concurrent.ConcurrentHashMap;\n\nclass Sessions {\n  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();\n\n  Session open(String id) {\n    if (!sessions.containsKey(id)) {\n      sessions.put(id, new Session(id));\n    }\n    return sessions.get(id);\n  }\n}\n",
      good: "import java.util.HashMap;\nimport java.util.Map;\nimport java.util.concurrent.ConcurrentHashMap;\n\nclass Sessions {\n  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();\n  private final Map<String, Session> plain = new HashMap<>();\n\n  Session open(String id) {\n    if (!plain.containsKey(id)) plain.put(id, new Session(id));\n    if (!sessions.containsKey(id)) sessions.putIfAbsent(id, new Session(id));\n    if (!sessions.containsKey(id)) sessions.put(other(id), new Session(id));\n    if (!sessions.containsKey(id)) throw new Missing(id);\n    if (sessions.containsKey(id)) return sessions.get(id);\n    return sessions.computeIfAbsent(id, Session::new);\n  }\n\n  synchronized void lock(String id) {\n    if (!sessions.containsKey(id)) sessions.put(id, new Session(id));\n  }\n\n  void block(String id) {\n    synchronized (sessions) {\n      if (!sessions.containsKey(id)) sessions.put(id, new Session(id));\n    }\n  }\n}\n",
    },
    {
      language: "java",
      bad: "import java.util.Map;\nimport java.util.concurrent.*;\n\nclass Sessions {\n  private final Map<String, Session> sessions = new ConcurrentHashMap<>();\n\n  Session open(String id) {\n    Session found = this.sessions.get(id);\n    if (found == null) {\n      found = new Session(id);\n      this.sessions.put(id, found);\n    }\n    return found;\n  }\n}\n",
      good: "import java.util.Map;\nimport java.util.concurrent.*;\n\nclass Sessions {\n  private final Map<String, Session> sessions = new ConcurrentHashMap<>();\n\n  Session open(String id) {\n    Session found = sessions.get(id);\n    if (found == null) {\n      Session made = new Session(id);\n      found = sessions.putIfAbsent(id, made);\n    }\n    return found == null ? null : found;\n  }\n\n  void register(String name, Session session) {\n    if (!sessions.containsKey(name)) sessions.put(name, session);\n  }\n\n  void replace(String id, Session next) {\n    Session old = sessions.get(id);\n    if (old != null) old.close();\n    sessions.put(id, next);\n  }\n\n  Session local(Map<String, Session> sessions, String id) {\n    if (!sessions.containsKey(id)) sessions.put(id, new Session(id));\n    return sessions.get(id);\n  }\n\n  /** The key is the caller's own: no other thread writes it. */\n  void own(String id) {\n    if (!sessions.containsKey(id)) sessions.put(id, new Session(id));\n  }\n}\n",
    },
  ],
});

/** Names of the fields declared, or made, as concurrent maps. */
function concurrentMaps({ tree, source: { text } }: Subject<JavaTree>): ReadonlySet<string> {
  if (!/\bConcurrent(?:Hash|SkipList)?Map\b/.test(text)) return new Set();
  return new Set(
    tree.nodes("field_declaration").flatMap((field) => {
      if (!enclosingType(field)) return [];
      const isDeclared = isConcurrent(field.field("type"));
      return field.children().flatMap((child) => {
        if (child.kind() !== "variable_declarator") return [];
        const value = child.field("value");
        const isMade = value?.kind() === "object_creation_expression" && isConcurrent(value.field("type"));
        return isDeclared || isMade ? (child.field("name")?.text() ?? []) : [];
      });
    }),
  );
}

function isConcurrent(type: SgNode | null): boolean {
  return /^(?:[\w.]*\.)?Concurrent(?:Hash|SkipList)?Map$/.test(dottedName(type) ?? "");
}

/** A look into a map for one key. */
interface Look {
  readonly map: string;
  readonly key: string;
  readonly at: SgNode;
}

function examine(node: SgNode, maps: ReadonlySet<string>): Hit | null {
  const method = ancestor(node, ...methodKinds, "static_initializer", "lambda_expression");
  if (!method || method.kind() === "static_initializer" || method.kind() === "constructor_declaration")
    return null;
  const look = lookOf(node, maps);
  const put = look && putOf(node.field("consequence"), look);
  if (!look || !put || isLocked(node) || isShadowed(method, look.map) || isExplained(method)) return null;
  return {
    at: { start: Math.min(spanOf(node).start, spanOf(look.at).start), end: spanOf(put).end },
    issue: `\`${look.map}\` is asked for \`${look.key}\` and written in a second step: another thread may have put a value there in between, which is overwritten.`,
    recommendation: `Let the map do both at once: \`${look.map}.computeIfAbsent(${look.key}, …)\`.`,
  };
}

/** `!map.containsKey(key)`, `map.get(key) == null`, or `value == null` right after `value = map.get(key)`. */
function lookOf(node: SgNode, maps: ReadonlySet<string>): Look | null {
  const condition = withoutBrackets(node.field("condition"));
  if (condition?.kind() === "unary_expression") {
    const asked = withoutBrackets(condition.field("operand"));
    return condition.field("operator")?.text() === "!" ? lookIn(asked, "containsKey", maps) : null;
  }
  if (condition?.kind() !== "binary_expression" || condition.field("operator")?.text() !== "==") return null;
  if (condition.field("right")?.kind() !== "null_literal") return null;
  const asked = condition.field("left");
  if (asked?.kind() === "method_invocation") return lookIn(asked, "get", maps);
  return asked?.kind() === "identifier" ? lookBefore(node, asked.text(), maps) : null;
}

function lookIn(call: SgNode | null, name: string, maps: ReadonlySet<string>): Look | null {
  if (call?.kind() !== "method_invocation" || call.field("name")?.text() !== name) return null;
  const map = mapOf(call);
  const key = argumentsOf(call)[0]?.text();
  return key !== undefined && maps.has(map) ? { map, key, at: call } : null;
}

/** `map` of `map.get` and `this.map.get`. */
function mapOf(call: SgNode): string {
  return /^(?:this\.)?(\w+)\.\w+$/.exec(calleeOf(call) ?? "")?.[1] ?? "";
}

/** The statement before the `if` gives the variable its value. */
function lookBefore(node: SgNode, name: string, maps: ReadonlySet<string>): Look | null {
  const before = node.prev();
  if (before?.kind() === "local_variable_declaration") {
    const declarator = before.children().find((child) => child.kind() === "variable_declarator");
    return declarator?.field("name")?.text() === name ? lookIn(declarator.field("value"), "get", maps) : null;
  }
  const assignment = before?.kind() === "expression_statement" ? before.child(0) : null;
  if (assignment?.kind() !== "assignment_expression" || assignment.field("left")?.text() !== name)
    return null;
  return lookIn(assignment.field("right"), "get", maps);
}

/** `map.put(key, …)` with the same key, below the check. */
function putOf(block: SgNode | null, { map, key }: Look): SgNode | undefined {
  return block
    ?.findAll({ rule: { kind: "method_invocation" } })
    .find(
      (call) =>
        call.field("name")?.text() === "put" &&
        mapOf(call) === map &&
        argumentsOf(call)[0]?.text() === key &&
        !isHandedIn(call, argumentsOf(call)[1]?.text() ?? ""),
    );
}

/** What the caller registers under a name is the same whoever comes last. */
function isHandedIn(call: SgNode, value: string): boolean {
  const parameters =
    ancestor(call, ...methodKinds)
      ?.field("parameters")
      ?.text() ?? "";
  return new RegExp(`\\b${value.replace(/\W/g, "\\$&")}\\s*[,)]`).test(parameters);
}

function isLocked(node: SgNode): boolean {
  if (ancestor(node, "synchronized_statement")) return true;
  const method = ancestor(node, ...methodKinds);
  if (!method) return false;
  return (
    hasModifier(method, "synchronized") ||
    /\b(?:lock|acquire|tryLock|writeLock)\(|\bsynchronized\b/i.test(method.text())
  );
}

/** A parameter or a local variable of the name is meant instead. */
function isShadowed(method: SgNode, name: string): boolean {
  return ["formal_parameter", "local_variable_declaration"].some((kind) =>
    method.findAll({ rule: { kind } }).some((node) => new RegExp(`\\b${name}\\s*(?:$|=)`).test(node.text())),
  );
}

/** A comment in the method, or above it, that speaks of threads or races. */
function isExplained(method: SgNode): boolean {
  const above = method.prev();
  const comments: string[] = method.text().match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g) ?? [];
  if (above && /comment$/.test(String(above.kind()))) comments.push(above.text());
  return comments.some((comment) => /thread|\brac[ey]|concurren|synchroni[sz]|atomic/i.test(comment));
}
