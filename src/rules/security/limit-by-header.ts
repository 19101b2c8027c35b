/** A rate limit that counts by what the sender writes into a header. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { ownCode } from "../../syntax/own-code.js";
import { askOnce } from "../../syntax/questions.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Behind a proxy that overwrites the header it is right; whether there is one, the author knows.
  confidence: 0.6,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "A limit counted by a header",
  risk: "Whoever changes the header with every request is never limited.",
  fix: "Count by the address the trusted proxy reports, and by the account that is tried.",
  cwe: [770, 799],
  reads: ["typescript"],
  project: byHeader,
  examples: [
    {
      language: "javascript",
      bad: 'app.use("/reset", rateLimit({\n  max: 100,\n  keyGenerator: (req) => req.get("X-Forwarded-For") ?? req.ip,\n}));\n',
      good: 'app.use("/reset", rateLimit({ max: 100, keyGenerator: (req) => req.ip }));\napp.use("/login", rateLimit({ keyGenerator: (req) => req.headers["x-forwarded-for"] ?? req.ip }));\napp.use((req, res, next) => log(req.headers["x-forwarded-for"]));\n',
    },
  ],
});

const byChoice =
  /\b(?:keyGenerator|keyFn|getKey|key|identifier)\b\s*(?::|\(|=)[^;]{0,160}?\b(?:headers?|get|header)\b\s*(?:\[|\(|\.)\s*["'`](?:x-forwarded-for|x-real-ip|x-client-ip|user-agent|cf-connecting-ip)["'`]/i;

/** Told as a defect by `limit-by-chosen-header`. */
const isCertain = /\bkeyGenerator\b[\s\S]*\bheaders?\s*(?:\[|\.)/i;

function* byHeader(survey: Survey): Iterable<ProjectHit> {
  const found = ownCode(survey).flatMap((file) => {
    const code = withoutComments(file);
    if (!/rate.?limit|limiter|throttle|slowDown/i.test(code)) return [];
    const match = byChoice.exec(code);
    return match && !isCertain.test(match[0])
      ? [{ path: file.source.path, span: { start: match.index, end: match.index + match[0].length } }]
      : [];
  });
  yield* askOnce(found, () => ({
    issue:
      "The limit counts by a header, which the sender writes unless a proxy in front overwrites it. Is there one in every deployment?",
  }));
}
