/** A supervisor that restarts children together, with tests in which no child ever dies. */
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { callsNamed } from "../../syntax/elixir/calls.js";
import { Resolver } from "../../syntax/elixir/resolve.js";
import { sharedRestarts } from "../../syntax/elixir/strategies.js";

const supervisor = (strategy: string): string =>
  `defmodule Shop.Cart.Supervisor do\n  use Supervisor\n  def start_link(opts), do: Supervisor.start_link(__MODULE__, opts)\n\n  def init(opts) do\n    children = [{Shop.Cart.Prices, opts}, {Shop.Cart.Items, opts}]\n    Supervisor.init(children, strategy: ${strategy})\n  end\nend\n`;
const tests = (body: string): string =>
  `defmodule Shop.Cart.SupervisorTest do\n  use ExUnit.Case\n  alias Shop.Cart.Supervisor, as: Tree\n\n  test "starts" do\n    {:ok, pid} = Tree.start_link([])\n    ${body}\n  end\nend\n`;

export default defineRule({
  severity: "low",
  // Ways to end a process are few and all named; a test may still end one through code of its own.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Restart strategy never tested",
  risk: "Whether the children come back together, and with what state, shows for the first time when one crashes in production.",
  fix: "Add a test that ends one child with `Process.exit(pid, :kill)` and checks that the others were restarted as the strategy says.",
  trial: {
    name: "a killed child comes back",
    arrange: "the supervisor with all its children",
    act: "end one child with `Process.exit(pid, :kill)`",
    assert: "a new process has its place, and the children that should stay have their old pids",
  },
  reads: ["elixir"],
  project: untestedStrategies,
  examples: [
    {
      language: "elixir",
      bad: {
        "lib/shop/cart/supervisor.ex": supervisor(":one_for_all"),
        "test/shop/cart/supervisor_test.exs": tests("assert Process.alive?(pid)"),
      },
      good: {
        "lib/shop/cart/supervisor.ex": supervisor(":one_for_all"),
        "test/shop/cart/supervisor_test.exs": tests("Process.exit(child(pid), :kill)"),
      },
    },
    {
      language: "elixir",
      bad: {
        "lib/shop/cart/supervisor.ex": supervisor(":rest_for_one"),
        "test/shop/cart/supervisor_test.exs": tests(
          "assert Elixir.Supervisor.count_children(pid).active == 2",
        ),
      },
      good: {
        "lib/shop/cart/supervisor.ex": supervisor(":one_for_one"),
        "test/shop/cart/supervisor_test.exs": tests("assert Process.alive?(pid)"),
      },
    },
    {
      language: "elixir",
      bad: {
        "lib/shop/cart/supervisor.ex": supervisor(":one_for_all"),
        "test/shop/cart/supervisor_test.exs": tests("on_exit(fn -> Process.exit(pid, :kill) end)"),
      },
      good: {
        "lib/shop/tasks.ex":
          "defmodule Shop.Tasks do\n  use Supervisor\n\n  def init(_) do\n    children = [{Registry, name: A, keys: :unique}, {DynamicSupervisor, name: B}]\n    Supervisor.init(children, strategy: :one_for_all)\n  end\nend\n",
        "test/shop/tasks_test.exs":
          'defmodule Shop.TasksTest do\n  use ExUnit.Case\n  test "starts", do: assert Shop.Tasks.start_link([])\nend\n',
        "lib/shop/cart/supervisor.ex": supervisor(":one_for_all"),
        "test/shop/cart/items_test.exs":
          'defmodule Shop.Cart.ItemsTest do\n  use ExUnit.Case\n  test "adds", do: assert Shop.Cart.Items.add(1) == 1\nend\n',
      },
    },
  ],
});

type ElixirFile = SurveyedFile & { readonly tree: ElixirTree };

function isElixir(file: SurveyedFile): file is ElixirFile {
  return file.tree.family === "elixir";
}

