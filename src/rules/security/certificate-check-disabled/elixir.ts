/** Certificate checks switched off in Elixir: `verify: :verify_none` of Erlang's ssl, `insecure: true` of hackney. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import type { ElixirTree } from "../../../model/tree.js";
import { keyOf, namedChildren } from "../../../syntax/elixir/ask.js";
import { ancestorOf, callsNamed, clauseAt, isQuoted } from "../../../syntax/elixir/calls.js";
import { spanOf } from "../../../syntax/nodes.js";
import { isMild } from "./weighed.js";

export const elixir: Matcher<"elixir"> = function* (subject) {
  const { tree, source } = subject;
  if (!/verify_none|insecure/.test(source.text)) return;
  for (const pair of tree.nodes("pair")) {
    if (!isSwitchedOff(pair) || isServer(pair) || isChosen(tree, pair) || isQuoted(tree, spanOf(pair)))
      continue;
    const where = clauseAt(tree, spanOf(pair))?.name;
    yield {
      at: spanOf(pair),
      ...(mayBeChecked(pair) || isMild(subject, spanOf(pair)) ? { severity: "low" } : {}),
      issue: `\`${pair.text()}\`${where === undefined ? "" : ` in \`${where}\``} accepts any certificate, whoever presents it.`,
      recommendation:
        "Use `verify: :verify_peer, cacerts: :public_key.cacerts_get()` (OTP 25 and later), with `server_name_indication` set to the host; trust a private authority with `cacertfile:`.",
    };
  }
};

function isSwitchedOff(pair: SgNode): boolean {
  const key = keyOf(pair);
  const value = namedChildren(pair)[1]?.text();
  if (key === "verify") return value === ":verify_none";
  return key === "insecure" && value === "true" && isForHackney(pair);
}

/** `hackney: [insecure: true]`, `:hackney.request(…, [insecure: true])` */
function isForHackney(pair: SgNode): boolean {
  const holder = ancestorOf(
    pair,
    (node) => keyOf(node) === "hackney" || /hackney/.test(node.field("target")?.text() ?? ""),
  );
  return holder !== undefined;
}

/** Options that have a certificate of their own to show are mostly a server's, which need not ask its clients. */
function isServer(pair: SgNode): boolean {
  const options = ancestorOf(pair, (node) => node.kind() === "keywords")?.text() ?? "";
  return /\bfail_if_no_peer_cert|\bport:|:ssl\.listen|\bkeyfile:/.test(options);
}

const chosen =
  /insecure|unsafe|skip|verif|self_?signed|allow|trust|disable|strict|\b(?:dev|test)\b|localhost|127\.0\.0\.1/i;

/** A condition about leaving the check out, a function named after it, or a branch for it. */
function isChosen(tree: ElixirTree, pair: SgNode): boolean {
  const place = spanOf(pair);
  const clause = clauseAt(tree, place);
  if (
    clause &&
    (chosen.test(clause.name) || chosen.test(clause.parameters.map(({ name }) => name).join(" ")))
  )
    return true;
  const conditions = callsNamed(tree, /^(?:if|unless)$/).filter(
    ({ span }) => span.start < place.start && place.end <= span.end,
  );
  if (
    conditions.some(({ node }) =>
      chosen.test(
        namedChildren(node)[1]
          ?.text()
          .split(/,\s*do:/)[0] ?? "",
      ),
    )
  )
    return true;
  const branch = ancestorOf(pair, (node) => node.kind() === "stab_clause");
  return (
    branch !== undefined &&
    /verify|insecure|self_signed|"(?:require|prefer|allow)"|false|nil/.test(
      branch.text().split("->")[0] ?? "",
    )
  );
}

/** Another branch of the same choice is given an authority to check by: who wants the check has only to name one. */
function mayBeChecked(pair: SgNode): boolean {
  const choice = ancestorOf(
    pair,
    (node) => node.kind() === "call" && /^(?:cond|case|if|with)$/.test(node.field("target")?.text() ?? ""),
  );
  return choice !== undefined && /\bcacert(?:file|s):|:verify_peer\b/.test(choice.text());
}

export const elixirExamples: readonly Example[] = [
  {
    language: "elixir",
    bad: "defmodule A do\n  def connect(host), do: :ssl.connect(host, 443, verify: :verify_none)\nend\n",
    good: 'defmodule A do\n  def connect(host), do: :ssl.connect(host, 443, verify: :verify_peer, cacerts: :public_key.cacerts_get())\n  def listen, do: [port: 4001, certfile: "a.pem", keyfile: "k.pem", verify: :verify_none]\n  def other(host, skip_verify) do\n    options = if skip_verify, do: [verify: :verify_none], else: []\n    :ssl.connect(host, 443, options)\n  end\nend\n',
  },
  {
    language: "elixir",
    bad: "defmodule A do\n  def load(url), do: HTTPoison.get(url, [], hackney: [insecure: true])\nend\n",
    good: "defmodule A do\n  def load(url), do: HTTPoison.get(url, [], hackney: [pool: :main])\n  def options, do: [insecure: true]\n  def insecure_options, do: [verify: :verify_none]\nend\n",
  },
];
