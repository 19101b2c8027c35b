/** Statements about tests: whether there are any that can fail, and which speak of the topic. */
import { stem, wordsOf } from "../../lib/words.js";
import type { Place } from "../../model/finding.js";
import type { Anchor, Sighting } from "./anchors.js";
import { type Code, type CodeFile, placeAt } from "./code.js";
import { type Demand, demands, isInWordsOnly } from "./demands.js";

/** Whether a statement asks for tests. */
export function isAboutTests(text: string): boolean {
  return /^\W*(?:(?:unit|integration|end-to-end|e2e|automated)[- ])?tests?\b(?!\s+(?:mode|environment|account))|\btests? (?:cover|exist|prove|show|that|for)\b|\b(?:covered|proven) by tests?\b|\bhas tests\b/i.test(
    text,
  );
}

interface Case {
  readonly file: CodeFile;
  readonly at: number;
  readonly stems: ReadonlySet<string>;
  readonly text: string;
}

const starts =
  /(?:^|\n)[ \t]*(?:(?:async )?def (test\w*)|func (Test\w+|Fuzz\w+)\(|(?:it|test|specify)(?:\.\w+)*(?:\([^"'`\n]*\))?\(\s*["'`]|@(?:Parameterized)?Test\b|#\[(?:\w+::)*test\]|test "|property ")/g;

function casesOf(tests: readonly CodeFile[]): readonly Case[] {
  return tests
    .flatMap((file) => {
      const found = Array.from(file.text.matchAll(starts), ({ index }) =>
        file.text[index] === "\n" ? index + 1 : index,
      );
      return found.map((at, i) => {
        const text = file.text.slice(at, found[i + 1] ?? file.text.length);
        return { file, at, text, stems: new Set(wordsOf(text).map(stem)) };
      });
    })
    .filter(canFail);
}

/** A case without an assertion, or with one that is always true, proves nothing. */
function canFail({ text }: Case): boolean {
  const real = text.replace(
    /\bassert\s+True\b|assertTrue\(\s*True\s*\)|expect\(\s*true\s*\)\.\w+\([^)]*\)|assert!\(\s*true\s*\)/g,
    "",
  );
  return /\bassert|\bexpect\b|\bt\.(?:Error|Fatal|Fail)|\brequire\.|\bshould\b|\braises?\(|\bthrows?\b|\bverify\(|\brefute|\bt\.(?:is|deepEqual|throws|equal|ok)\(|\b(?:check|must|want)\w*\(/i.test(
    real,
  );
}

/** Anchors of a statement about tests: that there are some, then each topic it names. */
export function testAnchors(text: string, code: Code): readonly Anchor[] {
  const cases = casesOf(code.tests);
  const topics = topicsIn(text);
  const exist: Anchor = {
    shown: "tests that can fail",
    isHard: true,
    weight: 1,
    look: () => sight(cases[0]),
  };
  return [exist, ...countIn(text, cases), ...topics.map((topic) => topicAnchor(topic, cases))];
}

/** "14+ planned", "at least 20 tests": as many as that, or how many there are instead. */
function countIn(text: string, cases: readonly Case[]): readonly Anchor[] {
  const said = /(\d+)\s*\+?\s*(?:(?:unit|integration|new)\s+)?(?:planned|tests?\b|cases\b)/i.exec(text)?.[1];
  if (said === undefined) return [];
  const look = (): Sighting => {
    const [first] = cases;
    const place = first ? { place: placeOf(first) } : {};
    if (cases.length >= Number(said)) return { state: "found", ...place };
    return { state: "elsewhere", ...place, says: `there are ${cases.length} that can fail` };
  };
  return [{ shown: `${said} tests`, isHard: true, weight: 1, look }];
}

function sight(found: Case | undefined): Sighting {
  return found ? { state: "found", place: placeOf(found) } : { state: "absent" };
}

function placeOf({ file, at }: Case): Place {
  return placeAt(file, at);
}

/** What only tests do. */
const ofTests: readonly Pick<Demand, "asked" | "seen">[] = [
  {
    asked: /\b(?:endpoints?|routes?|HTTP API)\b/i,
    seen: /\bclient\.(?:get|post|put|delete|patch|request)\(|httptest\.New|supertest|\.inject\(|TestClient|MockMvc|conn\s*\|>|\bfetch\(/,
  },
];

function topicAnchor(topic: string, cases: readonly Case[]): Anchor {
  const words = stemsOf(topic);
  const known = [...demands, ...ofTests].filter(({ asked }) => asked.test(topic));
  const find = (): Case | undefined =>
    cases.find(({ stems }) => words.every((word) => stems.has(word))) ??
    cases.find(({ text }) => known.length > 0 && known.every(({ seen }) => seen.test(text)));
  // Without any test there is none under another name either.
  const isWorded = cases.length > 0 && known.every(isInWordsOnly);
  return { shown: `tests of ${topic}`, isHard: false, weight: 1, isWorded, look: () => sight(find()) };
}

const idle = new Set(
  "test tests testing cover covers covering each these those this that them above all use uses with without real live own for the and a an of that also pass when against local being away must be set is are run runs unit integration every everything code case cases tricks server"
    .split(" ")
    .map(stem),
);

function stemsOf(topic: string): readonly string[] {
  return [...new Set(wordsOf(topic).map(stem))].filter((word) => word.length > 2 && !idle.has(word));
}

/** "Tests cover the endpoints, the version conflict, permissions and rehydration, and run without live stores." */
function topicsIn(text: string): readonly string[] {
  const said = text
    .replace(/\.\s*$/, "")
    .replace(/`|\([^)]*\)/g, "")
    .replace(/,?\s+and (?:run|pass|need|use)\b.*$/, "")
    .replace(/\b(?:when|where|if|that) .*$/, "");
  const list = /\btests?\b(?: (?:cover(?:ing)?|for|of|prove|show|with))? (.*)$/i.exec(said)?.[1] ?? "";
  return list
    .split(/,\s*(?:and\s+)?(?:for\s+)?|\s+and\s+(?:for\s+)?|;\s*/)
    .map((topic) => topic.replace(/^(?:above all )?(?:for |the |each of |a |an )+/g, "").trim())
    .filter((topic) => stemsOf(topic).length > 0 && stemsOf(topic).length <= 4);
}
