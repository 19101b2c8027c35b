/** What is taken for an address of a person or a machine, and what is left alone. */
import { describe, expect, test } from "vitest";
import { type PrivateKind, maskPrivate, privateKinds } from "../../src/consult/private-data.js";

const gone: readonly (readonly [kind: PrivateKind, text: string, masked: string])[] = [
  ["emails", "// ask jane.doe+x@acme-corp.com", "// ask [mail******************]"],
  ["emails", "mailto:jörg@büro.example.de?x", "mailto:[mail**************]?x"],
  ["emails", "to=jane%40acme.com&", "to=[mail*********]&"],
  ["emails", "ask jane@acme…", "ask [mail***]…"],
  ["emails", "a@b.co", "[mail]"],
  ["hosts", "https://db1.acme.io:8443/x", "https://[host*****]:8443/x"],
  ["hosts", "postgres://app:pw@db-master/main", "postgres://app:pw@[host***]/main"],
  ["hosts", "http://[fe80::1]:80/", "http://[host***]:80/"],
  ["hosts", 'const host = "db-1";', 'const host = "****";'],
  ["hosts", '"DB_HOST": "db-master"', '"DB_HOST": "[host***]"'],
  ["hosts", "ssh build01.corp", "ssh [host******]"],
  ["hosts", "see wiki.acme.com.", "see [host*******]."],
  ["hosts", "svc.ns.svc.cluster.local", "[host******************]"],
  ["hosts", "connect('mail.acme.co.uk')", "connect('[host*********]')"],
  ["ips", "bind 10.20.30.40:80", "bind [ip*******]:80"],
  ["ips", "peer 2001:db8:0:1::42", "peer [ip************]"],
  ["ips", "peer fe80::1", "peer [ip***]"],
  ["phones", "call +49 170 1234567 now", "call [phone********] now"],
  ["phones", "call (555) 123-4567", "call [phone*******]"],
  ["phones", "+4915112345678", "[phone*******]"],
];

describe("taken out", () => {
  test.each(gone)("%s: %s", (kind, text, masked) => {
    expect(maskPrivate(text, [kind])).toBe(masked);
    expect(masked).toHaveLength(text.length);
  });

  test.each(gone)("%s are left where nobody asked: %s", (kind, text) => {
    expect(maskPrivate(text, [])).toBe(text);
    const others = privateKinds.filter((each) => each !== kind);
    if (kind === "phones") expect(maskPrivate(text, others)).toBe(text);
  });
});

describe("left alone", () => {
  test.each([
    '@app.route("/users")',
    'import io from "socket.io";',
    'import { a } from "./a.test.js";',
    "const version = '4.17.21';",
    "npm install lodash@4.17.21",
    "git@github",
    "http://localhost:3000 http://127.0.0.1 http://example.com/x https://api.example.org",
    "server.listen(80, '0.0.0.0')",
    "std::fs::read(path)",
    "a::b::c",
    "std::f32::consts::PI",
    "12:34:56",
    "2026-11-21 10:20:30",
    "const total = a + 12345;",
    "self.org.com_port()",
    "https://${host}/path",
    "com.acme.Main",
    "[secret****]",
    "0x12345678 1234567890 123456789012",
  ])("%s", (text) => {
    expect(maskPrivate(text, privateKinds)).toBe(text);
  });
});

test("a long line takes no longer than its length", () => {
  for (const piece of ["a", "a.", "1.", "a:", "+1 ", "://a", "host:'"]) {
    const text = piece.repeat(200_000 / piece.length);
    expect(maskPrivate(text, privateKinds)).toHaveLength(text.length);
  }
}, 20_000);
