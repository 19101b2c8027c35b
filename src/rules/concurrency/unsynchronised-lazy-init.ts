/** A field is filled on first use without a lock, or half under one: two threads fill it twice, or one sees it half made. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { JavaTree } from "../../model/tree.js";
import { enclosingType, hasModifier, methodKinds, withoutBrackets } from "../../syntax/java/ask.js";
import { go, goExamples } from "./unsynchronised-lazy-init/go.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Of the hits in the JDK's own sources outside Swing none was wrong, but half fill a field whose second copy harms nobody.
  confidence: 0.75,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 0 },
  title: "Lazy initialisation without a lock",
  risk: "Two threads that come first at the same time make two instances and go on with different ones; a third may see an instance whose fields are not set yet.",
  fix: "Initialise the field where it is declared, hold it in a nested holder class, or make the method `synchronized`; with double-checked locking the field must be `volatile`.",
  trial: {
    name: "threads that arrive together get one instance",
    arrange: "nothing made yet, and eight threads at one starting line",
    act: "run {it} once in each thread",
    assert: "all got the same instance, and it was made once",
  },
  cwe: [543],
  match: {
    *java(subject) {
      if (isOneThreadToolkit(subject) || !mayBeShared(subject)) return;
      const fields = new Set(subject.tree.nodes("field_declaration").flatMap(namesOf));
      for (const node of subject.tree.nodes("if_statement")) {
        const hit = fields.has(comparedWithNull(node) ?? "") ? examine(subject, node) : null;
        if (hit) yield hit;
      }
    },
    go,
  },
  examples: [
    {
      language: "java",
      bad: "class Registry {\n  private static Registry instance;\n\n  static Registry get() {\n    if (instance == null) {\n      instance = new Registry();\n    }\n    return instance;\n  }\n}\n",
      good: "class Registry {\n  private static Registry instance;\n  private static volatile Registry checked;\n  private static Registry locked;\n  private Registry own;\n\n  static synchronized Registry get() {\n    if (instance == null) instance = create();\n    if (instance == null) instance = new Registry();\n    return instance;\n  }\n\n  static Registry checked() {\n    if (checked == null) {\n      synchronized (Registry.class) {\n        if (checked == null) checked = new Registry();\n      }\n    }\n    return checked;\n  }\n\n  static Registry locked() {\n    lock.lock();\n    try {\n      if (locked == null) locked = new Registry();\n      return locked;\n    } finally {\n      lock.unlock();\n    }\n  }\n\n  Registry own() {\n    if (own == null) own = new Registry();\n    return own;\n  }\n\n  static Registry local(Registry instance) {\n    if (instance == null) instance = new Registry();\n    return instance;\n  }\n\n  private static class Holder {\n    static final Registry INSTANCE = new Registry();\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Shop {\n  private Registry registry;\n\n  Registry registry() {\n    if (this.registry == null) {\n      synchronized (this) {\n        if (this.registry == null) this.registry = new Registry();\n      }\n    }\n    return registry;\n  }\n}\n",
      good: "class Shop {\n  private volatile Registry registry;\n  private Registry own;\n\n  Registry registry() {\n    if (this.registry == null) {\n      synchronized (this) {\n        if (this.registry == null) this.registry = new Registry();\n      }\n    }\n    return registry;\n  }\n\n  Registry own() {\n    if (own == null) own = new Registry();\n    return own;\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Registry {\n  private static Registry instance;\n\n  static Registry get() {\n    if (instance == null) {\n      synchronized (Registry.class) {\n        if (instance == null) instance = new Registry();\n      }\n    }\n    return instance;\n  }\n}\n",
      good: "class Registry {\n  private static Registry instance;\n\n  static synchronized Registry get() {\n    make();\n    return instance;\n  }\n\n  void refresh() {\n    synchronized (Registry.class) {\n      Registry.make();\n    }\n  }\n\n  private static void make() {\n    if (instance == null) instance = new Registry();\n  }\n}\n",
    },
    {
      language: "java",
      bad: "class Registry {\n  private static volatile Registry instance;\n\n  static Registry get() {\n    if (Registry.instance == null) {\n      synchronized (Registry.class) {\n        Registry.instance = new Registry();\n      }\n    }\n    return instance;\n  }\n}\n",
      good: "import javax.swing.JPanel;\n\nclass Panel extends JPanel {\n  private static Registry kept;\n\n  static Registry kept() {\n    if (kept == null) kept = new Registry();\n    return kept;\n  }\n}\n\nclass Loop {\n  private static Registry shared;\n\n  /** Called on the event dispatch thread only. */\n  static Registry shared() {\n    if (shared == null) shared = new Registry();\n    return shared;\n  }\n}\n",
    },
    ...goExamples,
  ],
});

