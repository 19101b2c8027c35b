/** The index of routes: what each framework's registration comes to. */
import { describe, expect, test } from "vitest";
import { routesOf } from "../../src/syntax/routes/index-routes.js";
import { hasCheck, isForStrangers, knowsCaller } from "../../src/syntax/routes/checks.js";
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
      "Express, a function called as one that every object has",
      { "src/a.js": `${express}router.get("/a", valueOf);\nfunction valueOf(req, res) {}\n` },
      ["GET /a valueOf open"],
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

describe("a check that stands elsewhere counts", () => {
  test.each([
    [
      "around the function",
      {
        "src/a.js": `${express}const { show } = require("./b");\nrouter.get("/a", show);\n`,
        "src/b.js": "const show = requireLogin((req, res) => res.end());\nmodule.exports = { show };\n",
      },
      ["GET /a show asks"],
    ],
    [
      "in the list of which several have one name",
      {
        "src/a.js": `${express}const cats = require("./cats");\nconst dogs = require("./dogs");\nrouter.get("/c", cats.list);\nrouter.get("/d", dogs.list);\n`,
        "src/cats.js": "exports.list = function list(req, res) {\n  res.json(all());\n};\n",
        "src/dogs.js": "exports.list = function list(req, res) {\n  res.json(all(req.user));\n};\n",
      },
      ["GET /c list open", "GET /d list asks"],
    ],
    [
      "below, where the request is handed on",
      {
        "src/a.go":
          'package a\n\nfunc Routes(mux *http.ServeMux) {\n\tmux.HandleFunc("POST /a", save)\n}\n\nfunc save(w http.ResponseWriter, r *http.Request) {\n\tkeep(w, r)\n}\n\nfunc keep(w http.ResponseWriter, r *http.Request) {\n\tstore.Keep(r.Context(), currentUser(r))\n}\n',
      },
      ["POST /a save asks"],
    ],
    [
      "above a view that a list of addresses names",
      {
        "a/urls.py":
          'from a import views\n\nurlpatterns = [path("a/", views.show), path("b/", views.other)]\n',
        "a/views.py":
          "@login_required\ndef show(request):\n    return page()\n\n\ndef other(request):\n    return page()\n",
      },
      ["ANY a/ show asks", "ANY b/ other open"],
    ],
    [
      "around a class of views",
      {
        "a/urls.py":
          'from a.views import Show\n\nurlpatterns = [path("a/", login_required(Show.as_view()))]\n',
        "a/views.py": "class Show(View):\n    def get(self, request):\n        return page()\n",
      },
      ["GET Show.get get asks"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await routes(files)).toEqual(expected);
  });
});

test("a list of addresses says what stands before each", async () => {
  const survey = await surveyCode({
    "src/Rules.java":
      'class Rules {\n  void of(HttpSecurity http) {\n    http.authorizeHttpRequests(all -> all.requestMatchers("/admin/**").hasRole("ADMIN").requestMatchers("/news/*").permitAll().anyRequest().authenticated());\n  }\n}\n',
    "src/A.java":
      '@RestController\n@RequestMapping("/admin")\nclass A {\n  @GetMapping("/users")\n  List<User> users() { return all(); }\n}\n@RestController\nclass B {\n  @GetMapping("/news/{id}")\n  News news() { return one(); }\n  @GetMapping("/orders/{id}")\n  Order order() { return one(); }\n}\n',
  });
  const told = routesOf(survey).map(
    (route) =>
      `${route.url} ${hasCheck(route, "authorisation") ? "role" : isForStrangers(route) ? "open" : "-"}`,
  );
  expect(told).toEqual(["/admin/users role", "/news/{id} open", "/orders/{id} -"]);
});

test.each([
  ["a comment above", "// Public: the number is printed on the ticket.\n", true],
  ["a heading above its neighbours", '// Public routes\nrouter.get("/x", other);\n', true],
  ["a comment above another", '// Public, for the shop window.\nrouter.get("/x", other);\n', false],
  ["a heading above a guard", "// Public routes\nrouter.use(known);\n", false],
  ["a comment that says the contrary", "// @access Private\n", false],
  ["a comment about a key", "// Checked with the public key.\n", false],
])("what is open on purpose is written down: %s", async (_, above, expected) => {
  const survey = await surveyCode({
    "src/a.js": `${express}${above}router.get("/tickets/:id", show);\nfunction show(req, res) {}\nfunction other(req, res) {}\n`,
  });
  const route = routesOf(survey).find(({ url }) => url === "/tickets/:id");
  expect(route && isForStrangers(route)).toBe(expected);
});
