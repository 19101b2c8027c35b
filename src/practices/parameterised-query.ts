/** SQL goes to the database with placeholders; the values travel apart from it. */
import { definePractice } from "../model/rule.js";
import * as python from "../syntax/python/ask.js";
import * as typescript from "../syntax/typescript/ask.js";
import { isParameterised, mostTelling } from "./parameterised-query/statements.js";
import { written, writtenExamples } from "./parameterised-query/written.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "security",
  // The text is SQL, holds a placeholder, and a value is handed over beside it.
  confidence: 0.95,
  title: "SQL with placeholders",
  reason: "Values are handed over apart from the SQL, so input cannot change what the statement does.",
  match: {
    ...written,
    typescript({ tree }) {
      const spans = tree.nodes(tree.ts.SyntaxKind.CallExpression).flatMap((call) => {
        const [statement, values] = call.arguments;
        const isQuery = runsStatements.test(typescript.calledName(tree, call) ?? "");
        const text = isQuery && values ? typescript.literalText(tree, statement) : null;
        return text !== null && isParameterised(text) ? [typescript.spanOf(tree, call)] : [];
      });
      return mostTelling(spans);
    },
    python({ tree, source }) {
      if (!/execute|fetch|query|iterate/.test(source.text)) return [];
      const spans = tree.nodes("call").flatMap((call) => {
        const name = call.field("function")?.text() ?? "";
        if (!runsStatements.test(name.slice(name.lastIndexOf(".") + 1))) return [];
        const [statement, values] = python.positionalArguments(call);
        const hasValues = values !== undefined || /,\s*\w+\s*=/.test(call.text());
        const literal = statement?.kind() === "call" ? python.positionalArguments(statement)[0] : statement;
        const text = hasValues ? python.literalText(literal ?? null) : null;
        return text !== null && isParameterised(text) ? [spanOf(call)] : [];
      });
      return mostTelling(spans);
    },
  },
  examples: [
    {
      language: "typescript",
      bad: 'export const find = (db: Db, id: string) => db.query("SELECT * FROM users WHERE id = $1", [id]);\n',
      good: 'export const find = (db: Db, id: string) => db.query(`SELECT * FROM users WHERE id = ${id}`, []);\nexport const all = (db: Db) => db.query("SELECT * FROM users", []);\nexport const ask = (bot: Bot) => bot.query("select which one?", 1);\n',
    },
    {
      language: "python",
      bad: 'def find(db, name):\n    return db.execute("SELECT * FROM users WHERE name = %s", (name,))\n',
      good: 'def find(db, name):\n    return db.execute("SELECT * FROM users WHERE name = \'%s\'" % name, timeout=5)\n\ndef all_users(db):\n    return db.execute("SELECT * FROM users")\n',
    },
    ...writtenExamples,
  ],
});

const runsStatements = /^(?:execute(?:many)?|query|queryOne|raw|run|get|all|any|one|fetch\w*|iterate|exec)$/;
