/** Secrets from `:rand`, `:random` and `Enum.random` in Elixir. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { callsNamed, clauseAt } from "../../../syntax/elixir/calls.js";
import { namesSecret, wordsOf } from "../../../syntax/secret-names.js";
import { spanOf } from "../../../syntax/nodes.js";

const generators =
  /^(?::rand|:random)\.(?:uniform|bytes|uniform_real)(?:_s)?$|^Enum\.(?:random|take_random|shuffle)$/;

export const elixir: Matcher<"elixir"> = function* ({ tree, source }) {
  if (!/:rand|Enum\.(?:random|take_random|shuffle)/.test(source.text)) return;
  for (const { node, target, span } of callsNamed(tree, generators)) {
    const given = nameGiven(node);
    const maker = clauseAt(tree, span)?.name;
    const isPick = target === "Enum.random" && !isRepeated(node);
    const name =
      given !== null && namesSecret(given) ? given : maker !== undefined && makesSecret(maker) ? maker : null;
    if (name === null || (isPick && given === name) || waits(node)) continue;
    yield {
      at: spanOf(node),
      issue: `\`${name}\` is made with \`${target}\`, whose outputs can be predicted.`,
      recommendation:
        "Use `:crypto.strong_rand_bytes(32) |> Base.url_encode64(padding: false)`; for a few digits draw from `:crypto.strong_rand_bytes/1` too.",
    };
  }
};

/** Makes one, rather than waiting a random time before it gets one. */
function makesSecret(name: string): boolean {
  const words = wordsOf(name);
  const isMaking = words.some((word) =>
    /^(?:generate|gen|create|make|new|random|build|issue|mint)$/.test(word),
  );
  return namesSecret(name) && (isMaking || words.length === 1);
}

/** `token = …` or `token: …` around the call, however it is piped on. */
function nameGiven(start: SgNode): string | null {
  for (let node = start.parent(); node; node = node.parent()) {
    const kind = String(node.kind());
    if (kind === "do_block" || kind === "stab_clause") return null;
    if (kind === "pair") return node.child(0)?.text().replace(/:\s*$/, "") ?? null;
    if (kind !== "binary_operator") continue;
    const operator = node.field("operator")?.text() ?? "";
    if (operator === "=") return node.field("left")?.text() ?? null;
    if (/^[<>=!]=?$/.test(operator)) return null;
  }
  return null;
}

function isRepeated(start: SgNode): boolean {
  for (let node = start.parent(); node; node = node.parent()) {
    if (node.kind() === "call" && node.field("target")?.text() === "for") return true;
    if (node.kind() === "anonymous_function") return true;
    if (node.kind() === "call" && /^(?:def|defp)$/.test(node.field("target")?.text() ?? "")) return false;
  }
  return false;
}

function waits(start: SgNode): boolean {
  for (let node = start.parent(); node; node = node.parent()) {
    const target = node.kind() === "call" ? (node.field("target")?.text() ?? "") : "";
    if (/sleep|send_after|backoff|jitter|delay/.test(target)) return true;
    if (/^defp?$/.test(target)) return false;
  }
  return false;
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def sign_in(user) do\n    token = :rand.uniform(1_000_000_000) |> Integer.to_string(36)\n    {user, token}\n  end\nend\n",
    good: "defmodule A do\n  def sign_in(user), do: {user, token: :crypto.strong_rand_bytes(32)}\n  def refresh_token(load) do\n    Process.sleep(:rand.uniform(50))\n    load.()\n  end\n  def pick(api_keys) do\n    api_key = Enum.random(api_keys)\n    api_key\n  end\n  def sampled?(token), do: token != nil and :rand.uniform() < 0.1\nend\n",
  },
  {
    language: "elixir",
    bad: 'defmodule A do\n  @letters Enum.to_list(?a..?z)\n  def generate_reset_token(n), do: for(_ <- 1..n, into: "", do: <<Enum.random(@letters)>>)\nend\n',
    good: "defmodule A do\n  def jitter(ms), do: ms + Enum.random(1..50)\n  def max_tokens, do: Enum.random(1..9)\nend\n",
  },
];
