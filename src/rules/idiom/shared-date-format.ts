/** One Java date format serves all threads, though it keeps what it is working on in its own fields. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import type { JavaTree } from "../../model/tree.js";
import { calleeOf, dottedName, hasModifier, methodKinds } from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The class's own documentation says that it is not synchronised; how many threads come is not in the file.
  confidence: 0.85,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Date format shared between threads",
  risk: "Two threads at the same time get each other's dates, or a NumberFormatException out of nowhere, with nothing in the log that tells why.",
  fix: "Use a java.time.format.DateTimeFormatter, which is immutable, or make a new SimpleDateFormat for each use.",
  cwe: [567],
  fold: "file",
  match: {
    *java({ tree, source: { text } }) {
      if (!/\bstatic\b[^;{}]*\b(?:Simple)?DateFormat\b/.test(text)) return;
      for (const field of tree.nodes("field_declaration")) {
        const name = hasModifier(field, "static") ? formatName(field) : null;
        if (name === null || isGuarded(tree, name)) continue;
        yield {
          at: spanOf(field),
          issue: `\`${name}\` is one date format for all threads, and a DateFormat keeps the date it is working on in its own fields.`,
        };
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: 'import java.text.SimpleDateFormat;\n\nclass Reports {\n  private static final SimpleDateFormat DAY = new SimpleDateFormat("yyyy-MM-dd");\n\n  String day(Date date) {\n    return DAY.format(date);\n  }\n}\n',
      good: 'import java.text.SimpleDateFormat;\n\nclass Reports {\n  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");\n  private static final ThreadLocal<SimpleDateFormat> EACH = ThreadLocal.withInitial(() -> new SimpleDateFormat("yyyy"));\n  private static final SimpleDateFormat LOCKED = new SimpleDateFormat("yyyy");\n  private static final DateFormat COPIED = new SimpleDateFormat("yyyy");\n  private final SimpleDateFormat own = new SimpleDateFormat("yyyy");\n\n  static synchronized String year(Date date) {\n    return LOCKED.format(date);\n  }\n\n  Date parse(String text) throws ParseException {\n    synchronized (LOCKED) {\n      return LOCKED.parse(text);\n    }\n  }\n\n  String copied(Date date) {\n    return ((DateFormat) COPIED.clone()).format(date);\n  }\n}\n',
    },
  ],
});

const formats = /^(?:java\.text\.)?(?:Simple)?DateFormat$/;

function formatName(field: SgNode): string | null {
  const declarator = field.children().find((child) => child.kind() === "variable_declarator");
  const value = declarator?.field("value");
  const isFormat =
    formats.test(dottedName(field.field("type")) ?? "") ||
    (value?.kind() === "object_creation_expression" && formats.test(calleeOf(value) ?? ""));
  return isFormat ? (declarator?.field("name")?.text() ?? null) : null;
}

/** Every use is under a lock, or of a copy. */
function isGuarded(tree: JavaTree, name: string): boolean {
  const uses = tree.nodes("method_invocation").filter(
    (call) =>
      call
        .field("object")
        ?.text()
        .replace(/^\w+\./, "") === name,
  );
  return uses.every(
    (call) =>
      call.field("name")?.text() === "clone" ||
      ancestor(call, "synchronized_statement", "static_initializer") !== undefined ||
      isSynchronised(ancestor(call, ...methodKinds)),
  );
}

function isSynchronised(method: SgNode | undefined): boolean {
  return method !== undefined && (hasModifier(method, "synchronized") || /\block\(\)/i.test(method.text()));
}
