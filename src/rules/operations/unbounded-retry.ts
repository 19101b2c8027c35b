/** A failed network call is made again at once, for as long as it fails. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { closingOf, codeOf } from "../../syntax/code-text.js";
import { endlessLoops, indentedBody } from "../../syntax/endless-loops.js";

export default defineRule({
  severity: "medium",
  // The loop, the swallowed failure and the missing pause all stand in one place; a pause inside the called function would not be seen.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Retry without end or pause",
  risk: "While the other side is down this loop calls it as fast as it can: one processor is busy with nothing, logs fill up, and the other side is kept from recovering.",
  fix: "Limit the attempts, wait longer after each one, and let the caller know when it was the last.",
  trial: {
    name: "a peer that never recovers",
    arrange: "a peer that fails every time, and a clock that the test moves on",
    act: "run {it}",
    assert: "the attempts end after the chosen number, with pauses between them",
  },
  cwe: [835, 400],
  match: { typescript: retries, python: retries, go: retries, java: retries, rust: retries },
  examples: [
    {
      language: "typescript",
      bad: "export async function load(url: string) {\n  while (true) {\n    try {\n      const reply = await fetch(url);\n      return await reply.json();\n    } catch (error) {\n      console.error(error);\n    }\n  }\n}\n",
      good: "export async function load(url: string) {\n  while (true) {\n    try {\n      return await (await fetch(url)).json();\n    } catch (error) {\n      await delay(1000);\n    }\n  }\n}\nexport async function once(url: string) {\n  for (;;) {\n    try {\n      return await fetch(url);\n    } catch (error) {\n      throw new Error(`no answer from ${url}`);\n    }\n  }\n}\nexport async function pages(url: string) {\n  while (true) {\n    const page = await fetch(url);\n    if (page.ok) break;\n  }\n}\n",
    },
    {
      language: "python",
      bad: "import requests\n\ndef load(url):\n    while True:\n        try:\n            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n            print('again')\n",
      good: "import requests\nimport time\n\ndef load(url):\n    while True:\n        try:\n            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n            time.sleep(2)\n\ndef count(url):\n    tries = 0\n    while True:\n        try:\n            return requests.get(url, timeout=5).json()\n        except requests.RequestException:\n            tries += 1\n            if tries > 3:\n                raise\n\ndef ask():\n    while True:\n        try:\n            return int(input('number: '))\n        except ValueError:\n            print('again')\n",
    },
    {
      language: "go",
      bad: 'package main\n\nimport "net"\n\nfunc dial(addr string) net.Conn {\n\tfor {\n\t\tconn, err := net.Dial("tcp", addr)\n\t\tif err != nil {\n\t\t\tcontinue\n\t\t}\n\t\treturn conn\n\t}\n}\n',
      good: 'package main\n\nimport (\n\t"net"\n\t"time"\n)\n\nfunc dial(addr string) net.Conn {\n\tfor {\n\t\tconn, err := net.Dial("tcp", addr)\n\t\tif err != nil {\n\t\t\ttime.Sleep(time.Second)\n\t\t\tcontinue\n\t\t}\n\t\treturn conn\n\t}\n}\n',
    },
    {
      language: "java",
      bad: 'class Loader {\n  String load(HttpClient client, HttpRequest request) {\n    while (true) {\n      try {\n        return client.send(request, BodyHandlers.ofString()).body();\n      } catch (IOException e) {\n        log.warn("again", e);\n      }\n    }\n  }\n}\n',
      good: "class Loader {\n  String load(HttpClient client, HttpRequest request) throws Exception {\n    while (true) {\n      try {\n        return client.send(request, BodyHandlers.ofString()).body();\n      } catch (IOException e) {\n        Thread.sleep(1000);\n      }\n    }\n  }\n}\n",
    },
    {
      language: "rust",
      bad: "async fn dial(addr: &str) -> TcpStream {\n    loop {\n        match TcpStream::connect(addr).await {\n            Ok(stream) => return stream,\n            Err(_) => continue,\n        }\n    }\n}\n",
      good: "async fn dial(addr: &str) -> TcpStream {\n    loop {\n        match TcpStream::connect(addr).await {\n            Ok(stream) => return stream,\n            Err(_) => tokio::time::sleep(PAUSE).await,\n        }\n    }\n}\n",
    },
  ],
});

const callsOut =
  /\b(?:fetch|axios|got|request|requests|urlopen|httpx|aiohttp|http|https|grpc|reqwest|connect|dial|open_connection|create_connection|ws_connect)\b[\w.]*\s*\(|\b(?:requests|httpx|axios|http|https|client|session|api|redis|TcpStream|net|conn)(?:\.|::)(?:get|post|put|send|request|connect|execute|query|Dial\w*|Get|Post|Do)\s*\(/;
/** Waiting, counting, or a call that blocks until there is something to do. */
const paces =
  /sleep|delay|\bwait\b|wait_|await_next|backoff|setTimeout|pause|throttle|attempt|\btries\b|retr(?:y|ies)\w*\s*(?:[<>+=-]|\+\+)|max_|limit|deadline|elapsed|ticker|timer|\btick\b|interval|\bselect\b|recv|accept\(|<-|queue|\.take\(|\.poll\(|input\(|read_?line|prompt|for await|\bnext\(/i;

function* retries(subject: Subject): Iterable<Hit> {
  const { tree, source } = subject;
  if (!/while|for\s*\(\s*;|for\s*\{|loop\s*\{/.test(source.text)) return;
  const code = codeOf(subject);
  for (const { head, body } of endlessLoops(code, tree.family)) {
    if (body.length > 3000 || paces.test(body) || !callsOut.test(body)) continue;
    const retry = retryIn(body, tree.family);
    if (retry === undefined) continue;
    yield {
      at: { start: head.start, end: code.indexOf(body, head.start) + body.trimEnd().length },
      issue: `This loop repeats \`${retry}\` until it succeeds; a failure leads straight to the next attempt, and nothing waits or counts.`,
    };
  }
}

/** The call that is repeated; undefined when success does not end the loop, or failure does. */
function retryIn(body: string, family: string): string | undefined {
  const call = callsOut.exec(body)?.[0].replace(/\s*\($/, "");
  if (!/\b(?:return|break)\b/.test(body)) return undefined;
  const failures = failuresIn(body, family);
  const isSwallowed = failures.length > 0 && failures.every((block) => !leaves.test(block));
  return isSwallowed ? call : undefined;
}

const leaves = /\b(?:return|break|raise|throw|panic|exit|Fatal\w*|reject)\b|\?\s*;/;

/** What runs when an attempt has failed. */
function failuresIn(body: string, family: string): readonly string[] {
  switch (family) {
    case "python":
      return [...body.matchAll(/(?<=^[ \t]*)except\b[^\n]*:/gm)].map(({ 0: head, index }) =>
        body.slice(index + head.length, index + head.length + 1) === "\n" ? indentedBody(body, index) : "",
      );
    case "go":
      return [...body.matchAll(/\bif\s+(?:[^{\n]*;\s*)?err\s*!=\s*nil\s*\{/g)].map(({ 0: head, index }) =>
        body.slice(index, closingOf(body, index + head.length - 1)),
      );
    case "rust":
      return [...body.matchAll(/\bErr\([^)]*\)\s*=>\s*([^\n]*)/g)].map(({ 1: rest, index }) =>
        rest?.startsWith("{") ? body.slice(index, closingOf(body, body.indexOf("{", index))) : (rest ?? ""),
      );
    default:
      return [...body.matchAll(/\bcatch\s*(?:\([^)]*\))?\s*\{/g)].map(({ 0: head, index }) =>
        body.slice(index, closingOf(body, index + head.length - 1)),
      );
  }
}
