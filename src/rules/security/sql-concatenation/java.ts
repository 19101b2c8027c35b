/** Where Java code hands SQL to a database, and what that SQL is put together from. */
import type { SgNode } from "@ast-grep/napi";
import type { Call } from "../../../model/outline.js";
import type { Example, Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { JavaTree } from "../../../model/tree.js";
import { argumentsOf } from "../../../syntax/java/ask.js";
import { callsWhere } from "../../../syntax/java/calls.js";
import { literalText } from "../../../syntax/java/literals.js";
import { piecesOf } from "../../../syntax/java/pieces.js";
import type { Piece } from "../../../syntax/pieces.js";
import { spanOf } from "../../../syntax/nodes.js";

/** A text handed over, with the place that shows it. */
export interface Built {
  readonly at: Span;
  readonly pieces: readonly Piece[];
}

/** JDBC, JPA, Hibernate and Spring's template; words of many meanings only on what is called a database's client. */
const sinks =
  /(?:^|\.)(?:execute(?:Query|Update|LargeUpdate|Batch)?|addBatch|prepare(?:Statement|Call)|create(?:Native|SQL)?Query|nativeQuery|queryFor\w+|batchUpdate)$|(?:jdbc\w*|template|db|database|dataSource|runner|client)\.(?:query|update|sql)$/i;
const sqlWord = /\b(?:select|insert|update|delete|create|alter|drop|truncate|with)\b/i;

/** The texts that reach a database, and those in MyBatis annotations. */
export function* javaQueries(subject: Subject<JavaTree>): Iterable<Built> {
  const { source, outline } = subject;
  if (!sqlWord.test(source.text)) return;
  const isSink = ({ callee, span }: Call): boolean =>
    sinks.test(callee) || (callee === "<expression>" && span.end - span.start < longestCall);
  for (const { call, node } of callsWhere(subject, isSink)) {
    const [text] = argumentsOf(node);
    const name = call.callee === "<expression>" ? (node.field("name")?.text() ?? "") : call.callee;
    if (!text || !mayBeText(text) || !sinks.test(name)) continue;
    yield { at: { start: call.span.start, end: spanOf(text).end }, pieces: piecesOf(text) };
  }
  if (outline.imports.some(({ module }) => module.startsWith("org.apache.ibatis.annotations")))
    yield* annotatedQueries(subject.tree);
}

/** Chains longer than this are streams and builders. */
const longestCall = 2_000;

function mayBeText(node: SgNode): boolean {
  return /^(?:identifier|binary_expression|method_invocation|parenthesized_expression|ternary_expression)$/.test(
    String(node.kind()),
  );
}

/** MyBatis binds `#{name}` as a parameter and writes `${name}` into the text. */
function* annotatedQueries(tree: JavaTree): Iterable<Built> {
  for (const annotation of tree.nodes("annotation")) {
    if (!/^(?:Select|Insert|Update|Delete)$/.test(annotation.field("name")?.text() ?? "")) continue;
    const literals = annotation.findAll({ rule: { kind: "string_literal" } });
    const text = literals.map((literal) => literalText(literal) ?? "").join(" ");
    const pieces = text
      .split(/(\$\{[^{}]*\})/)
      .map((part): Piece =>
        /^\$\{.*\}$/s.test(part) ? { text: part, supplier: "caller", isPublic: true } : part,
      );
    const first = literals.find((literal) => literal.text().includes("${"));
    if (first) yield { at: spanOf(first), pieces };
  }
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: 'import java.sql.*;\n\nclass Users {\n  ResultSet find(Statement statement, String name) throws SQLException {\n    String sql = "SELECT id FROM users WHERE name = \'" + name + "\'";\n    return statement.executeQuery(sql);\n  }\n}\n',
    good: 'import java.sql.*;\nimport java.util.*;\n\nclass Users {\n  private static final String TABLE = "users";\n  private static final String FIND = "SELECT id FROM " + TABLE + " WHERE name = ?";\n\n  void find(Connection connection, Statement statement, String name, int limit, List<Long> ids) throws SQLException {\n    PreparedStatement prepared = connection.prepareStatement(FIND);\n    prepared.setString(1, name);\n    prepared.executeQuery();\n    statement.executeQuery("SELECT id FROM " + TABLE + " LIMIT " + limit);\n    String marks = String.join(",", Collections.nCopies(ids.size(), "?"));\n    connection.prepareStatement("SELECT id FROM users WHERE id IN (" + marks + ")");\n    statement.executeQuery(String.format("SELECT id FROM users LIMIT %d", limit));\n    log.info("SELECT id FROM users WHERE name = \'" + name + "\'");\n    repository.update("Select " + name + " from the list");\n  }\n}\n',
  },
  {
    language: "java",
    bad: 'class Orders {\n  @GetMapping("/orders")\n  List<Order> list(@RequestParam String status) {\n    StringBuilder sql = new StringBuilder("SELECT * FROM orders WHERE open = 1");\n    if (status != null) {\n      sql.append(" AND status = \'").append(status).append("\'");\n    }\n    return jdbcTemplate.query(sql.toString(), mapper);\n  }\n}\n',
    good: 'class Orders {\n  List<Order> list(String status, Sort sort) {\n    StringBuilder sql = new StringBuilder("SELECT * FROM orders WHERE open = 1");\n    List<Object> values = new ArrayList<>();\n    if (status != null) {\n      sql.append(" AND status = ?");\n      values.add(status);\n    }\n    return jdbcTemplate.query(sql.toString(), mapper, values.toArray());\n  }\n\n  List<Order> open(boolean isOpen) {\n    return entityManager.createQuery("SELECT o FROM Order o WHERE " + (isOpen ? "o.open = true" : "o.open = false")).getResultList();\n  }\n}\n',
  },
  {
    language: "java",
    bad: "import org.apache.ibatis.annotations.Select;\n\ninterface UserMapper {\n  @Select(\"select * from users where name = '${name}'\")\n  User find(String name);\n}\n",
    good: 'import org.apache.ibatis.annotations.Select;\n\ninterface UserMapper {\n  @Select("select * from users where name = #{name}")\n  User find(String name);\n}\n',
  },
];
