/** How much of the task is done. */
import { defineSignal } from "../model/signal.js";
import type { JudgedStatement } from "../model/statement.js";

const worth = { met: 1, partly: 0.5, missing: 0, contradicted: 0, "not assessed": 0 } as const;

export default defineSignal({
  title: "Task",
  advice: "Do what the task asks for and the code lacks",
  why: "Code that leaves out what was asked for is not finished, however good the rest is. A statement counts by what was found of it; those that nobody can judge count for no candidate.",
  measureTask({ statements }) {
    const judged = statements.flatMap(({ verdict, ...rest }) =>
      verdict === "not assessed" ? [] : [{ ...rest, verdict }],
    );
    if (judged.length === 0) return { value: null, says: "no statement of the task could be judged" };
    const value = judged.reduce((sum, { verdict }) => sum + worth[verdict], 0) / judged.length;
    const atMost =
      judged.reduce((sum, { verdict, atMost: most = verdict }) => sum + worth[most], 0) / judged.length;
    const missing = judged.filter(({ verdict }) => worth[verdict] === 0);
    return {
      value,
      atMost,
      says: `${judged.filter(({ verdict }) => verdict === "met").length} of ${judged.length} statements met${lacking(missing)}`,
      places: judged.flatMap(({ evidence: [place] }) => place ?? []).slice(0, 3),
    };
  },
});

function lacking(missing: readonly Pick<JudgedStatement, "id">[]): string {
  return missing.length === 0 ? "" : `, not ${missing.map(({ id }) => id).join(", ")}`;
}
