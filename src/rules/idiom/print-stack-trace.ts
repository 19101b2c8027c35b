/** A Java handler prints the exception to the console and goes on. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { methodKinds, statementsOf } from "../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // The project has a logger and the handler does nothing else; whether the error matters is for the author to say.
  confidence: 0.8,
  judged: { right: 10, arguable: 0, wrong: 0, projects: 0 },
  title: "Exception printed instead of logged",
  risk: "The trace goes to the console, past the log's level, time, thread and collector: whoever looks for the failure does not find it.",
  fix: 'Log it with the logger the project has (`log.error("…", e)`), or let it go to the caller.',
  fold: "file",
  match: {
    *java({ tree, source: { text }, survey }) {
      if (!text.includes("printStackTrace()") || !hasLogger(survey)) return;
      for (const clause of tree.nodes("catch_clause")) {
        const hit = examine(clause);
        if (hit) yield hit;
      }
    },
  },
  examples: [
    {
      language: "java",
      bad: "import org.slf4j.Logger;\n\nclass Orders {\n  private Logger log;\n\n  void pay(Order order) {\n    try {\n      bank.charge(order);\n    } catch (BankException e) {\n      e.printStackTrace();\n    }\n  }\n}\n",
      good: 'import org.slf4j.Logger;\n\nclass Orders {\n  private Logger log;\n\n  void pay(Order order) {\n    try {\n      bank.charge(order);\n    } catch (BankException e) {\n      log.error("not paid: {}", order, e);\n    }\n  }\n\n  public static void main(String[] args) {\n    try {\n      new Orders().pay(null);\n    } catch (BankException e) {\n      e.printStackTrace();\n    }\n  }\n}\n',
    },
  ],
});

const known = new WeakMap<Survey, boolean>();

/** A project without a logger has only the console. */
function hasLogger(survey: Survey): boolean {
  const before = known.get(survey);
  if (before !== undefined) return before;
  const found = [...survey.files.values()].some(
    ({ tree, outline, source }) =>
      tree.family === "java" &&
      !source.isTest &&
      outline.imports.some(({ module }) =>
        /^(?:org\.slf4j|org\.apache\.(?:logging|log4j|commons\.logging)|java\.util\.logging|lombok\.extern)\b/.test(
          module,
        ),
      ),
  );
  known.set(survey, found);
  return found;
}

function examine(clause: SgNode): Hit | null {
  const statements = statementsOf(clause.field("body"));
  const [only] = statements;
  const name =
    clause
      .children()
      .find((child) => child.kind() === "catch_formal_parameter")
      ?.field("name")
      ?.text() ?? "";
  if (!only || statements.length > 1 || only.text() !== `${name}.printStackTrace();`) return null;
  const method =
    ancestor(clause, ...methodKinds)
      ?.field("name")
      ?.text() ?? "";
  if (method === "main") return null;
  return {
    at: spanOf(only),
    issue: `\`${method || "The initialiser"}\` prints the exception to the console, does nothing else about it and goes on.`,
  };
}
