/** Handlers that take from the request who is asking, where a session or a token would tell. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Programs for administrators set owners by hand, and so do imports; in a handler for users it is forged.
  confidence: 0.55,
  judged: { right: 4, arguable: 0, wrong: 8, projects: 12 },
  title: "The sender says whose it is",
  risk: "Whoever writes another name into the request acts as somebody else.",
  fix: "Take the owner from the session or the token, never from what was sent.",
  cwe: [639, 290],
  reads: ["typescript", "python"],
  project: forged,
  examples: [
    {
      language: "javascript",
      bad: 'const { Review } = require("./models");\nmodule.exports.add = async (req, res) => {\n  await Review.create({ text: req.body.text, author: req.body.author });\n  res.status(201).end();\n};\n',
      good: 'const { Review } = require("./models");\nmodule.exports.add = async (req, res) => {\n  await Review.create({ text: req.body.text, author: req.user.name });\n  res.status(201).end();\n};\nmodule.exports.login = async (req, res) => {\n  const user = await find({ userName: req.body.userName });\n  res.json(user);\n};\n',
    },
    {
      language: "python",
      bad: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post("/reviews")\ndef add():\n    store.add(text=request.json["text"], user_id=request.json["user_id"])\n    return "", 201\n',
      good: 'from flask import Flask, request\nfrom app.auth import current_user\n\napp = Flask(__name__)\n\n@app.post("/reviews")\ndef add():\n    store.add(text=request.json["text"], user_id=current_user.id)\n    return "", 201\n',
    },
  ],
});

const owner =
  /\b(?:author|owner|creator|created_?[bB]y|(?:[uU]ser|[aA]ccount|[oO]wner|[aA]uthor|[cC]ustomer|[mM]ember)_?[iI]d)["']?\s*[:=](?!=)\s*(?:parseInt\(|Number\(|String\(|int\()?(?:(?:req|request|ctx|c)(?:\.request)?\.(?:body|query|json|form|args)\b[\w.?]*(?:\[["']\w+["']\]|\.get\(["']\w+["']\))?|(?:data|body|payload)(?:\[["']\w+["']\]|\.\w+\b))/g;
const taken = /(?:author|owner|creator|created|user|account|customer|member)/i;
/** Who signs in or up says who they are; administrators speak of others. */
const allowed =
  /log_?in|sign_?(?:in|up)|register|admin|invite|impersonat|webhook|callback|import|seed|migrat|internal|cron/i;

function* forged(survey: Survey): Iterable<ProjectHit> {
  const found = answersOf(survey).flatMap((answer) => {
    const { file, fact, code } = answer.handler;
    const name = nameOfAnswer(answer);
    if (allowed.test(`${name} ${fact.name} ${file.source.path}`)) return [];
    const match = [...code.matchAll(owner)].find(({ 0: text }) => taken.test(text.split(/[:=]/)[1] ?? ""));
    if (!match) return [];
    const start = fact.span.start + match.index;
    return [
      { path: file.source.path, span: { start, end: start + match[0].length }, note: name, text: match[0] },
    ];
  });
  yield* askOnce(found, (count) => ({
    issue: `${named(found.map(({ note }) => note))} ${count === 1 ? "takes" : "take"} from the request whose record it is (${named(found.map(({ text }) => text.replace(/\s+/g, " ")))}). May a sender name anybody?`,
  }));
}
