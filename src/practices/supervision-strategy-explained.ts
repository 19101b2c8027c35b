/** A supervisor that restarts children together, and says why. */
import { type Hit, definePractice } from "../model/rule.js";
import type { Span } from "../model/source.js";
import type { ElixirTree } from "../model/tree.js";
import { holds } from "../syntax/elixir/ask.js";
import { type SharedRestart, sharedRestarts } from "../syntax/elixir/strategies.js";
import { spanOf } from "../syntax/nodes.js";

const supervisor = (doc: string, strategy: string): string =>
  `defmodule Shop.Cart.Supervisor do\n  @moduledoc """\n  ${doc}\n  """\n  use Supervisor\n\n  def init(opts) do\n    Supervisor.init([{Shop.Prices, opts}, {Shop.Items, opts}], strategy: ${strategy})\n  end\nend\n`;

export default definePractice({
  category: "design",
  // Strategy and reason stand in one paragraph; whether the reason is good, a reader must say.
  confidence: 0.8,
  title: "The restart strategy is explained",
  reason: "Whoever adds a child knows why the others are restarted with it.",
  match: {
    *elixir({ tree, source, outline }) {
      for (const restart of sharedRestarts(tree)) {
        const at = explanation(restart, proseOf(tree, outline.comments), source.text);
        if (at) yield praise(at, restart);
      }
    },
  },
  examples: [
    {
      language: "elixir",
      bad: supervisor(
        "Uses `:one_for_all` because items hold prices that Prices handed out.",
        ":one_for_all",
      ),
      good: supervisor("Uses `:one_for_all` for its children.", ":one_for_all"),
    },
    {
      language: "elixir",
      bad: supervisor("Prices and items.", ":rest_for_one").replace(
        "    Supervisor.init",
        "    # rest_for_one: items read prices when they start, so they depend on them.\n    Supervisor.init",
      ),
      good: supervisor("Uses `:one_for_one` because items know nothing of prices.", ":one_for_one"),
    },
  ],
});

/** Documentation and comments. */
function proseOf(tree: ElixirTree, comments: readonly Span[]): readonly Span[] {
  return [...tree.nodes("quoted_content").map(spanOf), ...comments];
}

const reason =
  /\b(?:because|since|so that|so (?:they|it|both|a|the)|depends?|rel(?:y|ies) on|otherwise|consisten(?:t|cy)|must|need(?:s|ed)?|without|cannot|together|stale|lose[sd]?|lost)\b/i;

/** The line that names the strategy, where its paragraph gives a reason. */
function explanation(restart: SharedRestart, prose: readonly Span[], text: string): Span | undefined {
  const word = restart.strategy.slice(1);
  for (const span of prose.filter((one) => holds(restart.module.span, one))) {
    for (const paragraph of paragraphs(span, text)) {
      const content = text.slice(paragraph.start, paragraph.end);
      const index = content.indexOf(word);
      if (index !== -1 && reason.test(content))
        return { start: paragraph.start + index, end: paragraph.start + index + word.length };
    }
  }
  return undefined;
}

/** A heading and the list below it belong together, so only blank lines before other text part paragraphs. */
function paragraphs({ start, end }: Span, text: string): readonly Span[] {
  const content = text.slice(start, end);
  const spans: Span[] = [];
  let from = 0;
  for (const match of content.matchAll(/\n[ \t]*\n(?![ \t]*[-*\d])/g)) {
    spans.push({ start: start + from, end: start + match.index });
    from = match.index;
  }
  return [...spans, { start: start + from, end }];
}

function praise(at: Span, { module, strategy }: SharedRestart): Hit {
  return { at, issue: `\`${module.name}\` restarts its children with \`${strategy}\` and says why.` };
}
