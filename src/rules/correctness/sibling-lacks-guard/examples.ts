/** Six routes of one router, of which one lacks what the others have. */
import type { Example } from "../../../model/rule.js";

const names = ["create", "update", "move", "copy", "archive"];

const express = (last: string): string =>
  [
    'const Router = require("koa-router");',
    'const { auth } = require("./auth");',
    'const { validate } = require("./validate");',
    'const documents = require("./documents");',
    "const router = new Router();",
    ...names.map(
      (name) =>
        `router.post("/documents.${name}", auth(), validate(schemas.${name}), async (ctx) => {\n  ctx.body = await documents.${name}(ctx.request.body);\n});`,
    ),
    last,
    "module.exports = router;\n",
  ].join("\n");

const flask = (last: string): string =>
  `from flask import Blueprint, request\nfrom app.auth import login_required\n\nbp = Blueprint("documents", __name__)\n\n${names
    .map(
      (name) =>
        `@bp.post("/documents/${name}")\n@login_required\ndef ${name}():\n    return documents.${name}(request.json)\n`,
    )
    .join("\n")}\n${last}`;

const gin = (last: string): string =>
  `package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n${names
    .map((name) => `\trouter.POST("/documents/${name}", RequireLogin(), ${name}Document)\n`)
    .join("")}${last}}\n`;

const spring = (last: string): string =>
  `import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Documents {\n${names
    .map(
      (name) =>
        `  @Transactional\n  @PostMapping("/documents/${name}")\n  public Document ${name}(@RequestBody Document document) { return store.${name}(document); }\n`,
    )
    .join("")}${last}}\n`;

export const examples: readonly Example[] = [
  {
    language: "javascript",
    bad: express(
      'router.post("/documents.delete", validate(schemas.remove), async (ctx) => {\n  ctx.body = await documents.remove(ctx.request.body);\n});',
    ),
    good: express(
      'router.post("/documents.login", validate(schemas.login), async (ctx) => {\n  ctx.body = await documents.login(ctx.request.body);\n});\nrouter.get("/documents.list", auth(), async (ctx) => {\n  ctx.body = await documents.list();\n});',
    ),
  },
  {
    language: "javascript",
    bad: express(
      'router.post("/documents.delete", auth(), async (ctx) => {\n  ctx.body = await documents.remove(ctx.request.body);\n});',
    ),
    good: express(
      'router.post("/documents.empty", auth(), async (ctx) => {\n  await documents.emptyTrash();\n});',
    ),
  },
  {
    language: "python",
    bad: flask('@bp.post("/documents/delete")\ndef delete():\n    return documents.delete(request.json)\n'),
    good: flask('@bp.get("/documents/health")\ndef health():\n    return "ok"\n'),
  },
  {
    language: "go",
    bad: gin('\trouter.POST("/documents/delete", deleteDocument)\n'),
    good: gin(
      '\trouter.POST("/documents/delete", RequireLogin(), deleteDocument)\n\trouter.POST("/login", logIn)\n',
    ),
  },
  {
    language: "java",
    path: "src/Documents.java",
    bad: spring(
      '  @DeleteMapping("/documents/{id}")\n  public void delete(@PathVariable long id) { store.delete(id); history.add(id); }\n',
    ),
    good: spring('  @GetMapping("/documents")\n  public List<Document> list() { return store.all(); }\n'),
  },
];
