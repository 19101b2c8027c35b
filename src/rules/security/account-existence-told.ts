/** Answers that tell a stranger whether an account exists. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { ownCode } from "../../syntax/own-code.js";
import { askOnce, named } from "../../syntax/questions.js";
import { withoutComments } from "../../syntax/growth.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The messages are read as written; whether the address of an account is a secret, the author knows.
  confidence: 0.6,
  judged: { right: 9, arguable: 2, wrong: 6, projects: 17 },
  title: "Answers that tell whether an account exists",
  risk: "Whoever tries names learns which exist, and goes on with those alone.",
  fix: "Answer the same in both cases, and take the same time.",
  cwe: [204, 203],
  reads: ["typescript", "python", "go", "java"],
  project: telling,
  examples: [
    {
      language: "javascript",
      bad: 'exports.login = (req, res) => {\n  if (!user) return res.render("login", { error: "Invalid username" });\n  if (!matches) return res.render("login", { error: "Invalid password" });\n  return res.redirect("/");\n};\n',
      good: 'exports.login = (req, res) => {\n  if (!user) return res.render("login", { error: "Invalid username or password" });\n  if (!matches) return res.render("login", { error: "Invalid username or password" });\n  return res.redirect("/");\n};\nexports.show = (req, res) => res.status(404).send("User not found");\n',
    },
    {
      language: "python",
      bad: 'def forgot_password(email):\n    user = find(email)\n    if user is None:\n        return "No account with this email", 404\n    send_link(user)\n    return "Check your mail"\n',
      good: 'def forgot_password(email):\n    user = find(email)\n    if user is not None:\n        send_link(user)\n    return "If the account exists, a link is on its way"\n',
    },
    {
      language: "go",
      bad: 'package api\n\nfunc login(c *Context) {\n\tif user == nil {\n\t\tc.JSON(401, "user not found")\n\t\treturn\n\t}\n\tif !matches {\n\t\tc.JSON(401, "wrong password")\n\t}\n}\n',
      good: 'package api\n\nfunc login(c *Context) {\n\tif user == nil || !matches {\n\t\tc.JSON(401, "wrong name or password")\n\t}\n}\n',
    },
    {
      language: "java",
      path: "src/Login.java",
      bad: 'class Login {\n  Answer login(String name, String password) {\n    if (user == null) return Answer.of("User does not exist");\n    if (!matches) return Answer.of("Incorrect password");\n    return Answer.ok();\n  }\n}\n',
      good: 'class Login {\n  Answer login(String name, String password) {\n    if (user == null || !matches) return Answer.of("Incorrect name or password");\n    return Answer.ok();\n  }\n}\n',
    },
  ],
});

const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
const unknownName =
  /\b(?:invalid|unknown|no such|no|wrong|incorrect)\s+(?:login )?(?:user ?name|user|login|e-?mail|account)\b|\b(?:user|account|e-?mail|username)\b[^"'`]{0,24}\b(?:not found|does ?n[o']t exist|not registered|unknown|not exist)/i;
const wrongPassword =
  /\b(?:invalid|wrong|incorrect|bad)\s+password\b|\bpassword\b[^"'`]{0,16}\b(?:incorrect|wrong|invalid|mismatch)/i;
const signsIn = /log_?in|sign_?in|authenticate/i;
const forgets = /forgot|reset_?p|recover/i;
const isLogged = /\blog(?:ger|ging)?(?:\.\w+)?\([^\n]*$|console\.\w+\([^\n]*$|(?:Error|Exception)\($/i;

function* telling(survey: Survey): Iterable<ProjectHit> {
  const found = ownCode(survey).flatMap((file) => {
    const code = withoutComments(file);
    if (!/password|forgot|recover/i.test(code)) return [];
    return file.outline.functions.flatMap(({ name, bodySpan, isTest }) => {
      if (isTest === true || !(signsIn.test(name) || forgets.test(name))) return [];
      const body = code.slice(bodySpan.start, bodySpan.end);
      const said = [...body.matchAll(literal)].filter(
        ({ index }) => !isLogged.test(body.slice(Math.max(0, index - 60), index)),
      );
      const telltale = said.find(({ 0: text }) => unknownName.test(text) && !/password/i.test(text));
      const isWorth =
        forgets.test(name) ||
        said.some(
          ({ 0: text }) =>
            wrongPassword.test(text) && !/(?:user ?name|e-?mail|login|name)\b.*\bpassword/i.test(text),
        );
      if (!telltale || !isWorth) return [];
      const start = bodySpan.start + usedAt(body, telltale.index);
      return [
        {
          path: file.source.path,
          span: { start, end: start + 1 },
          note: name,
          text: telltale[0],
        },
      ];
    });
  });
  const places = found.map(({ path, span, note }) => ({ path, span, note }));
  yield* askOnce(places, () => ({
    issue: `${named(found.map(({ note }) => note))} ${found.length === 1 ? "answers" : "answer"} an unknown name in words of its own (${named(found.map(({ text }) => text.slice(1, -1)))}). May strangers learn which accounts exist?`,
  }));
}

/** A message that is given a name first is told where that name stands next. */
function usedAt(body: string, index: number): number {
  const name = /\b(\w+)\s*:?=\s*$/.exec(body.slice(Math.max(0, index - 80), index))?.[1];
  if (name === undefined) return index;
  const next = new RegExp(`\\b${name}\\b`).exec(body.slice(index));
  return next ? index + next.index : index;
}
