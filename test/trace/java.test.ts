/** What is followed through Java, and what is not. */
import { describe, expect, it } from "vitest";
import { flowsIn } from "./flow-table.js";

const head = `package app;
import java.io.*; import java.sql.*; import java.util.*; import java.net.*; import java.nio.file.*;
import javax.servlet.http.HttpServletRequest; import javax.servlet.http.HttpServletResponse;
class Show {
Connection db;
`;
/** The first line of the body is line 7. */
const method = (body: string): string =>
  `${head}void show(HttpServletRequest request, HttpServletResponse response) throws Exception {\n${body}\n}\n}\n`;
const n = `String n = request.getParameter("n");\n`;
const read = `request.getParameter("n")`;

describe("servlets", () => {
  it.each([
    [
      "sql",
      `Statement s = db.createStatement();\ns.executeQuery("select " + ${read});`,
      `sql ${read} -> java.sql.Statement().executeQuery @ 8`,
    ],
    [
      "a prepared statement",
      `db.prepareStatement("select '" + ${read} + "'");`,
      `sql ${read} -> java.sql.Connection().prepareStatement @ 7`,
    ],
    [
      "formatted sql",
      `${n}String q = String.format("select '%s'", n);\ndb.prepareStatement(q);`,
      `sql ${read} -> java.sql.Connection().prepareStatement @ 7 8 9`,
    ],
    [
      "a command",
      `Runtime.getRuntime().exec("ls " + ${read});`,
      `command ${read} -> java.lang.Runtime.getRuntime().exec @ 7`,
    ],
    [
      "a shell",
      `new ProcessBuilder("sh", "-c", ${read});`,
      `command ${read} -> java.lang.ProcessBuilder @ 7`,
    ],
    ["a path", `new FileInputStream("/srv/" + ${read});`, `path ${read} -> java.io.FileInputStream @ 7`],
    [
      "a path in parts",
      `Path p = Paths.get("/srv", ${read});\nFiles.delete(p);`,
      `path ${read} -> java.nio.file.Files.delete @ 7 8`,
    ],
    [
      "a redirect",
      `response.sendRedirect(${read});`,
      `redirect ${read} -> javax.servlet.http.HttpServletResponse().sendRedirect @ 7`,
    ],
    [
      "markup",
      `response.getWriter().println("<b>" + ${read});`,
      `markup ${read} -> javax.servlet.http.HttpServletResponse().getWriter().println @ 7`,
    ],
    ["a url", `new URL(${read}).openStream();`, `url ${read} -> java.net.URL().openStream @ 7`],
    [
      "deserialization",
      `new ObjectInputStream(request.getInputStream()).readObject();`,
      `deserialization request.getInputStream() -> java.io.ObjectInputStream @ 7`,
    ],
    [
      "a builder",
      `StringBuilder q = new StringBuilder("select ");\nq.append(${read});\ndb.prepareStatement(q.toString());`,
      `sql ${read} -> java.sql.Connection().prepareStatement @ 8 9`,
    ],
    [
      "a cookie",
      `for (javax.servlet.http.Cookie c : request.getCookies()) {\nnew FileReader(c.getValue());\n}`,
      `path request.getCookies() -> java.io.FileReader @ 7 8`,
    ],
    [
      "a list",
      `${n}List<String> l = new ArrayList<>();\nl.add("a");\nl.add(n);\nnew FileReader(l.get(1));`,
      `path ${read} -> java.io.FileReader @ 7 11`,
    ],
    [
      "a map",
      `${n}Map<String, String> m = new HashMap<>();\nm.put("a", n);\nnew FileReader(m.get("a"));`,
      `path ${read} -> java.io.FileReader @ 7 10`,
    ],
    [
      "a choice",
      `${n}String f = n != null ? n : "x";\nnew FileReader(f);`,
      `path ${read} -> java.io.FileReader @ 7 8 9`,
    ],
    [
      "a switch whose case is fixed",
      `${n}String f = "a";\nswitch ("AB".charAt(1)) {\ncase 'A': f = "b"; break;\ncase 'B': f = n; break;\n}\nnew FileReader(f);`,
      `path ${read} -> java.io.FileReader @ 7 11 13`,
    ],
    [
      "a lambda",
      `${n}java.util.Arrays.asList("a").forEach(x -> { new FileReader(n); });`,
      `path ${read} -> java.io.FileReader @ 7 8`,
    ],
    [
      "a try",
      `${n}try {\nnew FileReader(n);\n} catch (Exception e) { }`,
      `path ${read} -> java.io.FileReader @ 7 9`,
    ],
  ])("finds %s", async (_, body, expected) => {
    expect(await flowsIn({ "app/Show.java": method(body) })).toContain(expected);
  });

  it.each([
    ["placeholders", `PreparedStatement p = db.prepareStatement("select ?");\np.setString(1, ${read});`],
    ["a number", `int i = Integer.parseInt(${read});\ndb.prepareStatement("select " + i);`],
    ["what is kept under a name", `${n}Target t = targets.get(n);\nresponse.sendRedirect(t.address());`],
    ["arguments of a program", `Runtime.getRuntime().exec(new String[] {"ls", ${read}});`],
    ["an allow-list", `${n}if (!ALLOWED.contains(n)) { return; }\nnew FileReader(n);`],
    ["equality", `${n}if (n.equals("a")) { new FileReader(n); }`],
    ["a switch over the value", `${n}switch (n) {\ncase "a": new FileReader(n); break;\n}`],
    ["overwriting", `${n}n = "a";\nnew FileReader(n);`],
    [
      "a condition that never holds",
      `${n}int i = 106;\nString f = (7 * 42) - i > 200 ? n : "fixed";\nnew FileReader(f);`,
    ],
    [
      "a branch that is never taken",
      `${n}String f = "fixed";\nint i = 196;\nif ((500 / 42) + i < 200) f = n;\nnew FileReader(f);`,
    ],
    [
      "a switch whose other case is taken",
      `${n}String f = "a";\nswitch ("AB".charAt(0)) {\ncase 'A': f = "b"; break;\ncase 'B': f = n; break;\n}\nnew FileReader(f);`,
    ],
    [
      "another item of a list",
      `${n}List<String> l = new ArrayList<>();\nl.add("a");\nl.add(n);\nl.add("b");\nl.remove(0);\nnew FileReader(l.get(1));`,
    ],
    [
      "another key of a map",
      `${n}Map<String, String> m = new HashMap<>();\nm.put("a", n);\nm.put("b", "x");\nnew FileReader(m.get("b"));`,
    ],
    ["a redirect within the site", `response.sendRedirect("/users/" + ${read});`],
    ["a fixed host", `new URL("https://example.org/" + ${read}).openStream();`],
    ["the length", `new FileReader("/srv/" + ${read}.length());`],
    ["a strict pattern", `${n}if (!n.matches("[a-z0-9]+$")) { throw new Exception(); }\nnew FileReader(n);`],
  ])("is silent about %s", async (_, body) => {
    expect(await flowsIn({ "app/Show.java": method(body) })).toEqual([]);
  });
});

