/** Atoms are made of data from outside, and atoms are never freed. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, defineRule } from "../../model/rule.js";
import { keywordOf } from "../../syntax/elixir/ask.js";
import { callsNamed, clauseAt, givenTo, isQuoted } from "../../syntax/elixir/calls.js";
import { piecesOf } from "../../syntax/elixir/pieces.js";
import { mostExposed, valuesOf } from "../../syntax/pieces.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Read where the value is taken out of parameters or a document; a check elsewhere may stand before it.
  confidence: 0.8,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Atoms made from input",
  risk: "Atoms are never freed and their number is limited (1,048,576 by default): whoever sends enough different names stops the whole virtual machine.",
  fix: "Use `String.to_existing_atom/1`, a map from the expected texts to atoms, or leave the keys as strings.",
  cwe: [400],
  match: {
    *elixir({ tree, source }) {
      if (!/to_atom|keys: :atoms\b/.test(source.text) || isToolPath(source.path)) return;
      if (/(?:^|\/)(?:config|mix)\//.test(source.path)) return;
      const makers = /^(?:String\.to_atom|List\.to_atom|:erlang\.binary_to_atom|(?:Jason|Poison)\.decode!?)$/;
      for (const { node, target, span } of callsNamed(tree, makers)) {
        const [data] = givenTo(node);
        if (!data || isQuoted(tree, span) || clauseAt(tree, span)?.word.startsWith("defmacro")) continue;
        if (isNodeName(source.text.slice(Math.max(0, span.start - 60), span.start))) continue;
        const isDocument = /decode/.test(target);
        if (isDocument && keywordOf(node, "keys")?.text() !== ":atoms") continue;
        const exposed = mostExposed(valuesOf(piecesOf(tree, data, source.text)));
        if (exposed?.supplier === "request" || (isDocument && isBody(data)))
          yield hit(spanOf(node), target, data.text());
      }
    },
  },
  examples: [
    {
      language: "elixir",
      bad: 'defmodule A do\n  def index(conn, %{"sort" => sort}), do: Shop.list(conn, String.to_atom(sort))\nend\n',
      good: 'defmodule A do\n  def index(conn, %{"sort" => sort}), do: Shop.list(conn, String.to_existing_atom(sort))\n  def show(conn, %{"sort" => sort}) when sort in ["name", "id"], do: Shop.list(conn, String.to_atom(sort))\n  def table(name), do: String.to_atom("table_" <> name)\n  @key String.to_atom("k")\n  def key, do: @key\nend\n',
    },
    {
      language: "elixir",
      bad: "defmodule A do\n  def webhook(conn) do\n    {:ok, body, conn} = Plug.Conn.read_body(conn)\n    {conn, Jason.decode!(body, keys: :atoms)}\n  end\nend\n",
      good: 'defmodule A do\n  def webhook(body), do: Jason.decode!(body, keys: :atoms!)\n  def plain(body), do: Jason.decode!(body)\n  def settings do\n    "priv/settings.json" |> File.read!() |> Jason.decode!(keys: :atoms)\n  end\nend\n',
    },
    {
      language: "elixir",
      bad: 'defmodule A do\n  def create(conn, params) do\n    params["kind"] |> String.to_atom() |> Shop.create()\n    conn\n  end\nend\n',
      good: 'defmodule A do\n  def attach(conn, params) do\n    node = String.to_atom(params["node"])\n    cookie = String.to_atom(params["cookie"])\n    Node.set_cookie(node, cookie)\n    conn\n  end\n  defmacro field(params), do: String.to_atom(params["kind"])\nend\n',
    },
  ],
});

/** Erlang takes the name of a node and its cookie as atoms only, and no list of them exists beforehand. */
function isNodeName(before: string): boolean {
  return /\b(?:\w+_)?(?:node|cookie)\s*=\s*$|\bNode\.\w+\([^()]*$/.test(before);
}

/** What a request or an answer carries. */
function isBody(data: SgNode): boolean {
  return (
    /(?:^|[._])(?:body|payload|message|frame|raw_body)\b/.test(data.text()) && !/File\./.test(data.text())
  );
}

function hit(at: Hit["at"], target: string, data: string): Hit {
  const shown = data.length > 50 ? `${data.slice(0, 49)}…` : data;
  return { at, issue: `\`${target}\` makes atoms of \`${shown}\`, which comes from outside.` };
}
