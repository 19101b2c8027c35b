/** `session-review completion bash|zsh|fish`: prints the script that lets a shell complete commands, options and values. */
import type { Command } from "commander";
import { loadCatalog } from "../catalog/catalog.js";
import { loadComparisonReports, loadReports } from "../catalog/load-shelves.js";
import { bashScript } from "./completion/bash.js";
import { fishScript } from "./completion/fish.js";
import { type ProgramWords, type ShelfWords, wordsOf } from "./completion/words.js";
import { zshScript } from "./completion/zsh.js";
import { exitCodes } from "./exit-code.js";
import type { World } from "./world.js";
import { writeStream } from "./write.js";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const scripts: Readonly<Record<Shell, (program: ProgramWords) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export async function completionCommand(program: Command, shell: Shell, world: World): Promise<number> {
  const words = wordsOf(program, await shelfWords());
  await writeStream(world.stdout, scripts[shell](words));
  return exitCodes.clean;
}

/** The product's own shelves: the script is loaded everywhere, a project's own pages are in one folder. */
async function shelfWords(): Promise<ShelfWords> {
  const { rules, practices, reviewers, signals, rubrics } = await loadCatalog();
  const reports = [...(await loadReports()), ...(await loadComparisonReports())];
  const idsOf = (entries: readonly { readonly id: string }[]): readonly string[] =>
    entries.map(({ id }) => id);
  return {
    formats: [...new Set(["markdown", ...idsOf(reports)])].sort(),
    reviewers: idsOf(reviewers),
    rubrics: idsOf(rubrics),
    explained: [...new Set([rules, practices, reviewers, signals, rubrics].flatMap(idsOf))].sort(),
    engines: ["auto", "offline", "anthropic", "openai"],
  };
}
