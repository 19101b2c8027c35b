/** Shell commands built from values in Elixir: what starts a shell, and what it is given. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import type { Severity } from "../../../model/severity.js";
import { callsNamed, givenTo, plainText } from "../../../syntax/elixir/calls.js";
import { itemsOf, piecesOf } from "../../../syntax/elixir/pieces.js";
import { type Value, mostExposed, valuesOf } from "../../../syntax/pieces.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

const shellName = /^(?:\S*\/)?(?:ba|z|da|k|a)?sh$/;

export const elixir: Matcher<"elixir"> = function* ({ tree, source }) {
  if (!/:os\.cmd|System\.(?:shell|cmd)|Port\.open/.test(source.text)) return;
  for (const { node, target, span } of callsNamed(tree, /^(?::os\.cmd|System\.(?:shell|cmd)|Port\.open)$/)) {
    const line = commandLine(node, target);
    const pieces = line ? piecesOf(tree, line, source.text) : [];
    const exposed = mostExposed(valuesOf(pieces));
    const hasText = pieces.some((piece) => typeof piece === "string" && /\w/.test(piece));
    if (!exposed || !hasText) continue;
    const isByHand = isToolPath(source.path) || /(?:^|\/)mix\/tasks\//.test(source.path);
    if (isByHand && exposed.supplier === "program") continue;
    yield {
      at: span,
      severity: isByHand ? "low" : severityOf(exposed),
      issue: `The shell that \`${target}\` starts reads \`${exposed.text}\` as part of a command line.${note(exposed)}`,
      recommendation:
        'Start the program itself and pass the values as separate arguments: `System.cmd("git", ["log", ref])`.',
    };
  }
};

/** The text that a shell reads; undefined when none is started. */
function commandLine(call: SgNode, target: string): SgNode | undefined {
  const [program, list] = givenTo(call);
  if (target === ":os.cmd" || target === "System.shell") return program;
  if (target === "Port.open") return spawned(program);
  if (!shellName.test(plainText(program) ?? "")) return undefined;
  const items = itemsOf(list);
  const flag = items.findIndex((item) => /^-\w*c$/.test(plainText(item) ?? ""));
  return flag === -1 ? undefined : items[flag + 1];
}

/** `{:spawn, line}` goes through a shell, `{:spawn_executable, path}` does not. */
function spawned(tuple: SgNode | undefined): SgNode | undefined {
  const parts = tuple?.kind() === "tuple" ? tuple.children().filter((child) => child.isNamed()) : [];
  return parts[0]?.text() === ":spawn" ? parts[1] : undefined;
}

function severityOf({ supplier }: Value): Severity {
  if (supplier === "request") return "high";
  return supplier === "setting" ? "low" : "medium";
}

function note({ supplier, isPublic, text }: Value): string {
  if (supplier === "request") return ` \`${text}\` comes from a request.`;
  return supplier === "caller" && isPublic ? ` \`${text}\` is whatever the caller passes.` : "";
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: 'defmodule A do\n  def log(ref), do: System.cmd("sh", ["-c", "git log #{ref}"])\nend\n',
    good: 'defmodule A do\n  @folder "data"\n  def log(ref), do: System.cmd("git", ["log", "#{ref}"])\n  def size, do: System.shell("du -sh #{@folder}")\n  def stop(port) when is_integer(port), do: System.shell("fuser -k #{port}/tcp")\n  def run(command), do: System.shell(command)\n  def pass(file), do: System.cmd("sh", ["-c", "wc -l < \\"$1\\"", "sh", file])\nend\n',
  },
  {
    language: "elixir",
    bad: 'defmodule A do\n  def pack(%{"name" => name}) do\n    command = "tar -czf " <> name <> ".tgz ."\n    command |> String.to_charlist() |> IO.puts()\n    System.shell(command)\n  end\nend\n',
    good: 'defmodule A do\n  def pack(%{"name" => name}) do\n    System.cmd("tar", ["-czf", name <> ".tgz", "."])\n    level = 9\n    System.shell("gzip -#{level} log")\n    System.shell("kill #{System.pid()}")\n  end\nend\n',
  },
  {
    language: "elixir",
    bad: "defmodule A do\n  def ping(host), do: :os.cmd('ping -c 1 #{host}')\nend\n",
    good: 'defmodule A do\n  def ping(mode) when mode in ["fast", "slow"], do: :os.cmd(\'ping -m #{mode}\')\nend\n',
  },
];
