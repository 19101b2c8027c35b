/** Plans and specifications held against the code: a row a statement, with where the code does it or says otherwise. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { type Conformance, type JudgedStatement, type Verdict, verdicts } from "../model/statement.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { table } from "./table.js";
import { placeCode } from "./wording.js";

/** More statements than this are counted only; the JSON report has them all. */
const mostRows = 120;

/** Empty where no plan was given. */
export function conformanceSection({ conformance = [], engine }: Review): string {
  return section(
    "## Plan versus implementation",
    ...conformance.flatMap((each) => documentBlocks(each)),
    conformance.length === 0 ? "" : caveat(engine),
  );
}

function documentBlocks({ path, statements }: Conformance): readonly string[] {
  const shown = statements.slice(0, mostRows);
  const more = statements.length - shown.length;
  return [
    `${code(path)}: ${plural(statements.length, "statement")}, ${countsOf(statements)}.`,
    table(["#", "Planned", "Verdict", "Evidence", "Reason"], shown.map(rowOf)),
    more > 0 ? `And ${more} more, see the JSON report.` : "",
    deviations(statements),
  ];
}

/** `7 met, 1 missing`, without the verdicts that nobody got. */
export function countsOf(statements: readonly Pick<JudgedStatement, "verdict">[]): string {
  const count = (wanted: Verdict): number => statements.filter(({ verdict }) => verdict === wanted).length;
  return verdicts
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict}`)
    .join(", ");
}

function rowOf({ id, text, line, verdict, evidence, reason }: JudgedStatement): readonly string[] {
  const places = evidence.map((place) => placeCode(place)).join(", ");
  return [id, `${prose(text)} (line ${line})`, verdict, places === "" ? "–" : places, prose(reason)];
}

/** What the code does otherwise than planned comes first, then what it does not do. */
function deviations(statements: readonly JudgedStatement[]): string {
  const named = (["contradicted", "missing"] as const).flatMap((wanted) =>
    statements.filter(({ verdict }) => verdict === wanted),
  );
  const half = statements.filter(({ verdict }) => verdict === "partly").map(({ id }) => id);
  return blocks(
    named.length === 0 ? "**Deviations**: none in what could be looked up." : "**Deviations**",
    bullets(named.map(({ id, verdict, reason }) => `**${id}** ${verdict}: ${sentence(reason)}`)),
    half.length === 0 ? "" : `Found in part only, see their reasons: ${half.join(", ")}.`,
  );
}

function caveat(engine: string): string {
  const rest = engine === "offline" ? ", and the rest is not assessed offline" : "";
  return `Routes, names, files, numbers, options and signatures are looked up in the code${rest}. That something is there under its name does not prove that it does what was planned.`;
}
