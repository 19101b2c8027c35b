/** Network calls in Go that wait without end: the functions of `net/http` itself, clients without a timeout, plain dials. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { enclosingFunction, namedChildren } from "../../../syntax/go/ask.js";
import { callsWhere, literalText } from "../../../syntax/go/calls.js";
import { argumentsOf } from "../../../syntax/go/calls.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const go: Matcher<"go"> = function* (subject) {
  if (/http\.DefaultClient\.Timeout\s*=|http\.DefaultClient\s*=/.test(subject.source.text)) return;
  yield* unboundedCalls(subject);
  yield* unboundedClients(subject);
};

/** They all use `http.DefaultClient`, which has no timeout (pkg.go.dev/net/http#Client). */
const throughDefault = /^net\/http\.(?:Get|Post|PostForm|Head)$/;
/** Without a deadline the operating system decides, after minutes (pkg.go.dev/net#Dial); unix sockets answer at once. */
const dials = /^(?:net\.Dial|crypto\/tls\.Dial)$/;

function* unboundedCalls(subject: Subject<GoTree>): Iterable<Hit> {
  const accepts = (origin: string | null): boolean =>
    origin !== null && (throughDefault.test(origin) || dials.test(origin));
  for (const { call, node } of callsWhere(subject, ({ origin }) => accepts(origin))) {
    const given = argumentsOf(node);
    if (given.some((one) => isNearby(beginningOf(one))) || isCommand(subject, node)) continue;
    const isDial = dials.test(call.origin ?? "");
    yield {
      at: call.span,
      issue: isDial
        ? `\`${call.callee}\` waits for the connection as long as the operating system does, which may be minutes.`
        : `\`${call.callee}\` uses the default client, which has no timeout.`,
      recommendation: isDial
        ? "Use net.DialTimeout, or the DialContext of a net.Dialer with a context that ends."
        : "Make one `http.Client{Timeout: …}` and use its methods, or send a request made with http.NewRequestWithContext.",
      ...(isDial ? { severity: "low" } : {}),
    };
  }
}

/** The text, or what the text begins with that is put together. */
function beginningOf(node: SgNode): string {
  const literals = ["interpreted_string_literal", "raw_string_literal"];
  const first = literals.includes(String(node.kind()))
    ? node
    : node.find({ rule: { any: literals.map((kind) => ({ kind })) } });
  return first ? (literalText(first) ?? "") : "";
}

/** Addresses of this machine, datagrams and sockets that are files. */
function isNearby(text: string): boolean {
  return /^(?:(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])|unix|udp)/.test(text);
}

/** A program that does one thing and ends can be stopped by whoever runs it. */
function isCommand({ source }: Subject<GoTree>, node: SgNode): boolean {
  const isMain =
    /^package main\b/m.test(source.text) && enclosingFunction(node)?.field("name")?.text() === "main";
  return isMain || /(?:^|\/)(?:examples?|scripts?|tools?|extra|hack)\//.test(source.path);
}

/** `http.Client{}` whose fields are all given here, none of them a timeout, and whose requests carry no context. */
function* unboundedClients(subject: Subject<GoTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!subject.outline.imports.some(({ module }) => module === "net/http")) return;
  for (const node of tree.nodes("composite_literal")) {
    if (node.field("type")?.text() !== "http.Client" || isCommand(subject, node)) continue;
    const fields = namedChildren(node.field("body") ?? node).map((one) => one.child(0)?.text() ?? "");
    if (fields.includes("Timeout") || isBoundElsewhere(node, source.text)) continue;
    yield {
      at: spanOf(node),
      issue: "This `http.Client` has no `Timeout`, and its default is to wait for ever.",
      recommendation: "Set `Timeout` on the client, or give every request a context that ends.",
    };
  }
}

const bounds =
  /\.Timeout\s*=|WithContext\(|context\.With(?:Timeout|Deadline)|SetDeadline|ResponseHeaderTimeout|DialTimeout/;

/**
 * Set on the variable later, by the transport, or request by request. A client used up by its own function is told
 * there; one that is kept or handed on may be told by any function of the file.
 */
function isBoundElsewhere(node: SgNode, text: string): boolean {
  const around = ancestor(node, "method_declaration", "function_declaration")?.text() ?? "";
  if (bounds.test(isUsedUp(node, around) ? around : text)) return true;
  return /\btransport|RoundTripper/i.test(node.text()) && /Timeout/.test(around);
}

/** `client := &http.Client{}` whose name is then only called: `client.Do(request)`. */
function isUsedUp(node: SgNode, around: string): boolean {
  const name = /(\w+) :?= &?$/.exec(around.slice(0, around.indexOf(node.text())))?.[1];
  if (name === undefined) return false;
  const rest = around.slice(around.indexOf(node.text()) + node.text().length);
  return [
    ...rest.matchAll(new RegExp(`(?<![\\w.])${name}\\b(\\.(?:Do|Get|Post|PostForm|Head)\\()?`, "g")),
  ].every(([, called]) => called !== undefined);
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package api\n\nimport "net/http"\n\nfunc load(url string) (*http.Response, error) {\n\treturn http.Get(url)\n}\n',
    good: 'package api\n\nimport (\n\t"context"\n\t"net"\n\t"net/http"\n\t"time"\n)\n\nvar client = &http.Client{Timeout: 5 * time.Second}\n\nfunc load(ctx context.Context, url string) {\n\tclient.Get(url)\n\thttp.Get("http://127.0.0.1:8080/health")\n\thttp.Get(fmt.Sprintf("http://localhost:%d/config", port))\n\tnet.DialTimeout("tcp", url, time.Second)\n\tnet.Dial("unix", url)\n}\n',
  },
  {
    language: "go",
    bad: 'package api\n\nimport "net/http"\n\nfunc newClient(transport *http.Transport) *http.Client {\n\treturn &http.Client{Transport: transport}\n}\n',
    good: 'package api\n\nimport (\n\t"context"\n\t"net/http"\n)\n\nvar client = &http.Client{}\n\nfunc load(ctx context.Context, url string) (*http.Response, error) {\n\trequest, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn client.Do(request)\n}\n',
  },
  {
    language: "go",
    bad: 'package link\n\nimport "net"\n\nfunc connect(address string) (net.Conn, error) {\n\treturn net.Dial("tcp", address)\n}\n',
    good: 'package main\n\nimport "net/http"\n\nfunc main() {\n\tanswer, err := http.Get("https://example.com/version")\n\tshow(answer, err)\n}\n',
  },
];
