/** The index of routes: what each framework's registration comes to. */
import { describe, expect, test } from "vitest";
import { routesOf } from "../../src/syntax/routes/index-routes.js";
import { knowsCaller } from "../../src/syntax/routes/checks.js";
import { surveyCode } from "../survey-code.js";

async function routes(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return routesOf(await surveyCode(files)).map((route) => {
    const { method, url, handler } = route;
    return `${method} ${url} ${handler?.fact.name ?? "-"} ${knowsCaller(route) ? "asks" : "open"}`;
  });
}

const express = 'const express = require("express");\nconst router = express.Router();\n';

describe("a registration comes to its route", () => {
  test.each([
    [
      "Express",
      { "src/a.js": `${express}router.post("/a", requireLogin, save);\nfunction save(req, res) {}\n` },
      ["POST /a save asks"],
    ],
    [
      "Express, a guard above",
      { "src/a.js": `${express}router.use(requireLogin);\nrouter.get("/a", (req, res) => res.end());\n` },
      ["GET /a <anonymous> asks"],
    ],
    [
      "Express, a guard that is named after the session",
      {
        "src/a.js": `${express}router.use(validateSessionMiddleware);\nrouter.get("/a", (req, res) => res.end());\n`,
      },
      ["GET /a <anonymous> asks"],
    ],
    [
      "Express, a guard for another prefix",
      {
        "src/a.js": `${express}router.use("/b", requireLogin);\nrouter.get("/a", (req, res) => res.end());\n`,
      },
      ["GET /a <anonymous> open"],
    ],
    [
      "Fastify",
      {
        "src/a.ts":
          'import fastify from "fastify";\nconst app = fastify();\napp.route({ method: "PUT", url: "/a", preHandler: [authenticate], handler: save });\n',
      },
      ["PUT /a - asks"],
    ],
    [
      "Nest",
      {
        "src/a.ts":
          '@Controller("a")\nexport class A {\n  @UseGuards(JwtAuthGuard)\n  @Post("b")\n  save() {}\n  @Get("c")\n  show() {}\n}\n',
      },
      ["POST /a/b save asks", "GET /a/c show open"],
    ],
    [
      "Next",
      {
        "app/a/route.ts":
          "export const POST = withAuth(async (request: Request) => new Response());\nexport async function GET() {\n  return new Response();\n}\n",
      },
      ["POST /a <anonymous> asks", "GET /a GET open"],
    ],
    [
      "tRPC",
      {
        "src/a.ts":
          "export const a = router({\n  save: protectedProcedure.input(schema).mutation(async ({ input }) => input),\n  show: publicProcedure.query(() => 1),\n});\n",
      },
      ["POST save <anonymous> asks", "GET show <anonymous> open"],
    ],
    [
      "Flask",
      {
        "src/a.py":
          '@bp.post("/a")\n@login_required\ndef save():\n    return ""\n\n@bp.get("/b")\ndef show():\n    return ""\n',
      },
      ["POST /a save asks", "GET /b show open"],
    ],
    [
      "FastAPI",
      {
        "src/a.py":
          'router = APIRouter(dependencies=[Depends(require_user)])\n\n@router.put("/a")\ndef save():\n    return 1\n',
      },
      ["PUT /a save asks"],
    ],
    [
      "Django",
      {
        "src/a.py": "class Orders(LoginRequiredMixin, View):\n    def post(self, call):\n        return 1\n",
      },
      ["POST Orders.post post asks"],
    ],
    [
      "gin",
      {
        "src/a.go":
          'package a\n\nfunc Routes(r *gin.Engine) {\n\tg := r.Group("/g", RequireLogin())\n\tg.POST("/a", save)\n\tr.GET("/b", show)\n}\n\nfunc save(c *gin.Context) {}\n\nfunc show(c *gin.Context) {}\n',
      },
      ["POST /a save asks", "GET /b show open"],
    ],
    [
      "net/http",
      {
        "src/a.go":
          'package a\n\nfunc Routes(mux *http.ServeMux) {\n\tmux.HandleFunc("DELETE /a", remove)\n}\n\nfunc remove(w http.ResponseWriter, r *http.Request) {}\n',
      },
      ["DELETE /a remove open"],
    ],
    [
      "chi",
      {
        "src/a.go":
          'package a\n\nfunc Routes(r chi.Router) {\n\tr.Route("/x", func(r chi.Router) {\n\t\tr.Use(Authenticate)\n\t\tr.Post("/a", save)\n\t})\n}\n\nfunc save(w http.ResponseWriter, r *http.Request) {}\n',
      },
      ["POST /a save asks"],
    ],
    [
      "Spring",
      {
        "src/A.java":
          '@RestController\nclass A {\n  @PreAuthorize("hasRole(1)")\n  @PostMapping("/a")\n  void save() {}\n  @GetMapping("/b")\n  void show() {}\n}\n',
      },
      ["POST /a save asks", "GET /b show open"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await routes(files)).toEqual(expected);
  });
});

test("calls of clients and tests register nothing", async () => {
  const files = {
    "src/client.ts": 'axios.get("/a", { headers });\napi.post("/b", data);\nawait client.put("/c", body);\n',
    "test/a.test.js": `${express}router.get("/a", (req, res) => res.end());\n`,
  };
  expect(await routes(files)).toEqual([]);
});

test("what a file is mounted behind holds for its routes", async () => {
  const files = {
    "src/app.js":
      'const express = require("express");\nconst a = require("./a");\nconst app = express();\napp.use("/a", requireLogin, a);\n',
    "src/a.js": `${express}router.get("/", (req, res) => res.end());\nmodule.exports = router;\n`,
  };
  expect(await routes(files)).toEqual(["GET / <anonymous> asks"]);
});
