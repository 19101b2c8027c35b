/** Children that know nothing of each other are restarted together, and lose what they hold. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { type ElixirModule, modulesOf } from "../../syntax/elixir/modules.js";
import { Resolver } from "../../syntax/elixir/resolve.js";
import { isServer } from "../../syntax/elixir/servers.js";
import { type SharedRestart, sharedRestarts } from "../../syntax/elixir/strategies.js";

const supervisor = (strategy: string): string =>
  `defmodule Shop.Cart.Supervisor do\n  use Supervisor\n  def start_link(opts), do: Supervisor.start_link(__MODULE__, opts)\n\n  def init(opts) do\n    children = [{Shop.Cart.Prices, opts}, {Shop.Cart.Items, opts}]\n    Supervisor.init(children, strategy: ${strategy})\n  end\nend\n`;
const server = (name: string, body: string): string =>
  `defmodule Shop.Cart.${name} do\n  use GenServer\n  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: {:via, Registry, {Shop.Names, {:${name.toLowerCase()}, id}}})\n  def init(id), do: {:ok, %{id: id, seen: []}}\n  def handle_call(:all, _from, state), do: {:reply, ${body}, state}\nend\n`;

export default defineRule({
  severity: "low",
  // No mention of one in the other is seen; a dependency by way of a message or a topic may still be meant.
  confidence: 0.65,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Children restarted together without need",
  risk: "A crash of one child ends the others too, and what they hold in memory is lost with them.",
  fix: "Use `:one_for_one` until one child needs another, or `:rest_for_one` where only later children need earlier ones; keep what must survive a crash outside the process.",
  reads: ["elixir"],
  project: strangersTogether,
  examples: [
    {
      language: "elixir",
      bad: {
        "lib/a.ex": supervisor(":one_for_all"),
        "lib/b.ex": server("Prices", "state.seen"),
        "lib/c.ex": server("Items", "state.seen"),
      },
      good: {
        "lib/a.ex": supervisor(":one_for_all"),
        "lib/b.ex": server("Prices", "state.seen"),
        "lib/c.ex": server("Items", "Shop.Cart.Prices.all(state.id)"),
      },
    },
    {
      language: "elixir",
      bad: {
        "lib/a.ex": supervisor(":one_for_all"),
        "lib/b.ex": server("Prices", "state.seen"),
        "lib/c.ex": server("Items", "state.id"),
      },
      good: {
        "lib/a.ex": supervisor(":one_for_one"),
        "lib/b.ex": server("Prices", "state.seen"),
        "lib/c.ex": server("Items", "state.seen"),
      },
    },
    {
      language: "elixir",
      bad: {
        "lib/a.ex": supervisor(":one_for_all"),
        "lib/b.ex": server("Prices", "state.seen"),
        "lib/c.ex": server("Items", "state.seen"),
      },
      good: {
        "lib/a.ex": supervisor(":one_for_all"),
        "lib/b.ex": server("Prices", "Registry.lookup(Shop.Names, {:items, state.id})"),
        "lib/c.ex": server("Items", "state.seen"),
      },
    },
  ],
});

type ElixirFile = SurveyedFile & { readonly tree: ElixirTree };

interface Child {
  readonly file: ElixirFile;
  readonly module: ElixirModule;
}

function* strangersTogether(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(isCode);
  for (const file of files) {
    for (const restart of sharedRestarts(file.tree)) {
      const children = childrenOf(restart, file, files);
      const isTogether = restart.strategy === ":one_for_all" && children.length >= 2;
      if (!isTogether || children.some((child) => knowsAny(child, children))) continue;
      yield hit(file, restart, children);
    }
  }
}

function isCode(file: SurveyedFile): file is ElixirFile {
  return file.tree.family === "elixir" && !file.source.isTest && file.outline.parseErrors.length === 0;
}

/** None unless every child is a server whose code is at hand. */
function childrenOf(
  { children, at }: SharedRestart,
  file: ElixirFile,
  files: readonly ElixirFile[],
): readonly Child[] {
  const resolver = new Resolver(file.tree, file.outline);
  const found = children.flatMap((name) => {
    const full = resolver.resolve(name, at);
    return files.flatMap((one) =>
      modulesOf(one.tree)
        .filter((module) => module.name === full && isServer(module))
        .map((module) => ({ file: one, module })),
    );
  });
  return found.length === children.length ? found : [];
}

/** Names another child, its key in a registry, or something that both could meet at. */
function knowsAny({ file, module }: Child, all: readonly Child[]): boolean {
  if (
    /\bPubSub\b|:ets\b|:persistent_term|Process\.(?:whereis|link|monitor)|\bAgent\b|:global\b/.test(
      file.source.text,
    )
  )
    return true;
  const own = keysOf(file);
  return all.some((other) => {
    if (other.module === module) return false;
    const last = other.module.name.slice(other.module.name.lastIndexOf(".") + 1);
    if (file.outline.references.has(last)) return true;
    const keys = [...keysOf(other.file)].filter((key) => !own.has(key));
    return keys.some((key) => file.tree.nodes("atom").some((atom) => atom.text() === key));
  });
}

/** Atoms that a server's name is made of. */
function keysOf({ source }: ElixirFile): ReadonlySet<string> {
  const names = source.text.matchAll(/\{:via,[^\n]*|\bname:[^\n]*/g);
  return new Set([...names].flatMap(([line]) => line.match(/(?<!:):[a-z]\w*/g) ?? []));
}

function hit(file: ElixirFile, { at, module }: SharedRestart, children: readonly Child[]): ProjectHit {
  const names = children.map(
    (child) => `\`${child.module.name.slice(child.module.name.lastIndexOf(".") + 1)}\``,
  );
  const listed = names.join(", ").replace(/, ([^,]+)$/, " and $1");
  const shown = [...new Set(children.map((child) => child.file.source.path))].join(", ");
  return {
    path: file.source.path,
    at,
    issue: `\`${module.name}\` restarts ${listed} together, but in their files (${shown}) none names another or its key in a registry.`,
    scenario: `${names[0] ?? ""} crashes: the supervisor stops ${names.slice(1).join(", ")} as well and starts all of them with the state that \`init/1\` makes.`,
  };
}
