/** SQL built from values in Elixir: strings with interpolation handed to Ecto, Postgrex or MyXQL. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import { callsNamed, givenTo } from "../../../syntax/elixir/calls.js";
import { piecesOf } from "../../../syntax/elixir/pieces.js";
import type { Piece, Value } from "../../../syntax/pieces.js";
import { type Slot, slotAfter, statementKind } from "../../../syntax/sql.js";
import { isToolPath } from "../../../syntax/tool-paths.js";
import { spanOf } from "../../../syntax/nodes.js";

const asks =
  /(?:^|\.)(?:query|query!|query_many|query_many!|prepare_execute|prepare_execute!|stream|prepare)$/;

/** Run by hand or once, with what the developer wrote. */
const byHand = /(?:^|\/)(?:migrations|seeds|mix\/tasks)(?=[/.])/;

export const elixir: Matcher<"elixir"> = function* ({ tree, source }) {
  if (byHand.test(source.path) || isToolPath(source.path) || !source.text.includes("quer")) return;
  for (const { node, target, span } of callsNamed(tree, asks)) {
    for (const sql of givenTo(node).slice(0, 2)) {
      const open = openValue(piecesOf(tree, sql, source.text));
      if (open) yield hit(sql, target, { ...open, around: span });
    }
  }
};

interface Placed {
  readonly value: Value;
  readonly slot: Slot;
}

/** The value a stranger has most say in: values always, names of tables only when a request decides them. */
function openValue(pieces: readonly Piece[]): Placed | undefined {
  if (statementKind(pieces) !== "query") return undefined;
  let before = "";
  const placed: Placed[] = [];
  for (const piece of pieces) {
    if (typeof piece !== "string") placed.push({ value: piece, slot: slotAfter(before) });
    before += typeof piece === "string" ? piece : "_value_";
  }
  return (
    placed.find(({ value }) => value.supplier === "request") ??
    placed.find(({ value, slot }) => slot === "value" && value.supplier !== "setting" && !isOwn(value))
  );
}

/** A field of the process's state or its settings: chosen when it was started. */
function isOwn({ text }: Value): boolean {
  return /^(?:state|conf|config|meta|opts|options|settings)\.[\w.]+$/.test(text);
}

function hit(
  sql: SgNode,
  target: string,
  { value, slot, around }: Placed & { readonly around: Hit["at"] },
): Hit {
  const isRemote = value.supplier === "request";
  const name = `\`${value.text}\``;
  const own = spanOf(sql);
  return {
    at: own.start >= around.start ? own : around,
    // Who fills a field of a struct or a setting is not seen in Elixir.
    severity: isRemote ? "critical" : "medium",
    ...(isRemote ? { confidence: 0.9 } : {}),
    issue: `${name} is written into the SQL text that \`${target}\` runs${isRemote ? ", and it comes from a request" : ""}.`,
    recommendation:
      slot === "value"
        ? `Write a placeholder (\`$1\`) where ${name} stands and pass ${name} in the list of parameters.`
        : `Choose ${name} from a fixed list of names.`,
  };
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def find(name), do: Repo.query(\"SELECT * FROM users WHERE name = '#{name}'\")\nend\n",
    good: 'defmodule A do\n  @table "users"\n  def find(name), do: Repo.query("SELECT * FROM #{@table} WHERE name = $1", [name])\n  def page(n) when is_integer(n), do: Repo.query("SELECT * FROM users LIMIT #{n}")\n  def log(name), do: Logger.info("SELECT * FROM users WHERE name = \'#{name}\'")\n  def mine(state), do: Repo.query("SELECT * FROM jobs WHERE queue = \'#{state.conf.queue}\'")\n  def in_schema(schema), do: Repo.query("SELECT * FROM #{schema}.users")\nend\n',
  },
  {
    language: "elixir",
    bad: 'defmodule A do\n  def index(conn, %{"sort" => sort}) do\n    sql = "SELECT * FROM users ORDER BY #{sort}"\n    Ecto.Adapters.SQL.query!(Repo, sql, [])\n  end\nend\n',
    good: 'defmodule A do\n  def index(conn, %{"sort" => sort}) when sort in ["name", "id"] do\n    Ecto.Adapters.SQL.query!(Repo, "SELECT * FROM users ORDER BY #{sort}", [])\n  end\n  def show(conn, %{"id" => id}), do: Repo.query!("SELECT * FROM users WHERE id = #{String.to_integer(id)}")\nend\n',
  },
];
