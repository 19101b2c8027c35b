/** Every function that others call has its types written down. */
import { plural } from "../lib/text.js";
import { definePractice } from "../model/rule.js";
import type { SurveyedFile } from "../model/survey.js";
import type { ElixirTree } from "../model/tree.js";
import { hasSpec, interfaceOf } from "../syntax/elixir/interface.js";
import { type ElixirModule, modulesOf } from "../syntax/elixir/modules.js";

const module = (name: string, specs: number, bare = 0): string =>
  `defmodule ${name} do\n  @moduledoc "Counts."\n${Array.from({ length: specs }, (_, i) => `  @spec run_${i}(integer()) :: integer()\n  def run_${i}(n), do: n\n`).join("")}${"  def total(n), do: n\n".repeat(bare)}end\n`;

/** With fewer functions a full count says little. */
const fewest = 4;

export default definePractice({
  category: "consistency",
  // Counted: every public function of the module that is no callback.
  confidence: 0.95,
  title: "All public functions have a `@spec`",
  reason: "Dialyzer and readers see what a function takes and answers without reading its body.",
  *project(survey) {
    const full = [...survey.files.values()].filter(isCode).flatMap((file) =>
      modulesOf(file.tree)
        .filter(isFull)
        .map((one) => ({ file, module: one, count: interfaceOf(one).length })),
    );
    const [best, ...others] = full.sort((a, b) => b.count - a.count);
    const spec = best?.module.attributes.find(({ name }) => name === "spec");
    if (!best || !spec) return;
    const rest = others.length > 0 ? `, and so have those of ${plural(others.length, "other module")}` : "";
    yield {
      path: best.file.source.path,
      at: spec.span,
      issue: `All ${best.count} public functions of \`${best.module.name}\` have a \`@spec\`${rest}.`,
    };
  },
  examples: [
    { language: "elixir", bad: module("A", 4), good: module("A", 3) },
    { language: "elixir", bad: module("A", 6), good: module("A", 6, 1) },
  ],
});

function isCode(file: SurveyedFile): file is SurveyedFile & { readonly tree: ElixirTree } {
  return file.tree.family === "elixir" && !file.source.isTest && file.outline.parseErrors.length === 0;
}

function isFull(one: ElixirModule): boolean {
  const functions = interfaceOf(one);
  return functions.length >= fewest && functions.every(({ name }) => hasSpec(one, name));
}
