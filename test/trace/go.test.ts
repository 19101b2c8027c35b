/** What is followed through Go, and what is not. */
import { describe, expect, it } from "vitest";
import { flowsIn } from "./flow-table.js";

const head = `package main
import ("database/sql"; "fmt"; "net/http"; "os"; "os/exec"; "path/filepath"; "strconv"; "html/template"; "io"; "encoding/json"; "net/url"; "regexp"; "strings")
var db *sql.DB
`;
/** The first line of the body is line 5. */
const handler = (body: string): string =>
  `${head}func show(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n`;

describe("net/http", () => {
  it.each([
    ["sql", `db.Query("select " + r.FormValue("n"))`, `sql r.FormValue("n") -> database/sql.DB().Query @ 5`],
    [
      "formatted sql",
      `n := r.URL.Query().Get("n")\nq := fmt.Sprintf("select '%s'", n)\nrows, err := db.QueryContext(r.Context(), q)`,
      `sql r.URL.Query().Get("n") -> database/sql.DB().QueryContext @ 5 6 7`,
    ],
    [
      "a shell",
      `exec.Command("sh", "-c", "ls "+r.FormValue("d")).Run()`,
      `command r.FormValue("d") -> os/exec.Command @ 5`,
    ],
    ["a program", `exec.Command(r.FormValue("p"))`, `command r.FormValue("p") -> os/exec.Command @ 5`],
    ["a path", `os.Open("/srv/" + r.FormValue("f"))`, `path r.FormValue("f") -> os.Open @ 5`],
    [
      "a joined path",
      `p := filepath.Join("/srv", r.FormValue("f"))\nhttp.ServeFile(w, r, p)`,
      `path r.FormValue("f") -> net/http.ServeFile @ 5 6`,
    ],
    ["a url", `http.Get(r.FormValue("u"))`, `url r.FormValue("u") -> net/http.Get @ 5`],
    [
      "a request",
      `req, err := http.NewRequest("GET", "http://"+r.FormValue("h"), nil)`,
      `url r.FormValue("h") -> net/http.NewRequest @ 5`,
    ],
    [
      "a redirect",
      `http.Redirect(w, r, r.FormValue("next"), 302)`,
      `redirect r.FormValue("next") -> net/http.Redirect @ 5`,
    ],
    ["markup", `x := template.HTML(r.FormValue("n"))`, `markup r.FormValue("n") -> html/template.HTML @ 5`],
    [
      "a decoded body",
      `var in struct{ Name string }\njson.NewDecoder(r.Body).Decode(&in)\nos.Remove(in.Name)`,
      `path r.Body -> os.Remove @ 6 7`,
    ],
    [
      "an unmarshalled body",
      `b, _ := io.ReadAll(r.Body)\nvar in map[string]string\njson.Unmarshal(b, &in)\ndb.Exec("delete " + in["n"])`,
      `sql r.Body -> database/sql.DB().Exec @ 5 8`,
    ],
    ["a loop", `for _, f := range r.Form["f"] {\nos.Remove(f)\n}`, `path r.Form["f"] -> os.Remove @ 5 6`],
    [
      "a closure",
      `n := r.FormValue("n")\nfunc() { os.Remove(n) }()`,
      `path r.FormValue("n") -> os.Remove @ 5 6`,
    ],
    [
      "a branch",
      `q := "select 1"\nif n := r.FormValue("n"); n != "" {\nq += " where " + n\n}\ndb.Query(q)`,
      `sql r.FormValue("n") -> database/sql.DB().Query @ 6 7 9`,
    ],
    [
      "a struct",
      `f := filter{Name: r.FormValue("n"), Limit: 3}\nos.Remove(f.Name)`,
      `path r.FormValue("n") -> os.Remove @ 5 6`,
    ],
  ])("finds %s", async (_, body, expected) => {
    expect(await flowsIn({ "main.go": handler(body) })).toContain(expected);
  });

  it.each([
    ["placeholders", `db.Query("select ?", r.FormValue("n"))`],
    [
      "a number",
      `n, err := strconv.Atoi(r.FormValue("n"))\nif err != nil { return }\ndb.Query(fmt.Sprintf("select %d", n))`,
    ],
    ["arguments of a program", `exec.Command("ls", r.FormValue("d"))`],
    ["a base name", `os.Open(filepath.Join("/srv", filepath.Base(r.FormValue("f"))))`],
    ["a fixed host", `http.Get("https://example.org/" + url.PathEscape(r.FormValue("p")))`],
    ["a path of a fixed host", `http.Get("https://example.org/" + r.FormValue("p"))`],
    ["an allow-list", `n := r.FormValue("n")\nif !allowed[n] {\nreturn\n}\nos.Remove(n)`],
    [
      "an allow-list with ok",
      `n := r.FormValue("n")\n_, ok := allowed[n]\nif !ok {\nreturn\n}\nos.Remove(n)`,
    ],
    ["equality", `n := r.FormValue("n")\nif n != "a" && n != "b" {\nreturn\n}\nos.Remove(n)`],
    ["a switch", `n := r.FormValue("n")\nswitch n {\ncase "a", "b":\nos.Remove(n)\n}`],
    ["overwriting", `n := r.FormValue("n")\nn = "a"\nos.Remove(n)`],
    ["escaping", `x := template.HTML(template.HTMLEscapeString(r.FormValue("n")))`],
    ["a redirect within the site", `http.Redirect(w, r, "/users/"+r.FormValue("n"), 302)`],
    ["a quoted pattern", `regexp.MustCompile(regexp.QuoteMeta(r.FormValue("p")))`],
    ["the error of a call", `_, err := os.Stat("x")\nos.Remove(err.Error())`],
    ["the length", `os.Remove(strconv.Itoa(len(r.FormValue("n"))))`],
  ])("is silent about %s", async (_, body) => {
    expect(await flowsIn({ "main.go": handler(body) })).toEqual([]);
  });
});

