/** Follows values from where they come in from outside to where they can do harm. */
import type { Flow } from "../model/flow.js";
import type { Framework } from "../model/framework.js";
import type { Survey } from "../model/survey.js";
import { elixir } from "./grammars/elixir/grammar.js";
import { go } from "./grammars/go/grammar.js";
import { java } from "./grammars/java/grammar.js";
import { python } from "./grammars/python/grammar.js";
import { rust } from "./grammars/rust/grammar.js";
import { traceGrammar } from "./grammars/trace-grammar.js";
import { inOrder } from "./in-order.js";
import { pagesInUse } from "./pages-in-use.js";
import type { Terrain } from "./terrain.js";
import { traceTypeScript } from "./typescript/trace-typescript.js";

type Engine = (terrain: Terrain) => Promise<readonly Flow[]>;

/** Who follows values in the files of a family; a family without an engine has no flows. */
const engines: Partial<Record<Framework["family"], Engine>> = {
  typescript: traceTypeScript,
  java: (terrain) => traceGrammar(java, terrain),
  go: (terrain) => traceGrammar(go, terrain),
  rust: (terrain) => traceGrammar(rust, terrain),
  elixir: (terrain) => traceGrammar(elixir, terrain),
  python: (terrain) => traceGrammar(python, terrain),
};

/**
 * All flows, one for each place a value comes in, place it does harm, and harm. A project that imports nothing of
 * what the pages know costs a look at its imports. Ends early with what there is when the signal aborts.
 */
export async function trace(
  survey: Survey,
  frameworks: readonly Framework[],
  signal: AbortSignal,
): Promise<readonly Flow[]> {
  const flows: Flow[] = [];
  for (const [family, follow] of Object.entries(engines)) {
    const files = [...survey.files.values()].filter(({ tree }) => tree.family === family);
    const pages = files.length === 0 ? [] : pagesInUse(frameworks, files);
    const hasBothEnds =
      pages.some(({ sources }) => sources.length > 0) && pages.some(({ sinks }) => sinks.length > 0);
    if (hasBothEnds && !signal.aborted) flows.push(...(await follow({ files, pages, survey, signal })));
  }
  return inOrder(flows);
}
