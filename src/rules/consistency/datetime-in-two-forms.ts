/** One time field is written as a text in one place and as a number in another. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { codeOf } from "../../syntax/code-text.js";

export default defineRule({
  severity: "medium",
  // Both forms stand under one name in files that belong together; whether they meet in one value is the open part.
  confidence: 0.6,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Time kept in two forms under one name",
  risk: "Whoever reads the field gets a text one day and a number the next: parsing fails, sorting mixes both, and expiry checks compare what cannot be compared.",
  fix: "Choose one form for the field, ISO 8601 text or a number in a named unit, and write it in one function.",
  trial: {
    name: "a time written in either place is read alike",
    arrange: "one value written by {it}, and one written by the other place",
    act: "read both, and take one from the other",
    assert: "both have one type, and the difference is the time that passed",
  },
  cwe: [1025],
  reads: ["typescript", "python"],
  project: mixedForms,
  examples: [
    {
      language: "python",
      bad: "from datetime import datetime, timezone\nimport time\n\ndef create(name):\n    return {'name': name, 'last_seen': datetime.now(timezone.utc).isoformat()}\n\ndef touch(record):\n    record['last_seen'] = time.time()\n",
      good: "from datetime import datetime, timezone\nimport time\n\ndef create(name):\n    return {'name': name, 'last_seen': datetime.now(timezone.utc).isoformat(), 'started_at': time.time()}\n\ndef touch(record):\n    record['last_seen'] = datetime.now(timezone.utc).isoformat()\n    record['checked_at'] = time.time()\n",
    },
    {
      language: "typescript",
      bad: {
        "src/store.ts":
          'import { blank } from "./session.js";\nexport function touch(session: Session) {\n  return { ...session, updatedAt: Date.now() };\n}\n',
        "src/session.ts":
          "export function blank(id: string) {\n  return { id, updatedAt: new Date().toISOString() };\n}\n",
      },
      good: {
        "src/store.ts":
          'import { blank } from "./session.js";\nexport function touch(session: Session) {\n  return { ...session, updatedAt: new Date().toISOString() };\n}\n',
        "src/session.ts":
          "export function blank(id: string) {\n  return { id, updatedAt: new Date().toISOString() };\n}\n",
        "src/other.ts": "export const mark = (id: string) => ({ id, updatedAt: Date.now() });\n",
      },
    },
    {
      language: "javascript",
      bad: "exports.issue = (id) => ({ id, expiresAt: Date.now() + 60_000 });\nexports.renew = (token) => {\n  token.expiresAt = Math.floor(Date.now() / 1000) + 60;\n};\n",
      good: "exports.issue = (id) => ({ id, expiresAt: Date.now() + 60_000 });\nexports.renew = (token) => {\n  token.expiresAt = Date.now() + 60_000;\n};\n",
    },
  ],
});

type Form = "ISO text" | "a number of seconds" | "a number of milliseconds";

interface Writing {
  readonly path: string;
  readonly name: string;
  readonly form: Form;
  readonly at: Span;
  readonly code: string;
}

/** Names that say of what moment they are; `timestamp` and `time` stand for anything. */
const momentName =
  /(?:_at|[a-z]At|last_(?:seen|activity|used|login|active|updated|modified)|last(?:Seen|Activity|Used|Login|Active|Updated|Modified)|_until|[a-z]Until|(?:^|_)expires|expiry|expiration)$/;

const forms: Readonly<Partial<Record<string, readonly (readonly [Form, RegExp])[]>>> = {
  python: [
    ["ISO text", /^(?:\w+\.)*(?:datetime\.)?(?:now|utcnow)\([^()]*\)(?:\s*[+-]\s*[^\n]*?\))?\.isoformat\(\)/],
    ["ISO text", /^\([^\n]*timedelta\([^\n]*\)\)\.isoformat\(\)/],
    [
      "a number of seconds",
      /^(?:int\(|round\()?(?:time\.time\(\)|(?:\w+\.)*(?:now|utcnow)\([^()]*\)\.timestamp\(\))(?!\s*\*)/,
    ],
  ],
  typescript: [
    ["ISO text", /^new Date\([^\n]*?\)\.toISOString\(\)/],
    [
      "a number of seconds",
      /^(?:Math\.\w+\(|parseInt\(|Number\()+(?:Date\.now\(\)|new Date\(\)\.(?:getTime|valueOf)\(\))\s*\/\s*(?:1000|1_000|1e3)/,
    ],
    [
      "a number of milliseconds",
      /^(?:Date\.now\(\)(?!\s*\/)|new Date\(\)\.(?:getTime|valueOf)\(\)(?!\s*\/))/,
    ],
  ],
};

const target =
  /(?:["'](\w+)["']\s*:|\[["'](\w+)["']\]\s*=(?!=)|\.(\w+)\s*=(?!=)|(?=\w)(?<=[{,(]\s*)(\w+)\s*[:=](?!=))\s*/g;

function writingsIn(file: SurveyedFile): readonly Writing[] {
  const known = forms[file.tree.family];
  if (
    !known ||
    file.source.isTest ||
    !/isoformat|toISOString|time\.time|timestamp\(\)|Date\.now|getTime/.test(file.source.text)
  )
    return [];
  const code = codeOf(file);
  return [...code.matchAll(target)].flatMap((match): Writing[] => {
    const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    if (!momentName.test(name)) return [];
    const start = match.index + match[0].length;
    const rest = code.slice(start, start + 160);
    const found = known.flatMap(([form, pattern]) => {
      const value = pattern.exec(rest)?.[0];
      return value === undefined ? [] : [{ form, value }];
    })[0];
    if (!found) return [];
    const at = { start: match.index, end: start + found.value.length };
    return [{ path: file.source.path, name, form: found.form, at, code: found.value }];
  });
}

function* mixedForms(survey: Survey): Iterable<ProjectHit> {
  const writings = [...survey.files.values()].flatMap(writingsIn);
  for (const name of new Set(writings.map((writing) => writing.name))) {
    const same = writings.filter((writing) => writing.name === name);
    const pair = same.flatMap((one) => {
      const other = same.find(
        (candidate) => candidate.form !== one.form && belongTogether(survey, one.path, candidate.path),
      );
      return other ? [[one, other] as const] : [];
    })[0];
    if (!pair) continue;
    const [first, second] = pair;
    yield {
      path: second.path,
      at: second.at,
      also: [{ path: first.path, span: first.at }],
      issue: `\`${name}\` is written as ${second.form} here (\`${second.code}\`) and as ${first.form} in ${first.path === second.path ? "another place of this file" : first.path} (\`${first.code}\`).`,
    };
  }
}

/** Two records in files that know nothing of each other may have a field of one name. */
function belongTogether({ index }: Survey, one: string, other: string): boolean {
  return one === other || index.importsOf(one).includes(other) || index.importsOf(other).includes(one);
}
