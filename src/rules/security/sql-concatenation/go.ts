/** SQL put together from values in Go: `fmt.Sprintf` and `+` before `Query`, `Exec` and their kin. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { argumentsOf, callsWhere } from "../../../syntax/go/calls.js";
import { piecesOf } from "../../../syntax/go/pieces.js";
import { statementKind } from "../../../syntax/sql.js";
import { hitFor } from "../sql-concatenation.js";
import { spanOf } from "../../../syntax/nodes.js";

const sinks =
  /\.(?:(?:Must|Named)?(?:Query|Exec)(?:Row)?x?(?:Context)?|Prepare(?:Named|x)?(?:Context)?|Raw|Get|Select|SelectContext|GetContext|QueryRowxContext|SendBatch|Sql|SQL)$/;
const sqlWord = /\b(?:select|insert|update|delete|create|alter|drop|truncate|with)\b/i;
const texts = new Set(["binary_expression", "call_expression", "identifier", "parenthesized_expression"]);

export const go: Matcher<"go"> = function* (subject) {
  const { tree, source } = subject;
  if (!sqlWord.test(source.text)) return;
  for (const { call, node } of callsWhere(subject, ({ callee }) => sinks.test(callee))) {
    const text = argumentsOf(node)
      .slice(0, 3)
      .find((one) => isSql(one));
    if (text) yield* hitFor(subject, { start: call.span.start, end: spanOf(text).end }, piecesOf(tree, text));
  }

  /** A context or a destination may stand before the text. */
  function isSql(node: SgNode): boolean {
    return texts.has(String(node.kind())) && statementKind(piecesOf(tree, node)) !== null;
  }
};

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package store\n\nimport (\n\t"database/sql"\n\t"fmt"\n)\n\nfunc Find(db *sql.DB, name string) (*sql.Rows, error) {\n\treturn db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = \'%s\'", name))\n}\n',
    good: 'package store\n\nimport (\n\t"context"\n\t"database/sql"\n\t"fmt"\n\t"strings"\n)\n\nconst table = "users"\n\nfunc Find(ctx context.Context, db *sql.DB, name string, id int, ids []any) {\n\tdb.Query("SELECT * FROM users WHERE name = $1", name)\n\tdb.QueryContext(ctx, fmt.Sprintf("SELECT * FROM users WHERE id = %d", id))\n\tdb.Query("SELECT * FROM " + table + " WHERE name = ?", name)\n\tmarks := strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")\n\tdb.Query("SELECT * FROM users WHERE id IN ("+marks+")", ids...)\n\tfmt.Println("SELECT * FROM users WHERE name = \'" + name + "\'")\n}\n\nfunc Several(db *sql.DB, names []string) {\n\tmarks := make([]string, 0, len(names))\n\tfor range names {\n\t\tmarks = append(marks, "?")\n\t}\n\tdb.Query("SELECT * FROM users WHERE name IN ("+strings.Join(marks, ",")+")", names)\n\tclause, args := inClause(names)\n\tdb.Query("DELETE FROM users WHERE name IN "+clause, args...)\n}\n',
  },
  {
    language: "go",
    bad: 'package web\n\nimport (\n\t"database/sql"\n\t"net/http"\n)\n\ntype server struct{ db *sql.DB }\n\nfunc (s *server) search(w http.ResponseWriter, r *http.Request) {\n\tname := r.URL.Query().Get("name")\n\tquery := "SELECT id FROM users WHERE name LIKE \'%" + name + "%\'"\n\trows, err := s.db.QueryContext(r.Context(), query)\n\tshow(w, rows, err)\n}\n',
    good: 'package web\n\nimport (\n\t"database/sql"\n\t"net/http"\n\t"strconv"\n)\n\ntype server struct{ db *sql.DB }\n\nvar columns = map[string]string{"name": "name", "age": "age"}\n\nfunc (s *server) search(w http.ResponseWriter, r *http.Request) {\n\tname := r.URL.Query().Get("name")\n\tlimit, _ := strconv.Atoi(r.URL.Query().Get("limit"))\n\tcolumn, ok := columns[r.URL.Query().Get("by")]\n\tif !ok {\n\t\tcolumn = "name"\n\t}\n\tquery := "SELECT id FROM users WHERE name = $1"\n\tquery += " ORDER BY " + column\n\tquery += " LIMIT " + strconv.Itoa(limit)\n\trows, err := s.db.QueryContext(r.Context(), query, name)\n\tshow(w, rows, err)\n}\n',
  },
];
