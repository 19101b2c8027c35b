/** A sign-in that goes on with the session that the visitor came with. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { ownCode } from "../../syntax/own-code.js";
import { askOnce, named } from "../../syntax/questions.js";

export default defineRule({
  asks: true,
  severity: "info",
  // A library that renews the session by itself would not be seen here.
  confidence: 0.6,
  judged: { right: 6, arguable: 1, wrong: 0, projects: 7 },
  title: "The session stays the same at sign-in",
  risk: "Whoever planted the session id before the sign-in is signed in after it.",
  fix: "Make a new session at sign-in: `req.session.regenerate(…)`, `request.changeSessionId()`.",
  cwe: [384],
  reads: ["typescript", "java"],
  project: kept,
  examples: [
    {
      language: "javascript",
      bad: 'exports.login = (req, res) => {\n  verify(req.body.name, req.body.password, (error, user) => {\n    req.session.userId = user.id;\n    res.redirect("/");\n  });\n};\n',
      good: 'exports.login = (req, res) => {\n  verify(req.body.name, req.body.password, (error, user) => {\n    req.session.regenerate(() => {\n      req.session.userId = user.id;\n      res.redirect("/");\n    });\n  });\n};\nexports.page = (req, res) => {\n  req.session.userId = 0;\n  res.end();\n};\n',
    },
    {
      language: "java",
      path: "src/Login.java",
      bad: 'class Login {\n  void login(HttpServletRequest request, String password) {\n    request.getSession().setAttribute("user", find(password));\n  }\n}\n',
      good: 'class Login {\n  void login(HttpServletRequest request, String password) {\n    request.changeSessionId();\n    request.getSession().setAttribute("user", find(password));\n  }\n}\n',
    },
  ],
});

const keeps =
  /\b(?:req|request|ctx)\.session\.(?:user|account|uid|isLoggedIn|loggedIn|authenticated)\w*\s*=(?!=)\s*(?!null|undefined|false)|getSession\([^)]*\)\.setAttribute\(\s*"(?:user|account|login|principal)\w*"/i;
const renews = /regenerate|changeSessionId|invalidate\(|newSession|rotate|renew|migrateSession/i;
const signsIn = /log_?in|sign_?in|authenticat/i;

function* kept(survey: Survey): Iterable<ProjectHit> {
  const found = ownCode(survey).flatMap((file) => {
    const code = withoutComments(file);
    if (!keeps.test(code)) return [];
    return file.outline.functions.flatMap(({ name, bodySpan }) => {
      const body = code.slice(bodySpan.start, bodySpan.end);
      const match = keeps.exec(body);
      if (!match || renews.test(body) || !signsIn.test(name) || !/password|verify|credential/i.test(code))
        return [];
      const start = bodySpan.start + match.index;
      return [{ path: file.source.path, span: { start, end: start + match[0].length }, note: name }];
    });
  });
  yield* askOnce(found, (count) => ({
    issue: `${named(found.map(({ note }) => note))} ${count === 1 ? "puts" : "put"} the user into the session the visitor came with; nothing there makes a new one. Is it renewed elsewhere?`,
  }));
}
