/** Other tools whose results went into the review, and what became of them. */
import { grouped, plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import type { Borrowed } from "../model/tool-log.js";
import { bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { table } from "./table.js";

/** Empty where no tool was heard. */
export function borrowedSection({ borrowed = [] }: Review): string {
  if (borrowed.length === 0) return "";
  const rows = borrowed.map(({ tool, version, source, results, used }) => [
    prose(version === null ? tool : `${tool} ${version}`),
    code(source),
    grouped(results),
    grouped(used),
  ]);
  return section(
    "## Other tools",
    table(["Tool", "Source", "Results:", "Taken as leads:"], rows),
    bullets(borrowed.flatMap(remarksOn)),
  );
}

function remarksOn({ tool, leftOut, problem }: Borrowed): readonly string[] {
  return [
    ...(problem === null ? [] : [`${prose(tool)} failed: ${sentence(problem)}`]),
    ...leftOut.map(
      ({ reason, results }) => `${prose(tool)}: ${plural(results, "result")} left out, ${sentence(reason)}`,
    ),
  ];
}
