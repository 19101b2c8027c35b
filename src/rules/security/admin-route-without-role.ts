/** Routes for administrators that ask who is calling, and never what that caller may do. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { hasCheck } from "../../syntax/routes/checks.js";
import { routesOf } from "../../syntax/routes/index-routes.js";
import { type Route, nameOfRoute } from "../../syntax/routes/route.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The address says who it is for; where the check is made in the data layer, only the author knows.
  confidence: 0.65,
  judged: { right: 5, arguable: 2, wrong: 1, projects: 8 },
  title: "Routes for administrators without a check of the role",
  risk: "Every user who is signed in can do what only administrators should.",
  fix: "Check the role before the handler, where nobody can forget it.",
  cwe: [862, 285],
  reads: ["typescript", "python", "go", "java", "elixir"],
  project: unranked,
  examples: [
    {
      language: "javascript",
      bad: 'const express = require("express");\nconst { isLoggedIn } = require("./auth");\nconst router = express.Router();\nrouter.get("/admin/users", isLoggedIn, (req, res) => list(res));\nmodule.exports = router;\n',
      good: 'const express = require("express");\nconst { isLoggedIn, isAdmin } = require("./auth");\nconst router = express.Router();\nrouter.get("/admin/users", isLoggedIn, isAdmin, (req, res) => list(res));\nrouter.get("/admin/login", (req, res) => page(res));\nrouter.get("/admin", isLoggedIn, (req, res) => page(res));\nrouter.post("/admin/check_token", isLoggedIn, (req, res) => page(res));\nrouter.get("/admin/stats", isLoggedIn, (req, res) => {\n  if (req.user.role !== "admin") return res.status(403).end();\n  return stats(res);\n});\nmodule.exports = router;\n',
    },
    {
      language: "python",
      bad: 'from fastapi import APIRouter, Depends\nfrom app.auth import get_current_user\n\nrouter = APIRouter()\n\n@router.get("/admin/users")\ndef users(user=Depends(get_current_user)):\n    return store.users()\n',
      good: 'from fastapi import APIRouter, Depends\nfrom app.auth import require_admin\n\nrouter = APIRouter()\n\n@router.get("/admin/users")\ndef users(user=Depends(require_admin)):\n    return store.users()\n\n@router.get("/admin/books")\n@login_required\n@edit_required\ndef books():\n    return store.books()\n',
    },
    {
      language: "go",
      bad: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.GET("/admin/users", RequireLogin(), listUsers)\n}\n',
      good: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\tadmin := router.Group("/admin", RequireLogin(), RequireAdmin())\n\tadmin.GET("/admin/users", listUsers)\n}\n',
    },
  ],
});

const forAdministrators = /(?:^|[/._-])(?:admin|administration|superuser|backoffice)(?=$|[/._-])/i;
const open = /log-?in|log-?out|sign-?in|callback|oauth|static|assets|ping|health|token|session/i;

function* unranked(survey: Survey): Iterable<ProjectHit> {
  const routes = routesOf(survey).filter(
    (route) =>
      forAdministrators.test(route.url) &&
      !open.test(route.url) &&
      !isFrontPage(route) &&
      !isCheckedThere(route) &&
      hasCheck(route, "authentication") &&
      !hasCheck(route, "authorisation") &&
      !asksRole(route.handler?.code ?? ""),
  );
  yield* askOnce(routes.map(placeOf), (count) => ({
    issue: `${named(routes.map(nameOfRoute))} ${count === 1 ? "asks" : "ask"} whether the caller is signed in, and nothing there asks for a role. Is it checked elsewhere that the caller is an administrator?`,
  }));
}

/** `GET /admin` is the page that the sign-in or the program of the browser stands on; what it shows is loaded by others. */
function isFrontPage({ method, url }: Route): boolean {
  return /^(?:GET|ANY)$/.test(method) && /(?:^|\/)admin\/?$/i.test(url);
}

/** A right of its own before it, Django's admin site, which asks for staff itself, or a check in the controller's plug. */
function isCheckedThere({ own, inherited, guards, file, at, handler }: Route): boolean {
  return (
    [...own, ...inherited].some(
      (name) => /required$/i.test(name) && !/login|auth|token|session|user|json|csrf/i.test(name),
    ) ||
    /\bsite\.urls\b/.test(file.source.text.slice(at.start, at.end)) ||
    isBackOffice.test(file.source.path) ||
    (guards ?? []).some((guard) => /admin/i.test(guard.file.source.path) || byRole.test(guard.code)) ||
    (handler !== null &&
      (bySecret.test(handler.code) ||
        /^\s*plug[ (]+:?\w*(?:authori[sz]e|admin|role)/im.test(handler.file.source.text)))
  );
}

/** A program of its own for administrators: whoever is signed in there is one. */
const isBackOffice = /^[^/]*admin[^/]*\//i;

/** The check of the sign-in lets administrators in alone. */
const byRole = /\bif\b[^\n]*(?:admin|\brole|superuser|permission)/i;

/** Whoever knows the secret, or another server that is handed the caller's token, decides. */
const bySecret =
  /\b(?:fetch|axios(?:\.\w+)?|request|proxy\w*)\([\s\S]*\bauthorization\b|\b(?:bypass|secret|signature|hmac)\w*\s*(?:[!=]==?|\))/i;

/** A role that only chooses what a page shows keeps nobody out. */
function asksRole(code: string): boolean {
  return (
    /\bif\b[^\n]*(?:role|admin|permission|superuser|staff|policy|scope)/i.test(code) ||
    /\b(?:unless|guard|when|with)\b[^\n]*(?:role|admin)/i.test(code)
  );
}

function placeOf(route: Route): { path: string; span: Route["at"]; note: string } {
  return { path: route.file.source.path, span: route.at, note: nameOfRoute(route) };
}
