/** A registry, supervisor or server that code reaches by name while nothing in the application starts it. */
import { groupBy } from "../../lib/group.js";
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { modulesOf } from "../../syntax/elixir/modules.js";
import { type ProcessKind, type Sighting, sightingsIn } from "../../syntax/elixir/sightings.js";

const application = (children: string): string =>
  `defmodule Shop.Application do\n  use Application\n\n  def start(_type, _args) do\n    children = [${children}]\n    Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)\n  end\nend\n`;
const cart =
  "defmodule Shop.Cart do\n  use GenServer\n  @registry Shop.CartRegistry\n\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: via(id))\n  def init(id), do: {:ok, id}\n\n  def find(id), do: Registry.lookup(@registry, id)\n  defp via(id), do: {:via, Registry, {@registry, id}}\nend\n";
const sessions =
  "defmodule Shop.Sessions do\n  use DynamicSupervisor\n\n  def start_link(opts), do: DynamicSupervisor.start_link(__MODULE__, opts, name: __MODULE__)\n  def init(_opts), do: DynamicSupervisor.init(strategy: :one_for_one)\n  def open(id), do: DynamicSupervisor.start_child(__MODULE__, {Shop.Cart, id})\nend\n";
const prices =
  "defmodule Shop.Prices do\n  use GenServer\n\n  def start_link(opts) do\n    GenServer.start_link(__MODULE__, opts, name: Keyword.get(opts, :name, __MODULE__))\n  end\n\n  def init(opts), do: {:ok, opts}\n  def get(item), do: GenServer.call(__MODULE__, {:get, item})\nend\n";

export default defineRule({
  severity: "high",
  // Every mention that could be a start keeps it silent, so what is left is named and reached and nothing more.
  confidence: 0.85,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Process reached but never started",
  risk: "The first call finds no process of that name and exits or raises, and a cast is lost; tests that start it themselves stay green.",
  fix: "Add it to the children of the application's supervisor, before the processes that use it.",
  reads: ["elixir"],
  project: missingProcesses,
  examples: [
    {
      language: "elixir",
      bad: { "lib/shop/application.ex": application(""), "lib/shop/cart.ex": cart },
      good: {
        "lib/shop/application.ex": application("{Registry, keys: :unique, name: Shop.CartRegistry}"),
        "lib/shop/cart.ex": cart,
      },
    },
    {
      language: "elixir",
      bad: {
        "lib/shop/application.ex": application("{Registry, keys: :unique, name: Shop.CartRegistry}"),
        "lib/shop/sessions.ex": sessions,
        "lib/shop/web.ex":
          "defmodule Shop.Web do\n  alias Shop.Sessions\n  def show(id), do: Sessions.open(id)\nend\n",
        "test/shop/sessions_test.exs":
          "defmodule Shop.SessionsTest do\n  use ExUnit.Case\n  setup do\n    start_supervised!(Shop.Sessions)\n    :ok\n  end\nend\n",
      },
      good: {
        "lib/shop/application.ex": application("Shop.Sessions, {Shop.Prices, []}"),
        "lib/shop/sessions.ex": sessions,
        "lib/shop/prices.ex": prices,
      },
    },
    {
      language: "elixir",
      bad: { "lib/shop/application.ex": application("Shop.Other"), "lib/shop/prices.ex": prices },
      // A library without an application leaves the start to its users.
      good: { "lib/shop/cart.ex": cart, "lib/shop/sessions.ex": sessions, "lib/shop/prices.ex": prices },
    },
    {
      language: "elixir",
      bad: {
        "lib/shop/application.ex": application(""),
        "lib/shop/prices.ex": prices,
        "lib/shop/web.ex": "defmodule Shop.Web do\n  def price(item), do: Shop.Prices.get(item)\nend\n",
      },
      good: {
        "lib/shop/application.ex": application("Shop.Tree").replace("use", "alias Shop.Prices\n  use"),
        "lib/shop/tree.ex":
          "defmodule Shop.Tree do\n  use Supervisor\n  @workers [Shop.Prices]\n  def start_link(opts), do: Supervisor.start_link(__MODULE__, opts)\n  def init(_), do: Supervisor.init(@workers ++ [{Registry, name: __MODULE__.Names, keys: :unique}], strategy: :one_for_one)\n  def find(id), do: Registry.lookup(__MODULE__.Names, id)\nend\n",
        "lib/shop/prices.ex": prices,
        "lib/shop/other.ex":
          "defmodule Shop.Other do\n  def ask(server), do: GenServer.call(server, :ask)\n  def lib(id), do: Registry.lookup(Phoenix.Names, id)\n  def set, do: Registry.lookup(Application.fetch_env!(:shop, :names), 1)\nend\n",
      },
    },
    {
      language: "elixir",
      bad: { "lib/shop/application.ex": application(""), "lib/shop/cart.ex": cart },
      good: {
        "lib/shop/application.ex": application(""),
        "lib/shop/names.ex":
          "defmodule Shop.Names do\n  defmacro __using__(_) do\n    quote do\n      @names Shop.Twice\n    end\n  end\n  def find(id), do: Registry.lookup(Shop.Twice, id)\nend\n",
        "config/config.exs": "import Config\nconfig :shop, registries: [Shop.CartRegistry]\n",
        "lib/shop/cart.ex": cart,
        // Meant for the users of a library, who start it where they like.
        "lib/shop/prices.ex": prices.replace(
          "  use",
          '  @moduledoc """\n      children = [\n        {Shop.Prices, []}\n      ]\n  """\n  use',
        ),
      },
    },
  ],
});

