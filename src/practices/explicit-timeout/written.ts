/** Network calls with a limit as Go, Java, Rust and Elixir write them. */
import type { Example, Hit, Matchers } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { closingOf, codeOf } from "../../syntax/code-text.js";
import type { Code } from "../../syntax/in-families.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { mostTelling } from "./telling.js";

export const written: Matchers = {
  go: (code) => praise(code, [...goClients(code), ...goContexts(code)]),
  java: (code) => praise(code, importsAny(code, javaClients) ? matchesOf(code, javaLimit) : []),
  rust: (code) => praise(code, [...rustClients(code), ...rustWaits(code)]),
  elixir: (code) => praise(code, elixirCalls(code)),
};

/** A client that trusts anybody is not shown as an example. */
const trustsAnybody = /InsecureSkipVerify:\s*true|danger_accept_invalid_\w+\(true\)|:verify_none/;

function praise(code: Code, spans: readonly Span[]): readonly Hit[] {
  const inCode = textsOf(code, spans)
    .filter(([, text]) => !trustsAnybody.test(text))
    .map(([span]) => span)
    .filter(({ start }) => !functionsAround(code.outline, start).some(({ isTest }) => isTest === true));
  return mostTelling([...inCode].sort((a, b) => a.start - b.start));
}

/** Places of a pattern that ends behind an opening bracket, up to the bracket that closes it. */
function matchesOf(code: Code, pattern: RegExp): readonly Span[] {
  const text = codeOf(code);
  return [...text.matchAll(pattern)].map((match) => {
    const open = match.index + match[0].search(/[({][^({]*$/);
    return { start: match.index, end: closingOf(text, open) };
  });
}

function textsOf(code: Code, spans: readonly Span[]): readonly (readonly [Span, string])[] {
  const text = codeOf(code);
  return spans.map((span) => [span, text.slice(span.start, span.end)]);
}

function importsAny({ outline }: Code, modules: RegExp): boolean {
  return outline.imports.some(({ module }) => modules.test(module));
}

/** Nought means no limit in `net/http` and `net` alike (pkg.go.dev/net/http#Client). */
const goLimit = /\bTimeout:\s*(?!0\s*[,}])\S/;

function goClients(code: Code): readonly Span[] {
  const literals = textsOf(code, matchesOf(code, /\b(?:http\.Client|net\.Dialer)\{/g));
  const dials = code.outline.calls.filter(({ origin }) => origin === "net.DialTimeout");
  return [
    ...literals.filter(([, text]) => goLimit.test(text)).map(([span]) => span),
    ...dials.map(({ span }) => span),
  ];
}

const goNetwork =
  /\bhttp\.NewRequestWithContext\(\s*ctx|\.(?:QueryContext|QueryRowContext|ExecContext|PingContext|DialContext|PingContext)\(\s*ctx|\b(?:rdb|redis|client|conn)\.\w+\(\s*ctx\b/;

/** `ctx, cancel := context.WithTimeout(…)` with a network call of the same function that is given it. */
function goContexts(code: Code): readonly Span[] {
  const text = codeOf(code);
  return code.outline.calls.flatMap(({ origin, span }) => {
    if (origin !== "context.WithTimeout" || !/\bctx, \w+ :?= $/.test(text.slice(0, span.start))) return [];
    const [holder] = functionsAround(code.outline, span.start);
    return holder && goNetwork.test(text.slice(span.end, holder.span.end)) ? [span] : [];
  });
}

const javaClients =
  /^(?:java\.net\b|okhttp3\b|org\.apache\.(?:http|hc)\b|org\.springframework\.(?:web\.client|http\.client|boot\.web\.client|web\.reactive)|io\.lettuce\b|redis\.clients\b|javax\.net\b)/;
const javaLimit =
  /(?:\b\w+)?\s*\.(?:connectTimeout|readTimeout|callTimeout|responseTimeout|timeout|setConnectTimeout|setReadTimeout|setConnectionRequestTimeout|setResponseTimeout|setSocketTimeout|setSoTimeout)\((?=\s*(?!0\s*[,)])[\w])/g;

function rustClients(code: Code): readonly Span[] {
  return /\b(?:reqwest|ureq|tonic)\b/.test(code.source.text)
    ? matchesOf(code, /\.(?:connect_|read_)?timeout\((?=\s*(?:\w+::)*Duration\b|\s*\w+\s*\))/g)
    : [];
}

/** What the text of a wait over the network names. */
const rustNetwork =
  /\.(?:connect|read\w*|recv|send|accept|get|post|request|fetch\w*|query|execute|next|write_all|handshake)\s*\(|(?:connect|request|fetch)\w*\(/;

function rustWaits(code: Code): readonly Span[] {
  const waits = code.outline.calls.filter(({ origin }) => origin === "tokio.time.timeout");
  return textsOf(
    code,
    waits.map(({ span }) => span),
  )
    .filter(([, text]) => rustNetwork.test(text))
    .map(([span]) => span);
}

function elixirCalls(code: Code): readonly Span[] {
  const calls = code.outline.calls.filter(({ callee }) =>
    /^(?:Req|Finch|HTTPoison|Tesla|Mint\.HTTP)\.\w+!?$/.test(callee),
  );
  return textsOf(
    code,
    calls.map(({ span }) => span),
  )
    .filter(([, text]) => /\b(?:receive_timeout|recv_timeout|request_timeout):\s*(?!:infinity)\S/.test(text))
    .map(([span]) => span);
}

export const writtenExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package api\n\nimport (\n\t"net/http"\n\t"time"\n)\n\nvar client = &http.Client{Timeout: 5 * time.Second}\n',
    good: 'package api\n\nimport (\n\t"net/http"\n\t"time"\n)\n\nvar client = &http.Client{Timeout: 0}\n\nvar open = &http.Client{Timeout: time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}\n\ntype Options struct{ Timeout time.Duration }\n\nvar options = Options{Timeout: time.Second}\n',
  },
  {
    language: "go",
    bad: 'package api\n\nimport (\n\t"context"\n\t"net/http"\n\t"time"\n)\n\nfunc load(parent context.Context, url string) (*http.Request, error) {\n\tctx, cancel := context.WithTimeout(parent, time.Second)\n\tdefer cancel()\n\treturn http.NewRequestWithContext(ctx, http.MethodGet, url, nil)\n}\n',
    good: 'package api\n\nimport (\n\t"context"\n\t"time"\n)\n\nfunc wait(parent context.Context) {\n\tctx, cancel := context.WithTimeout(parent, time.Second)\n\tdefer cancel()\n\t<-ctx.Done()\n}\n',
  },
  {
    language: "java",
    bad: "package api;\n\nimport java.net.http.HttpClient;\nimport java.time.Duration;\n\nclass Client {\n  final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();\n}\n",
    good: "package api;\n\nimport java.net.http.HttpClient;\nimport java.net.URLConnection;\n\nclass Client {\n  void open(URLConnection connection, Settings settings) {\n    connection.setConnectTimeout(0);\n    int limit = settings.connectTimeout();\n  }\n}\n",
  },
  {
    language: "rust",
    bad: "use std::time::Duration;\n\npub fn client() -> reqwest::Result<reqwest::Client> {\n    reqwest::Client::builder().timeout(Duration::from_secs(10)).build()\n}\n",
    good: "use std::time::Duration;\n\npub fn client() -> reqwest::Client {\n    reqwest::Client::new()\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn builds() {\n        reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();\n    }\n}\n",
  },
  {
    language: "rust",
    bad: "use tokio::time::timeout;\n\npub async fn open(address: Address) -> Result<Stream> {\n    timeout(LIMIT, TcpStream::connect(address)).await?\n}\n",
    good: "use tokio::time::timeout;\n\npub async fn rest(done: Notified) {\n    let _ = timeout(LIMIT, done).await;\n}\n",
  },
  {
    language: "elixir",
    bad: "defmodule Api do\n  def load(url), do: Req.get(url, receive_timeout: 5_000)\nend\n",
    good: "defmodule Api do\n  def load(url), do: Req.get(url, receive_timeout: :infinity)\n  def other(url), do: Req.get(url)\nend\n",
  },
];
