/** Handlers that take from the request who is asking, where a session or a token would tell. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { type Answer, answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";
import { hasCheck } from "../../syntax/routes/checks.js";
import { isReading } from "../../syntax/routes/route.js";
import { fieldsSetByProgram } from "../../syntax/routes/sent-fields.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Programs for administrators set owners by hand, and so do imports; in a handler for users it is forged.
  confidence: 0.55,
  judged: { right: 5, arguable: 0, wrong: 0, projects: 5 },
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
      language: "javascript",
      path: "src/baskets.js",
      bad: "module.exports.fill = async (req, res) => {\n  const line = await lines.create({ userId: req.body.userId, item: req.body.item });\n  res.json(line);\n};\n",
      // A list of somebody's; a claim that was verified; the one a team gets; a field the program writes over.
      good: "module.exports.list = async (req, res) => {\n  res.json(await lines.find({ userId: req.query.userId }));\n};\nmodule.exports.renew = async (req, res) => {\n  const payload = verify(req.cookies.renewal);\n  res.json(await lines.create({ userId: payload.userId }));\n};\nmodule.exports.give = async (req, res) => {\n  res.json(await lines.create({ userId: req.body.userId, from: req.user.id }));\n};\nmodule.exports.known = (req, res, next) => {\n  req.body.customerId = sessions.of(req).id;\n  next();\n};\nmodule.exports.order = async (req, res) => {\n  res.json(await orders.create({ customerId: req.body.customerId }));\n};\nmodule.exports.shelve = async (req, res) => {\n  res.json(await books.create({ author: req.body.author, isbn: req.body.isbn }));\n};\n",
    },
    {
      language: "python",
      bad: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post("/reviews")\ndef add():\n    store.add(text=request.json["text"], user_id=request.json["user_id"])\n    return "", 201\n',
      good: 'from flask import Flask, request\nfrom app.auth import current_user\n\napp = Flask(__name__)\n\n@app.post("/reviews")\ndef add():\n    store.add(text=request.json["text"], user_id=current_user.id)\n    return "", 201\n',
    },
  ],
});

const owner =
  /\b(?:author|owner|creator|created_?[bB]y|(?:[uU]ser|[aA]ccount|[oO]wner|[aA]uthor|[cC]ustomer|[mM]ember)_?[iI]d)["']?\s*[:=](?!=)\s*(?:parseInt\(|Number\(|String\(|int\()?(?:(?:req|request|ctx|c)(?:\.request)?\.(?:body|json|form|args)\b[\w.?]*(?:\[["']\w+["']\]|\.get\(["']\w+["']\))?|(data|body|payload)(?:\[["']\w+["']\]|\.\w+\b))/g;
const taken = /(?:author|owner|creator|created|user|account|customer|member)/i;
/** Who signs in or up says who they are; administrators speak of others, and so does whoever invites, follows or reports one. */
const allowed =
  /log_?in|sign_?(?:in|up)|register|admin|invite|impersonat|webhook|callback|import|seed|migrat|internal|cron|authenticat|middleware|token|member|assign|follow|share|transfer|permission|role|block|\bban|friend|filter|search/i;

function* forged(survey: Survey): Iterable<ProjectHit> {
  const set = fieldsSetByProgram(survey);
  const found = answersOf(survey).flatMap((answer) => {
    const { file, fact, code } = answer.handler;
    const name = nameOfAnswer(answer);
    if (allowed.test(`${name} ${fact.name} ${file.source.path}`) || !isChange(answer)) return [];
    // The caller is taken from the session beside it: then the other one is who it is about.
    if (namesCaller.test(code) || answer.routes.some((route) => hasCheck(route, "authorisation"))) return [];
    const match = [...code.matchAll(owner)].find((one) => isForged(one, code, set));
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

const namesCaller =
  /\b(?:req|request|ctx|c|self|this)\.(?:user|auth|session|account|identity|viewer)(?:Id|_id)?\b|current_?user|\bactor\w*\b/i;

const writes =
  /\b\w*(?:create|save|insert|add|update|store|post|put|set|push|write|upsert|register|record|book|submit)\w*\(|\bnew [A-Z]\w*\(/i;

/** What only asks for a list names whose list it is: there is nothing to forge. */
function isChange({ routes, handler }: Answer): boolean {
  const isOnlyRead = routes.length > 0 && routes.every((route) => isReading(route));
  return !isOnlyRead && writes.test(handler.code.replace(/^[^{:]*[{:]/, ""));
}

function isForged(match: RegExpMatchArray, code: string, set: ReadonlySet<string>): boolean {
  const [text = "", variable] = match;
  const value = text.split(/[:=]/)[1] ?? "";
  const field = /(\w+)\W*$/.exec(value)?.[1] ?? "";
  const before = code.slice(0, match.index);
  return (
    taken.test(value) &&
    !set.has(field) &&
    (variable === undefined || isSent(variable, code)) &&
    !/\b(?:console|log\w*)\.\w+\([^)]*$/i.test(before.slice(-200)) &&
    // Who wrote a book is no sender.
    !(/author/i.test(field) && /isbn|book|publisher|genre/i.test(code))
  );
}

/** `data` may be anything: a claim that was verified, or what the page is made of. */
function isSent(variable: string, code: string): boolean {
  return new RegExp(
    `\\b${variable}\\b\\s*(?::[^=\\n]+)?=\\s*(?:await\\s+)?(?:\\w+\\.parse\\w*\\(\\s*)?(?:await\\s+)?(?:req|request|ctx|c)\\b[^\\n]*\\b(?:json|body|form|data)\\b|@Body\\([^)]*\\)\\s*${variable}\\b|\\bdef [^\\n]*\\b${variable}\\s*:`,
  ).test(code);
}