/** Swing, AWT, JavaFX, SWT and Android's views are used from one thread by their own rules. */
function isOneThreadToolkit({ outline, source: { text } }: Subject<JavaTree>): boolean {
  const toolkit = /^(?:javax\.swing|java\.awt|javafx|org\.eclipse\.swt|android\.(?:view|widget|app))\b/;
  const home = /^package\s+([\w.]+)/m.exec(text)?.[1] ?? "";
  return toolkit.test(home) || outline.imports.some(({ module }) => toolkit.test(module));
}

/** Static fields are; of the others those of a class that takes locks. */
function mayBeShared({ tree, source: { text } }: Subject<JavaTree>): boolean {
  return /\bsynchronized\b/.test(text) || tree.nodes("field_declaration").some(isStatic);
}

function namesOf(declaration: SgNode): readonly string[] {
  return declaration.children().flatMap((child) => child.field("name")?.text() ?? []);
}

function isStatic(declaration: SgNode): boolean {
  return hasModifier(declaration, "static");
}

function examine({ tree, source: { text } }: Subject<JavaTree>, node: SgNode): Hit | null {
  const name = comparedWithNull(node);
  const method = ancestor(node, ...methodKinds, "static_initializer");
  if (name === null || !method || method.kind() === "static_initializer") return null;
  const field = fieldOf(tree, name, method);
  const assignment = field && creationIn(node.field("consequence"), name);
  if (!assignment || isShadowed(method, name)) return null;
  if (isLocked(node, method) || isToldApart(text, method, field)) return null;
  if (isCalledUnderLock(tree, method)) return null;
  const at = { start: spanOf(node).start, end: spanOf(assignment).end };
  const inner = ancestor(assignment, "synchronized_statement");
  // An object of one request or one thread fills its own fields without a lock; one that takes a lock is shared.
  if (
    !isStatic(field) &&
    !(inner && spanOf(inner).start > at.start && isCheckedAgain(inner, assignment, name))
  )
    return null;
  if (!inner || spanOf(inner).start < at.start) return { at, ...plain(name, method) };
  if (!isCheckedAgain(inner, assignment, name))
    return {
      at,
      issue: `\`${name}\` is checked before the lock and not again inside it: every thread that waited makes another instance.`,
    };
  if (hasModifier(field, "volatile")) return null;
  return {
    at,
    issue: `\`${name}\` is checked a first time without a lock and is not \`volatile\`: a thread may see the new instance before its fields are set.`,
    recommendation: `Declare \`${name}\` as \`volatile\`, or initialise it in a nested holder class.`,
  };
}

function plain(name: string, method: SgNode): Omit<Hit, "at"> {
  return {
    issue: `\`${method.field("name")?.text() ?? "This method"}\` fills the static field \`${name}\` when it is still \`null\`, and no lock keeps two threads from doing so at once.`,
  };
}

