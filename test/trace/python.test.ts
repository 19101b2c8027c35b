/** What is followed through Python, and what is not. */
import { describe, expect, it } from "vitest";
import { flowsIn, surenessIn } from "./flow-table.js";

const flask = `from flask import Flask, request, redirect, render_template_string, send_file, Markup, make_response
import os, subprocess, sqlite3, pickle, yaml, requests, re, tarfile
app = Flask(__name__)
db = sqlite3.connect("a.db")
`;
/** The first line of each body is line 7. */
const route = (body: string, signature = "show()", path = "/x"): string =>
  `${flask}@app.route("${path}")\ndef ${signature}:\n${body
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n`;

describe("Flask", () => {
  it.each([
    ["command", `os.system("ls " + request.args["d"])`, `command request.args["d"] -> os.system @ 7`],
    [
      "formatted command",
      `d = request.args.get("d")\nsubprocess.run(f"ls {d}", shell=True)`,
      `command request.args.get("d") -> subprocess.run @ 7 8`,
    ],
    [
      "sql by %",
      `n = request.form["n"]\nq = "select * from t where n = '%s'" % n\ndb.execute(q)`,
      `sql request.form["n"] -> sqlite3.connect().execute @ 7 8 9`,
    ],
    [
      "sql by format, through a cursor",
      `cur = db.cursor()\ncur.execute("select {}".format(request.values["n"]))`,
      `sql request.values["n"] -> sqlite3.connect().cursor().execute @ 8`,
    ],
    [
      "sql grown in a branch",
      `q = "select 1"\nif request.args.get("n"):\n    q += " where n = " + request.args["n"]\ndb.execute(q)`,
      `sql request.args["n"] -> sqlite3.connect().execute @ 9 10`,
    ],
    ["code", `return str(eval(request.json["e"]))`, `code request.json["e"] -> eval @ 7`],
    ["deserialization", `pickle.loads(request.data)`, `deserialization request.data -> pickle.loads @ 7`],
    ["yaml without a loader", `yaml.load(request.data)`, `deserialization request.data -> yaml.load @ 7`],
    [
      "redirect",
      `return redirect(request.args["next"])`,
      `redirect request.args["next"] -> flask.redirect @ 7`,
    ],
    ["url", `requests.get(request.args["u"])`, `url request.args["u"] -> requests.get @ 7`],
    [
      "url after its scheme",
      `requests.get("https://" + request.args["h"] + "/x")`,
      `url request.args["h"] -> requests.get @ 7`,
    ],
    [
      "path",
      `p = os.path.join("/srv", request.args["f"])\nreturn open(p).read()`,
      `path request.args["f"] -> open @ 7 8`,
    ],
    [
      "template",
      `return render_template_string("<h1>%s</h1>" % request.args["n"])`,
      `template request.args["n"] -> flask.render_template_string @ 7`,
    ],
    [
      "markup",
      `return make_response("<b>" + request.args["n"])`,
      `markup request.args["n"] -> flask.make_response @ 7`,
    ],
    [
      "regular expression",
      `re.match(request.args["p"], "x")`,
      `regular-expression request.args["p"] -> re.match @ 7`,
    ],
    [
      "loop",
      `for name in request.form.getlist("n"):\n    os.remove("/srv/" + name)`,
      `path request.form.getlist("n") -> os.remove @ 7 8`,
    ],
    [
      "comprehension",
      `names = [n.strip() for n in request.form.getlist("n")]\nos.system(" ".join(names))`,
      `command request.form.getlist("n") -> os.system @ 7 8`,
    ],
    [
      "dictionary",
      `d = {"a": 1, "b": request.args["b"]}\nos.system(d["b"])`,
      `command request.args["b"] -> os.system @ 7 8`,
    ],
    [
      "assignment in a condition",
      `if (n := request.args.get("n")):\n    os.system(n)`,
      `command request.args.get("n") -> os.system @ 7 8`,
    ],
    [
      "closure",
      `n = request.args["n"]\ndef run():\n    os.system(n)\nrun()`,
      `command request.args["n"] -> os.system @ 7 9`,
    ],
    ["alias", `r = request\nos.popen(r.args["n"])`, `command r.args["n"] -> os.popen @ 8`],
  ])("finds %s", async (_, body, expected) => {
    expect(await flowsIn({ "app.py": route(body) })).toContain(expected);
  });

  it.each([
    ["placeholders", `db.execute("select * from t where n = ?", (request.args["n"],))`],
    ["a whole query without parts", `db.execute(QUERIES[request.args["n"]])`],
    ["a number", `n = int(request.args["n"])\nos.system(f"kill {n}")`],
    ["quoting", `import shlex\nos.system("ls " + shlex.quote(request.args["d"]))`],
    ["a list without a shell", `subprocess.run(["ls", request.args["d"]])`],
    ["an allow-list", `d = request.args["d"]\nif d not in ("a", "b"):\n    abort(404)\nos.system("ls " + d)`],
    ["an allow-list in a branch", `d = request.args["d"]\nif d in ALLOWED:\n    os.system("ls " + d)`],
    ["equality", `d = request.args["d"]\nif d == "a" or d == "b":\n    os.system("ls " + d)`],
    [
      "a strict pattern",
      `d = request.args["d"]\nif not re.fullmatch(r"[a-z0-9]+$", d):\n    return "no"\nos.system("ls " + d)`,
    ],
    ["digits", `d = request.args["d"]\nif d.isdigit():\n    os.system("kill " + d)`],
    ["overwriting", `d = request.args["d"]\nd = "fixed"\nos.system(d)`],
    ["use before assignment", `d = "fixed"\nos.system(d)\nd = request.args["d"]`],
    ["another entry", `d = {"a": "ls", "b": request.args["b"]}\nos.system(d["a"])`],
    ["a fixed host", `requests.get("https://api.example.org/" + request.args["p"])`],
    ["a redirect within the site", `return redirect("/user/" + request.args["n"])`],
    ["the name of a file alone", `open(os.path.join("/srv", os.path.basename(request.args["f"])))`],
    ["a safe loader", `yaml.load(request.data, Loader=yaml.SafeLoader)`],
    ["escaping", `return make_response("<b>" + escape(request.args["n"]))`.replace("escape", "html.escape")],
    [
      "a conversion that throws",
      `d = request.args["d"]\ntry:\n    int(d)\nexcept ValueError:\n    return "no"\nos.system("kill " + d)`,
    ],
    ["the length", `os.system("head -n %d" % len(request.args["d"]))`],
    ["a branch that cannot be", `d = request.args["d"]\nif 1 > 2:\n    os.system(d)`],
    ["what the program made of it", `row = find(request.args["id"])\nos.system("ls " + row.folder)`],
  ])("is silent about %s", async (_, body) => {
    expect(await flowsIn({ "app.py": route(body) })).toEqual([]);
  });

  it("takes the parts of a path for outside data, without slashes", async () => {
    const body = `os.system("ls " + name)\nreturn send_file("/srv/" + name)`;
    expect(await flowsIn({ "app.py": route(body, "show(name)", "/x/<name>") })).toEqual([
      "command name -> os.system @ 6 7",
    ]);
    expect(await flowsIn({ "app.py": route(body, "show(name)", "/x/<int:name>") })).toEqual([]);
    expect(await flowsIn({ "app.py": route(body, "show(name)", "/x/<path:name>") })).toHaveLength(2);
  });

  it("says which check it could not judge, and is less sure", async () => {
    const open = `d = request.args["d"]\nos.system("ls " + d)`;
    const guarded = `d = request.args["d"]\nif not is_allowed(d):\n    return "no"\nos.system("ls " + d)`;
    expect(await surenessIn({ "app.py": route(open) })).toEqual({ confidence: 0.9, guard: null });
    expect(await surenessIn({ "app.py": route(guarded) })).toEqual({
      confidence: 0.45,
      guard: "is_allowed(d)",
    });
  });
});

