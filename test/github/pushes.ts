/** Ten pushes of one pull request: what each of them brings in, mends, brings back and moves. */
import type { Finding } from "../../src/model/finding.js";
import type { Review } from "../../src/model/review.js";
import type { Severity } from "../../src/model/severity.js";
import type { LineRange } from "../../src/model/source.js";
import { coverageOf, emptyReview, file, finding } from "../reports/sample-review.js";

export interface Push {
  readonly head: string;
  readonly review: Review;
  /** What GitHub shows, which is less than the review thinks. */
  readonly shown: ReadonlyMap<string, readonly LineRange[]>;
}

const files = ["src/a.ts", "src/b.ts", "src/odd (name).ts"] as const;
const hunk: LineRange = { start: 1, end: 200 };

interface Wish {
  readonly severity?: Severity;
  readonly line: number;
  readonly path?: string;
  readonly fields?: Partial<Finding>;
}

function make(id: string, { severity = "medium", line, path = files[0], fields = {} }: Wish): Finding {
  return finding({
    id,
    title: `Finding ${id}`,
    severity,
    path,
    lines: { start: line, end: line },
    change: "introduced",
    ...fields,
  });
}

/** Findings a change brings in: of the first three pushes 14, then fewer, with one that goes and comes back. */
function findingsOf(push: number): readonly Finding[] {
  const many = Array.from({ length: 14 }, (_, i) => make(`aa${i}`, { line: 10 + i + push }));
  const kept = push < 4 ? many : many.slice(0, 4);
  return [
    ...(push >= 2 ? [make("crit", { severity: "critical", line: 5, path: files[1] })] : []),
    ...kept,
    // Gone in the pushes 4 to 6, and back.
    ...(push < 4 || push > 6 ? [make("back", { severity: "high", line: 40, path: files[2] })] : []),
    // The review takes line 150 for shown, and GitHub does not.
    ...(push >= 5 ? [make("badline", { severity: "high", line: 150, path: files[1] })] : []),
    ...(push >= 3 ? [make("nolines", { line: 1, fields: { lines: null } })] : []),
    make("low", { severity: "low", line: 60 }),
  ].sort((a, b) => Number(b.severity === "critical") - Number(a.severity === "critical"));
}

const old = make("old", { severity: "high", line: 70, fields: { change: "pre-existing" } });

export const pushes: readonly Push[] = Array.from({ length: 10 }, (_, i) => {
  const findings = [...findingsOf(i + 1)];
  const change: Review["change"] = {
    from: "1a2b3c4, where HEAD left origin/main",
    to: "HEAD",
    commit: "1a2b3c4",
    files: files.map((path) => ({
      path,
      before: path,
      status: "modified",
      isBinary: false,
      lines: [hunk],
      shown: [hunk],
    })),
    affected: [],
    surroundings: 0,
    outside: 0,
  };
  return {
    head: String(i + 1).padStart(40, "0"),
    review: {
      ...emptyReview(),
      findings,
      preExisting: [old],
      change,
      coverage: coverageOf(files.map((path) => file(path))),
    },
    shown: new Map(files.map((path) => [path, [{ start: 1, end: 100 }]])),
  };
});

/** Signs of what a push brings in, worst first. */
export function introducedBy({ review }: Push): readonly string[] {
  return review.findings.map(({ id }) => id);
}
