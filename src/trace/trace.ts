/** Follows values from where they come in from outside to where they can do harm. */
import { hash } from "../lib/hash.js";
import type { Flow } from "../model/flow.js";
import type { Framework } from "../model/framework.js";
import type { Keeper } from "../model/kept.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { elixir } from "./grammars/elixir/grammar.js";
import { go } from "./grammars/go/grammar.js";
import { java } from "./grammars/java/grammar.js";
import { python } from "./grammars/python/grammar.js";
import { rust } from "./grammars/rust/grammar.js";
import { traceGrammar } from "./grammars/trace-grammar.js";
import { inOrder } from "./in-order.js";
import { pagesInUse } from "./pages-in-use.js";
import type { Terrain } from "./terrain.js";
import { entrancesIn } from "./typescript/entrances.js";
import { traceTypeScript } from "./typescript/trace-typescript.js";

interface Engine {
  readonly follow: (terrain: Terrain) => Promise<readonly Flow[]>;
  /** What it asks of single files beside the survey, in words. */
  readonly aside?: (terrain: Terrain) => (path: string) => string;
}

/** Who follows values in the files of a family; a family without an engine has no flows. */
const engines: Partial<Record<Framework["family"], Engine>> = {
  typescript: { follow: traceTypeScript, aside: entrancesIn },
  java: { follow: (terrain) => traceGrammar(java, terrain) },
  go: { follow: (terrain) => traceGrammar(go, terrain) },
  rust: { follow: (terrain) => traceGrammar(rust, terrain) },
  elixir: { follow: (terrain) => traceGrammar(elixir, terrain) },
  python: { follow: (terrain) => traceGrammar(python, terrain) },
};

/**
 * All flows, one for each place a value comes in, place it does harm, and harm. A project that imports nothing of
 * what the pages know costs a look at its imports. Ends early with what there is when the signal aborts.
 * @param keeper has the flows of an earlier run, where nothing has changed that they hang on
 */
export async function trace(
  survey: Survey,
  frameworks: readonly Framework[],
  signal: AbortSignal,
  keeper?: Keeper,
): Promise<readonly Flow[]> {
  const flows: Flow[] = [];
  for (const [family, engine] of Object.entries(engines)) {
    const files = filesOf(survey, family);
    const pages = files.length === 0 ? [] : pagesInUse(frameworks, files);
    const hasBothEnds =
      pages.some(({ sources }) => sources.length > 0) && pages.some(({ sinks }) => sinks.length > 0);
    if (!hasBothEnds || signal.aborted) continue;
    const terrain = { files, pages, survey, signal };
    flows.push(...(await (keeper ? kept(keeper, family, { engine, terrain }) : engine.follow(terrain))));
  }
  return inOrder(flows);
}

function filesOf({ files }: Survey, family: string): readonly SurveyedFile[] {
  return [...files.values()].filter(({ tree }) => tree.family === family);
}

function kept(
  keeper: Keeper,
  family: string,
  { engine, terrain }: { readonly engine: Engine; readonly terrain: Terrain },
): Promise<readonly Flow[]> {
  const { survey, pages } = terrain;
  const aside = engine.aside?.(terrain);
  return keeper.answer({
    name: `flows ${family}`,
    given: hash(JSON.stringify(pages), 64),
    make: (watched, note) =>
      engine.follow({
        ...terrain,
        survey: watched,
        files: filesOf(watched, family),
        beside: { survey, note },
      }),
    ...(aside ? { aside } : {}),
  });
}
