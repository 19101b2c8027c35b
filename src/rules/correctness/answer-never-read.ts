/** A value is asked for and given a name, or handed in, and nothing looks at it: what it decided once is decided no longer. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import { learn } from "../../syntax/learn.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";
import { answerNeverReadExamples } from "./answer-never-read/examples.js";
import { type Unread, namedIn } from "./answer-never-read/unread.js";

export default defineRule({
  severity: "low",
  // On 266 projects 119 hits in some fifty tidy ones. Of the first 27, by their line, 22 are true (dead at
  // least; five read in full lost no check), 4 arguable, 1 false.
  confidence: 0.6,
  judged: { right: 22, arguable: 4, wrong: 1, projects: 15 },
  title: "Value that nobody looks at",
  risk: "Either work is done for nothing, or what was asked for to decide whether to go on decides nothing any more: the code goes on after an error, for a record that exists already, or for somebody who was turned down.",
  fix: "Look at the value where it says what to do, or ask for it no longer.",
  cwe: [563],
  reads: ["typescript"],
  *project(survey) {
    const own = scriptFiles(survey).filter(({ source }) => !brought.test(source.path));
    const files = own.map((file) => ({
      path: file.source.path,
      named: learn(file, "answer-never-read", () => namedIn(file.tree)),
    }));
    const all = files.reduce((sum, { named }) => sum + named.count, 0);
    const unread = files.flatMap(({ path, named }) => named.unread.map((one) => ({ path, one })));
    const isTidy = all >= fewest && unread.length <= most && unread.length / all <= share;
    for (const { path, one } of unread)
      if (isTidy || one.decides) yield against(path, one, isTidy ? all : undefined);
  },
  examples: answerNeverReadExamples,
});

/** Code of others that lies in the project as it came. */
const brought =
  /(?:^|\/)(?:static|vendors?|third[_-]?party|public|generated|webapp|dist)\/|(?:^|\/)jquery[\w.-]*\.js$/i;
/** From this many named values on one may speak of a habit of reading them. */
const fewest = 200;
/** Among linted projects none are left unread; a few in a thousand are an exception still. */
const share = 0.004;
/** More than this are no exceptions, however large the project is. */
const most = 8;

function against(path: string, { name, at, from, isParameter, decides }: Unread, all?: number): ProjectHit {
  const what = isParameter
    ? `\`${from}\` is given \`${name}\` and never looks at it`
    : `\`${name}\` is what \`${from}\` gives, and nothing looks at it`;
  const habit =
    all === undefined
      ? ""
      : `; of ${String(all)} named values of the project nearly all are read. Is the line left over, or is a check gone that needed it?`;
  return {
    path,
    at,
    issue: `${what}${habit === "" ? "." : habit}`,
    severity: decides ? "medium" : "low",
    ...(all === undefined && { confidence: 0.45 }),
  };
}