describe("calls", () => {
  it("follows a value through a method of the package in another file", async () => {
    const main = `${head}type server struct{ store *Store }
func (s *server) show(w http.ResponseWriter, r *http.Request) {
	s.store.find(name(r))
}
func name(r *http.Request) string { return r.FormValue("n") }
`;
    const store = `package main
import "database/sql"
type Store struct {
	db *sql.DB
}
func (s *Store) find(n string) {
	s.db.Query("select '" + n + "'")
}
`;
    expect(await flowsIn({ "app/main.go": main, "app/store.go": store })).toEqual([
      `sql r.FormValue("n") -> database/sql.DB().Query @ 8 6 6 7`.replace("6 6", "6"),
    ]);
  });
});

describe("frameworks", () => {
  const gin = `package main
import ("github.com/gin-gonic/gin"; "os"; "gorm.io/gorm")
func main(db *gorm.DB) {
	r := gin.Default()
	r.GET("/x/:id", func(c *gin.Context) {
`;
  it.each([
    ["Gin's query", `os.Remove(c.Query("f"))`, [`path c.Query("f") -> os.Remove @ 6`]],
    ["Gin's path parameters", `os.Remove("/srv/" + c.Param("id"))`, []],
    [
      "Gin's bodies",
      `var in In\nc.ShouldBindJSON(&in)\nos.Remove(in.File)`,
      [`path c.ShouldBindJSON(&in) -> os.Remove @ 7 8`],
    ],
    [
      "Gorm",
      `db.Where("n = '" + c.Query("n") + "'").Find(&x)`,
      [`sql c.Query("n") -> gorm.io/gorm.DB().Where @ 6`],
    ],
    ["Gorm's placeholders", `db.Where("n = ?", c.Query("n")).Find(&x)`, []],
  ])("reads %s", async (_, body, expected) => {
    expect(await flowsIn({ "main.go": `${gin}${body}\n})\n}\n` })).toEqual(expected);
  });
});
