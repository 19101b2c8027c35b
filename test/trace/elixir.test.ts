/** What is followed through Elixir, and what is not. */
import { describe, expect, it } from "vitest";
import { flowsIn } from "./flow-table.js";

/** The first line of the body is line 5. */
const action = (body: string, head = `%{"name" => name} = params`): string =>
  `defmodule AppWeb.FileController do\n  import Plug.Conn\n  @allowed ~w(a b)\n  def show(conn, ${head}) do\n${body}\n  end\n\n  defp clean(x), do: String.to_integer(x)\n  defp load(file), do: File.read!(file)\nend\n`;

const path = "lib/app_web/controllers/file_controller.ex";
const whole = `%{"name" => name} = params`;

describe("Phoenix", () => {
  it.each([
    ["a program", `System.cmd(name, [])`, `command ${whole} -> System.cmd @ 4 5`],
    ["a shell", `System.cmd("sh", ["-c", name])`, `command ${whole} -> System.cmd @ 4 5`],
    ["a command line", `:os.cmd(~c"ls #{name}")`, `command ${whole} -> :os.cmd @ 4 5`],
    ["a piped path", `name |> String.trim() |> File.read!()`, `path ${whole} -> File.read! @ 4 5`],
    [
      "a joined path",
      `file = Path.join("/srv", params["name"])\nFile.read(file)`,
      `path ${whole} -> File.read @ 4 5 6`,
    ],
    [
      "a sent file",
      `conn |> put_status(200) |> send_file(200, "/srv/" <> name)`,
      `path ${whole} -> send_file @ 4 5`,
    ],
    [
      "sql",
      `Ecto.Adapters.SQL.query(App.Repo, "select '#{name}'", [])`,
      `sql ${whole} -> Ecto.Adapters.SQL.query @ 4 5`,
    ],
    ["sql of the repository", `App.Repo.query!("select " <> name)`, `sql ${whole} -> App.Repo.query! @ 4 5`],
    ["code", `Code.eval_string(name)`, `code ${whole} -> Code.eval_string @ 4 5`],
    ["a url", `HTTPoison.get!(name)`, `url ${whole} -> HTTPoison.get! @ 4 5`],
    ["a redirect", `redirect(conn, external: name)`, `redirect ${whole} -> redirect @ 4 5`],
    ["markup", `raw("<b>#{name}")`, `markup ${whole} -> raw @ 4 5`],
    [
      "a term",
      `:erlang.binary_to_term(Base.decode64!(name))`,
      `deserialization ${whole} -> :erlang.binary_to_term @ 4 5`,
    ],
    [
      "a case",
      `case Map.fetch(params, "name") do\n{:ok, n} -> File.rm(n)\n_ -> nil\nend`,
      `path ${whole} -> File.rm @ 4 6`,
    ],
    ["a branch", `if name != "" do\nFile.read(name)\nend`, `path ${whole} -> File.read @ 4 6`],
    [
      "with",
      `with {:ok, n} <- Map.fetch(params, "n") do\nFile.read(n)\nend`,
      `path ${whole} -> File.read @ 4 5 6`,
    ],
    [
      "each of a list",
      `Enum.each(params["names"], fn n -> File.rm(n) end)`,
      `path ${whole} -> File.rm @ 4 5`,
    ],
    ["a capture", `Enum.each(params["names"], &File.rm/1)`, `path ${whole} -> File.rm @ 4 5`],
    ["another function", `load(name)`, `path ${whole} -> File.read! @ 4 5 9`],
    ["the connection", `File.read(conn.params["x"])`, `path conn.params["x"] -> File.read @ 5`],
  ])("finds %s", async (_, body, expected) => {
    expect(await flowsIn({ [path]: action(body) })).toContain(expected);
  });

  it.each([
    ["placeholders", `App.Repo.query!("select $1", [name])`],
    ["arguments of a program", `System.cmd("ls", [name])`],
    ["a number", `id = String.to_integer(name)\nFile.read("/srv/#{id}")`],
    ["a number of another function", `File.read("/srv/#{clean(name)}")`],
    ["the last part of a path", `File.read(Path.join("/srv", Path.basename(name)))`],
    ["an allow-list", `if name in @allowed do\nFile.read(name)\nend`],
    ["a case over the value", `case name do\n"a" -> File.read(name)\n_ -> nil\nend`],
    ["an allow-list in with", `with true <- name in @allowed do\nFile.read(name)\nend`],
    ["a refusal", `if name not in @allowed do\nraise "no"\nend\nFile.read(name)`],
    ["a fixed host", `HTTPoison.get!("https://example.org/" <> name)`],
    ["a path of the site", `redirect(conn, to: name)`],
    ["a safe term", `:erlang.binary_to_term(name, [:safe])`],
    ["numbers of a list", `names = Enum.map(params["n"], &String.to_integer/1)\nFile.read("#{names}")`],
    ["what the database gives", `file = App.Repo.get!(App.File, name)\nFile.read(file.path)`],
    ["the path of an upload", `File.read(params["file"].path)`],
    [
      "a name that was signed",
      `case Phoenix.Token.verify(conn, "x", params["token"]) do\n{:ok, %{id: ^name}} -> File.read(name)\n_ -> nil\nend`,
    ],
    ["a fixed path", `File.read("/srv/index.html")`],
  ])("is silent about %s", async (_, body) => {
    expect(await flowsIn({ [path]: action(body) })).toEqual([]);
  });

  it("is silent about a parameter that a guard looks at", async () => {
    const guarded = action("x", "x").replace(
      /def show[\s\S]*?\n {2}end/,
      `def show(conn, %{"n" => n}) when n in ["a", "b"] do\nFile.read(n)\nend`,
    );
    expect(await flowsIn({ [path]: guarded })).toEqual([]);
  });

  it("follows events of live views, and no private functions", async () => {
    const live = `defmodule AppWeb.PageLive do\n  use Phoenix.LiveView\n  def handle_event("rm", %{"id" => id}, socket) do\n    File.rm(id)\n  end\n  defp remove(conn, id), do: File.rm(id)\nend\n`;
    expect(await flowsIn({ "lib/app_web/live/page_live.ex": live })).toEqual([
      `path %{"id" => id} -> File.rm @ 3 4`,
    ]);
    const controller = `defmodule AppWeb.A do\n  import Plug.Conn\n  defp remove(conn, id), do: File.rm(id)\nend\n`;
    expect(await flowsIn({ [path]: controller })).toEqual([]);
  });
});