function* untestedStrategies(survey: Survey): Iterable<ProjectHit> {
  const files = [...survey.files.values()].filter(isElixir);
  const tests = files.filter(({ source }) => source.isTest);
  for (const { tree, source } of files.filter((file) => !file.source.isTest)) {
    for (const { module, strategy, at, children } of sharedRestarts(tree)) {
      if (children.length > 0 && children.every((child) => ofLanguage.test(child))) continue;
      const own = tests.filter((test) => names(test, module.name));
      if (own.length > 0 && !own.some(mayEndProcess))
        yield {
          ...hit(source.path, at, { strategy, module: module.name, own, children }),
          ...(isPromised(tree, strategy, module.span) ? { severity: "medium" } : {}),
        };
    }
  }
}

/** A registry and the supervisor that fills it are restarted together in every project; they hold no state of this one. */
const ofLanguage = /^(?:Registry|DynamicSupervisor|Task\.Supervisor|PartitionSupervisor|Supervisor)$/;

/** The documentation of the module speaks of the strategy, so users count on it. */
function isPromised(tree: ElixirTree, strategy: string, { start, end }: Span): boolean {
  return tree.nodes("quoted_content").some((node) => {
    const at = node.range().start.index;
    return start <= at && at < end && node.text().includes(strategy.slice(1));
  });
}

function names(file: ElixirFile, module: string): boolean {
  const last = module.slice(module.lastIndexOf(".") + 1);
  if (!file.source.text.includes(last)) return false;
  if (file.outline.parseErrors.length > 0) return true;
  const resolver = new Resolver(file.tree, file.outline);
  return file.tree
    .nodes("alias")
    .some(
      (node) =>
        resolver.resolve(node.text(), { start: node.range().start.index, end: node.range().end.index }) ===
        module,
    );
}

/** Calls and words that end a process or speak of one that ended; `on_exit` only tidies up. */
const ending =
  /\bProcess\.exit\b|\.stop\(|terminate_child|stop_supervised|:kill\b|:sys\.terminate|(?<!on_|trap_)\bexit\(|\braise\b|crash|restart(?:s|ed|ing)\b|kill/i;

function mayEndProcess({ source, tree, outline }: ElixirFile): boolean {
  return outline.parseErrors.length > 0 || ending.test(withoutFrame(tree, source.text));
}

/** The text without what only prepares and tidies up: a registry stopped there is no child that crashes. */
function withoutFrame(tree: ElixirTree, text: string): string {
  const frames = callsNamed(tree, /^(?:setup|setup_all|on_exit)$/).map(({ span }) => span);
  return frames.reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end),
    text,
  );
}

interface Found {
  readonly strategy: string;
  readonly module: string;
  readonly own: readonly ElixirFile[];
  readonly children: readonly string[];
}

function hit(path: string, at: Span, { strategy, module, own, children }: Found): ProjectHit {
  const [first] = own;
  const where = own.length === 1 && first ? first.source.path : plural(own.length, "test file");
  return {
    path,
    at,
    issue: `\`${module}\` restarts its children with \`${strategy}\`, and no test ends one: ${where} names the supervisor, without a \`Process.exit\`, a stop or a crash.`,
    ...advice(strategy, children, first?.source.path),
  };
}

/** The test to write, with the names of the children; nothing where their list is not written out. */
function advice(
  strategy: string,
  children: readonly string[],
  file: string | undefined,
): Pick<ProjectHit, "recommendation"> {
  const names = children.map((child) => child.slice(child.lastIndexOf(".") + 1));
  const [crashed, ...others] = names;
  if (crashed === undefined || others.length === 0 || file === undefined) return {};
  const rest = others.map((name) => `\`${name}\``).join(", ");
  const back =
    strategy === ":one_for_all"
      ? `Do the same for ${rest}: the strategy promises it for each of them.`
      : `Then end \`${names.at(-1) ?? ""}\`: the children before it must keep their processes.`;
  return {
    recommendation: `Add a test to ${file}: take the pids of \`${crashed}\` and ${rest}, \`ref = Process.monitor(pid)\` each of them, \`Process.exit(pid, :kill)\` the one of \`${crashed}\`, \`assert_receive {:DOWN, ^ref, :process, _, _}\` for all, and check that the supervisor has new pids for all (\`Supervisor.which_children/1\`) and that they are found under their names again. ${back}`,
  };
}