type ElixirFile = SurveyedFile & { readonly tree: ElixirTree };

const mostPlaces = 8;

function* missingProcesses(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(isElixir);
  const code = files.filter(({ source }) => !source.isTest);
  const root = code.find((file) => modulesOf(file.tree).some(({ uses }) => uses.includes("Application")));
  if (!root) return;
  const sightings = code.flatMap(sightingsIn);
  const started = new Set(sightings.filter(({ reached }) => !reached).map(({ name }) => name));
  const namespaces = new Set(code.flatMap(({ tree }) => modulesOf(tree).map(({ name }) => firstPart(name))));
  const lost = sightings.filter(({ name }) => !started.has(name) && namespaces.has(firstPart(name)));
  const tests = files.filter(({ source }) => source.isTest);
  for (const [name, places] of groupBy(lost, (sighting) => sighting.name)) {
    if (!code.some((file) => mayStartUnseen(file, name))) yield* missing(places, { root, code, tests });
  }
}

function isElixir(file: SurveyedFile): file is ElixirFile {
  return file.tree.family === "elixir";
}

function firstPart(name: string): string {
  return name.split(".", 1)[0] ?? name;
}

/** Broken files, names put together at run time, and documentation that leaves the start to others. */
function mayStartUnseen({ source, tree, outline }: ElixirFile, name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (!source.text.includes(last)) return false;
  if (outline.parseErrors.length > 0 || /\bModule\.(?:safe_)?concat\b/.test(source.text)) return true;
  return tree.nodes("quoted_content").some((node) => {
    const text = node.text();
    return text.includes(name) && /\bchildren\s*=|\byour (?:[\w']+ )?supervision tree\b/.test(text);
  });
}

interface Searched {
  readonly root: ElixirFile;
  readonly code: readonly ElixirFile[];
  readonly tests: readonly ElixirFile[];
}

const words: Readonly<Record<ProcessKind, string>> = {
  registry: "registry",
  supervisor: "supervisor",
  server: "process",
};

function* missing(places: readonly Sighting[], searched: Searched): Iterable<ProjectHit> {
  const [first, ...rest] = places;
  if (!first) return;
  const { name, path, at, reached } = first;
  const kind = reached?.kind ?? "server";
  const calls = [...new Set(places.flatMap((place) => place.reached?.by ?? []))].map((by) => `\`${by}\``);
  const starter = searched.tests.flatMap(sightingsIn).find((one) => one.name === name && !one.reached);
  const tests = starter ? ` The tests name it themselves, in \`${starter.path}\`, and may hide it.` : "";
  yield {
    path,
    at,
    also: rest.slice(0, mostPlaces - 1).map((place) => ({ path: place.path, span: place.at })),
    title: `\`${name}\` is never started`,
    issue: `The ${words[kind]} \`${name}\` is reached through ${calls.join(", ")}, and nothing starts it: no child specification, \`start_link\` or \`name:\` with it in the ${plural(searched.code.length, "Elixir file")} outside tests, \`${searched.root.source.path}\` with the application among them.${tests}`,
    recommendation: recommend(name, kind, searched),
  };
}

function recommend(name: string, kind: ProcessKind, { root, code }: Searched): string {
  const isModule = code.some(({ tree }) => modulesOf(tree).some((module) => module.name === name));
  const registry = `{Registry, keys: :unique, name: ${name}}`;
  const supervisor = `{DynamicSupervisor, name: ${name}, strategy: :one_for_one}`;
  const child = isModule || kind === "server" ? name : kind === "registry" ? registry : supervisor;
  return `Add \`${child},\` to ${childrenOf(root)}, before the processes that use it.`;
}

/** The list of the application's children by file and line, as far as it is written out there. */
function childrenOf({ source }: ElixirFile): string {
  const at = /\bchildren\s*=\s*\[|\bSupervisor\.start_link\(\s*\[/.exec(source.text);
  const line = at ? source.text.slice(0, at.index).split("\n").length : undefined;
  return line === undefined
    ? `the children in ${source.path}`
    : `the list of children in ${source.path}, line ${line}`;
}
