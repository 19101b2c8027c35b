/** Forms of an application with session cookies are accepted from pages of other sites. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { nameOf } from "../../syntax/written-calls.js";

export default defineRule({
  severity: "medium",
  // That nothing in the project checks where a form comes from is looked up; browsers that treat cookies as Lax help in part.
  confidence: 0.65,
  judged: { right: 6, arguable: 2, wrong: 1, projects: 9 },
  title: "Forms accepted from other sites",
  risk: "A page elsewhere sends a form in the name of a visitor who is logged in here: passwords are changed and money is moved without a click on this site.",
  fix: "Check a token in every form (csrf-csrf, lusca), or set `sameSite: 'lax'` on the session cookie and refuse requests whose `Origin` is another.",
  trial: {
    name: "a form from another site",
    arrange: "a session, and a form post with the header `Origin: https://elsewhere.example`",
    act: "send it",
    assert: "it is refused, and nothing has changed",
  },
  cwe: [352],
  reads: ["typescript"],
  project: unguarded,
  examples: [
    {
      language: "javascript",
      bad: "const express = require('express');\nconst session = require('express-session');\nconst app = express();\napp.set('view engine', 'ejs');\napp.use(express.urlencoded({ extended: false }));\napp.use(session({ secret: process.env.SECRET }));\napp.post('/password', (req, res) => res.render('done'));\n",
      good: "const express = require('express');\nconst session = require('express-session');\nconst csrf = require('csurf');\nconst app = express();\napp.set('view engine', 'ejs');\napp.use(express.urlencoded({ extended: false }));\napp.use(session({ secret: process.env.SECRET }));\napp.use(csrf());\napp.post('/password', (req, res) => res.render('done'));\n",
    },
    {
      language: "javascript",
      bad: "const express = require('express');\nconst session = require('cookie-session');\nconst bodyParser = require('body-parser');\nconst app = express();\napp.use(bodyParser.urlencoded({ extended: true }));\napp.use(session({ keys: [process.env.KEY] }));\napp.post('/pay', (req, res) => res.redirect('/'));\n",
      good: "const express = require('express');\nconst session = require('cookie-session');\nconst app = express();\napp.use(express.json());\napp.use(session({ keys: [process.env.KEY] }));\napp.post('/pay', (req, res) => res.json({}));\n",
    },
  ],
});

const protection =
  /(?:require\(|from )["'][^"'\n]*(?:csrf|csurf|lusca|xsrf)|\b\w*(?:csrf|xsrf)\w*\(|["'.]_csrf\b|[cx]srf-?token|\bsameSite\b|sec-fetch-site|anti-?forgery/i;
const sessions = /^(?:express-session|cookie-session|client-sessions)(?:\.default)?$/;

function* unguarded(survey: Survey): Iterable<ProjectHit> {
  const own = [...survey.files.values()].filter(
    ({ source, tree }) => tree.family === "typescript" && !source.isTest && !isToolPath(source.path),
  );
  const isProtected = own.some(({ source }) => protection.test(withoutComments(source.text)));
  if (isProtected || !own.some(hasForms)) return;
  for (const { source, outline } of own) {
    if (!/\burlencoded\(/.test(withoutComments(source.text))) continue;
    const session = outline.calls.find((call) => sessions.test(nameOf(call)));
    if (session)
      yield {
        path: source.path,
        at: { start: session.span.start, end: session.span.start + session.callee.length },
        issue: `\`${session.callee}\` keeps who somebody is in a cookie, forms are read, and nothing in the project checks which site sent them.`,
      };
  }
}

function hasForms({ outline }: SurveyedFile): boolean {
  return outline.calls.some(({ callee }) =>
    /(?:^|\.)(?:app|router|routes)\.(?:post|put|delete)$/i.test(callee),
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:\\"'])\/\/[^\n]*/g, "");
}