/** `name` of `if (name == null)`, `if (null == Type.name)`. */
function comparedWithNull(node: SgNode): string | null {
  const condition = withoutBrackets(node.field("condition"));
  if (condition?.kind() !== "binary_expression" || condition.field("operator")?.text() !== "==") return null;
  const sides = [condition.field("left"), condition.field("right")];
  const other = sides.find((side) => side?.kind() !== "null_literal");
  return sides.some((side) => side?.kind() === "null_literal") ? fieldName(other ?? null) : null;
}

/** `name` of `name`, `this.name` or `Type.name`. */
function fieldName(node: SgNode | null): string | null {
  return /^(?:(?:[A-Z]\w*|this)\.)?(\w+)$/.exec(node?.text() ?? "")?.[1] ?? null;
}

/** Declaration of the field of that name in the method's class or one around it. */
function fieldOf(tree: JavaTree, name: string, method: SgNode): SgNode | undefined {
  const place = spanOf(method).start;
  return tree.nodes("field_declaration").find((field) => {
    const holder = enclosingType(field);
    if (!holder || spanOf(holder).start > place || spanOf(holder).end < place) return false;
    return declares(field, name);
  });
}

function declares(declaration: SgNode, name: string): boolean {
  return declaration
    .children()
    .some((child) => child.kind() === "variable_declarator" && child.field("name")?.text() === name);
}

/** `name = new X()` somewhere below. */
function creationIn(block: SgNode | null, name: string): SgNode | undefined {
  return block
    ?.findAll({ rule: { kind: "assignment_expression" } })
    .find(
      (assignment) =>
        fieldName(assignment.field("left")) === name &&
        withoutBrackets(assignment.field("right"))?.kind() === "object_creation_expression",
    );
}

/** A parameter or a local variable of the name is meant instead. */
function isShadowed(method: SgNode, name: string): boolean {
  return ["formal_parameter", "spread_parameter", "local_variable_declaration"].some((kind) =>
    method
      .findAll({ rule: { kind } })
      .some((node) => node.field("name")?.text() === name || declares(node, name)),
  );
}

function isLocked(node: SgNode, method: SgNode): boolean {
  if (hasModifier(method, "synchronized")) return true;
  const around = ancestor(node, "synchronized_statement", ...methodKinds);
  return (
    around?.kind() === "synchronized_statement" ||
    /\b(?:lock|acquire|tryLock|writeLock|lockInterruptibly)\(/i.test(method.text())
  );
}

/** Comments at the method or the field that say why one thread is enough, and annotations that say so. */
const oneThread = /thread|\brac[ey]\b|\bEDT\b|concurren|@GuardedBy|synchroni[sz]|under (?:the )?lock/i;

function isToldApart(text: string, method: SgNode, field: SgNode): boolean {
  return [method, field].some((declaration) => oneThread.test(commentsAt(text, declaration)));
}

/** What stands between a declaration and the one before it, with the comments inside it. */
function commentsAt(text: string, declaration: SgNode): string {
  const { start } = spanOf(declaration);
  const above = text.slice(Math.max(0, start - 1500), start);
  const inside = declaration.text().match(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|@GuardedBy/g) ?? [];
  return above.slice(Math.max(above.lastIndexOf("}"), above.lastIndexOf(";")) + 1) + inside.join("\n");
}

/** A private method whose every caller holds a lock. */
function isCalledUnderLock(tree: JavaTree, method: SgNode): boolean {
  const name = method.field("name")?.text();
  if (!hasModifier(method, "private") || method.kind() !== "method_declaration") return false;
  const calls = tree.nodes("method_invocation").filter((call) => call.field("name")?.text() === name);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const caller = ancestor(call, ...methodKinds, "static_initializer");
      if (!caller || caller.kind() === "static_initializer") return true;
      return isLocked(call, caller);
    })
  );
}

function isCheckedAgain(lock: SgNode, assignment: SgNode, name: string): boolean {
  const check = ancestor(assignment, "if_statement");
  return check !== undefined && spanOf(check).start > spanOf(lock).start && comparedWithNull(check) === name;
}