describe("calls", () => {
  it("follows a value into a function of the file and out of one", async () => {
    const code = `${flask}
def name_of():
    return request.args["n"]

def remove(folder):
    os.system("rm -r " + folder)

@app.route("/x")
def show():
    remove(name_of())
`;
    expect(await flowsIn({ "app.py": code })).toEqual([`command request.args["n"] -> os.system @ 7 14 9 10`]);
  });

  it("follows a value into another file, and into the method of a class", async () => {
    const store = `import sqlite3
class Store:
    def find(self, name):
        c = sqlite3.connect("a.db").cursor()
        c.execute("select * from t where n = '" + name + "'")
`;
    const app = `${flask}
from store import Store
@app.route("/x")
def show():
    Store().find(request.args["n"])
`;
    const found = await flowsIn({ "app.py": app, "store.py": store });
    expect(found).toEqual([`sql request.args["n"] -> sqlite3.connect().cursor().execute @ 9 3 5`]);
  });

  it("says nothing about tests", async () => {
    expect(await flowsIn({ "tests/test_app.py": route(`os.system(request.args["d"])`) })).toEqual([]);
  });
});

describe("other frameworks", () => {
  it.each([
    [
      "FastAPI",
      `from fastapi import FastAPI\nimport os\napp = FastAPI()\n@app.get("/x")\ndef show(q: str, n: int):\n    os.system("ls " + q)\n    os.system(f"kill {n}")\n`,
      ["command q -> os.system @ 5 6"],
    ],
    [
      "FastAPI's dependencies",
      `from fastapi import APIRouter, Depends\nimport os\nrouter = APIRouter()\n@router.get("/x")\ndef show(store = Depends(get_store)):\n    os.system("ls " + store.folder)\n`,
      [],
    ],
    [
      "Django",
      `from django.http import HttpResponse\nfrom django.db import connection\ndef show(request):\n    with connection.cursor() as cursor:\n        cursor.execute("select " + request.GET["n"])\n`,
      [`sql request.GET["n"] -> django.db.connection.cursor().execute @ 5`],
    ],
    [
      "Django's safe redirects",
      `from django.shortcuts import redirect\nfrom django.utils.http import url_has_allowed_host_and_scheme\ndef show(request):\n    url = request.GET["next"]\n    if not url_has_allowed_host_and_scheme(url, None):\n        url = "/"\n    return redirect(url)\n`,
      [],
    ],
    [
      "aiohttp",
      `from aiohttp import web\nimport os\nasync def show(request: web.Request):\n    data = await request.post()\n    os.system(data["c"])\n`,
      [`command request.post() -> os.system @ 4 5`],
    ],
    [
      "Tornado",
      `import os, tornado.web\nclass Show(tornado.web.RequestHandler):\n    def get(self):\n        os.system(self.get_argument("c"))\n`,
      [`command self.get_argument("c") -> os.system @ 4`],
    ],
    [
      "MongoDB",
      `from flask import request, Flask\nimport pymongo\napp = Flask(__name__)\ndb = pymongo.MongoClient().shop\n@app.route("/x")\ndef show():\n    db.users.find_one({"n": request.json["n"]})\n    db.users.find_one({"n": request.args["n"]})\n`,
      [`nosql request.json["n"] -> pymongo.MongoClient().shop.users.find_one @ 7`],
    ],
  ])("reads %s", async (_, code, expected) => {
    expect(await flowsIn({ "app.py": code })).toEqual(expected);
  });
});
