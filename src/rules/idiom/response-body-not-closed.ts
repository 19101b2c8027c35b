/** The body of an HTTP answer is never closed, so its connection is never given back. */
import type { SgNode } from "@ast-grep/napi";
import { defineRule } from "../../model/rule.js";
import { enclosingFunction, namedChildren } from "../../syntax/go/ask.js";
import { callsWhere } from "../../syntax/go/calls.js";

export default defineRule({
  severity: "medium",
  // Within the function nothing closes the body and nothing else gets hold of it.
  confidence: 0.8,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Response body not closed",
  risk: "The connection under each answer stays open: they add up with every call, until no more can be opened.",
  fix: "Write `defer resp.Body.Close()` once the error has been checked.",
  trial: {
    name: "the connection is used again",
    arrange: "a local server that counts connections",
    act: "run {it} ten times",
    assert: "the server counted one connection",
  },
  cwe: [772],
  match: {
    *go(subject) {
      if (!subject.outline.imports.some(({ module }) => module === "net/http")) return;
      for (const { call, node } of callsWhere(subject, ({ callee, origin }) => sends(callee, origin))) {
        const name = givenName(node);
        const holder = enclosingFunction(node);
        if (name === undefined || !holder || isTakenCareOf(holder.text(), name)) continue;
        yield {
          at: call.span,
          issue: `\`${name}\`, the answer of \`${call.callee}\`, is read here but its body is never closed.`,
          recommendation: `Write \`defer ${name}.Body.Close()\` once the error has been checked.`,
        };
      }
    },
  },
  examples: [
    {
      language: "go",
      bad: 'package a\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc load(client *http.Client, request *http.Request) ([]byte, error) {\n\tresp, err := client.Do(request)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn io.ReadAll(resp.Body)\n}\n',
      good: 'package a\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc load(client *http.Client, request *http.Request) ([]byte, error) {\n\tresp, err := client.Do(request)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer resp.Body.Close()\n\treturn io.ReadAll(resp.Body)\n}\n\nfunc open(client *http.Client, request *http.Request) (*http.Response, error) {\n\tresp, err := client.Do(request)\n\treturn resp, err\n}\n\nfunc stream(client *http.Client, request *http.Request) io.ReadCloser {\n\tresp, _ := client.Do(request)\n\treturn resp.Body\n}\n\nfunc hand(client *http.Client, request *http.Request) error {\n\tresp, err := client.Do(request)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn decode(resp)\n}\n',
    },
  ],
});

/** Calls of `net/http` that hand out an answer with a body. */
function sends(callee: string, origin: string | null): boolean {
  if (/^net\/http\.(?:Get|Post|PostForm|Head|DefaultClient\.(?:Do|Get|Post|PostForm))$/.test(origin ?? ""))
    return true;
  return /(?:^|\.)(?:http)?[cC]lient\.Do$/.test(callee);
}

/** `resp` of `resp, err := client.Do(request)`. */
function givenName(call: SgNode): string | undefined {
  const names = call.parent()?.parent()?.field("left");
  const [first, second] = names ? namedChildren(names) : [];
  const name = first?.text();
  return second && name !== undefined && /^[a-z]\w*$/.test(name) ? name : undefined;
}

/** Closed, returned, stored or passed on, whole or as its body; reading alone closes nothing. */
function isTakenCareOf(text: string, name: string): boolean {
  const others = text.replace(
    new RegExp(
      `(?:io(?:util)?\\.ReadAll|json\\.NewDecoder|xml\\.NewDecoder|bufio\\.New(?:Reader|Scanner)|io\\.LimitReader|\\bReadFrom|goquery\\.NewDocumentFromReader)\\(${name}\\.Body\\b|io\\.Copy\\([\\w.]+, ${name}\\.Body`,
      "g",
    ),
    "",
  );
  const read = new RegExp(
    `(?<![\\w.])${name}\\.(?:StatusCode|Status|Header|Request|ContentLength|Proto|Cookies|Location|TLS|Uncompressed)\\b`,
    "g",
  );
  const rest = others
    .replace(read, "")
    .replace(new RegExp(`(?<![\\w.])${name}, \\w+ :?= |${name} [!=]= nil`, "g"), "");
  return new RegExp(`(?<![\\w.])${name}\\b`).test(rest);
}
