/** Handlers that change data when they are only asked for it. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";
import { withoutStrings } from "../../syntax/request-values.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The method and the writing call stand in the code; marks of a visit and caches are left alone.
  confidence: 0.6,
  judged: { right: 7, arguable: 2, wrong: 2, projects: 11 },
  title: "A GET that changes data",
  risk: "A link in a mail, a preview or a crawler is enough to change it, and what is sent stands in logs and histories.",
  fix: "Answer POST, PUT or DELETE instead, with a token against forged requests.",
  cwe: [352, 598],
  reads: ["typescript", "python", "go"],
  project: changed,
  examples: [
    {
      language: "javascript",
      bad: 'const express = require("express");\nconst app = express();\nconst { User } = require("./models");\napp.get("/change-password", async (req, res) => {\n  const user = await User.findByPk(req.user.id);\n  await user.update({ password: hash(req.query.new) });\n  res.end();\n});\n',
      good: 'const express = require("express");\nconst app = express();\nconst { User } = require("./models");\napp.post("/change-password", async (req, res) => {\n  const user = await User.findByPk(req.user.id);\n  await user.update({ password: hash(req.body.new) });\n  res.end();\n});\napp.get("/users", async (req, res) => {\n  const digest = createHash("md5").update(req.query.key).digest("hex");\n  res.json(await User.findAll({ digest }));\n});\n',
    },
    {
      language: "python",
      bad: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.get("/reviews/delete")\ndef remove():\n    user = find(request.args["id"])\n    db.session.delete(user)\n    return "", 204\n',
      good: 'from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post("/users/delete")\ndef remove():\n    user = find(request.form["id"])\n    db.session.delete(user)\n    return "", 204\n',
    },
    {
      language: "go",
      bad: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.GET("/users/delete", removeUser)\n}\n\nfunc removeUser(c *gin.Context) {\n\tdb.Delete(&User{}, c.Query("id"))\n}\n',
      good: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.POST("/users/delete", removeUser)\n}\n\nfunc removeUser(c *gin.Context) {\n\tdb.Delete(&User{}, c.Query("id"))\n}\n',
    },
  ],
});

/** A record that is changed, by the verbs of the common mappers. */
const write =
  /\b(?:(?:user|account|order|record|[A-Z]\w*|db|\w*[rR]epo\w*|\w*[mM]odel|prisma\.\w+|db\.session|session)\.(?:update|updateOne|updateMany|destroy|delete|deleteOne|deleteMany|insertOne|insertMany|remove|upsert|Delete|Updates|Save))\(/;
/** What is kept of the visit itself changes nothing for anybody. */
const harmless =
  /log_?out|callback|confirm|verify|activate|unsubscribe|visit|(?<!re)view|track|click|pixel|oauth|token|session\.delete|cache|sync|cron|analytics|login|auth|init|health|stream/i;

function* changed(survey: Survey): Iterable<ProjectHit> {
  const found = answersOf(survey).flatMap((answer) => {
    const { file, fact, code } = answer.handler;
    const name = nameOfAnswer(answer);
    const isAsked = answer.routes.length > 0 && answer.routes.every(({ method }) => method === "GET");
    if (!isAsked || harmless.test(`${name} ${fact.name}`)) return [];
    const match = write.exec(withoutStrings(code));
    if (
      !match ||
      /\b(?:hash|digest|cipher|hmac|map|set|headers|params)\.(?:update|delete|remove)\($/i.test(match[0])
    )
      return [];
    return [{ path: file.source.path, span: fact.nameSpan, note: `${name}: ${match[0].slice(0, -1)}` }];
  });
  yield* askOnce(found, (count) => ({
    issue: `${named(found.map(({ note }) => note))} ${count === 1 ? "changes" : "change"} data in answer to a GET. May a link do that?`,
  }));
}