describe("calls", () => {
  it("follows a value into another class of the package", async () => {
    const show = `${head}Store store;\nvoid show(HttpServletRequest request) {\nstore.find(${read});\n}\n}\n`;
    const store = `package app;\nimport java.sql.*;\nclass Store {\nConnection db;\nvoid find(String n) throws Exception {\ndb.prepareStatement("select '" + n + "'");\n}\n}\n`;
    expect(await flowsIn({ "app/Show.java": show, "app/Store.java": store })).toEqual([
      `sql ${read} -> java.sql.Connection().prepareStatement @ 8 5 6`,
    ]);
  });
});

describe("Spring", () => {
  const spring = (signature: string, body: string): string =>
    `package app;\nimport org.springframework.web.bind.annotation.*;\nimport org.springframework.jdbc.core.JdbcTemplate;\nimport java.io.*;\n@RestController\nclass Show {\nJdbcTemplate jdbc;\n@GetMapping("/x/{id}")\npublic String show(${signature}) throws Exception {\n${body}\n}\n}\n`;
  it.each([
    [
      "a parameter",
      spring("@RequestParam String n", `jdbc.queryForList("select '" + n + "'");`),
      [`sql n -> org.springframework.jdbc.core.JdbcTemplate().queryForList @ 9 10`],
    ],
    ["a number", spring("@RequestParam long n", `jdbc.queryForList("select " + n);`), []],
    ["a part of the path", spring("@PathVariable String n", `new FileReader("/srv/" + n);`), []],
    [
      "a body",
      spring("@RequestBody Query q", `new FileReader("/srv/" + q.getName());`),
      ["path q -> java.io.FileReader @ 9 10"],
    ],
    [
      "who is logged in",
      spring("@AuthenticationPrincipal Account a", `new FileReader("/srv/" + a.getName());`),
      [],
    ],
  ])("reads %s", async (_, code, expected) => {
    expect(await flowsIn({ "app/Show.java": code })).toEqual(expected);
  });
});
